"""Groups of activities across articles, out of the pairs that were found at commit and what people said since."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.linking.groups import groups
from analytics.measures.collection import Collection, reading, texts
from analytics.views import Counting

KEPT = 8
"""Sets of groups kept in memory: one for each version, revision and counting that is looked at."""
MEMBERS = pa.schema([("id", pa.string()), ("group", pa.string())])


@lru_cache(maxsize=KEPT)
def members(collection: Collection, counting: Counting) -> Any:
    """An Arrow table id, group of the activities that share a group with others, best first within a group.

    Best: published first, undated last, then by article, place in it and id.
    """
    edges = pairs(collection, counting)
    ids = sorted({i for pair in (*edges, *collection.overlay.joined) for i in pair})
    ranked = _ranked(collection, ids)
    rank = {activity: n for n, activity in enumerate(ranked)}
    there = [pair for pair in edges if pair[0] in rank and pair[1] in rank]
    joined = [p for p in collection.overlay.joined if counting == "distinct" and p[0] in rank and p[1] in rank]
    found = groups(ranked, there, cut=collection.overlay.cut, joined=joined, rank=rank.__getitem__)
    sizes: dict[str, int] = {}
    for group in found.values():
        sizes[group] = sizes.get(group, 0) + 1
    rows = [(i, found[i]) for i in ranked if i in found and sizes[found[i]] > 1]
    return pa.Table.from_arrays([pa.array([r[n] for r in rows], pa.string()) for n in (0, 1)], schema=MEMBERS)


def group_of(collection: Collection, activity_id: str, counting: Counting = "distinct") -> tuple[str, ...]:
    """All activities of the group of one, best first; only itself when it has none."""
    found = members(collection, counting)
    own = found.filter(pc.equal(found["id"], activity_id))["group"].to_pylist()
    return tuple(found.filter(pc.equal(found["group"], own[0]))["id"].to_pylist()) if own else (activity_id,)


def told_by(collection: Collection, ids: Sequence[str]) -> list[int]:
    """How many reports tell each of these activities, reposts and itself included: its reach."""
    found = members(collection, "distinct")
    sizes = {row["values"]: row["counts"] for row in pc.value_counts(found["group"]).to_pylist()}
    at = pc.index_in(pa.array(list(ids), pa.string()), found["id"])
    return [sizes.get(group, 1) for group in found["group"].take(at).to_pylist()]


def pairs(collection: Collection, counting: Counting) -> list[tuple[str, str]]:
    """The pairs found at commit: those of reposted texts, and for "distinct" those told in other words too."""
    if collection.state is None or counting == "reports":
        return []
    found = []
    for name in ("echoes", "same") if counting == "distinct" else ("echoes",):
        table = pq.read_table(collection.state / f"{name}.parquet", columns=["a", "b"])
        found += list(zip(table["a"].to_pylist(), table["b"].to_pylist(), strict=True))
    return found


def _ranked(collection: Collection, ids: list[str]) -> list[str]:
    """Those that the version holds, best first."""
    if not ids:
        return []
    with reading(collection) as tables:
        about = tables["articles"].select(article_id="id", published="published")
        found = tables["activities"].select("id", "article_id", "position").semi_join(texts(ids), "id")
        joined = found.inner_join(about, "article_id")
        order = [joined.published.asc(nulls_first=False), joined.article_id, joined.position, joined.id]
        return list(tables.frame(joined.order_by(order)[["id"]])["id"])
