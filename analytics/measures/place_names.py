"""Villages where people said that they lie, laid over what was read: the tables of villages and places as they count.

Without a word of people these are the tables as they are. Else the few rows of the names that were placed are taken out
and put back with their chain, so that figures, filters and lists all find the village there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from analytics.gazetteer.division import LEVELS
from analytics.measures.collection import Collection, Overlay, Tables, reading, texts
from analytics.model import Place, Village
from analytics.store.places import by_level, county_of, keys_of, village_key
from analytics.store.placings import Placing, placing_of
from analytics.store.schema import SCHEMAS

KEPT = 8
Row = Mapping[str, Any]


def with_places(collection: Collection) -> Collection:
    """The collection without what people said but of places: what places and villages depend on."""
    overlay = Overlay(places=collection.overlay.places)
    return replace(collection, label="", is_demo=False, state=None, revision=0, overlay=overlay)


def villages_of(tables: Tables) -> Table:
    """The table ``villages``, the placed ones under their new keys."""
    said, found = tables.collection.overlay.places, tables["villages"]
    if not said:
        return found
    keys = [p.village for p in said]
    return found.filter(~found.village_key.isin(keys)).union(ibis.memtable(_villages(with_places(tables.collection))))


def places_of(tables: Tables) -> Table:
    """The table ``places`` of activities, the placed ones with their chain."""
    return _replaced(tables, "places")


def place_keys_of(tables: Tables) -> Table:
    """The table ``place_keys``: the placed ones are found by all that they lie in."""
    return _replaced(tables, "place_keys")


def _replaced(tables: Tables, name: str) -> Table:
    """Activities that a placed village concerns stand anew; all others as they are."""
    found = tables[name]
    if not tables.collection.overlay.places:
        return found
    ids, rows = _activities(with_places(tables.collection))
    if not ids:
        return found
    return found.anti_join(texts(ids, "activity_id"), "activity_id").union(ibis.memtable(rows[name]))


@lru_cache(maxsize=KEPT)
def _villages(collection: Collection) -> Any:
    """The rows of villages that people spoke of, as they count."""
    said = collection.overlay.places
    with reading(collection) as tables:
        found = tables["villages"]
        rows = tables.arrow(found.filter(found.village_key.isin([p.village for p in said]))).to_pylist()
    return pa.Table.from_pylist([_village(row, said) for row in rows], SCHEMAS["villages"])


def _village(row: Row, said: Sequence[Placing]) -> Row:
    placing = placing_of(said, row["village_key"], row["article_id"])
    if placing is None:
        return row
    where = placing.value
    about = {"village_key": placing.key, "name": where.name, "code": where.code, "county": county_of(where)}
    return {**row, **about}


@lru_cache(maxsize=KEPT)
def _activities(collection: Collection) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Ids of the activities at or for a placed village, and all of their rows of ``places`` and ``place_keys``."""
    said = collection.overlay.places
    with reading(collection) as tables:
        names = sorted({p.village.rpartition("/")[2] for p in said})
        places, served = tables["places"], tables["villages"]
        near = places.filter((places.level == "village") & (places.name.isin(names) | places.village.isin(names)))
        near = near.select("activity_id")
        served = served.filter(served.village_key.isin([p.village for p in said]) & served.activity_id.notnull())
        served = served.select("article_id", "activity_id", "village_key")
        acts = tables["activities"].select(activity_id="id", article_id="article_id")
        every = near.union(served.select("activity_id")).distinct()
        rows = tables.arrow(places.semi_join(every, "activity_id").left_join(acts, "activity_id")).to_pylist()
        at = tables.arrow(served).to_pylist()
    here: dict[str, list[Place]] = {}
    changed = set()
    for row in rows:
        place = _place(row)
        placing = placing_of(said, _key(place), row["article_id"]) if place.level == "village" else None
        if placing is not None:
            changed.add(row["activity_id"])
        here.setdefault(row["activity_id"], []).append(placing.place if placing else place)
    for row in at:
        placing = placing_of(said, row["village_key"], row["article_id"])
        if placing is not None:
            changed.add(row["activity_id"])
            here.setdefault(row["activity_id"], []).append(placing.place)
    ids = tuple(sorted(changed))
    return ids, {
        "places": _table("places", [_place_row(i, p) for i in ids for p in dict.fromkeys(here[i])]),
        "place_keys": _table("place_keys", [{"activity_id": i, **asdict(k)} for i in ids for p in here[i]
                                            for k in keys_of(p)]),
    }  # fmt: skip


def _place(row: Row) -> Place:
    """The place of a row of ``places``; where it stands in the text is not kept there."""
    division = tuple(row[level] for level in LEVELS if row[level])
    return Place(row["name"], row["level"], division, row["code"], 0, 0)


def _place_row(activity: str, place: Place) -> Row:
    own = {"activity_id": activity, "name": place.name, "level": place.level, "code": place.code}
    return own | dict.fromkeys(LEVELS) | dict(by_level(place.level, place.division, place.code))


def _key(place: Place) -> str:
    """The key of the village that a place is."""
    return village_key(
        Village(place.division[-1] if place.division else place.name, place.code, place.division, (), ())
    )


def _table(name: str, rows: list[Row]) -> Any:
    """Rows each once."""
    unique = {tuple(sorted(row.items(), key=lambda item: item[0])): row for row in rows}
    return pa.Table.from_pylist(list(unique.values()), SCHEMAS[name])
