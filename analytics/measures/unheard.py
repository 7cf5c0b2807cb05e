"""Values of a View that the collection knows nothing of: a misspelt name in a link would else change figures in silence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from analytics.measures.collection import Collection
from analytics.measures.index import index_of, postings, written_as
from analytics.measures.matching import at_places
from analytics.measures.names import written
from analytics.views import NO_SOURCE, View

KEPT = 200
FIELDS = ("organisations", "places", "sources")


def unheard(collection: Collection, view: View) -> tuple[str, ...]:
    """Organisations, places and sources of the view, chosen or left out, that no activity of the collection has."""
    found = [
        value
        for field in FIELDS
        for value in _unheard(collection, field, (*getattr(view, field), *getattr(view, f"without_{field}")))
        if value != NO_SOURCE
    ]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=KEPT)
def _unheard(collection: Collection, field: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for value in values if not _heard(collection, field, (value,)))


def _heard(collection: Collection, field: str, value: Sequence[str]) -> bool:
    size = index_of(collection).size
    if field == "places":
        return bool(at_places(collection, value).any())
    if field == "organisations":
        return bool(written_as(collection).having(written(collection, value), size).any())
    return bool(postings(collection, "sources").having(value, size).any())
