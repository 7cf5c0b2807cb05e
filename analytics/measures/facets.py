"""How many activities each choice of a filter would give."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analytics.measures.collection import Collection, reading
from analytics.measures.index import Field, Postings, postings
from analytics.measures.matching import chosen
from analytics.measures.place_names import place_keys_of, with_places
from analytics.measures.results import Facets
from analytics.measures.sealed import sealing
from analytics.model import KINDS
from analytics.views import View

KEPT = 8


def facets(collection: Collection, view: View, limit: int | None = None) -> Facets:
    """Choices of types, kinds, organisations, places and sources, each counted under all the other filters of the view.

    ``limit``: so many organisations, places and sources at most, the most frequent ones; what the view has chosen is
    among them whatever its rank. ``Facets.cut`` says how many more there are.
    """
    types, _ = _choices(collection, replace(view, types=()), "types")
    kinds, _ = _choices(collection, replace(view, kinds=KINDS), "kinds")
    organisations, no_more = _choices(
        collection, replace(view, organisations=()), "organisations", limit, view.organisations
    )
    places, nowhere_else = _choices(collection, replace(view, places=()), "places", limit, view.places)
    sources, no_others = _choices(collection, replace(view, sources=()), "sources", limit, view.sources)
    cut = {"organisations": no_more, "places": nowhere_else, "sources": no_others}
    return Facets(types, kinds, organisations, _named(collection, places), sources, cut)


def _choices(
    collection: Collection, view: View, field: Field, limit: int | None = None, wanted: tuple[str, ...] = ()
) -> tuple[pd.DataFrame, int]:
    """Columns value, activities; most frequent first, none that would give nothing. Of more than ``limit`` the first, and
    those that are ``wanted``; how many others there are."""
    found = postings(collection, field)
    counts = found.counts(chosen(collection, view).kept(found))
    order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    every = len(order)
    if limit is not None and every > limit:
        own = np.isin(_texts(found)[order[limit:]], wanted)
        order = np.concatenate((order[:limit], order[limit:][own]))
    return _frame(value=_texts(found)[order], activities=counts[order]), every - len(order)


def _named(collection: Collection, frame: pd.DataFrame) -> pd.DataFrame:
    """Columns value, name, level, within, activities."""
    about = _places(with_places(collection))
    told = [about.get(value, (None, None, None)) for value in frame["value"].tolist()]
    name, level, within = zip(*told, strict=True) if told else ((), (), ())
    return _frame(value=frame["value"], name=name, level=level, within=within, activities=frame["activities"])


def _frame(*, activities: Any, **texts: Any) -> pd.DataFrame:
    """Texts as they are: to make them Arrow's takes longer than to count."""
    return pd.DataFrame(
        {name: pd.Series(own, dtype=object) for name, own in texts.items()} | {"activities": activities}
    )


@lru_cache(maxsize=8 * KEPT)
@sealing
def _texts(found: Postings) -> Any:
    """The values as Python texts, made once."""
    return np.array(found.values.to_pylist(), dtype=object)


@lru_cache(maxsize=KEPT)
def _places(collection: Collection) -> dict[str, tuple[str, str, str]]:
    """Name, level and the chain above of every place that is offered, by its chain."""
    with reading(collection) as tables:
        keys = place_keys_of(tables).filter(lambda t: t.chain)
        found = keys.group_by("key").agg(name=keys.name.min(), level=keys.level.min(), within=keys.within.min())
        frame = tables.frame(found)
    told = (frame[c].tolist() for c in ("name", "level", "within"))
    return dict(zip(frame["key"].tolist(), zip(*told, strict=True), strict=True))
