"""The rows behind a figure: activities and articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analytics.measures.collection import Collection, reading, texts
from analytics.measures.different import different
from analytics.measures.groups import told_by
from analytics.measures.ids import Ids
from analytics.measures.index import Index, index_of
from analytics.measures.matching import placed
from analytics.measures.results import Activities
from analytics.problems import Problem
from analytics.views import View

COLUMNS = (
    "id", "article_id", "title", "published", "source", "kind", "types", "repeated", "edtf", "start", "end",
    "precision", "date_from", "organisations", "places", "people", "confidence", "quote", "rules",
)  # fmt: skip
KEPT = 32
ABOUT = ("id", "title", "published", "source", "author", "url", "file", "row", "characters")


def activities(collection: Collection, view: View) -> Activities:
    """The rows behind the view, and those that its period leaves apart."""
    where = placed(collection, view)
    listed = rows(collection, (*where.counted, *where.partly, *(where.undated if view.has_period else ())))
    partly = listed.id.isin(where.partly)
    undated = listed.id.isin(where.undated) if view.has_period else partly & False
    inside, over, bare = (listed[mask].reset_index(drop=True) for mask in (~partly & ~undated, partly, undated))
    return Activities(inside, over, bare, where)


def rows(collection: Collection, ids: Sequence[str], first: int = 0, limit: int | None = None) -> pd.DataFrame:
    """The activities with these ids (columns as ``Activities.frame``), newest first: what a clicked figure lists.

    ``reports``: how many reports tell it, reposts included. ``limit`` of them from the ``first`` on (counted from 0), all
    by default.
    """
    among: Sequence[str] | None = None
    if limit is not None and isinstance(ids, Ids) and ids.names is index_of(collection).ids:
        ids, among = _page(index_of(collection), ids, first, limit)
        first = 0
    with reading(collection) as tables:
        acts, about = tables["activities"].semi_join(texts(ids), "id"), tables["articles"]
        if among is not None:
            about = about.semi_join(texts(among), "id")
        about = about.select(article_id=about.id, title=about.title, published=about.published, source=about.source)
        joined = acts.inner_join(about, "article_id")
        order: list[Any] = [joined.start.desc(nulls_first=False), joined.published.desc(nulls_first=False), joined.id]
        frame = tables.frame(joined.order_by(order)[list(COLUMNS)].limit(limit, offset=first))
    return frame.assign(reports=told_by(collection, list(frame["id"])))


def _page(index: Index, ids: Ids, first: int, limit: int) -> tuple[Sequence[str], Sequence[str]]:
    """Those of a page in the order of ``rows``, and their articles, by the index: no table is sorted for a few rows."""
    mask = np.zeros(index.size, dtype=bool)
    mask[ids.rows()] = True
    at = np.flatnonzero(mask)  # in the order of their ids
    start, published = index.start[at], index.published[index.article[at]]  # unknown days are lower than any
    at = at[np.lexsort((-published, -start))[first : first + limit]]
    return Ids.of_rows(index.ids, at), Ids.of_rows(index.articles, different(index.article[at]))


def articles(collection: Collection, ids: Sequence[str] | None = None) -> pd.DataFrame:
    """Columns id, title, published, source, author, url, file, row, characters, activities (count); newest first."""
    with reading(collection) as tables:
        found = tables["articles"]
        if ids is not None:
            found = found.semi_join(texts(ids), "id")
        counts = tables["activities"].group_by("article_id").agg(activities=lambda t: t.count())
        joined = found.left_join(counts, found.id == counts.article_id)
        result = joined.select(*ABOUT, activities=joined.activities.fill_null(0))
        return tables.frame(result.order_by([result.published.desc(nulls_first=False), result.id]))


@lru_cache(maxsize=KEPT)
def span(collection: Collection) -> tuple[date | None, date | None]:
    """First and last publication date of the collection's articles."""
    with reading(collection) as tables:
        published = tables["articles"].published
        found = tables.frame(tables["articles"].agg(first=published.min(), last=published.max())).iloc[0]
        return found["first"], found["last"]


def activity_article(collection: Collection, activity_id: str) -> str:
    """The article id of an activity. Raises Problem no_activity."""
    with reading(collection) as tables:
        found = tables["activities"]
        ids = tables.frame(found.filter(found.id == activity_id)[["article_id"]]).article_id.to_list()
    if not ids:
        raise Problem.of("no_activity", collection.dataset, id=activity_id)
    return str(ids[0])
