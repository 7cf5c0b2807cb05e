"""Whole activities and articles by batches, so that any number of them flows through little memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import orjson
import pyarrow as pa

from analytics.measures.collection import Collection, Tables, reading, texts
from analytics.model import Article

BATCH = 10_000
"""Activities read at once: each batch costs a walk through the table, and as Python values takes about 100 megabytes."""


@dataclass(frozen=True, slots=True)
class Object:
    """An activity as the contract writes it, with what is known of its article (``text`` is empty unless asked for)."""

    activity: dict[str, Any]
    article: Article


def newest_first(collection: Collection, ids: Sequence[str]) -> Any:
    """The ids in the order of ``rows``, newest first, undated last; an Arrow array."""
    with reading(collection) as tables:
        about = tables["articles"].select(article_id="id", published="published")
        acts = tables["activities"].select("id", "article_id", "start")
        joined = acts.semi_join(_texts(ids), "id").inner_join(about, "article_id")
        order = [joined.start.desc(nulls_first=False), joined.published.desc(nulls_first=False), joined.id]
        return _flat(tables.arrow(joined.order_by(order)[["id"]])["id"])


def objects_of(collection: Collection, ids: Any, *, with_text: bool = False) -> Iterator[list[Object]]:
    """The activities of an Arrow array of ids, in its order, some thousands at a time."""
    for first in range(0, len(ids), BATCH):
        batch = ids.slice(first, BATCH)
        with reading(collection) as tables:
            acts = tables["activities"].select("id", "article_id", "json").semi_join(_texts(batch), "id")
            rows = tables.arrow(acts)
            articles = _articles(tables, rows["article_id"].combine_chunks().unique(), with_text)
        place = {one: n for n, one in enumerate(batch.to_pylist())}
        found: list[Any] = [None] * len(place)
        columns = (rows[c].to_pylist() for c in ("id", "article_id", "json"))
        for one, article, told in zip(*columns, strict=True):
            found[place[one]] = Object(orjson.loads(told), articles[article])
        yield [one for one in found if one is not None]


def articles_by(collection: Collection, ids: Any, *, with_text: bool = False) -> Iterator[list[Article]]:
    """The articles of an Arrow array of ids, in its order, some thousands at a time."""
    for first in range(0, len(ids), BATCH):
        batch = ids.slice(first, BATCH)
        with reading(collection) as tables:
            found = _articles(tables, batch, with_text)
        yield [found[one] for one in batch.to_pylist() if one in found]


def articles_behind(collection: Collection, ids: Sequence[str]) -> Any:
    """Columns id and activities (how many of ``ids`` it tells) of every article behind them, newest first; an Arrow table."""
    with reading(collection) as tables:
        acts = tables["activities"].select("id", "article_id").semi_join(_texts(ids), "id")
        counts = acts.group_by("article_id").agg(activities=lambda t: t.count())
        about = tables["articles"].select("id", "published")
        joined = about.inner_join(counts, about.id == counts.article_id)
        order = [joined.published.desc(nulls_first=False), joined.id]
        return tables.arrow(joined.order_by(order)[["id", "activities"]])


def _articles(tables: Tables, ids: Any, with_text: bool) -> dict[str, Article]:
    found = tables["articles"].semi_join(_texts(ids), "id")
    columns = ["id", "title", "published", "source", "author", "url", *(["text"] if with_text else [])]
    return {row["id"]: Article(**({"text": ""} | row)) for row in tables.arrow(found[columns]).to_pylist()}


def _texts(ids: Any) -> Any:
    if isinstance(ids, pa.Array):
        return ibis.memtable(pa.table({"id": ids}))
    return texts(ids)


def _flat(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
