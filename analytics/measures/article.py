"""One article with everything that was read from it."""

from __future__ import annotations

import orjson

from analytics.contract import extraction_from
from analytics.measures.collection import Collection, reading
from analytics.measures.results import ArticlePage
from analytics.model import Span
from analytics.problems import Problem


def article(collection: Collection, article_id: str) -> ArticlePage:
    """The article as imported. Raises Problem no_article."""
    with reading(collection) as tables:
        articles, activities = tables["articles"], tables["activities"]
        found = tables.frame(articles.filter(articles.id == article_id)).to_dict("records")
        read = tables.frame(activities.filter(activities.article_id == article_id).order_by("position")[["json"]])
    if not found:
        raise Problem.of("no_article", collection.dataset, id=article_id)
    row = found[0]
    value = {key: row[key] for key in ("id", "title", "published", "source", "author", "url", "text")} | {
        "activities": [orjson.loads(text) for text in read["json"]],
        "pairings": orjson.loads(row["pairings"]),
        "villages": orjson.loads(row["villages"]),
    }
    number = None if row["row"] is None else int(row["row"])
    unsure = tuple(Span(**span) for span in orjson.loads(row.get("unsure") or "[]"))
    return ArticlePage(
        extraction_from(value), tuple(orjson.loads(row["cuts"])), row["file"], number, row["encoding"], unsure
    )


def activity_ids(collection: Collection, article_id: str) -> tuple[str, ...]:
    """The activities of an article in the order of its text; none when it has none or is not there."""
    with reading(collection) as tables:
        found = tables["activities"].filter(lambda t: t.article_id == article_id).order_by("position")
        return tuple(tables.frame(found[["id"]])["id"])
