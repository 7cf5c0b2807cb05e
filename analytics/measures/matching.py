"""Which activities a View means, and where they lie against its period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from analytics.measures.collection import Collection, reading
from analytics.measures.ids import Ids
from analytics.measures.index import (
    HIGH,
    LOW,
    Field,
    Index,
    Postings,
    day_number,
    index_of,
    numbered,
    postings,
    written_as,
)
from analytics.measures.names import written
from analytics.measures.once import GROUP, RANK, Groups, carried, groups_of, kept, once, once_of
from analytics.measures.place_names import place_keys_of
from analytics.measures.results import Check, LeftOut, Placed
from analytics.measures.sealed import sealing
from analytics.measures.search import found_in
from analytics.model import KINDS
from analytics.store.places import filter_key
from analytics.views import NO_SOURCE, View

KEPT = 32
"""Chosen rows kept in memory: a page asks several measures of one view. About 5 bytes an activity."""
STATUS = ("inside", "partly", "undated", "outside")
INSIDE, PARTLY, UNDATED, OUTSIDE = range(4)


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The rows of the index that a view means, as truth values by row: ``matched`` under every filter but the period,
    ``once`` one of each group of them, ``inside`` what the period admits (all, without one), ``counted`` by every
    figure. ``status``: a position in ``STATUS`` by row; an open side of an interval reaches without end."""

    index: Index
    groups: Groups
    matched: Any
    once: Any
    status: Any
    inside: Any
    counted: Any

    def ids(self, mask: Any) -> Ids:
        """The ids of some rows."""
        return Ids.of_mask(self.index.ids, mask)

    def kept(self, postings: Postings) -> Any:
        """Which pairs of row and value count; see ``once.kept``."""
        return _kept(self, postings)

    def once_more(self, matched: Any) -> Any:
        """What is counted of some of the matched rows."""
        return once_of(matched, self.groups) & self.inside


def chosen(collection: Collection, view: View) -> Chosen:
    """What a view means; the same for all views that differ in their grain alone."""
    return _chosen(collection, replace(view, dataset="", version=None, revision=None, grain="month"))


def matching(collection: Collection, view: View) -> Any:
    """Activities under every filter but the period, as an Arrow table sorted by id.

    Columns id, article_id, start, end, precision, people, ``row`` in the index and ``status``: inside, partly, outside or
    undated. ``group`` and ``rank`` where several rows tell one activity: see ``once``.
    """
    every = chosen(collection, view)
    rows = np.flatnonzero(every.matched)
    found = every.index.table.take(pa.array(rows))
    found = found.append_column("row", pa.array(rows))
    found = found.append_column("status", pa.array(STATUS).take(pa.array(every.status[rows])))
    if not every.groups.several[rows].any():
        return found
    found = found.append_column(GROUP, pa.array(every.groups.of[rows]))
    return found.append_column(RANK, pa.array(every.groups.rank[rows]))


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
    every = chosen(collection, view)
    parts = [every.ids(every.once & (every.status == n)) for n in (INSIDE, PARTLY, UNDATED)]
    outside = int(np.count_nonzero(every.once & (every.status == OUTSIDE)))
    check = Check.of(int(np.count_nonzero(every.once)), sum(map(len, parts)) + outside)
    again = told(again=every.ids(every.matched & ~every.once))
    inside, partly, undated = parts
    if not view.has_period:
        return Placed(inside, partly, undated, outside, every.ids(every.once), check, again)
    return Placed(inside, partly, undated, outside, inside, check, (*told(partly=partly, undated=undated), *again))


def told(**left: Sequence[str]) -> tuple[LeftOut, ...]:
    """What is left out, by message code, where there is any."""
    return tuple(LeftOut(code, len(ids), ids) for code, ids in left.items() if ids)


def of_sources(articles: Table, view: View) -> Table:
    """The articles of the sources that a view wants, without those that it leaves out."""
    source = ibis.coalesce(articles.source.nullif(""), NO_SOURCE)
    if view.sources:
        articles = articles.filter(source.isin(view.sources))
    return articles.filter(~source.isin(view.without_sources)) if view.without_sources else articles


def as_table(found: Any) -> Table:
    """An Arrow table for use in expressions."""
    return ibis.memtable(found)


def holding(collection: Collection, text: str) -> Any:
    """Which articles of the index hold a text, as truth values."""
    found = np.zeros(len(index_of(collection).articles), dtype=bool)
    found[_holding(collection, text)] = True
    return found


def at_places(collection: Collection, places: Sequence[str]) -> Any:
    """Which rows are at any of these places, as truth values."""
    size, offered = index_of(collection).size, postings(collection, "places")
    keys = [filter_key(place) for place in places]
    found = offered.having(keys, size)
    known = pc.is_in(pa.array(keys, pa.string()), offered.values).to_pylist()
    for key in (k for k, is_known in zip(keys, known, strict=True) if not is_known):
        found[_at_key(collection, key)] = True
    return found


@lru_cache(maxsize=KEPT)
@sealing
def _chosen(collection: Collection, view: View) -> Chosen:
    index = index_of(collection)
    matched, once, groups = _matched(collection, replace(view, start=None, end=None))
    status = _status(index, view.start, view.end)
    inside = status == INSIDE if view.has_period else np.ones(index.size, dtype=bool)
    return Chosen(index, groups, matched, once, status, inside, once & inside)


@lru_cache(maxsize=KEPT)
@sealing
def _kept(every: Chosen, found: Postings) -> Any:
    return kept(found, every.groups, every.matched, every.inside)


@lru_cache(maxsize=KEPT)
@sealing
def _status(index: Index, start: date | None, end: date | None) -> Any:
    """The same for all views of one period, whatever else they ask for."""
    # An open side of an interval reaches to the first and the last day that a date can name.
    first = LOW if start in (None, date.min) else day_number(start)
    last = HIGH if end in (None, date.max) else day_number(end)
    within = (index.start >= first) & (index.end <= last)
    beyond = (index.end < first) | (index.start > last)
    # Sums of truth values take a quarter of the time of writing through masks.
    found = np.full(index.size, PARTLY, dtype=np.int8)
    found += np.int8(INSIDE - PARTLY) * within.view(np.int8)
    found += np.int8(OUTSIDE - PARTLY) * beyond.view(np.int8)
    np.putmask(found, ~index.dated, np.int8(UNDATED))
    return found


@lru_cache(maxsize=KEPT)
@sealing
def _matched(collection: Collection, view: View) -> tuple[Any, Any, Groups]:
    """The fields of a view one after the other; each gives the rows that it wants."""
    index, groups = index_of(collection), groups_of(collection, view.counting)
    found = np.ones(index.size, dtype=bool)

    def narrow(field: Field | Postings, wanted: Sequence[str], keep: bool = True) -> None:
        if wanted:
            own = postings(collection, field) if isinstance(field, str) else field
            found[~own.having(wanted, index.size) if keep else own.having(wanted, index.size)] = False

    if set(view.kinds) != set(KINDS):
        narrow("kinds", view.kinds)
    narrow("types", view.types)
    narrow("types", view.without_types, keep=False)
    for names, keep in ((view.organisations, True), (view.without_organisations, False)):
        if names:
            narrow(written_as(collection), written(collection, names), keep)
    if view.places:
        found &= at_places(collection, view.places)
    if view.without_places:
        found &= ~at_places(collection, view.without_places)
    narrow("sources", view.sources)
    narrow("sources", view.without_sources, keep=False)
    if view.sure is not None:
        found &= index.confidence >= view.sure / 100
    if view.unsure is not None:
        found &= index.confidence < view.unsure / 100
    if view.text:
        found &= holding(collection, view.text)[index.article]
    return found, once_of(found, groups), groups


@lru_cache(maxsize=KEPT)
@sealing
def _holding(collection: Collection, text: str) -> Any:
    found = pa.array(found_in(collection.indexes, text), pa.string())
    at = pc.index_in(found, index_of(collection).articles).drop_null()
    return at.to_numpy(zero_copy_only=False)


@lru_cache(maxsize=KEPT)
@sealing
def _at_key(collection: Collection, key: str) -> Any:
    """Rows at a key that no list offers: a code, or a single name."""
    with reading(collection) as tables:
        keys = place_keys_of(tables)
        found = tables.arrow(numbered(tables, keys.filter(keys.key == key).select("activity_id").distinct()))
    return found["row"].to_numpy()
