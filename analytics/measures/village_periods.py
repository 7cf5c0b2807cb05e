"""Villages by period: which were served for the first time, and which again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from analytics.measures.bins import bins_of, first_day
from analytics.measures.collection import Collection
from analytics.measures.different import among, different
from analytics.measures.index import postings
from analytics.measures.matching import Chosen, chosen
from analytics.measures.over_time import MONTHS, label
from analytics.measures.place_tree import mask_of, under
from analytics.measures.served import about_villages
from analytics.views import View

Visit = Literal["new", "new_unsure", "again", "again_unsure"]
VISITS: tuple[Visit, ...] = get_args(Visit)
"""New: nothing tells of the village before the bin; unsure: something undated or longer may lie before it, or its
activities in the bin are only about then. Again: something lies wholly before the bin."""
BESIDE = ("wider", "undated")
SHIFT = 1 << 32


@dataclass(frozen=True, slots=True)
class Periods:
    """``frame``: label ("2024-06"), visit, villages, activities (each once); only bars that hold any. A village stands once
    in every bin that it was served in. ``bins``: every label, without gaps. ``wider`` and ``undated``: how many
    activities that name a village have no bin (``undated`` 0 with a period: they are not counted then)."""

    frame: pd.DataFrame
    bins: tuple[str, ...]
    wider: int
    undated: int


def periods(collection: Collection, view: View, within: str = "") -> Periods:
    """Villages by ``view.grain``, below the node ``within`` of the tree. What came before the period of the view counts
    too, under its other filters."""
    pairs = _pairs(collection, view, within)
    keys = pairs.bin * len(VISITS) + pairs.visit
    there, villages = _different(keys, pairs.village)
    activities = _different(keys, pairs.every.groups.of[pairs.row])[1]
    frame = pd.DataFrame({
        "label": [_label(int(key) // len(VISITS), view) for key in there],
        "visit": [VISITS[int(key) % len(VISITS)] for key in there], "villages": villages, "activities": activities,
    })  # fmt: skip
    sizes = {code: len(beside_ids(collection, view, code, within)) for code in BESIDE}
    return Periods(frame, bins_of(view, set(frame["label"])), **sizes)


def visited(
    collection: Collection, view: View, name: str, visit: str = "", within: str = ""
) -> tuple[pd.DataFrame, Sequence[str]]:
    """The villages of a bar (of a whole bin without ``visit``): key, name, county, activities; most served first; and the
    activities behind it, each once. Nothing for a bin that is none."""
    day = first_day(name, view.grain)
    pairs = _pairs(collection, view, within)
    at = _number(day, view) if day else -1
    own = (pairs.bin == at) & ((pairs.visit == VISITS.index(visit)) if visit in VISITS else not visit)
    counts = np.bincount(pairs.village[own], minlength=len(about_villages(collection)))
    there = np.flatnonzero(counts)
    frame = about_villages(collection)[["key", "name", "county"]].iloc[there].assign(activities=counts[there])
    frame = frame.sort_values(["activities", "key"], ascending=[False, True], ignore_index=True)
    rows = pairs.row[own]
    _, first = np.unique(pairs.every.groups.of[rows], return_index=True)
    return frame, pairs.every.ids(mask_of(pairs.every, rows[first]))


def beside_ids(collection: Collection, view: View, code: str, within: str = "") -> Sequence[str]:
    """The activities with a village but without a bin: "wider" than one, or "undated"; each once."""
    every = chosen(collection, view)
    pairs = _kept(collection, every, within)
    rows = pairs[1]
    dated = every.index.dated[rows]
    binless = every.index.bins(MONTHS[view.grain])[rows] < 0
    rows = rows[dated & binless] if code == "wider" else rows[~dated]
    _, first = np.unique(every.groups.of[rows], return_index=True)
    return every.ids(mask_of(every, rows[first]))


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """What is counted in a bin: village, row of the index, number of the bin, and how the village was visited then."""

    every: Chosen
    village: Any
    row: Any
    bin: Any
    visit: Any


def _different(keys: Any, values: Any) -> tuple[Any, Any]:
    """The different keys in order, and how many different values stand with each."""
    both = different(keys * SHIFT + values)
    return np.unique(both // SHIFT, return_counts=True)


def _kept(collection: Collection, every: Chosen, within: str) -> tuple[Any, Any]:
    """Village and row of the pairs that count."""
    found = postings(collection, "villages")
    keep = every.kept(found)
    if within:
        keep = keep & under(collection, within)[found.value]  # what is kept is shared: never changed in place
    return found.value[keep], found.rows[keep]


def _pairs(collection: Collection, view: View, within: str) -> _Pairs:
    every = chosen(collection, view)
    village, row = _kept(collection, every, within)
    bins = every.index.bins(MONTHS[view.grain])[row]
    village, row, bins = village[bins >= 0], row[bins >= 0], bins[bins >= 0]
    begin = _first_days(bins, MONTHS[view.grain])
    surely, maybe = _earliest(collection, view)
    again, perhaps = surely[village] < begin, maybe[village] < begin
    key = village * SHIFT + bins
    exact = different(key[~every.index.vague[row]])
    vague = ~among(key, exact)
    visit = np.where(again, np.where(vague, 3, 2), np.where(vague | perhaps, 1, 0))
    return _Pairs(every, village, row, bins, visit)


def _earliest(collection: Collection, view: View) -> tuple[Any, Any]:
    """By village: the first end of an activity, and the first day that one may have begun (undated: any), in days since
    1970, of all that is told of it under the other filters of the view."""
    every = chosen(collection, replace(view, start=None, end=None))
    found, index = postings(collection, "villages"), every.index
    own = every.matched[found.rows]
    village, row = found.value[own], found.rows[own]
    dated, size = index.dated[row], len(found.values)
    begun = np.where(dated, index.start[row], np.iinfo(np.int64).min)
    return _least(village[dated], index.end[row[dated]], size), _least(village, begun, size)


def _least(owner: Any, days: Any, size: int) -> Any:
    """The least day of each of ``size`` owners, who stand in order; the greatest number for those without any."""
    found = np.full(size, np.iinfo(np.int64).max, dtype=np.int64)
    if len(owner):
        begins = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
        found[owner[begins]] = np.minimum.reduceat(days, begins)
    return found


def _first_days(bins: Any, months: int) -> Any:
    """The first day of bins, in days since 1970."""
    since = (bins * months - 1970 * 12).astype("datetime64[M]")
    return since.astype("datetime64[D]").astype(np.int64)


def _number(day: date, view: View) -> int:
    return (day.year * 12 + day.month - 1) // MONTHS[view.grain]


def _label(number: int, view: View) -> str:
    year, month = divmod(number * MONTHS[view.grain], 12)
    return label(date(year, month + 1, 1), view.grain)
