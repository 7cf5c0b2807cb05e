"""Which activities a View means, and where they lie against its period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from analytics.measures.collection import Collection, Tables, reading, texts
from analytics.measures.names import written
from analytics.measures.once import carried, grouped, once
from analytics.measures.results import Check, LeftOut, Placed
from analytics.measures.search import found_in
from analytics.store.places import filter_key
from analytics.views import NO_SOURCE, View

KEPT = 8
"""Matched sets kept in memory: a page asks several measures of one view. About 150 bytes an activity."""


def matching(collection: Collection, view: View) -> Any:
    """Activities under every filter but the period, as an Arrow table sorted by id.

    Columns id, article_id, types, start, end, precision, people, and ``status``: inside, partly, outside or undated; an
    open side of an interval reaches without end. ``group`` and ``rank`` where several rows tell one activity: see
    ``once``.
    """
    plain = replace(view, dataset="", version=None, revision=None, start=None, end=None, grain="month")
    found = _matched(collection, plain)
    first, last = _day(view.start or date.min), _day(view.end or date.max)
    start, end = pc.fill_null(found["start"], _day(date.min)), pc.fill_null(found["end"], _day(date.max))
    undated = pc.and_(pc.is_null(found["start"]), pc.is_null(found["end"]))
    inside = pc.and_(pc.greater_equal(start, first), pc.less_equal(end, last))
    outside = pc.or_(pc.less(end, first), pc.greater(start, last))
    conditions = pc.make_struct(undated, inside, outside)
    status = pc.case_when(conditions, "undated", "inside", "outside", "partly")
    return found.append_column("status", status)


def counted(found: Any, view: View) -> Any:
    """Those that every figure counts, each activity once: inside the period; without a period all, undated ones too."""
    return within(once(found), view)


def within(found: Any, view: View) -> Any:
    """The rows inside the period; without a period all."""
    return having(found, "inside") if view.has_period else found


def inside(joined: Table, view: View) -> Table:
    """The same for a table that carries ``status``."""
    return joined.filter(joined.status == "inside") if view.has_period else joined


def base(found: Any, *columns: str) -> Table:
    """Matched rows for joining: id, status, the columns asked for, and what ``once_each`` needs."""
    return as_table(found.select(list(dict.fromkeys(["id", "status", *columns, *carried(found)]))))


def having(found: Any, status: str) -> Any:
    """Those of one status."""
    return found.filter(pc.equal(found["status"], status))


def ids_of(found: Any) -> tuple[str, ...]:
    """Their ids, sorted."""
    return tuple(found["id"].to_pylist())


def placed(collection: Collection, view: View) -> Placed:
    """Ids inside, partly and undated, the number outside, and the check that they sum up."""
    every = matching(collection, view)
    found = once(every)
    again = told(again=ids_of(every.filter(pc.invert(pc.is_in(every["id"], found["id"])))))
    inside, partly, undated = (ids_of(having(found, status)) for status in ("inside", "partly", "undated"))
    outside = having(found, "outside").num_rows
    check = Check.of(found.num_rows, len(inside) + len(partly) + len(undated) + outside)
    if not view.has_period:
        return Placed(inside, partly, undated, outside, ids_of(found), check, again)
    return Placed(inside, partly, undated, outside, inside, check, (*told(partly=partly, undated=undated), *again))


def told(**left: tuple[str, ...]) -> tuple[LeftOut, ...]:
    """What is left out, by message code, where there is any."""
    return tuple(LeftOut(code, len(ids), ids) for code, ids in left.items() if ids)


@lru_cache(maxsize=KEPT)
def _matched(collection: Collection, view: View) -> Any:
    with reading(collection) as tables:
        found = _filtered(tables, tables["activities"].filter(lambda t: t.kind.isin(view.kinds)), view)
        columns = ("id", "article_id", "types", "start", "end", "precision", "people")
        return grouped(collection, tables.arrow(found.select(*columns).order_by("id")), view.counting)


def _filtered(tables: Tables, found: Table, view: View) -> Table:
    """The activities that the fields of a view leave, one filter after the other."""
    for values, keep in ((view.types, True), (view.without_types, False)):
        found = _resting(found, tables["activity_types"], "type", values, keep)
    for values, keep in ((view.organisations, True), (view.without_organisations, False)):
        found = _resting(found, tables["organisations"], "name", written(tables.collection, values), keep)
    for values, keep in ((view.places, True), (view.without_places, False)):
        found = _resting(found, tables["place_keys"], "key", [filter_key(p) for p in values], keep)
    if view.sources or view.without_sources:
        found = found.semi_join(of_sources(tables["articles"], view).select(article_id="id"), "article_id")
    if view.sure is not None:
        found = found.filter(found.confidence >= view.sure / 100)
    if view.unsure is not None:
        found = found.filter(found.confidence < view.unsure / 100)
    if view.text:
        found = found.semi_join(texts(found_in(tables.collection.folders, view.text), "article_id"), "article_id")
    return found


def of_sources(articles: Table, view: View) -> Table:
    """The articles of the sources that a view wants, without those that it leaves out."""
    source = ibis.coalesce(articles.source.nullif(""), NO_SOURCE)
    if view.sources:
        articles = articles.filter(source.isin(view.sources))
    return articles.filter(~source.isin(view.without_sources)) if view.without_sources else articles


def _resting(found: Table, long: Table, column: str, values: Sequence[str], keep: bool) -> Table:
    """The activities that have one of ``values`` (or, not to ``keep``, none); all where there are no values."""
    if not values:
        return found
    having = long.filter(long[column].isin(values)).select(id="activity_id")
    return found.semi_join(having, "id") if keep else found.anti_join(having, "id")


def _day(day: date) -> Any:
    return pa.scalar(day, pa.date32())


def as_table(found: Any) -> Table:
    """An Arrow table for use in expressions."""
    return ibis.memtable(found)
