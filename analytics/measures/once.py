"""Counting each thing once: which rows stand for a whole group of reports of one activity.

Under ``View.counting`` "reports" every row counts. Else the rows of a group (the same activity in reposts, or told by
several articles) count once: the row of best rank among those that match. A figure for a choice (a type, a village) is
so the figure of the View with that choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from analytics.measures.collection import Collection
from analytics.measures.groups import members
from analytics.measures.index import Postings, index_of
from analytics.measures.sealed import sealing
from analytics.views import Counting

GROUP, RANK = "group", "rank"
KEPT = 8
"""Sets of groups kept in memory: one for each version, revision and counting that is looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """By row: ``of`` (the row that leads its group, itself where it is alone), ``rank`` in it (0 is best), ``several``
    (whether there are others). ``order``: the rows that are not alone, group by group, best first."""

    of: Any
    rank: Any
    several: Any
    order: Any

    def first(self, rows: Any, *keys: Any) -> Any:
        """Which of ``rows`` (in the order of ``order``, or of ``repeats``) begin another group or another key."""
        found = np.ones(len(rows), dtype=bool)
        for key in (self.of[rows], *keys):
            found[1:] &= key[1:] == key[:-1]
        found[1:] = ~found[1:]
        return found


@lru_cache(maxsize=KEPT)
@sealing
def groups_of(collection: Collection, counting: Counting) -> Groups:
    """The groups of a counting, over the rows of the index."""
    size = index_of(collection).size
    of, rank = np.arange(size), np.zeros(size, dtype=np.int64)
    several = np.zeros(size, dtype=bool)
    if counting != "reports":
        about, ids = members(collection, counting), index_of(collection).ids
        rows, leads = (pc.index_in(about[name], ids).to_numpy(zero_copy_only=False) for name in ("id", GROUP))
        of[rows], rank[rows], several[rows] = leads, np.arange(len(rows)), True
    found = np.flatnonzero(several)
    return Groups(of, rank, several, found[np.lexsort((rank[found], of[found]))])


def once_of(matched: Any, groups: Groups) -> Any:
    """Of the matched rows one of each group: that of best rank. Truth values by row, as ``matched`` are."""
    found = matched & ~groups.several
    rows = groups.order[matched[groups.order]]
    found[rows[groups.first(rows)]] = True
    return found


def kept(postings: Postings, groups: Groups, matched: Any, inside: Any) -> Any:
    """Which pairs of row and value count: for each value and group the matched row of best rank, where it is inside."""
    found = (matched & inside & ~groups.several)[postings.rows]
    at = _repeats(postings, groups)
    at = at[matched[postings.rows[at]]]
    at = at[groups.first(postings.rows[at], postings.value[at])]
    found[at[inside[postings.rows[at]]]] = True
    return found


@lru_cache(maxsize=8 * KEPT)
@sealing
def _repeats(postings: Postings, groups: Groups) -> Any:
    """Positions of the pairs whose row is not alone, value by value, group by group, best first."""
    at = np.flatnonzero(groups.several[postings.rows])
    rows = postings.rows[at]
    return at[np.lexsort((groups.rank[rows], groups.of[rows], postings.value[at]))]


def once(found: Any) -> Any:
    """One row of each group: that of best rank."""
    if GROUP not in found.column_names:
        return found
    order = pc.sort_indices(found, [(GROUP, "ascending"), (RANK, "ascending")])
    groups = found[GROUP].take(order).combine_chunks()
    first = np.ones(len(groups), dtype=bool)
    if len(groups) > 1:
        first[1:] = pc.not_equal(groups[1:], groups[:-1]).to_numpy(zero_copy_only=False)
    kept = np.sort(order.to_numpy()[first])
    return found.take(pa.array(kept))


def once_each(joined: Table, *keys: str) -> Table:
    """One row of each group and value of ``keys``: that of best rank. ``joined`` carries what ``grouped`` gave."""
    if GROUP not in joined.columns:
        return joined
    window = ibis.window(group_by=[GROUP, *keys], order_by=[RANK, "id"])
    return joined.mutate(nth=ibis.row_number().over(window)).filter(lambda t: t.nth == 0).drop("nth")


def carried(found: Any) -> list[str]:
    """The columns that ``once_each`` needs, as far as they are there."""
    return [name for name in (GROUP, RANK) if name in found.column_names]
