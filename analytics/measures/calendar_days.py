"""Activities by day, for a calendar: only what is dated to the day stands on one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.measures.collection import Collection
from analytics.measures.matching import counted, having, ids_of, matching
from analytics.measures.results import Check
from analytics.views import View


@dataclass(frozen=True, slots=True)
class Days:
    """``frame``: day (date), count; only days that hold any, in order. ``value`` counted; ``rough``: dated, but not to
    the day (months, spans, "~"); ``undated``: counted without a date. ``check``: they sum up."""

    frame: pd.DataFrame
    value: int
    rough: int
    undated: int
    check: Check


def days(collection: Collection, view: View) -> Days:
    """Counts per day."""
    found = counted(matching(collection, view), view)
    exact, rough, undated = _parts(found)
    table = exact.group_by("start").aggregate([("id", "count")]).sort_by("start")
    frame = pd.DataFrame({"day": table["start"].to_pylist(), "count": table["id_count"].to_pylist()})
    shown = int(frame["count"].sum()) if len(frame) else 0
    sizes = (rough.num_rows, undated.num_rows)
    return Days(frame, found.num_rows, *sizes, Check.of(found.num_rows, shown + sum(sizes)))


def day_ids(collection: Collection, view: View, day: date) -> tuple[str, ...]:
    """The activities of a day."""
    exact = _parts(counted(matching(collection, view), view))[0]
    return ids_of(exact.filter(pc.equal(exact["start"], pa.scalar(day, pa.date32()))))


def rough_ids(collection: Collection, view: View) -> tuple[str, ...]:
    """The activities that are dated, but not to the day."""
    return ids_of(_parts(counted(matching(collection, view), view))[1])


def _parts(found: Any) -> tuple[Any, Any, Any]:
    """To the day, roughly dated, undated."""
    one = pc.fill_null(pc.equal(found["start"], found["end"]), False)
    exact = pc.and_(one, pc.not_equal(found["precision"], "approx"))
    dated = pc.not_equal(found["status"], "undated")
    return found.filter(exact), found.filter(pc.and_(dated, pc.invert(exact))), having(found, "undated")
