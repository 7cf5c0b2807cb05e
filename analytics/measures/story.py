"""What stands out in a View: most frequent types, busiest month, who and where most, villages served for the first time.

Each number comes with the ids behind it, and what cannot be known is kept apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from analytics.measures.bins import first_day
from analytics.measures.collection import Collection, reading
from analytics.measures.index import Postings, postings
from analytics.measures.matching import UNDATED, Chosen, chosen, placed
from analytics.measures.place_names import villages_of, with_places
from analytics.measures.tables import span
from analytics.views import View, previous

Kind = Literal["type", "doer", "village", "month"]
FIELDS: dict[Kind, Literal["types", "doers", "villages"]] = {"type": "types", "doer": "doers", "village": "villages"}
KEPT = 4
NOWHERE = -2
"""No month of any row."""
TIES = 2
"""So many values beyond those asked for are named where they are as frequent as the last."""


@dataclass(frozen=True, slots=True)
class Leader:
    """One of the most frequent values: ``value`` is its key, ``name`` how it is written; ``ids`` as many as ``count``."""

    value: str
    name: str
    count: int
    ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class Leaders:
    """The most frequent values, with those that are exactly as frequent as the last of them; ``more`` where these would be
    too many to name."""

    top: tuple[Leader, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Served:
    """Villages by their keys, and the activities of the view behind them."""

    keys: Sequence[str] = ()
    ids: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """``unsure``: counted, but dated approximately or not at all; ``unsure_volunteering`` those of them. ``months``: by the
    one month that an activity lies in; ``no_month``: those counted that lie in none. ``new``: villages that nothing
    before the period tells of, ``unclear``: those of which an undated activity, or one over the period's first day, does;
    both None where the period has no start or nothing was reported before it. ``before``: what the period before counts,
    None without one. ``until``: the last day of the reports, where the period goes on after it.
    """

    unsure: Sequence[str]
    unsure_volunteering: Sequence[str]
    types: Leaders
    months: Leaders
    no_month: Sequence[str]
    doers: Leaders
    villages: Leaders
    new: Served | None
    unclear: Served | None
    before: Sequence[str] | None
    until: date | None


def story(collection: Collection, view: View) -> Story:
    """What stands out; values of one count are in the order of their keys."""
    every = chosen(collection, view)
    vague = every.index.vague | (every.status == UNDATED)
    volunteering = _of(collection, every, "types", "volunteering")
    before = previous(view)
    first, last = span(collection)
    months, no_month = _months(every)
    names = _village_names(with_places(collection))
    new, unclear = _first_time(collection, every, view) if _covered(view, first) else (None, None)
    return Story(
        every.ids(every.counted & vague), every.ids(volunteering & vague),
        _leaders(every, postings(collection, "types"), 3, among=view.types), months, no_month,
        _leaders(every, postings(collection, "doers"), 1),
        _leaders(every, postings(collection, "villages"), 1, name=lambda key: names.get(key, key)),
        new, unclear, placed(collection, before).counted if before else None,
        last if last and view.end and last < view.end else None,
    )  # fmt: skip


def ids_of_value(collection: Collection, view: View, kind: Kind, value: str) -> Sequence[str]:
    """The activities that the view counts of a type, a doer, a village (its key) or a month ("2024-06")."""
    every = chosen(collection, view)
    if kind != "month":
        return every.ids(_of(collection, every, FIELDS[kind], value))
    first = first_day(value, "month")
    month = first.year * 12 + first.month - 1 if first else NOWHERE
    return every.ids(every.counted & (every.index.bins(1) == month))


def village_name(collection: Collection, key: str) -> str:
    """The name of a village by its key; the key itself where the collection knows none."""
    return _village_names(with_places(collection)).get(key, key)


def _of(collection: Collection, every: Chosen, field: Any, value: str) -> Any:
    """Which rows are counted of a value."""
    found = postings(collection, field)
    own = found.run(_code(found, value))
    return _mask(every.index.size, found.rows[own][every.kept(found)[own]])


def _code(found: Postings, value: str) -> int:
    at = np.searchsorted(np.array(found.values.to_pylist(), dtype=object), value)
    return int(at) if at < len(found.values) and found.values[int(at)].as_py() == value else -1


def _leaders(
    every: Chosen, found: Postings, most: int, *, among: Sequence[str] = (), name: Callable[[str], str] = str
) -> Leaders:
    keep = every.kept(found)
    counts = found.counts(keep)
    if among:
        counts[[n for n, value in enumerate(found.values.to_pylist()) if value not in among]] = 0
    order, more = _first(counts, most)
    top = []
    for code in order:
        value, own = str(found.values[int(code)].as_py()), found.run(int(code))
        ids = every.ids(_mask(every.index.size, found.rows[own][keep[own]]))
        top.append(Leader(value, name(value), int(counts[code]), ids))
    return Leaders(tuple(top), more)


def _first(counts: Any, most: int) -> tuple[Any, bool]:
    """Positions of the largest counts, those of one count in order; whether as large ones had to be left out."""
    order = np.argsort(-counts, kind="stable")
    order = order[: np.count_nonzero(counts)]
    if len(order) <= most:
        return order, False
    as_many = int((counts >= counts[order[most - 1]]).sum())
    return (order[:as_many], False) if as_many <= most + TIES else (order[:most], True)


def _months(every: Chosen) -> tuple[Leaders, Sequence[str]]:
    """The busiest month, and what lies in none; nothing where all lie in one month."""
    month = every.index.bins(1)
    bare_ids = every.ids(every.counted & (month < 0))
    there, counts = np.unique(month[every.counted & (month >= 0)], return_counts=True)
    if len(there) < 2:
        return Leaders(), bare_ids
    order, more = _first(counts, 1)
    top = []
    for at in order:
        value = f"{int(there[at]) // 12:04d}-{int(there[at]) % 12 + 1:02d}"
        top.append(Leader(value, value, int(counts[at]), every.ids(every.counted & (month == there[at]))))
    return Leaders(tuple(top), more), bare_ids


def _covered(view: View, first: date | None) -> bool:
    return view.start is not None and first is not None and first < view.start


def _first_time(collection: Collection, every: Chosen, view: View) -> tuple[Served, Served]:
    """Villages of the view that nothing earlier tells of, and those of which that cannot be known."""
    found = postings(collection, "villages")
    keep = every.kept(found)
    begin = np.datetime64(view.start, "D").astype(int)
    index, matched = every.index, every.matched
    earlier = matched & index.dated & (index.end < begin)
    perhaps = matched & ~earlier & (~index.dated | (index.start < begin))
    now, was, may = (found.counts(which) > 0 for which in (keep, earlier[found.rows], perhaps[found.rows]))

    def served(codes: Any) -> Served:
        if not codes.any():
            return Served()
        keys = [str(found.values[int(n)].as_py()) for n in np.flatnonzero(codes)]
        return Served(keys, every.ids(_mask(every.index.size, found.rows[keep & codes[found.value]])))

    return served(now & ~was & ~may), served(now & ~was & may)


def _mask(size: int, at: Any) -> Any:
    found = np.zeros(size, dtype=bool)
    found[at] = True
    return found


@lru_cache(maxsize=KEPT)
def _village_names(collection: Collection) -> dict[str, str]:
    with reading(collection) as tables:
        long = villages_of(tables).filter(lambda t: t.activity_id.notnull())
        frame = tables.frame(long.group_by(key=long.village_key).agg(village=long.name.min()))
    return dict(zip(frame["key"], frame["village"], strict=True))
