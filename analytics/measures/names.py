"""Organisations under one name: what was found at commit and what people said since, laid over the names as written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import ibis
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import Table

from analytics.linking.name_values import NameLink, NameStatement
from analytics.linking.tree import NameRow, Names
from analytics.measures.collection import Collection, Tables, reading

KEPT = 8
"""Trees of names kept in memory."""


@lru_cache(maxsize=KEPT)
def names(collection: Collection) -> Names:
    """The tree of names of a version: links found at commit, with what people said laid over."""
    said = collection.overlay.names
    links = _links(collection)
    every = {n for link in links for n in (link.name, link.target)}
    return Names.of(every | {n for s in said for n in (s.name, s.target) if n}, links, said)


def written(collection: Collection, organisations: Sequence[str]) -> list[str]:
    """Every name as written that a filter by these organisations has to find."""
    found = names(collection)
    return sorted({name for o in organisations for name in (o, *found.below(found.canonical(o)))})


def under_one_name(tables: Tables, long: Table) -> Table:
    """Rows activity_id, value: the one name of each organisation ``name`` and all that it is a part of."""
    above = _above(tables.collection)
    if not above.num_rows:
        return long.select("activity_id", value="name")
    joined = long.left_join(ibis.memtable(above), "name")
    return joined.select("activity_id", value=ibis.coalesce(joined.value, joined.name)).distinct()


def paired(tables: Tables, long: Table) -> Table:
    """Rows of pairs with the partners under their one names; ``written_a`` and ``written_b`` as they stand in the text."""
    one = _one_name(tables.collection)
    rows = long.mutate(written_a=long.a, written_b=long.b)
    if not one.num_rows:
        return rows
    for side in ("a", "b"):
        table = ibis.memtable(one.rename_columns([side, "canonical"]))
        joined = rows.left_join(table, side)
        rows = joined.mutate(**{side: ibis.coalesce(joined.canonical, joined[side])})
        rows = rows.drop("canonical", *[c for c in rows.columns if c.endswith("_right")])
    first, second = ibis.least(rows.a, rows.b), ibis.greatest(rows.a, rows.b)
    return rows.mutate(a=first, b=second, pair_key=first + "↔" + second)


@lru_cache(maxsize=KEPT)
def _above(collection: Collection) -> Any:
    """Name and each name that it counts under, for the names where that is not the name alone."""
    tree = names(collection)
    rows = [(name, above) for name in tree.written for above in tree.above(name) if tree.above(name) != (name,)]
    return _table(rows, "name", "value")


@lru_cache(maxsize=KEPT)
def _one_name(collection: Collection) -> Any:
    tree = names(collection)
    return _table([(n, tree.canonical(n)) for n in tree.written if tree.canonical(n) != n], "name", "canonical")


def _table(rows: Sequence[tuple[str, str]], *columns: str) -> Any:
    return pa.table({column: pa.array([row[n] for row in rows], pa.string()) for n, column in enumerate(columns)})


def _links(collection: Collection) -> tuple[NameLink, ...]:
    if collection.state is None:
        return ()
    rows = pq.read_table(collection.state / "names.parquet").to_pylist()
    return tuple(
        NameLink(r["name"], r["target"], r["relation"], tuple(orjson.loads(r["reasons"])), r["certainty"], r["joined"])
        for r in rows
    )


def name_table(collection: Collection) -> pd.DataFrame:
    """Every name of an organisation as written: name, canonical, parent ("" none), activities (of every kind),
    by ("machine", "person" or "": nobody said anything), reasons (list of CODE or CODE:VALUE), certainty (None: people).

    Most frequent first.
    """
    with reading(collection) as tables:
        found = tables["organisations"]
        counts = found.group_by("name").agg(activities=found.activity_id.nunique())
        frame = tables.frame(counts.order_by([counts.activities.desc(), counts.name]))
    tree = names(collection)
    rows = {row.name: row for row in tree.rows()}
    said = [_told(rows.get(name)) for name in frame["name"]]
    columns: dict[str, list[object]] = {
        "canonical": [tree.canonical(n) for n in frame["name"]],
        "parent": [tree.parent(n) or "" for n in frame["name"]],
        **{name: [s[n] for s in said] for n, name in enumerate(("by", "reasons", "certainty"))},
    }
    return frame.assign(**{name: pd.Series(values, dtype=object) for name, values in columns.items()})


def try_name(collection: Collection, statement: NameStatement) -> None:
    """Raises Problem name_circle when this statement and the others go in a circle."""
    said = (*collection.overlay.names, statement)
    every = {n for link in _links(collection) for n in (link.name, link.target)}
    Names.of(every | {n for s in said for n in (s.name, s.target) if n}, _links(collection), said)


def _told(row: NameRow | None) -> tuple[str, list[str], float | None]:
    """Who said what of a name: people before the machine, another name before a parent."""
    said = [s for s in (row.alias, row.part) if s is not None] if row else []
    if any(s.source == "analyst" for s in said):
        return "person", [], None
    if not said:
        return "", [], None
    return "machine", [r for s in said for r in s.reasons], min(s.certainty or 0.0 for s in said)
