"""The town that a village lies in, as far as an article or the gazetteer tells."""

from __future__ import annotations

from analytics.measures.collection import Collection, reading
from analytics.measures.place_names import places_of


def towns(collection: Collection) -> dict[str, str]:
    """Village key (as in ``villages``) to the name of its town, for the villages whose town is known."""
    with reading(collection) as tables:
        found = places_of(tables).filter(lambda t: (t.level == "village") & t.town.notnull())
        rows = tables.frame(found[["code", "province", "city", "county", "town", "village"]].distinct())
    known: dict[str, str] = {}
    for row in rows.sort_values("town").to_dict("records"):
        chain = "/".join(row[level] for level in ("province", "city", "county") if row[level])
        known.setdefault(row["code"] or f"{chain}/{row['village']}", row["town"])
    return known
