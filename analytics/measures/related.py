"""Who else tells an activity: its reposts and the other reports of the same occasion, each with the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.measures.collection import Collection, reading, texts
from analytics.measures.groups import group_of, members

Tie = Literal["repost", "same", "said", "through"]
"""Reposted text; told in other words; put together by people; through another member of the group."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another report of an activity. ``reasons``: (code, value) pairs, told by the messages ``link.CODE``.

    ``score``: of the link where it was told in other words, the likeness of the texts where it was reposted.
    """

    id: str
    article_id: str
    title: str
    source: str | None
    published: date | None
    quote: str
    tie: Tie
    reasons: tuple[tuple[str, str], ...]
    score: float | None


def related(collection: Collection, activity_id: str) -> tuple[Related, ...]:
    """The other reports of an activity, best first; none when it is told once."""
    group = group_of(collection, activity_id)
    others = [i for i in group if i != activity_id]
    if not others:
        return ()
    with reading(collection) as tables:
        about = tables["articles"].select(article_id="id", title="title", source="source", published="published")
        found = tables["activities"].select("id", "article_id", "quote").semi_join(texts(group), "id")
        rows = {row["id"]: row for row in tables.frame(found.inner_join(about, "article_id")).to_dict("records")}
    ties = _ties(collection, group, {i: str(row["article_id"]) for i, row in rows.items()})
    return tuple(_related(rows[i], ties.get(frozenset((activity_id, i)))) for i in others)


def merges(collection: Collection) -> pd.DataFrame:
    """All groups, the largest first: group (id of the activity that leads it), ids (list, best first), reports (how
    many articles), title, published, quote (of the leading activity), echoes (how many members are reposted text)."""
    found, copies = members(collection, "distinct"), members(collection, "activities")
    groups: dict[str, list[str]] = {}
    for member, group in zip(found["id"].to_pylist(), found["group"].to_pylist(), strict=True):
        groups.setdefault(group, []).append(member)
    leads = set(copies["group"].to_pylist())
    echoes = set(copies["id"].to_pylist()) - leads
    with reading(collection) as tables:
        about = tables["articles"].select(article_id="id", title="title", source="source", published="published")
        acts = tables["activities"].select("id", "article_id", "quote").semi_join(texts(found["id"].to_pylist()), "id")
        rows = tables.frame(acts.inner_join(about, "article_id")).set_index("id")
    table = [
        {
            "group": group, "ids": ids, "reports": int(rows.loc[ids, "article_id"].nunique()),
            "echoes": sum(i in echoes for i in ids), "title": rows.loc[group, "title"],
            "published": rows.loc[group, "published"], "quote": rows.loc[group, "quote"],
        }
        for group, ids in groups.items()
    ]  # fmt: skip
    columns = ["group", "ids", "reports", "echoes", "title", "published", "quote"]
    frame = pd.DataFrame(table, columns=columns)
    return frame.sort_values(["reports", "group"], ascending=[False, True], ignore_index=True)


def _related(row: Mapping[Any, Any], tie: tuple[Tie, tuple[tuple[str, str], ...], float | None] | None) -> Related:
    kind, reasons, score = tie or ("through", (), None)
    return Related(
        row["id"], row["article_id"], row["title"], row["source"], row["published"], row["quote"], kind, reasons, score
    )


def _ties(
    collection: Collection, group: Sequence[str], articles: Mapping[str, str]
) -> dict[frozenset[str], tuple[Tie, tuple[tuple[str, str], ...], float | None]]:
    """What links each pair of a group directly."""
    found: dict[frozenset[str], tuple[Tie, tuple[tuple[str, str], ...], float | None]] = {}
    for said in collection.overlay.joined:
        found[frozenset(said)] = ("said", (), None)
    if collection.state is None:
        return found
    for row in _among(collection, "same", group):
        found[frozenset((row["a"], row["b"]))] = ("same", _reasons(row["reasons"]), row["score"])
    texts_alike = {
        frozenset((row["a"], row["b"])): row for row in _among(collection, "reposts", set(articles.values()))
    }
    for row in _among(collection, "echoes", group):
        pair = frozenset((row["a"], row["b"]))
        copy = texts_alike.get(frozenset(articles[i] for i in pair))
        found[pair] = ("repost", _reasons(copy["reasons"]) if copy else (), copy["similarity"] if copy else None)
    return found


def _among(collection: Collection, name: str, ids: Sequence[str] | set[str]) -> list[dict[str, Any]]:
    assert collection.state is not None
    table = pq.read_table(collection.state / f"{name}.parquet")
    wanted = pa.array(sorted(ids), pa.string())
    table = table.filter(pc.and_(pc.is_in(table["a"], wanted), pc.is_in(table["b"], wanted)))
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def _reasons(text: str) -> tuple[tuple[str, str], ...]:
    """(code, value) of every reason."""
    return tuple((code, value) for code, _, value in (reason.partition("=") for reason in orjson.loads(text)))
