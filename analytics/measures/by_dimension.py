"""Activities over time, by what they have: a count for each bin and value; ids only of the cell that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

import ibis
import pandas as pd
import pyarrow.compute as pc
from ibis.expr.types import Table

from analytics.measures.bins import binned, bins_of, first_day
from analytics.measures.collection import Collection, Tables, reading
from analytics.measures.matching import base, counted, having, ids_of, inside, matching, of_sources
from analytics.measures.names import under_one_name
from analytics.measures.once import GROUP, once, once_each
from analytics.measures.over_time import label
from analytics.measures.place_names import place_keys_of
from analytics.measures.results import Check
from analytics.views import NO_SOURCE, View

Split = Literal["all", "type", "org", "doer", "place", "source"]
"""``doer``: organisations that did it, alone or with others; ``org``: those it was done for as well."""
SPLITS: tuple[Split, ...] = get_args(Split)
Level = Literal["province", "city", "county", "town", "village"]
LEVELS: tuple[Level, ...] = get_args(Level)
ALL, OTHERS, NONE = "all", "others", "none"
"""Keys of rows that are no value: each activity once; those of any value without a row of its own; those of none."""
DOERS = ("organiser", "partner")
BESIDE = ("wider", "undated", "approx", "partly")


@dataclass(frozen=True, slots=True)
class Way:
    """How activities are split. ``level``: of places. ``named``: values with a row of their own, None: all of them."""

    by: Split = "all"
    level: Level = "county"
    named: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A headline and what of it is not sure. ``value`` counted; ``wider`` (longer than a bin), ``undated`` and ``approx``
    (in a bin, dated "~") are parts of it, ``partly`` (over an edge of the period) is none; with a period ``undated``
    is none either."""

    value: int
    wider: int
    undated: int
    approx: int
    partly: int
    unsure: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Counts over time.

    ``frame``: label ("2024-06"), key, sure, approx; only cells that hold any. A key is ``ALL``, ``OTHERS``, ``NONE`` or
    ``of_value(VALUE)``; an activity of two values stands in both, so that rows may sum up to more than ``ALL``.
    ``keys``: the rows but ``ALL``, largest value first, ``OTHERS`` and ``NONE`` last. ``rest``: how many values OTHERS
    holds. ``bins``: every label, without gaps. ``check``: ALL, wider and undated sum up to what is counted.
    """

    frame: pd.DataFrame
    bins: tuple[str, ...]
    keys: tuple[str, ...]
    rest: int
    told: Told
    check: Check


def of_value(value: str) -> str:
    """The key of a value's row."""
    return f"={value}"


def trend(collection: Collection, view: View, way: Way, top: int = 6) -> Trend:
    """Counts by ``view.grain``. Without ``way.named`` the ``top`` largest values have a row of their own."""
    every = binned(matching(collection, view), view)
    found = counted(every, view)
    beside = told_of(found, every, view)
    with reading(collection) as tables:
        values = pd.DataFrame({"value": [], "activities": []})
        named: tuple[str, ...] = ()
        if way.by != "all":
            long = long_rows(tables, view, way)
            values = _values(tables, every, view, long)
            named = tuple(values["value"].head(top)) if way.named is None else way.named
        rows = keyed_rows(tables, every, found, view, Way(way.by, way.level, named))
        rows = rows.filter(rows.bin.notnull())
        cells = rows.group_by("bin", "key").agg(sure=(~rows.vague).sum(), approx=rows.vague.sum())
        frame = tables.frame(cells.order_by("bin", "key"))
    frame.insert(0, "label", [label(day, view.grain) for day in frame.pop("bin")])
    total = int(frame.loc[frame["key"] == ALL, ["sure", "approx"]].to_numpy().sum())
    there = set(frame["key"])
    keys = (*map(of_value, named), *(k for k in (OTHERS, NONE) if k in there))
    apart = beside.wider + (0 if view.has_period else beside.undated)
    rest = len(values) - len(set(values["value"]) & set(named))
    return Trend(frame, bins_of(view, set(frame["label"])), keys, rest, beside, Check.of(beside.value, total + apart))


def cell_ids(collection: Collection, view: View, way: Way, key: str, name: str | None = None) -> tuple[str, ...]:
    """The activities of row ``key`` in the bin called ``name`` (None: in all bins), sure ones first.

    ``way.named`` as the trend was told; None only where ``key`` is no ``OTHERS``. Nothing for a bin that is none.
    """
    day = first_day(name, view.grain) if name is not None else None
    if name is not None and day is None:
        return ()
    every = binned(matching(collection, view), view)
    with reading(collection) as tables:
        if key.startswith("="):
            way = Way(way.by, way.level, (key[1:],))
        rows = keyed_rows(tables, every, counted(every, view), view, way)
        rows = rows.filter(rows.key == key)
        rows = rows.filter(rows.bin == day) if day else rows.filter(rows.bin.notnull())
        return tuple(tables.frame(rows.order_by([rows.vague, rows.id])[["id"]])["id"])


def beside_ids(collection: Collection, view: View, code: str) -> tuple[str, ...]:
    """The activities behind a number of ``Told``: one of ``BESIDE``."""
    every = binned(matching(collection, view), view)
    return ids_of(_beside(counted(every, view), every, view)[code])


def told(collection: Collection, view: View) -> Told:
    """The headline alone, which needs no split."""
    every = binned(matching(collection, view), view)
    return told_of(counted(every, view), every, view)


def all_ids(collection: Collection, view: View) -> tuple[str, ...]:
    """All that the view counts."""
    return ids_of(counted(matching(collection, view), view))


def reported(collection: Collection, view: View) -> frozenset[str]:
    """The months ("2024-06") in which the collection holds reports, of the sources that the view wants."""
    with reading(collection) as tables:
        found = of_sources(tables["articles"], view)
        found = found.filter(found.published.notnull())
        months = found.select(month=found.published.strftime("%Y-%m")).distinct()
        return frozenset(tables.frame(months)["month"])


def level_sizes(collection: Collection, view: View) -> dict[Level, int]:
    """How many places of each level the view's activities name, all levels, from the province down."""
    found = inside(base(matching(collection, view)), view)
    with reading(collection) as tables:
        keys = place_keys_of(tables).filter(lambda t: t.chain)
        keys = keys.semi_join(found, keys.activity_id == found.id)
        counts = tables.frame(keys.group_by("level").agg(places=keys.key.nunique()))
    sizes = dict(zip(counts["level"], counts["places"], strict=True))
    return {level: int(sizes.get(level, 0)) for level in LEVELS}


def told_of(found: Any, every: Any, view: View) -> Told:
    """The headline of ``found``, what is counted among the ``binned`` rows ``every``."""
    sizes = {code: rows.num_rows for code, rows in _beside(found, every, view).items()}
    undated = 0 if view.has_period else sizes["undated"]
    return Told(found.num_rows, **sizes, unsure=sizes["wider"] + sizes["approx"] + undated)


def _beside(found: Any, every: Any, view: View) -> dict[str, Any]:
    single = once(every)
    dated, binless = pc.not_equal(found["status"], "undated"), pc.is_null(found["bin"])
    return {
        "wider": found.filter(pc.and_(dated, binless)),
        "undated": having(single, "undated"),
        "approx": found.filter(pc.and_(pc.invert(binless), pc.equal(found["precision"], "approx"))),
        "partly": having(single, "partly"),
    }


def keyed_rows(tables: Tables, every: Any, found: Any, view: View, way: Way) -> Table:
    """Rows id, bin, vague, key of what is counted: ``ALL``, and one for each key that an activity stands under."""
    shown = ("id", "bin", "vague", "key")
    single = base(found, "bin", "precision").mutate(vague=lambda t: t.precision == "approx")
    total = single.mutate(key=ibis.literal(ALL)).select(*shown)
    if way.by == "all":
        return total
    long = long_rows(tables, view, way)
    if way.named is None:
        long = long.mutate(key="=" + long.value)
    else:
        own = long.value.isin(list(way.named)) if way.named else ibis.literal(False)
        long = long.mutate(key=ibis.ifelse(own, "=" + long.value, OTHERS))
    acts = base(every, "bin", "precision")
    joined = acts.inner_join(long.select("activity_id", "key").distinct(), acts.id == long.activity_id)
    joined = inside(once_each(joined, "key"), view).mutate(vague=lambda t: t.precision == "approx")
    who = GROUP if GROUP in acts.columns else "id"
    bare = single.anti_join(joined.select(who).distinct(), who).mutate(key=ibis.literal(NONE))
    return total.union(joined.select(*shown)).union(bare.select(*shown))


def _values(tables: Tables, every: Any, view: View, long: Table) -> pd.DataFrame:
    """Columns value, activities: how many have a place on the axis; largest first."""
    acts = base(every, "bin")
    joined = inside(once_each(acts.inner_join(long, acts.id == long.activity_id), "value"), view)
    joined = joined.filter(joined.bin.notnull())
    counts = joined.group_by("value").agg(activities=joined.id.nunique())
    return tables.frame(counts.order_by([counts.activities.desc(), counts.value]))


def long_rows(tables: Tables, view: View, way: Way) -> Table:
    """Rows activity_id, value, each pair once. As in the filters, a choice of a value finds just these."""
    match way.by:
        case "type":
            types = tables["activity_types"]
            types = types.filter(types.type.isin(view.types)) if view.types else types
            return types.select("activity_id", value="type").distinct()
        case "org" | "doer":
            found = tables["organisations"]
            found = found.filter(found.role.isin(DOERS)) if way.by == "doer" else found
            return under_one_name(tables, found.select("activity_id", "name")).distinct()
        case "place":
            keys = place_keys_of(tables)
            offered = keys.filter(keys.chain & (keys.level == way.level)).select("key").distinct()
            return keys.semi_join(offered, "key").select("activity_id", value="key").distinct()
        case _:
            articles, acts = tables["articles"], tables["activities"]
            source = articles.select(article_id="id", value=ibis.coalesce(articles.source.nullif(""), NO_SOURCE))
            return acts.select("article_id", activity_id="id").inner_join(source, "article_id").drop("article_id")
