"""Cross-validation over articles: what the whole extraction reaches on articles that its weights have not seen."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from articles import article_weights
from confidence import Read, confidence_weights, only_odds, samples
from deeds import type_weights
from gold import Annotated, article_of
from occasions import occasion_weights
from tables import with_tables

from analytics.extract.article import ArticleJudge, article_signs
from analytics.extract.pipeline import Extractor
from analytics.extract.signs import Outline
from analytics.gazetteer import Gazetteer
from analytics.model import Extraction
from analytics.quality.gold import figures
from analytics.rules import RuleBook
from analytics.rules.cue_rows import TypeDrop, Weight
from analytics.rules.weight_rows import SignLimit

NAMES = ("events", "types", "dates", "villages", "people", "organisations", "pairings", "kinds")


def held_out(
    articles: Sequence[Annotated],
    book: RuleBook,
    gazetteer: Gazetteer,
    folds: int,
    seed: int,
    more: Sequence[Annotated],
) -> list[tuple[RuleBook, list[Read]]]:
    """For each fold the rule book that was learned from the others (and ``more`` for occasions), and the fold's articles
    with all that it finds in them: nothing is left out as unsure, and the confidence is the share of the verdict.
    """
    order = list(range(len(articles)))
    random.Random(seed).shuffle(order)
    return [_fold(articles, order[fold::folds], book, gazetteer, more) for fold in range(folds)]


def _fold(
    articles: Sequence[Annotated], test: Sequence[int], book: RuleBook, gazetteer: Gazetteer, more: Sequence[Annotated]
) -> tuple[RuleBook, list[Read]]:
    rest = [articles[i] for i in sorted(set(range(len(articles))) - set(test))]
    tables = {
        "article_weights.csv": article_weights(rest),
        "occasion_weights.csv": occasion_weights([*rest, *more]),
        "type_weights.csv": type_weights(rest, book.rows("type_drops.csv", TypeDrop)),
    }
    learned = with_tables(book, tables)
    judge = ArticleJudge(tables["article_weights.csv"])
    extractor = Extractor(_unweighed(learned), gazetteer)
    return learned, [_read(articles[i], extractor, judge) for i in test]


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
