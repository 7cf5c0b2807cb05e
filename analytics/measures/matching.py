"""Which activities a View means, and where they lie against its period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from analytics.measures.collection import Collection, reading, texts
from analytics.measures.results import Check, LeftOut, Placed
from analytics.measures.search import found_in
from analytics.store.places import filter_key
from analytics.views import View

KEPT = 8
"""Matched sets kept in memory: a page asks several measures of one view. About 150 bytes an activity."""


def matching(collection: Collection, view: View) -> Any:
    """Activities under every filter but the period, as an Arrow table sorted by id.

    Columns id, article_id, types, start, end, precision, people, and ``status``: inside, partly, outside or undated; an
    open side of an interval reaches without end.
    """
    found = _matched(collection, replace(view, dataset="", version=None, start=None, end=None, grain="month"))
    first, last = _day(view.start or date.min), _day(view.end or date.max)
    start, end = pc.fill_null(found["start"], _day(date.min)), pc.fill_null(found["end"], _day(date.max))
    undated = pc.and_(pc.is_null(found["start"]), pc.is_null(found["end"]))
    inside = pc.and_(pc.greater_equal(start, first), pc.less_equal(end, last))
    outside = pc.or_(pc.less(end, first), pc.greater(start, last))
    conditions = pc.make_struct(undated, inside, outside)
    status = pc.case_when(conditions, "undated", "inside", "outside", "partly")
    return found.append_column("status", status)


def counted(found: Any, view: View) -> Any:
    """Those that every figure counts: inside the period; without a period all, undated ones too."""
    return having(found, "inside") if view.has_period else found


def having(found: Any, status: str) -> Any:
    """Those of one status."""
    return found.filter(pc.equal(found["status"], status))


def ids_of(found: Any) -> tuple[str, ...]:
    """Their ids, sorted."""
    return tuple(found["id"].to_pylist())


def placed(collection: Collection, view: View) -> Placed:
    """Ids inside, partly and undated, the number outside, and the check that they sum up."""
    found = matching(collection, view)
    inside, partly, undated = (ids_of(having(found, status)) for status in ("inside", "partly", "undated"))
    outside = having(found, "outside").num_rows
    check = Check.of(found.num_rows, len(inside) + len(partly) + len(undated) + outside)
    if not view.has_period:
        return Placed(inside, partly, undated, outside, ids_of(found), check, ())
    return Placed(inside, partly, undated, outside, inside, check, told(partly=partly, undated=undated))


def told(**left: tuple[str, ...]) -> tuple[LeftOut, ...]:
    """What is left out, by message code, where there is any."""
    return tuple(LeftOut(code, len(ids), ids) for code, ids in left.items() if ids)


@lru_cache(maxsize=KEPT)
def _matched(collection: Collection, view: View) -> Any:
    with reading(collection) as tables:
        found = tables["activities"].filter(lambda t: t.kind.isin(view.kinds))
        if view.types:
            found = _resting(found, tables["activity_types"], "type", view.types)
        if view.organisations:
            found = _resting(found, tables["organisations"], "name", view.organisations)
        if view.places:
            found = _resting(found, tables["place_keys"], "key", tuple(filter_key(p) for p in view.places))
        if view.text:
            found = found.semi_join(texts(found_in(collection.folders, view.text), "article_id"), "article_id")
        return tables.arrow(
            found.select("id", "article_id", "types", "start", "end", "precision", "people").order_by("id")
        )


def _resting(found: Table, long: Table, column: str, values: tuple[str, ...]) -> Table:
    return found.filter(found.id.isin(long.filter(long[column].isin(values)).activity_id))


def _day(day: date) -> Any:
    return pa.scalar(day, pa.date32())


def as_table(found: Any) -> Table:
    """An Arrow table for use in expressions."""
    return ibis.memtable(found)
