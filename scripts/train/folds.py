"""Cross-validation over articles: what the whole extraction reaches on articles that its weights have not seen."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from articles import article_weights
from confidence import Read, confidence_weights, only_odds, samples
from deeds import type_weights
from gold import Annotated, annotated, article_of, told_units
from occasions import occasion_weights
from tables import with_tables
from words import Bag, Sentence

from analytics.extract.article import ArticleJudge, article_signs
from analytics.extract.pipeline import Extractor
from analytics.extract.signs import Outline
from analytics.gazetteer import Gazetteer
from analytics.model import Extraction
from analytics.quality.gold import figures
from analytics.rules import RuleBook
from analytics.rules.cue_rows import TypeDrop, Weight
from analytics.rules.weight_rows import ArticleWeight, SignLimit, WordWeight

NAMES = ("events", "types", "dates", "villages", "people", "organisations", "pairings", "kinds")


class Crossed:
    """Articles in folds. Words learn from the units of articles, and what weighs the words learns from the same articles:
    each article is therefore always read with words that were learned without its fold."""

    def __init__(
        self, articles: Sequence[Annotated], single: Sequence[Annotated], told: Sequence[Sentence],
        book: RuleBook, gazetteer: Gazetteer, folds: int, seed: int,
    ) -> None:  # fmt: skip
        self._articles, self._single, self._book, self._gazetteer = articles, single, book, gazetteer
        order = list(range(len(articles)))
        random.Random(seed).shuffle(order)
        self._fold = {i: at % folds for at, i in enumerate(order)}
        self.folds = range(folds)
        apart = {a.gold["row"] for a in single}
        told = [s for row, s in enumerate(told) if row not in apart]
        units = [(i, s) for i, a in enumerate(articles) for s in told_units(a)]
        self._fold_of = [None] * len(told) + [self._fold[i] for i, _ in units]
        self._bag = Bag([*told, *(s for _, s in units)])
        self._words: dict[frozenset[int], list[WordWeight]] = {}

    def words(self, *without: int) -> list[WordWeight]:
        """Word weights learned from all sentences and from the articles outside these folds."""
        key = frozenset(without)
        if key not in self._words:
            self._words[key] = self._bag.weights([i for i, fold in enumerate(self._fold_of) if fold not in key])
        return self._words[key]

    def tables(self, *without: int) -> dict[str, list[Any]]:
        """All tables of weights, learned from the articles outside these folds."""
        rest: list[Annotated] = []
        for fold in self.folds:
            if fold not in without:
                extractor = self._extractor(*without, fold)
                rest += [annotated(a.gold, extractor, a.weight) for a in self._of(fold)]
        words = self.words(*without)
        extractor = self._extractor(*without)
        single = [annotated(a.gold, extractor, a.weight) for a in self._single]
        return {
            "word_weights.csv": words,
            "article_weights.csv": article_weights(rest),
            "occasion_weights.csv": occasion_weights([*rest, *single]),
            "type_weights.csv": type_weights(rest, self._book.rows("type_drops.csv", TypeDrop)),
        }

    def held_out(self) -> list[tuple[RuleBook, list[Read]]]:
        """For each fold the rule book that was learned from the others, and the fold's articles with all that it finds in
        them: nothing is left out as unsure, and the confidence is the share of the verdict."""
        return [self._read(fold) for fold in self.folds]

    def _read(self, fold: int) -> tuple[RuleBook, list[Read]]:
        learned = with_tables(self._book, self.tables(fold))
        judge = ArticleJudge(learned.rows("article_weights.csv", ArticleWeight))
        extractor = Extractor(_unweighed(learned), self._gazetteer)
        return learned, [_read(annotated(a.gold, extractor, a.weight), extractor, judge) for a in self._of(fold)]

    def _of(self, fold: int) -> list[Annotated]:
        return [a for i, a in enumerate(self._articles) if self._fold[i] == fold]

    def _extractor(self, *without: int) -> Extractor:
        return Extractor(with_tables(self._book, {"word_weights.csv": self.words(*without)}), self._gazetteer)


def _read(a: Annotated, extractor: Extractor, judge: ArticleJudge) -> Read:
    odds = judge.odds(article_signs(Outline.of(a.facts, a.readings.limits)))
    return Read(a, extractor.extract(article_of(a.gold)), odds)


def as_shipped(
    folds: Sequence[tuple[RuleBook, list[Read]]], gazetteer: Gazetteer
) -> Iterator[tuple[Annotated, Extraction]]:
    """Every article as the product reads it, with a confidence that was learned from the other folds too."""
    for book, found in folds:
        others = [pair for _, rest in folds if rest is not found for pair in rest]
        table = confidence_weights(samples(others), book.rows("confidence.csv", Weight))
        extractor = Extractor(with_tables(book, {"confidence.csv": table}), gazetteer)
        yield from ((read.article, extractor.extract(article_of(read.article.gold))) for read in found)


def _unweighed(book: RuleBook) -> RuleBook:
    """The rule book by which the confidence is the share of the verdict and no event is left out."""
    limits = [
        row.model_copy(update={"value": 0.0}) if row.name == "least" else row
        for row in book.rows("sign_limits.csv", SignLimit)
    ]
    return with_tables(
        book, {"confidence.csv": only_odds(book.rows("confidence.csv", Weight)), "sign_limits.csv": limits}
    )


def cross_validate(found: Sequence[tuple[Annotated, Extraction]]) -> None:
    """Prints the figures of all articles, and of each set (the letters that ids begin with)."""
    sets: dict[str, list[tuple[Mapping[str, Any], Extraction]]] = {}
    for a, extraction in found:
        told = a.gold["id"].rstrip("0123456789").rstrip("-")
        for name in {told, "general" if told == "none" else "all"}:
            sets.setdefault(name, []).append((a.gold, extraction))
    for name, pairs in sets.items():
        shares = figures(pairs)
        told = " ".join(f"{n} {shares[n].f1:.3f}" for n in NAMES if n in shares)
        print(f"{name:8} ({len(pairs)}) {told}, {shares['events'].predicted} predicted", flush=True)
