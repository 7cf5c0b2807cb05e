"""Counting each thing once: which rows of a matched set stand for a whole group of reports of one activity.

Under ``View.counting`` "reports" every row counts. Else the rows of a group (the same activity in reposts, or told by
several articles) count once: the row of best rank among those that match. A figure for a choice (a type, a village) is
so the figure of the View with that choice.
"""

from __future__ import annotations

from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from analytics.measures.collection import Collection
from analytics.measures.groups import members
from analytics.views import Counting

GROUP, RANK = "group", "rank"


def grouped(collection: Collection, found: Any, counting: Counting) -> Any:
    """The matched rows with columns ``group`` (id of the activity that leads it) and ``rank``, where there are groups.

    Without them the columns are left out, so that a collection without repeats costs nothing.
    """
    if counting == "reports":
        return found
    about = members(collection, counting)
    at = pc.index_in(found["id"], about["id"])
    if at.null_count == len(at):
        return found
    group = pc.coalesce(about[GROUP].take(at), found["id"])
    return found.append_column(GROUP, group).append_column(RANK, pc.fill_null(at.cast(pa.int64()), 0))


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
