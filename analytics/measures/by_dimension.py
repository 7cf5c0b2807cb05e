"""Activities over time, by what they have: a count for each bin and value; ids only of the cell that is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from analytics.measures.bins import bins_of, first_day
from analytics.measures.collection import Collection, reading
from analytics.measures.ids import Ids
from analytics.measures.index import HIGH, Field, postings
from analytics.measures.matching import PARTLY, Chosen, chosen, of_sources
from analytics.measures.over_time import MONTHS, label
from analytics.measures.place_names import place_keys_of, with_places
from analytics.measures.results import Check
from analytics.views import View

Split = Literal["all", "type", "org", "doer", "place", "source"]
"""``doer``: organisations that did it, alone or with others; ``org``: those it was done for as well."""
SPLITS: tuple[Split, ...] = get_args(Split)
Level = Literal["province", "city", "county", "town", "village"]
LEVELS: tuple[Level, ...] = get_args(Level)
ALL, OTHERS, NONE = "all", "others", "none"
"""Keys of rows that are no value: each activity once; those of any value without a row of its own; those of none."""
FIELDS: Mapping[Split, Field] = {
    "type": "types", "org": "organisations", "doer": "doers", "place": "places", "source": "sources",
}  # fmt: skip
KEPT = 4
"""Versions whose levels of places are kept in memory."""
BESIDE = ("wider", "undated", "approx", "partly")


@dataclass(frozen=True, slots=True)
class Way:
    """How activities are split. ``level``: of places. ``named``: values with a row of their own, None: all of them."""

    by: Split = "all"
    level: Level = "county"
    named: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A headline and what of it is not sure. ``value`` counted; ``wider`` (longer than a bin), ``undated`` and ``approx``
    (in a bin, dated "~") are parts of it, ``partly`` (over an edge of the period) is none; with a period ``undated``
    is none either. ``unsure``: counted, but dated approximately or not at all, as the overview says."""

    value: int
    wider: int
    undated: int
    approx: int
    partly: int
    unsure: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Counts over time.

    ``frame``: label ("2024-06"), key, sure, approx; only cells that hold any. A key is ``ALL``, ``OTHERS``, ``NONE`` or
    ``of_value(VALUE)``; an activity of two values stands in both, so that rows may sum up to more than ``ALL``.
    ``keys``: the rows but ``ALL``, largest value first, ``OTHERS`` and ``NONE`` last. ``rest``: how many values OTHERS
    holds. ``bins``: every label, without gaps. ``check``: ALL, wider and undated sum up to what is counted.
    """

    frame: pd.DataFrame
    bins: tuple[str, ...]
    keys: tuple[str, ...]
    rest: int
    told: Told
    check: Check


def of_value(value: str) -> str:
    """The key of a value's row."""
    return f"={value}"


def trend(collection: Collection, view: View, way: Way, top: int = 6) -> Trend:
    """Counts by ``view.grain``. Without ``way.named`` the ``top`` largest values have a row of their own."""
    every = chosen(collection, view)
    bins = every.index.bins(MONTHS[view.grain])
    beside = told_of(every, bins)
    held = values_of(collection, view, way)
    sums = held.counts(bins >= 0)
    order = np.lexsort((np.arange(len(sums)), -sums))
    largest = tuple(held.names[n] for n in order[:top] if sums[n])
    named = largest if way.named is None else way.named
    keyed = keyed_rows(every, held, named)
    frame = cells(every, bins, keyed, view)
    total = int(frame.loc[frame["key"] == ALL, ["sure", "approx"]].to_numpy().sum())
    there = set(frame["key"])
    keys = (*map(of_value, named), *(k for k in (OTHERS, NONE) if k in there)) if way.by != "all" else ()
    apart = beside.wider + (0 if view.has_period else beside.undated)
    rest = sum(1 for n in np.flatnonzero(sums) if held.names[n] not in set(named))
    check = Check.of(beside.value, total + apart)
    return Trend(frame, bins_of(view, set(frame["label"])), keys, rest, beside, check)


def cell_ids(collection: Collection, view: View, way: Way, key: str, name: str | None = None) -> Ids:
    """The activities of row ``key`` in the bin called ``name`` (None: in all bins), sure ones first.

    ``way.named`` as the trend was told; None only where ``key`` is no ``OTHERS``. Nothing for a bin that is none.
    """
    every = chosen(collection, view)
    day = first_day(name, view.grain) if name is not None else None
    if name is not None and day is None:
        return Ids.of_rows(every.index.ids, np.array([], dtype=np.int64))
    named = (key[1:],) if key.startswith("=") else way.named or ()
    rows = keyed_rows(every, values_of(collection, view, way), named).get(key, np.array([], dtype=np.int64))
    bins = every.index.bins(MONTHS[view.grain])
    wanted = (day.year * 12 + day.month - 1) // MONTHS[view.grain] if day else None
    rows = rows[bins[rows] == wanted] if day else rows[bins[rows] >= 0]
    return Ids.of_rows(every.index.ids, rows[np.argsort(every.index.vague[rows], kind="stable")])


def beside_ids(collection: Collection, view: View, code: str) -> Ids:
    """The activities behind a number of ``Told``: one of ``BESIDE``."""
    every = chosen(collection, view)
    return every.ids(_beside(every, every.index.bins(MONTHS[view.grain]))[code])


def told(collection: Collection, view: View) -> Told:
    """The headline alone, which needs no split."""
    every = chosen(collection, view)
    return told_of(every, every.index.bins(MONTHS[view.grain]))


def all_ids(collection: Collection, view: View) -> Ids:
    """All that the view counts."""
    every = chosen(collection, view)
    return every.ids(every.counted)


def reported(collection: Collection, view: View) -> frozenset[str]:
    """The months ("2024-06") in which the collection holds reports, of the sources that the view wants."""
    with reading(collection) as tables:
        found = of_sources(tables["articles"], view)
        found = found.filter(found.published.notnull())
        months = found.select(month=found.published.strftime("%Y-%m")).distinct()
        return frozenset(tables.frame(months)["month"])


def level_sizes(collection: Collection, view: View) -> dict[Level, int]:
    """How many places of each level the view's activities name, all levels, from the province down."""
    every, places = chosen(collection, view), postings(collection, "places")
    there = np.zeros(len(places.values), dtype=bool)
    there[places.value[(every.matched & every.inside)[places.rows]]] = True
    levels = _levels(with_places(collection))
    names = [name for name, held in zip(places.values.to_pylist(), there, strict=True) if held]
    return {level: sum(level in levels[name] for name in names) for level in LEVELS}


def told_of(every: Chosen, bins: Any) -> Told:
    """The headline of what is chosen; ``bins`` by row, -1 in none."""
    sizes = {code: int(np.count_nonzero(mask)) for code, mask in _beside(every, bins).items()}
    value = int(np.count_nonzero(every.counted))
    unsure = int(np.count_nonzero(every.counted & (every.index.vague | ~every.index.dated)))
    return Told(value, **sizes, unsure=unsure)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Which counted rows have which value: pairs of ``rows`` and ``value`` (a position in ``names``), by value, then row.
    ``matched``: the same pairs before each group is counted once and the period is looked at."""

    names: list[str]
    value: Any
    rows: Any
    matched: tuple[Any, Any]

    def counts(self, among: Any) -> Any:
        """How many rows ``among`` those that are true each value has."""
        return np.bincount(self.value[among[self.rows]], minlength=len(self.names))


def values_of(collection: Collection, view: View, way: Way) -> Held:
    """The values of a split. As in the filters, a choice of a value finds just its rows."""
    if way.by == "all":
        nothing = np.array([], dtype=np.int64)
        return Held([], nothing, nothing, (nothing, nothing))
    every, found = chosen(collection, view), postings(collection, FIELDS[way.by])
    names = [str(name) for name in found.values.to_pylist()]
    wanted = np.ones(len(names), dtype=bool)
    if way.by == "type" and view.types:
        wanted = np.array([name in view.types for name in names], dtype=bool)
    if way.by == "place":
        levels = _levels(with_places(collection))
        wanted = np.array([way.level in levels[name] for name in names], dtype=bool)
    asked = wanted[found.value]
    kept, there = every.kept(found) & asked, every.matched[found.rows] & asked
    return Held(names, found.value[kept], found.rows[kept], (found.value[there], found.rows[there]))


def keyed_rows(every: Chosen, held: Held, named: Sequence[str]) -> dict[str, Any]:
    """The counted rows of each key, in order: ``ALL``, the values of ``named``, ``OTHERS`` and ``NONE``."""
    found = {ALL: np.flatnonzero(every.counted)}
    if not held.names:
        return found
    place = {name: n for n, name in enumerate(held.names)}
    starts = np.searchsorted(held.value, np.arange(len(held.names) + 1))
    for name in named:
        at = place.get(name)
        found[of_value(name)] = held.rows[starts[at] : starts[at + 1]] if at is not None else held.rows[:0]
    own = np.zeros(len(held.names), dtype=bool)
    own[[place[name] for name in named if name in place]] = True
    value, rows = held.matched
    other = np.zeros(every.index.size, dtype=bool)
    other[rows[~own[value]]] = True
    found[OTHERS] = np.flatnonzero(every.once_more(other))
    having = np.zeros(every.index.size, dtype=bool)
    having[every.groups.of[held.rows]] = True
    found[NONE] = found[ALL][~having[every.groups.of[found[ALL]]]]
    return found


def cells(every: Chosen, bins: Any, keyed: Mapping[str, Any], view: View) -> pd.DataFrame:
    """Columns label, key, sure, approx: a row for each bin and key that holds any."""
    low = int(bins[bins >= 0].min(initial=HIGH))
    width = max(int(bins.max(initial=-1)) - low + 1, 0)
    found = []
    for key in sorted(keyed):
        rows = keyed[key][bins[keyed[key]] >= 0]
        at = 2 * (bins[rows] - low) + every.index.vague[rows]
        counts = np.bincount(at, minlength=2 * width).reshape(width, 2)
        found += [(n, key, int(counts[n][0]), int(counts[n][1])) for n in np.flatnonzero(counts.any(axis=1)).tolist()]
    names = {n: _label(low + n, view) for n in {row[0] for row in found}}
    columns = ["label", "key", "sure", "approx"]
    return pd.DataFrame([(names[n], *row) for n, *row in sorted(found)], columns=columns)


def _label(number: int, view: View) -> str:
    months = number * MONTHS[view.grain]
    return label(date(months // 12, months % 12 + 1, 1), view.grain)


def _beside(every: Chosen, bins: Any) -> dict[str, Any]:
    index = every.index
    return {
        "wider": every.counted & index.dated & (bins < 0),
        "undated": every.once & ~index.dated,
        "approx": every.counted & (bins >= 0) & index.vague,
        "partly": every.once & (every.status == PARTLY),
    }


@lru_cache(maxsize=KEPT)
def _levels(collection: Collection) -> dict[str, frozenset[str]]:
    """The levels at which each place stands as a chain."""
    with reading(collection) as tables:
        keys = place_keys_of(tables).filter(lambda t: t.chain).select("key", "level").distinct()
        frame = tables.frame(keys)
    found: dict[str, set[str]] = {}
    for key, level in zip(frame["key"], frame["level"], strict=True):
        found.setdefault(key, set()).add(level)
    return {key: frozenset(levels) for key, levels in found.items()}
