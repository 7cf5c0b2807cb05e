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
    types = _choices(collection, replace(view, types=()), "types")
    kinds = _choices(collection, replace(view, kinds=KINDS), "kinds")
    every = {
        "organisations": _choices(collection, replace(view, organisations=()), "organisations"),
        "places": _choices(collection, replace(view, places=()), "places"),
        "sources": _choices(collection, replace(view, sources=()), "sources"),
    }
    shown = {field: _first(frame, limit, getattr(view, field)) for field, frame in every.items()}
    cut = {field: len(frame) - len(shown[field]) for field, frame in every.items()}
    return Facets(types, kinds, shown["organisations"], _named(collection, shown["places"]), shown["sources"], cut)


def _choices(collection: Collection, view: View, field: Field) -> pd.DataFrame:
    """Columns value, activities; most frequent first, none that would give nothing."""
    found = postings(collection, field)
    counts = np.bincount(found.value[chosen(collection, view).kept(found)], minlength=len(found.values))
    order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    return pd.DataFrame({"value": _texts(found)[order], "activities": counts[order]})


def _first(frame: pd.DataFrame, limit: int | None, wanted: tuple[str, ...]) -> pd.DataFrame:
    if limit is None or len(frame) <= limit:
        return frame
    more = frame.iloc[limit:]
    return pd.concat([frame.iloc[:limit], more[more["value"].isin(list(wanted))]], ignore_index=True)


def _named(collection: Collection, frame: pd.DataFrame) -> pd.DataFrame:
    """Columns value, name, level, within, activities."""
    about = _places(with_places(collection))
    told = about.reindex(frame["value"]).reset_index(drop=True)
    return pd.DataFrame({"value": frame["value"], **{c: told[c] for c in ("name", "level", "within")},
                         "activities": frame["activities"]})  # fmt: skip


@lru_cache(maxsize=8 * KEPT)
@sealing
def _texts(found: Postings) -> Any:
    """The values as Python texts, made once."""
    return np.array(found.values.to_pylist(), dtype=object)


@lru_cache(maxsize=KEPT)
def _places(collection: Collection) -> pd.DataFrame:
    """Name, level and the chain above of every place that is offered, by its chain."""
    with reading(collection) as tables:
        keys = place_keys_of(tables).filter(lambda t: t.chain)
        found = keys.group_by("key").agg(name=keys.name.min(), level=keys.level.min(), within=keys.within.min())
        return tables.frame(found).set_index("key")
