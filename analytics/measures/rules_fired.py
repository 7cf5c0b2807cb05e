"""How often each rule was a reason: in how many activities of a collection."""

from __future__ import annotations

import pandas as pd

from analytics.measures.collection import Collection, reading


def rules_fired(collection: Collection) -> pd.DataFrame:
    """Columns rule, activities: over all activities of every kind, most frequent first."""
    with reading(collection) as tables:
        found = tables["activities"].select("id", "rules").unnest("rules")
        counts = found.group_by(rule=found.rules).agg(activities=found.id.nunique())
        return tables.frame(counts.order_by([counts.activities.desc(), counts.rule]))


def fired_by(collection: Collection, rule: str) -> tuple[str, ...]:
    """Ids of the activities that a rule was a reason of, sorted."""
    with reading(collection) as tables:
        found = tables["activities"]
        return tuple(tables.frame(found.filter(found.rules.contains(rule))[["id"]].order_by("id"))["id"])
