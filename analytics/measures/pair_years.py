"""Pairs by year: which are told of for the first time, and which again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from analytics.measures.collection import Collection
from analytics.measures.different import among, different
from analytics.measures.ids import Ids
from analytics.measures.index import HIGH, LOW
from analytics.measures.matching import chosen
from analytics.measures.network import Behind, best_of, evidence, mask_of
from analytics.measures.partners import pairs_of
from analytics.measures.tables import span
from analytics.views import View

Visit = Literal["opening", "new", "new_unsure", "again", "again_unsure"]
VISITS: tuple[Visit, ...] = get_args(Visit)
"""Opening: first told of in the year that the collection begins with, or before: nobody knows whether it is new. New:
nothing tells of the pair before the year; unsure: something undated or longer may lie before it, or all of the year is only
about then. Again: something lies wholly before the year."""
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Years:
    """``frame``: year, visit, pairs, activities (each once); only bars that hold any. A pair stands once in every year that
    anything tells of it. ``years``: from first to last, without gaps. ``beside``: codes of the pairs that no year is known
    for: their dates are longer than a year, or none. ``begins``: the year of the first report, None when none is dated."""

    frame: pd.DataFrame
    years: tuple[int, ...]
    beside: tuple[int, ...]
    begins: int | None


def years(collection: Collection, view: View, codes: Any) -> Years:
    """The pairs with these codes by year. What came before the period of the view counts too, under its other filters."""
    found = _told(collection, view, codes)
    keys = found.year * len(VISITS) + found.visit
    bars, where = np.unique(keys, return_inverse=True)
    size, rows = len(pairs_of(collection).own), max(len(found.groups), 1)
    pairs = np.bincount(different(where * size + found.pair) // size, minlength=len(bars)) if len(bars) else keys
    acts = found.row >= 0
    each = different(where[acts] * rows + found.groups[found.row[acts]])
    frame = pd.DataFrame({
        "year": bars // len(VISITS), "visit": np.array(VISITS, dtype=object)[bars % len(VISITS)], "pairs": pairs,
        "activities": np.bincount(each // rows, minlength=len(bars)),
    })  # fmt: skip
    every = range(int(found.year.min()), int(found.year.max()) + 1) if len(found.year) else ()
    beside = np.setdiff1d(np.asarray(codes, dtype=np.int64), found.pair)
    return Years(frame, tuple(every), tuple(beside.tolist()), _begins(collection))


def told_in(collection: Collection, view: View, codes: Any, year: int, visit: str) -> tuple[list[int], Behind]:
    """The pairs of a bar, and what tells of them in that year."""
    found = _told(collection, view, codes)
    own = (found.year == year) & (found.visit == (VISITS.index(visit) if visit in VISITS else -1))
    return different(found.pair[own]).tolist(), _behind(collection, view, found.row[own], found.article[own])


def told_in_years(collection: Collection, view: View, codes: Any) -> Behind:
    """What all bars rest on."""
    found = _told(collection, view, codes)
    return _behind(collection, view, found.row, found.article)


def _behind(collection: Collection, view: View, rows: Any, articles: Any) -> Behind:
    every = chosen(collection, view)
    names = every.index.articles
    return Behind(
        every.ids(mask_of(every.index.size, best_of(every, rows[rows >= 0]))),
        Ids.of_mask(names, mask_of(len(names), articles[articles >= 0])),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """What tells of a pair within one year: ``row`` of an activity or ``article`` (-1: none), ``visit`` of the pair then;
    ``groups``: the row that leads the group of each row."""

    pair: Any
    row: Any
    article: Any
    year: Any
    visit: Any
    groups: Any


def _told(collection: Collection, view: View, codes: Any) -> _Told:
    every = chosen(collection, view)
    index = every.index
    pair, row, standing, article = evidence(collection, view)
    year = np.concatenate((index.bins(MONTHS)[row].astype(np.int64), _years(index.published[article])))
    vague = np.concatenate((index.vague[row], np.zeros(len(article), dtype=bool)))
    none = np.full(max(len(row), len(article)), -1)
    both = np.concatenate((pair, standing))
    rows, articles = np.concatenate((row, none[: len(article)])), np.concatenate((none[: len(row)], article))
    keep = (year >= 0) & mask_of(len(pairs_of(collection).own), codes)[both]
    both, rows, articles, year, vague = (column[keep] for column in (both, rows, articles, year, vague))
    surely, maybe = _earliest(collection, view)
    begin = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    only_about = ~among(_key(both, year), different(_key(both, year)[~vague]))
    begins = _begins(collection)
    opening = year <= begins if begins is not None else np.zeros(len(year), dtype=bool)
    visit = np.where(
        surely[both] < begin,
        np.where(only_about, VISITS.index("again_unsure"), VISITS.index("again")),
        np.where(
            opening, VISITS.index("opening"),
            np.where(only_about | (maybe[both] < begin), VISITS.index("new_unsure"), VISITS.index("new")),
        ),
    )  # fmt: skip
    return _Told(both, rows, articles, year, visit, every.groups.of)


def _earliest(collection: Collection, view: View) -> tuple[Any, Any]:
    """By pair: the first day by which something tells of it, and the first day that may be (undated: any), in days since
    1970, of all that is told under the other filters of the view."""
    free = replace(view, start=None, end=None)
    every, pairs = chosen(collection, free), pairs_of(collection)
    own = every.matched[pairs.resting.rows]
    pair, row = pairs.resting.value[own], pairs.resting.rows[own]
    _, _, standing, article = evidence(collection, free)
    start = np.concatenate((every.index.start[row], every.index.published[article]))
    published = every.index.published[article]
    end = np.concatenate((every.index.end[row], np.where(published == LOW, HIGH, published)))
    both = np.concatenate((pair, standing))
    surely = np.full(len(pairs.own), HIGH, dtype=np.int64)
    maybe = surely.copy()
    # An open end tells from its start on.
    np.minimum.at(surely, both, np.where((end == HIGH) & (start != LOW), start, end))
    np.minimum.at(maybe, both, start)
    return surely, maybe


def _begins(collection: Collection) -> int | None:
    first = span(collection)[0]
    return first.year if first else None


def _years(days: Any) -> Any:
    """The year of days since 1970; -1 for none."""
    found = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return np.where(days == LOW, -1, found)


def _key(pair: Any, year: Any) -> Any:
    return pair * 10_000 + year
