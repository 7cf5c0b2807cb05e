"""Cross-validation over articles: what the whole extraction reaches on articles that its weights have not seen."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deeds import type_weights
from gold import Annotated, article_of
from occasions import occasion_weights
from tables import with_tables

from analytics.extract.pipeline import Extractor
from analytics.gazetteer import Gazetteer
from analytics.model import Extraction
from analytics.quality.gold import figures
from analytics.rules import RuleBook
from analytics.rules.cue_rows import TypeDrop

NAMES = ("events", "types", "dates", "villages", "people", "organisations", "pairings", "kinds")
Pairs = list[tuple[Mapping[str, Any], Extraction]]


def held_out(
    articles: Sequence[Annotated],
    book: RuleBook,
    gazetteer: Gazetteer,
    folds: int,
    seed: int,
    more: Sequence[Annotated] = (),
) -> Iterator[tuple[Annotated, Extraction]]:
    """Every article with the extraction by weights that were learned from the other folds, and ``more`` for occasions."""
    order = list(range(len(articles)))
    random.Random(seed).shuffle(order)
    for fold in range(folds):
        test = order[fold::folds]
        rest = [articles[i] for i in sorted(set(order) - set(test))]
        tables = {
            "occasion_weights.csv": occasion_weights([*rest, *more]),
            "type_weights.csv": type_weights(rest, book.rows("type_drops.csv", TypeDrop)),
        }
        extractor = Extractor(with_tables(book, tables), gazetteer)
        for i in test:
            yield articles[i], extractor.extract(article_of(articles[i].gold))


def cross_validate(found: Pairs) -> None:
    """Prints the figures of all articles, and of each set (the letters that ids begin with)."""
    sets: dict[str, Pairs] = {"all": found}
    for gold, extraction in found:
        sets.setdefault(gold["id"].rstrip("0123456789").rstrip("-"), []).append((gold, extraction))
    for name, pairs in sets.items():
        shares = figures(pairs)
        told = " ".join(f"{n} {shares[n].f1:.3f}" for n in NAMES if n in shares)
        print(f"{name:8} ({len(pairs)}) {told}", flush=True)
