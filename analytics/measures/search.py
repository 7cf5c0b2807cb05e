"""Full-text search over all parts of a collection."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import ibis

from analytics.measures.collection import Collection, reading, texts
from analytics.settings import settings
from analytics.store.fulltext import find
from analytics.store.snapshots import INDEX
from analytics.text.sought import alike, pattern, terms


def search(collection: Collection, text: str, limit: int | None = None) -> tuple[str, ...]:
    """Ids of the articles whose title or body holds every term of ``text``, sorted; the first ``limit`` of them.

    Terms stand between white space; what is in quotation marks is one. Letter case, full and half width, traditional and
    simplified characters make no difference; white space alone finds nothing.
    """
    return tuple(sorted(found_in(collection.indexes, text))[:limit])


def found_in(folders: Sequence[Path], text: str) -> list[str]:
    """Article ids, part after part."""
    return [article_id for folder in folders for article_id in find(folder / INDEX, text, same_characters())]


def patterns(text: str) -> tuple[str, ...]:
    """A regular expression for each term, which finds it as articles write it (``text.sought``)."""
    return tuple(pattern(term, same_characters()) for term in terms(text))


def hits(collection: Collection, text: str, ids: Sequence[str]) -> Mapping[str, int]:
    """How often the terms of ``text`` stand in title and body of each of these articles."""
    wanted = patterns(text)
    with reading(replace(collection, folders=collection.indexes)) as tables:
        found = tables["articles"].semi_join(texts(ids), "id")
        number: Any = ibis.literal(0)
        for one in wanted:
            # A text falls into one piece more than it holds hits.
            number = number + found.title.re_split(one).length() + found.text.re_split(one).length() - 2
        rows = tables.arrow(found.select("id", number=number))
    return dict(zip(rows["id"].to_pylist(), rows["number"].to_pylist(), strict=True))


@cache
def same_characters() -> Mapping[str, str]:
    """Characters that stand for the same, by the table of the rules."""
    with (settings().data / "rules" / "text_variants.csv").open(encoding="utf-8-sig", newline="") as file:
        return alike({row["written"]: row["standard"] for row in csv.DictReader(file)})
