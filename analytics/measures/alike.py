"""Which other reports may tell the same activity, where nobody has put them together yet: for people to decide."""

from __future__ import annotations

from datetime import timedelta

import ibis
import pandas as pd
from ibis.expr.types import Table

from analytics.measures.collection import Collection, Tables, reading, texts
from analytics.measures.groups import group_of

DAYS = 7
"""Days that two reports of one occasion may lie apart, as they date it."""
SHOWN = 20
COLUMNS = ["id", "article_id", "title", "source", "published", "edtf", "quote", "shared"]


def alike(collection: Collection, activity_id: str, limit: int = SHOWN) -> pd.DataFrame:
    """Activities of other articles that share an organisation, a place (or one above it) or a type with this one and lie
    within ``DAYS`` of it (or have no day), those first that share most: id, article_id, title, source, published, edtf,
    quote, shared (how many of these).

    Its own group is left out.
    """
    own = list(group_of(collection, activity_id))
    with reading(collection) as tables:
        acts = tables["activities"]
        told = tables.frame(acts.filter(acts.id == activity_id)[["article_id", "kind", "start", "end"]])
        if told.empty:
            return pd.DataFrame(columns=COLUMNS)
        article, kind, start, end = told.iloc[0]
        said = _said(tables)
        own_words = tables.frame(said.filter(said.activity_id == activity_id)[["word"]])["word"]
        counted = said.semi_join(texts(list(own_words), "word"), "word").group_by("activity_id").agg(shared=lambda t: t.count())
        near = acts.filter(acts.kind == kind, acts.article_id != article, ~acts.id.isin(own))
        if start is not None and end is not None:
            early, late = start - timedelta(days=DAYS), end + timedelta(days=DAYS)
            near = near.filter(near.start.isnull() | ((near.start <= late) & (near.end >= early)))
        found = near.inner_join(counted, near.id == counted.activity_id)
        about = tables["articles"].select(article_id="id", title="title", source="source", published="published")
        joined = found.select("id", "article_id", "edtf", "quote", "shared", "start").inner_join(about, "article_id")
        ranked = joined.order_by([joined.shared.desc(), joined.start.asc(nulls_first=False), joined.id]).limit(limit)
        return tables.frame(ranked[COLUMNS])


def _said(tables: Tables) -> Table:
    """activity_id, word: what an activity says of itself that another report of it would say too."""
    organisations = tables["organisations"].select("activity_id", word="name")
    places = tables["place_keys"].select("activity_id", word="key")
    types = tables["activity_types"].select("activity_id", word="type")
    return ibis.union(organisations, places, types, distinct=True)
