"""Activities as the extraction contract writes them, with the article that each stands in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from analytics.measures.collection import Collection, reading, texts


def objects(
    collection: Collection, ids: Sequence[str], first: int = 0, limit: int | None = None
) -> list[dict[str, Any]]:
    """The activities with these ids, newest first (in the order of ``rows``), ``limit`` of them from the ``first`` on: the
    contract's object with ``article``: id, title, published (ISO, null), source, url."""
    with reading(collection) as tables:
        about = tables["articles"].select(
            article_id="id", title="title", published="published", source="source", url="url"
        )
        joined = tables["activities"].semi_join(texts(ids), "id").inner_join(about, "article_id")
        order: list[Any] = [joined.start.desc(nulls_first=False), joined.published.desc(nulls_first=False), joined.id]
        wanted = joined.order_by(order)[["json", "article_id", "title", "published", "source", "url"]]
        found = tables.frame(wanted.limit(limit, offset=first)).to_dict("records")
    return [orjson.loads(row["json"]) | {"article": _article(row)} for row in found]


def _article(row: dict[Any, Any]) -> dict[str, Any]:
    published = row["published"]
    return {
        "id": row["article_id"], "title": row["title"], "published": published.isoformat() if published else None,
        "source": row["source"], "url": row["url"],
    }  # fmt: skip
