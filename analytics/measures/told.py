"""What documents tell of a View beyond its counts: whole activities, the sentences of standing pairs, full rankings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import orjson
import pandas as pd

from analytics.contract import activity_from
from analytics.measures.by_dimension import Split, Way, values_of
from analytics.measures.collection import Collection, reading, texts
from analytics.measures.ids import Ids
from analytics.measures.matching import chosen
from analytics.measures.names import paired
from analytics.model import Activity, PairingKind, Span
from analytics.views import View


@dataclass(frozen=True, slots=True)
class Told:
    """An activity with its spans in the text of ``article_id``."""

    article_id: str
    activity: Activity


@dataclass(frozen=True, slots=True)
class StandingSpans:
    """What an article says of a pair (``a`` and ``b`` under their one names) outside any activity."""

    pair: str
    a: str
    b: str
    kind: PairingKind
    article_id: str
    spans: tuple[Span, ...]


def told(collection: Collection, ids: Sequence[str]) -> list[Told]:
    """The activities with these ids in the order of ``rows``: newest first, undated last."""
    with reading(collection) as tables:
        about = tables["articles"].select(article_id="id", published="published")
        joined = tables["activities"].semi_join(texts(ids), "id").inner_join(about, "article_id")
        order = [joined.start.desc(nulls_first=False), joined.published.desc(nulls_first=False), joined.id]
        frame = tables.frame(joined.order_by(order)[["article_id", "json"]])
    return [
        Told(article, activity_from(orjson.loads(text)))
        for article, text in zip(frame["article_id"], frame["json"], strict=True)
    ]


def standing_told(collection: Collection, pairs: Sequence[str]) -> list[StandingSpans]:
    """Every sentence that says that one of ``pairs`` (their keys) stands, by pair and article; each span once."""
    with reading(collection) as tables:
        every = tables["pairings"].filter(lambda t: t.activity_id.isnull())
        found = paired(tables, every).semi_join(texts(pairs, "pair_key"), "pair_key")
        columns = ("pair_key", "article_id", "a", "b", "kind", "evidence")
        rows = tables.frame(found.select(*columns).order_by(columns)).to_dict("records")
    spans: dict[tuple[str, str], set[tuple[int, int, str]]] = {}
    about = {(r["pair_key"], r["article_id"]): r for r in reversed(rows)}
    for r in rows:
        own = {(span["start"], span["end"], span["quote"]) for span in orjson.loads(r["evidence"])}
        spans.setdefault((r["pair_key"], r["article_id"]), set()).update(own)
    return [
        StandingSpans(
            r["pair_key"], r["a"], r["b"], r["kind"], article, tuple(Span(*s) for s in sorted(spans[pair, article]))
        )
        for (pair, article), r in sorted(about.items(), key=lambda item: item[0])
    ]


def ranking(collection: Collection, view: View, by: Split) -> pd.DataFrame:
    """Columns value, activities (count), ids: every value of a split that the view counts, most frequent first."""
    every, held = chosen(collection, view), values_of(collection, view, Way(by))
    counts = held.counts(np.ones(every.index.size, dtype=bool))
    cuts = np.concatenate(([0], np.cumsum(counts)))
    order = [int(n) for n in np.argsort(-counts, kind="stable") if counts[n]]
    ids = [Ids.of_rows(every.index.ids, held.rows[cuts[n] : cuts[n + 1]]) for n in order]
    return pd.DataFrame({
        "value": pd.Series([held.names[n] for n in order], dtype=object), "activities": counts[order],
        "ids": pd.Series(ids, dtype=object),
    })  # fmt: skip
