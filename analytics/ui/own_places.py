"""The villages of a collection's own table of places: those that ought to be served."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.gazetteer.division import LEVELS
from analytics.importing.own_places import kept
from analytics.measures import Collection
from analytics.model import Place
from analytics.store.places import filter_key, keys_of
from analytics.store.workspace import Workspace
from analytics.views import View


@dataclass(frozen=True, slots=True)
class Ought:
    """A village or community of the table; ``chain`` from the province down to itself."""

    code: str
    name: str
    chain: tuple[str, ...]


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
