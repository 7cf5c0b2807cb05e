"""The table of places that belongs to a collection: it places its villages and says which ought to be served."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.gazetteer.division import LEVELS
from analytics.gazetteer.extra import COLUMNS, extra_places, read_places
from analytics.importing import DEMO
from analytics.measures import Collection
from analytics.model import Place
from analytics.settings import settings
from analytics.store.places import filter_key, keys_of
from analytics.store.workspace import Workspace
from analytics.views import View

KEY = "places:{dataset}"


@dataclass(frozen=True, slots=True)
class Ought:
    """A village or community of the table; ``chain`` from the province down to itself."""

    code: str
    name: str
    chain: tuple[str, ...]


def checked(path: Path) -> list[dict[str, str]]:
    """The rows of an uploaded table. Raises Problem when it is unsound."""
    rows = read_places(path)
    extra_places(rows, ())
    return [{column: row[column] for column in COLUMNS} for row in rows]


def keep(space: Workspace, dataset: str, rows: Sequence[dict[str, str]]) -> None:
    """The table of a collection from now on."""
    space.set(KEY.format(dataset=dataset), list(rows))


def kept(space: Workspace, dataset: str) -> list[dict[str, str]]:
    """The table of a collection; empty when it has none. The demonstration brings its own."""
    rows = list(space.setting(KEY.format(dataset=dataset)) or ())
    return rows or (read_places(settings().data / "demo" / "places.csv") if dataset == DEMO else [])


def write(rows: Sequence[dict[str, str]], path: Path) -> Path:
    """The table as a file, as imports take it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def ought(space: Workspace, collection: Collection, view: View) -> list[Ought]:
    """The villages of the collection's table within the places of the view, in the order of the table."""
    wanted = {filter_key(place) for place in view.places}
    found = []
    for row in kept(space, collection.dataset):
        if row["level"] != "village":
            continue
        chain = tuple(part for part in (row[level] for level in LEVELS[:-1]) if part)
        place = Ought(row["code"], row["name"], (*chain, row["name"]))
        if not wanted or wanted & _keys(place):
            found.append(place)
    return found


def _keys(place: Ought) -> set[str]:
    return {key.key for key in keys_of(Place(place.name, "village", place.chain, place.code, 0, 0))}
