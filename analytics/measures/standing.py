"""The sentences that a standing pairing rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import orjson

from analytics.measures.collection import Collection, reading, texts
from analytics.measures.names import paired


@dataclass(frozen=True, slots=True)
class Standing:
    """What one article says of a pair outside any activity; ``quotes`` as they stand in its text."""

    article_id: str
    title: str
    published: date | None
    source: str | None
    quotes: tuple[str, ...]


def standing(collection: Collection, pair: str, articles: Sequence[str]) -> tuple[Standing, ...]:
    """The sentences of ``articles`` that say that ``pair`` (its key) stands, newest article first."""
    with reading(collection) as tables:
        every = tables["pairings"].filter(lambda t: t.activity_id.isnull())
        found = paired(tables, every).filter(lambda t: t.pair_key == pair)
        found = found.select("article_id", "evidence").semi_join(texts(articles, "article_id"), "article_id")
        about = tables["articles"].select("id", "title", "published", "source")
        joined = found.inner_join(about, found.article_id == about.id)
        frame = tables.frame(joined.order_by([joined.published.desc(nulls_first=False), joined.article_id]))
    return tuple(
        Standing(r["article_id"], r["title"], r["published"], r["source"],
                 tuple(span["quote"] for span in orjson.loads(r["evidence"])))
        for r in frame.to_dict("records")
    )  # fmt: skip
