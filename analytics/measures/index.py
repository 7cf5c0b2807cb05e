"""The index of a collection: its activities as columns of small numbers, and which of them each value of a filter has.

Read once per version by Ibis expressions; a View is then an intersection of rows, and a figure a count of them. About 100
bytes an activity. Rows are numbered in the order of their ids, so that rows in order are ids in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from analytics.measures.collection import Collection, Overlay, Tables, reading
from analytics.measures.different import different
from analytics.measures.names import names
from analytics.measures.place_names import place_keys_of, villages_of, with_places
from analytics.measures.sealed import sealing
from analytics.store.derived import saved
from analytics.views import NO_SOURCE

KEPT = 4
"""Versions whose index is kept in memory."""
LOW, HIGH = -(1 << 30), 1 << 30
"""Days that stand for no date: an open start reaches back, an open end ahead, without end."""
Field = Literal["types", "kinds", "organisations", "doers", "places", "sources", "villages"]

PROGRAM = tuple(Path(__file__).with_name(f"{name}.py") for name in ("index", "place_names", "engines"))
"""What the saved form of an index depends on besides the parts."""
SAID = ("places", "villages")
"""Fields that change with what people say of places."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Columns by row: ``article`` (its number), ``start`` and ``end`` (days since 1970, ``LOW`` and ``HIGH`` without),
    ``dated`` (either is known), ``vague`` (about that day), ``people`` (-1 unstated), ``confidence``.

    ``ids`` of the rows and ``articles`` are Arrow arrays in order; ``published`` (``LOW`` undated) by article.
    ``table``: id, article_id, start, end, precision, people as an Arrow table.
    """

    table: Any
    ids: Any
    articles: Any
    article: Any
    start: Any
    end: Any
    dated: Any
    vague: Any
    people: Any
    confidence: Any
    published: Any

    @property
    def size(self) -> int:
        """How many activities there are."""
        return len(self.ids)

    def bins(self, months: int) -> Any:
        """The bin of so many months that each row lies in, counted from the year 0; -1 in none or over an edge."""
        return _bins(self, months)


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Which rows have which value: ``rows`` of ``value`` (a position in ``values``), sorted by value, then row.

    ``values``: an Arrow array of texts in order. ``starts``: where the rows of each value begin, with the end.
    """

    values: Any
    value: Any
    rows: Any
    starts: Any

    @staticmethod
    def of(values: Any, value: Any, rows: Any) -> Postings:
        """From pairs in any order, each once or more."""
        span = int(rows.max(initial=0)) + 1
        keys = different(value.astype(np.int64) * span + rows)
        value, rows = keys // span, keys % span
        return Postings(values, value, rows, np.searchsorted(value, np.arange(len(values) + 1)))

    def run(self, code: int) -> slice:
        """Where the pairs of the value at a position stand; nowhere for -1."""
        return slice(self.starts[code], self.starts[code + 1]) if code >= 0 else slice(0, 0)

    def counts(self, keep: Any) -> Any:
        """How many of the pairs that ``keep`` marks each value has."""
        if not len(self.rows):
            return np.zeros(len(self.values), dtype=np.int64)
        begins, ends = self.starts[:-1], self.starts[1:]
        found = np.add.reduceat(keep.view(np.uint8), np.minimum(begins, len(keep) - 1), dtype=np.int64)
        return np.where(begins < ends, found, 0)  # of an empty run the sum is the pair that it begins with

    def having(self, wanted: Sequence[str], size: int) -> Any:
        """Rows that have any of the ``wanted`` values, as truth values for all ``size`` rows."""
        found = np.zeros(size, dtype=bool)
        at = pc.index_in(pa.array(list(wanted), pa.string()), self.values)
        for code in at.drop_null().to_pylist():
            found[self.rows[self.run(code)]] = True
        return found


def index_of(collection: Collection) -> Index:
    """The index of a version, whatever people said about it."""
    return _index(bare(collection))


def postings(collection: Collection, field: Field) -> Postings:
    """The rows of every value of a field, as the filters offer and find it: organisations under their one names, each
    with what is below it; ``doers`` only of those that did it; ``places`` that are offered as chains."""
    if field in ("organisations", "doers"):
        return _under_one_name(replace(collection, label="", is_demo=False), field)
    return _postings((with_places if field in SAID else bare)(collection), field)


def written_as(collection: Collection) -> Postings:
    """Organisations by their names as written."""
    return _postings(bare(collection), "organisations")


def numbered(tables: Tables, long: Table, key: str = "activity_id") -> Table:
    """The table with ``row`` instead of the id of an activity; rows without one go."""
    index = index_of(tables.collection)
    rows = ibis.memtable(pa.table({key: index.ids, "row": pa.array(np.arange(index.size))}))
    return long.inner_join(rows, key).drop(key)


def days_of(column: Any, none: int) -> Any:
    """A column of dates as days since 1970, ``none`` for those without."""
    return pc.fill_null(_flat(column).cast(pa.int32()), none).to_numpy(zero_copy_only=False)


def day_number(day: date | None) -> int:
    """Days since 1970."""
    return (day - date(1970, 1, 1)).days if day else 0


def coded(column: Any) -> tuple[Any, Any]:
    """The different values of a text column in order, and the position among them of each row (null: the number of
    values)."""
    encoded = _flat(column).dictionary_encode()
    order = pc.sort_indices(encoded.dictionary)
    place = np.empty(len(order) + 1, dtype=np.int64)
    place[order.to_numpy()] = np.arange(len(order))
    place[len(order)] = len(order)
    at = pc.fill_null(encoded.indices, len(order)).to_numpy(zero_copy_only=False)
    return encoded.dictionary.take(order), place[at]


def bare(collection: Collection) -> Collection:
    """The collection without what people said and what was found across it: what parts alone give is the same."""
    return replace(collection, label="", is_demo=False, state=None, revision=0, overlay=Overlay())


@lru_cache(maxsize=KEPT)
@sealing
def _index(collection: Collection) -> Index:
    read = saved(collection.folders, "index", PROGRAM, lambda: _read(collection))
    found, told = read["activities"].combine_chunks(), read["articles"].combine_chunks()
    ids, articles = _flat(found["id"]), _flat(told["id"])
    start, end = days_of(found["start"], LOW), days_of(found["end"], HIGH)
    return Index(
        found.drop_columns(["confidence"]), ids, articles,
        pc.index_in(_flat(found["article_id"]), articles).to_numpy(zero_copy_only=False).astype(np.int64),
        start, end, (start != LOW) | (end != HIGH),
        pc.equal(_flat(found["precision"]), "approx").to_numpy(zero_copy_only=False),
        pc.fill_null(_flat(found["people"]), -1).to_numpy(zero_copy_only=False),
        _flat(found["confidence"]).to_numpy(zero_copy_only=False), days_of(told["published"], LOW),
    )  # fmt: skip


def _read(collection: Collection) -> dict[str, Any]:
    with reading(collection) as tables:
        acts, about = tables["activities"], tables["articles"]
        columns = ("id", "article_id", "start", "end", "precision", "people", "confidence")
        return {
            "activities": tables.arrow(acts.select(*columns).order_by("id")),
            "articles": tables.arrow(about.select("id", "published").order_by("id")),
        }


@lru_cache(maxsize=8 * KEPT)
@sealing
def _postings(collection: Collection, field: Field) -> Postings:
    if collection.overlay.places:  # what people said changes often, and is not in the parts
        read = _read_postings(collection, field)
    else:
        read = saved(collection.folders, field, PROGRAM, lambda: _read_postings(collection, field))
    values, pairs = _flat(read["values"]["value"]), read["pairs"]
    value, rows = (_flat(pairs[name]).to_numpy() for name in ("value", "row"))
    return Postings(values, value, rows, np.searchsorted(value, np.arange(len(values) + 1)))


def _read_postings(collection: Collection, field: Field) -> dict[str, Any]:
    with reading(collection) as tables:
        found = tables.arrow(numbered(tables, _long(tables, field)))
    values, value = coded(found["value"])
    made = Postings.of(values, value, found["row"].to_numpy())
    return {"values": pa.table({"value": values}), "pairs": pa.table({"value": made.value, "row": made.rows})}


def _long(tables: Tables, field: Field) -> Table:
    """Rows activity_id, value."""
    match field:
        case "types":
            return tables["activity_types"].select("activity_id", value="type")
        case "kinds":
            return tables["activities"].select(activity_id="id", value="kind")
        case "organisations":
            return tables["organisations"].select("activity_id", value="name")
        case "doers":
            found = tables["organisations"]
            return found.filter(found.role.isin(DOERS)).select("activity_id", value="name")
        case "places":
            keys = place_keys_of(tables)
            offered = keys.filter(keys.chain).select("key").distinct()
            return keys.semi_join(offered, "key").select("activity_id", value="key")
        case "villages":
            found = villages_of(tables).filter(lambda t: t.activity_id.notnull())
            return found.select("activity_id", value="village_key")
        case _:
            articles, acts = tables["articles"], tables["activities"]
            source = articles.select(article_id="id", value=ibis.coalesce(articles.source.nullif(""), NO_SOURCE))
            return acts.select("article_id", activity_id="id").inner_join(source, "article_id").drop("article_id")


DOERS = ("organiser", "partner")


@lru_cache(maxsize=2 * KEPT)
@sealing
def _under_one_name(collection: Collection, field: Field) -> Postings:
    """As ``names.under_one_name`` has it: each name counts under all that it is a part of."""
    plain, tree = _postings(bare(collection), field), names(collection)
    written = plain.values.to_pylist()
    known = set(tree.written)
    above = [tree.above(name) if name in known else (name,) for name in written]
    values = sorted({value for own in above for value in own})
    place = {value: n for n, value in enumerate(values)}
    many = np.array([len(own) for own in above], dtype=np.int64)
    flat = np.array([place[value] for own in above for value in own], dtype=np.int64)
    starts = np.cumsum(many) - many
    repeat = many[plain.value]
    steps = np.arange(repeat.sum()) - np.repeat(np.cumsum(repeat) - repeat, repeat)
    value = flat[np.repeat(starts[plain.value], repeat) + steps] if len(flat) else plain.value
    return Postings.of(pa.array(values, pa.string()), value, np.repeat(plain.rows, repeat))


@lru_cache(maxsize=4 * KEPT)
@sealing
def _bins(index: Index, months: int) -> Any:
    first, last = (_months(side) // months for side in (index.start, index.end))
    there = (index.start != LOW) & (index.end != HIGH) & (first == last)
    return np.where(there, first, -1).astype(np.int32)


def _months(days: Any) -> Any:
    """Months since the year 0."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12


def _flat(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
