"""Articles of a View: those that hold its text, in order, and how many of their activities it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.measures.collection import Collection, reading, texts
from analytics.measures.ids import Ids
from analytics.measures.index import Index, bare, coded, index_of
from analytics.measures.matching import chosen, holding
from analytics.measures.sealed import sealing
from analytics.measures.search import hits, patterns
from analytics.text.sought import count
from analytics.views import NO_SOURCE, View

Which = Literal["all", "counted", "bare"]
WHICH: tuple[Which, ...] = get_args(Which)
"""All articles; those with counted activities; those that gave nothing at all (no activity, practice, plan or total)."""
Order = Literal["date", "hits"]
ORDERS: tuple[Order, ...] = get_args(Order)
KEPT = 8


@dataclass(frozen=True, slots=True, eq=False)
class Reports:
    """``sizes``: articles of each list. ``ids``: those of the list that was asked for, in order, as an Arrow array."""

    sizes: Mapping[Which, int]
    ids: Any

    def page(self, first: int, limit: int) -> list[str]:
        """Ids from ``first`` on (counted from 0)."""
        found: list[str] = self.ids.slice(first, limit).to_pylist()
        return found


def reports(collection: Collection, view: View, which: Which = "all", order: Order = "date") -> Reports:
    """Articles that hold ``view.text`` and are of its sources; every other filter only counts their activities.

    Newest first, undated last; or most hits of the text first, then newest.
    """
    index = index_of(collection)
    wanted = _wanted(collection, view)
    every, own = _activities(collection, view)
    masks: dict[Which, Any] = {"all": wanted, "counted": wanted & (own > 0), "bare": wanted & (every == 0)}
    rows = np.flatnonzero(masks[which])
    keys = [rows, -index.published[rows].astype(np.int64)]
    if order == "hits" and view.text:
        keys.append(-_hits(collection, view.text)[rows])
    rows = rows[np.lexsort(keys)]
    return Reports({w: int(np.count_nonzero(mask)) for w, mask in masks.items()}, index.articles.take(pa.array(rows)))


def report_rows(collection: Collection, view: View, ids: Sequence[str]) -> pd.DataFrame:
    """These articles in this order, a few at a time: id, title, published, source, text, activities (of every kind),
    counted (by the view), hits (of its text in title and body)."""
    index = index_of(collection)
    at = pc.index_in(pa.array(list(ids), pa.string()), index.articles).to_numpy(zero_copy_only=False)
    every, own = _activities(collection, view)
    with reading(collection) as tables:
        found = tables["articles"].semi_join(texts(ids), "id")
        frame = tables.frame(found.select("id", "title", "published", "source", "text"))
    frame = frame.set_index("id").loc[list(ids)].reset_index()
    sought = patterns(view.text)
    frame["activities"], frame["counted"] = every[at], own[at]
    frame["hits"] = [count(t, sought) + count(x, sought) for t, x in zip(frame["title"], frame["text"], strict=True)]
    return frame


def articles_of(collection: Collection, ids: Sequence[str]) -> Any:
    """The articles of these activities in the order of their rows (newest activity first), as an Arrow array of ids."""
    index = index_of(collection)
    if isinstance(ids, Ids) and ids.names is index.ids:
        rows = ids.rows()
    else:
        rows = pc.index_in(pa.array(list(ids), pa.string()), index.ids).drop_null().to_numpy(zero_copy_only=False)
    articles = index.article[rows]
    newest = np.where(index.dated[rows], index.start[rows], -(1 << 31)).astype(np.int64)
    ordered = articles[np.lexsort([rows, -index.published[articles].astype(np.int64), -newest])]
    _, first = np.unique(ordered, return_index=True)
    return index.articles.take(pa.array(ordered[np.sort(first)]))


def _activities(collection: Collection, view: View) -> tuple[Any, Any]:
    """How many there are by article, and how many the view counts."""
    index = index_of(collection)
    size = len(index.articles)
    own = index.article[chosen(collection, view).counted]
    return np.bincount(index.article, minlength=size), np.bincount(own, minlength=size)


def _wanted(collection: Collection, view: View) -> Any:
    """The articles of the text and the sources of a view, as truth values."""
    index = index_of(collection)
    found = holding(collection, view.text) if view.text else np.ones(len(index.articles), dtype=bool)
    names, source = _sources(bare(collection))
    for wanted, keep in ((view.sources, True), (view.without_sources, False)):
        if wanted:
            own = pc.is_in(names, pa.array(wanted, pa.string())).to_numpy(zero_copy_only=False)[source]
            found = found & (own if keep else ~own)
    return found


@lru_cache(maxsize=KEPT)
@sealing
def _sources(collection: Collection) -> tuple[Any, Any]:
    """Names of sources, and the number of each article's among them."""
    with reading(collection) as tables:
        told = tables.arrow(tables["articles"].select("id", "source").order_by("id")).combine_chunks()
    empty = pc.equal(pc.fill_null(told["source"], ""), "")
    return coded(pc.if_else(empty, NO_SOURCE, told["source"]))


@lru_cache(maxsize=KEPT)
@sealing
def _hits(collection: Collection, text: str) -> Any:
    """Hits of a text by article."""
    index: Index = index_of(collection)
    rows = np.flatnonzero(holding(collection, text))
    found = hits(collection, text, index.articles.take(pa.array(rows)).to_pylist())
    every = np.zeros(len(index.articles), dtype=np.int64)
    every[rows] = [found[i] for i in index.articles.take(pa.array(rows)).to_pylist()]
    return every
