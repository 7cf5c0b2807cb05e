"""How many activities each choice of a filter would give."""

from __future__ import annotations

from dataclasses import replace

import ibis
import pandas as pd
from ibis.expr.types import Table

from analytics.measures.collection import Collection, Tables, reading
from analytics.measures.matching import base, inside, matching
from analytics.measures.names import under_one_name
from analytics.measures.once import once_each
from analytics.measures.results import Facets
from analytics.model import KINDS
from analytics.views import NO_SOURCE, View


def facets(collection: Collection, view: View) -> Facets:
    """Choices of types, kinds, organisations, places and sources, each counted under all the other filters of the view."""
    with reading(collection) as tables:
        return Facets(
            _choices(tables, replace(view, types=()), "activity_types", "type"),
            _choices(tables, replace(view, kinds=KINDS), "activities", "kind", "id"),
            _organisations(tables, replace(view, organisations=())),
            _places(tables, replace(view, places=())),
            _sources(tables, replace(view, sources=())),
        )


def _choices(tables: Tables, view: View, name: str, column: str, key: str = "activity_id") -> pd.DataFrame:
    return _counts(tables, view, tables[name].select(activity_id=tables[name][key], value=tables[name][column]))


def _organisations(tables: Tables, view: View) -> pd.DataFrame:
    """Organisations under their one name; each counts what is below it too."""
    return _counts(tables, view, under_one_name(tables, tables["organisations"].select("activity_id", "name")))


def _sources(tables: Tables, view: View) -> pd.DataFrame:
    """Sources as written; articles without one stand under ``NO_SOURCE``."""
    articles, acts = tables["articles"], tables["activities"]
    source = articles.select(article_id="id", value=ibis.coalesce(articles.source.nullif(""), NO_SOURCE))
    return _counts(tables, view, acts.select("article_id", activity_id="id").inner_join(source, "article_id"))


def _counts(tables: Tables, view: View, long: Table) -> pd.DataFrame:
    joined = _joined(tables, view, long)
    counts = joined.group_by("value").agg(activities=joined.id.nunique())
    return tables.frame(counts.order_by([counts.activities.desc(), counts.value]))


def _places(tables: Tables, view: View) -> pd.DataFrame:
    """Choices are the chains; a chain of one name counts what a filter by that name finds, whichever key it matched."""
    joined = _joined(tables, view, tables["place_keys"].rename(value="key"))
    counts = joined.group_by("value").agg(
        name=joined.name.min(where=joined.chain), level=joined.level.min(where=joined.chain),
        within=joined.within.min(where=joined.chain), activities=joined.id.nunique(),
        offered=joined.chain.any(),
    )  # fmt: skip
    offered = counts.filter(counts.offered).drop("offered")
    return tables.frame(offered.order_by([offered.activities.desc(), offered.value]))


def _joined(tables: Tables, view: View, long: Table) -> Table:
    """The rows of ``long`` with the ids of the activities that count for their value."""
    found = base(matching(tables.collection, view))
    joined = long.inner_join(found, long.activity_id == found.id)
    if "group" not in joined.columns:
        return inside(joined, view)
    chosen = inside(once_each(joined.select("id", "status", "value", "group", "rank").distinct(), "value"), view)
    return joined.drop("status", "group", "rank").semi_join(chosen, ["id", "value"])
