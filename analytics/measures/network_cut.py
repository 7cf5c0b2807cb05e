"""What of a network can be drawn: connected parts, the largest first, each from its busiest organisation outwards."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

NODES, EDGES = 150, 400
"""Organisations and pairs that one picture holds and a reader can still tell apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """``nodes``: rows of the partners, each part together; ``edges``: rows of the pairs; ``ends``: their two positions
    among ``nodes``; ``part`` of each node, from 0."""

    nodes: Any
    edges: Any
    ends: Any
    part: Any


def cut(
    partners: pd.DataFrame, pairs: pd.DataFrame, middle: str | None = None, nodes: int = NODES, edges: int = EDGES
) -> Cut:
    """Of ``partners`` and ``pairs`` as ``measures.network`` has them (both in order of weight) at most so many; around
    ``middle`` alone when it is given: that organisation, its partners, and the pairs among them."""
    row = np.full(int(partners["number"].max()) + 1 if len(partners) else 0, -1)
    row[partners["number"]] = np.arange(len(partners))
    ends = np.stack((row[pairs["x"]], row[pairs["y"]]), axis=1) if len(pairs) else np.zeros((0, 2), dtype=np.int64)
    around = _Around(ends, len(partners))
    starts = partners.index[partners["name"] == middle].tolist() if middle else _starts(partners["part"].to_numpy())
    chosen, part, tree = _grown(around, starts, nodes, 1 if middle else None)
    place = np.full(len(partners), -1)
    place[chosen] = np.arange(len(chosen))
    inside = np.flatnonzero((place[ends] >= 0).all(axis=1))
    # What holds the parts together first, then the pairs with most activities.
    first = np.isin(inside, tree)
    kept = np.concatenate((inside[first], inside[~first]))[: max(edges, len(tree))]
    kept.sort()
    return Cut(np.array(chosen, dtype=np.int64), kept, place[ends[kept]], np.array(part, dtype=np.int64))


class _Around:
    """Neighbours of each row, and the pair that leads there."""

    def __init__(self, ends: Any, size: int) -> None:
        both = np.concatenate((ends, ends[:, ::-1]))
        order = np.lexsort((both[:, 1], both[:, 0]))
        self.to, self.pair = both[order, 1], order % max(len(ends), 1)
        self.cuts = np.searchsorted(both[order, 0], np.arange(size + 1))

    def of(self, row: int) -> list[tuple[int, int]]:
        own = slice(self.cuts[row], self.cuts[row + 1])
        return list(zip(self.to[own].tolist(), self.pair[own].tolist(), strict=True))


def _starts(part: Any) -> list[int]:
    """The busiest organisation of each part, the largest part first."""
    _, first = np.unique(part, return_index=True)
    return list(map(int, first))


def _grown(around: _Around, starts: list[int], limit: int, depth: int | None) -> tuple[list[int], list[int], list[int]]:
    """Rows, their parts, and the pairs by which each came in. The next one is always the busiest that is in reach."""
    chosen: list[int] = []
    parts: list[int] = []
    tree: list[int] = []
    for number, start in enumerate(starts):
        seen, ready = {start}, [(start, -1, 0)]
        while ready and len(chosen) < limit:
            row, pair, steps = heapq.heappop(ready)
            chosen.append(row)
            parts.append(number)
            if pair >= 0:
                tree.append(pair)
            if steps != depth:
                for other, by in around.of(row):
                    if other not in seen:
                        seen.add(other)
                        heapq.heappush(ready, (other, by, steps + 1))
        if len(chosen) >= limit:
            break
    return chosen, parts, tree
