"""How many activities each choice of a filter would give."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from ibis.expr.types import Table

from analytics.measures.collection import Collection, Tables, reading
from analytics.measures.matching import as_table, counted, matching
from analytics.measures.results import Facets
from analytics.model import KINDS
from analytics.views import View


def facets(collection: Collection, view: View) -> Facets:
    """Choices of types, kinds, organisations and places, each counted under all the other filters of the view."""
    with reading(collection) as tables:
        return Facets(
            _choices(tables, replace(view, types=()), "activity_types", "type"),
            _choices(tables, replace(view, kinds=KINDS), "activities", "kind", "id"),
            _choices(tables, replace(view, organisations=()), "organisations", "name"),
            _places(tables, replace(view, places=())),
        )


def _choices(tables: Tables, view: View, name: str, column: str, key: str = "activity_id") -> pd.DataFrame:
    joined = _joined(tables, view, tables[name].select(activity_id=tables[name][key], value=tables[name][column]))
    counts = joined.group_by("value").agg(activities=joined.activity_id.nunique())
    return tables.frame(counts.order_by([counts.activities.desc(), counts.value]))


def _places(tables: Tables, view: View) -> pd.DataFrame:
    """Choices are the chains; a chain of one name counts what a filter by that name finds, whichever key it matched."""
    joined = _joined(tables, view, tables["place_keys"].rename(value="key"))
    counts = joined.group_by("value").agg(
        name=joined.name.min(where=joined.chain), level=joined.level.min(where=joined.chain),
        within=joined.within.min(where=joined.chain), activities=joined.activity_id.nunique(),
        offered=joined.chain.any(),
    )  # fmt: skip
    offered = counts.filter(counts.offered).drop("offered")
    return tables.frame(offered.order_by([offered.activities.desc(), offered.value]))


def _joined(tables: Tables, view: View, long: Table) -> Table:
    found = as_table(counted(matching(tables.collection, view), view).select(["id"]))
    return long.semi_join(found, long.activity_id == found.id)
