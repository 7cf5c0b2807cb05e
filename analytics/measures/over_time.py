"""Activities over time: by month, quarter or year, and by type."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import ibis
import pandas as pd
import pyarrow.compute as pc

from analytics.measures.collection import Collection, Tables, reading
from analytics.measures.matching import base, counted, ids_of, inside, matching, told
from analytics.measures.matching import placed as placed_of
from analytics.measures.once import once_each
from analytics.measures.results import Check, Timeline
from analytics.views import Grain, View

MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def over_time(collection: Collection, view: View) -> Timeline:
    """Counts by ``view.grain`` and type.

    An activity stands in a bin when its start..end lies in that one bin; longer ones are ``wider``, beside the axis.
    """
    every = _binned(matching(collection, view), view)
    found = counted(every, view)
    dated = pc.not_equal(found["status"], "undated")
    wider = ids_of(found.filter(pc.and_(dated, pc.is_null(found["bin"]))))
    with reading(collection) as tables:
        frame = _frame(tables, every, found, view)
    placed = placed_of(collection, view)
    beside = () if view.has_period else placed.undated
    total = frame[frame.type == "all"]
    check = Check.of(len(placed.counted), int(total["sure"].sum() + total["approx"].sum()) + len(wider) + len(beside))
    left_out = (*placed.left_out, *told(wider=wider, undated_beside=beside))
    return Timeline(frame, _bins(frame, view.grain), wider, placed.undated, placed.partly, check, left_out)


def label(day: date, grain: Grain) -> str:
    """The bin's name: 2024-06, 2024-Q2, 2024-H1, 2024."""
    if grain == "year":
        return f"{day:%Y}"
    if grain == "half":
        return f"{day:%Y}-H{(day.month + 5) // 6}"
    return f"{day:%Y}-Q{(day.month + 2) // 3}" if grain == "quarter" else f"{day:%Y-%m}"


def following(day: date, grain: Grain) -> date:
    """The first day of the bin after the one that begins on ``day``."""
    year, month = divmod(day.year * 12 + day.month - 1 + MONTHS[grain], 12)
    return date(year, month + 1, 1)


def _binned(found: Any, view: View) -> Any:
    """The matched rows with ``bin``, the first day of the one bin that a row lies in; null for longer and undated ones."""
    first, last = (pc.floor_temporal(found[side], MONTHS[view.grain], unit="month") for side in ("start", "end"))
    fits = pc.fill_null(pc.equal(first, last), False)
    return found.append_column("bin", pc.if_else(fits, first, None))


def _frame(tables: Tables, every: Any, found: Any, view: View) -> pd.DataFrame:
    """Counts per bin and type of activities that lie in one ``bin``; a type counts an activity that any report of it
    tells to be of that type."""
    types = tables["activity_types"]
    if view.types:
        types = types.filter(types.type.isin(view.types))
    shown = ("id", "bin", "vague", "type")
    rows = base(every, "bin", "precision")
    by_type = once_each(rows.inner_join(types, rows.id == types.activity_id), "type")
    by_type = inside(by_type, view).mutate(vague=lambda t: t.precision == "approx").select(*shown)
    once = base(found, "bin", "precision").mutate(type=ibis.literal("all"), vague=lambda t: t.precision == "approx")
    rows = once.select(*shown).union(by_type).filter(lambda t: t.bin.notnull())
    order: Any = [rows.vague, rows.id]
    cells = rows.group_by("bin", "type").agg(
        sure=(~rows.vague).sum(), approx=rows.vague.sum(), ids=rows.id.collect(order_by=order)
    )
    table = tables.frame(cells.order_by("bin", "type"))
    starts = list(table.pop("bin"))
    table.insert(0, "bin", [day.isoformat() for day in starts])
    table.insert(1, "bin_end", [(following(day, view.grain) - timedelta(days=1)).isoformat() for day in starts])
    table.insert(2, "label", [label(day, view.grain) for day in starts])
    return table


def _bins(frame: pd.DataFrame, grain: Grain) -> tuple[str, ...]:
    if frame.empty:
        return ()
    day, last = date.fromisoformat(frame["bin"].min()), date.fromisoformat(frame["bin"].max())
    labels = []
    while day <= last:
        labels.append(label(day, grain))
        day = following(day, grain)
    return tuple(labels)
