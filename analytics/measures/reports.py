"""Articles of a View: those that hold its text, and how many of their activities it counts."""

from __future__ import annotations

import pandas as pd

from analytics.measures.collection import Collection, reading, texts
from analytics.measures.matching import as_table, counted, matching
from analytics.measures.search import search
from analytics.views import View

SHOWN = ("id", "title", "published", "source", "activities", "counted")


def reports(collection: Collection, view: View) -> pd.DataFrame:
    """Columns id, title, published, source, activities (of every kind, all filters aside), counted (by the view).

    All articles whose title or body holds ``view.text``, newest first, undated last; other filters only count.
    """
    acts = as_table(counted(matching(collection, view), view).select(["id", "article_id"]))
    with reading(collection) as tables:
        found = tables["articles"]
        if view.text:
            found = found.semi_join(texts(search(collection, view.text)), "id")
        every = tables["activities"].group_by("article_id").agg(activities=lambda t: t.count())
        own = acts.group_by("article_id").agg(counted=lambda t: t.count())
        joined = found.left_join(every, found.id == every.article_id).drop("article_id")
        joined = joined.left_join(own, joined.id == own.article_id)
        result = joined.mutate(activities=joined.activities.fill_null(0), counted=joined.counted.fill_null(0))
        order = [result.published.desc(nulls_first=False), result.id]
        return tables.frame(result.order_by(order)[list(SHOWN)])
