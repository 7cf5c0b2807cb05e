"""Villages served as a tree, from the province down: how many villages and activities stand under each place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa

from analytics.measures.collection import Collection
from analytics.measures.index import HIGH, LOW, Postings, postings
from analytics.measures.matching import Chosen, chosen
from analytics.measures.place_names import with_places
from analytics.measures.results import Check
from analytics.measures.sealed import sealing
from analytics.measures.served import about_villages
from analytics.measures.towns import towns
from analytics.views import View

KEPT = 4
TOP, UNPLACED = "", "∅"
"""Keys of the node over all, and of the one over the villages that nobody could place."""
Kind = Literal["top", "above", "county", "town", "village", "unplaced"]
BETWEEN = "/"
MARK = "="
"""Before the key of a village where it stands as a node."""


@dataclass(frozen=True, slots=True)
class Tree:
    """``frame``: a row per place that anything is counted under: key, parent, name, kind, villages, activities, first, last.

    A key is a chain of names ("山东省/潍坊市"), ``TOP``, ``UNPLACED`` or ``MARK`` and the key of a village. ``activities``
    counts each activity once, however many villages it served, so that a parent may have fewer than its children
    together; ``villages`` add up, which ``check`` says. Ordered by parent, the largest number of activities first.
    """

    frame: pd.DataFrame
    check: Check


def place_tree(collection: Collection, view: View) -> Tree:
    """The tree of the villages that the counted activities took place in or served."""
    every, nodes = chosen(collection, view), _nodes(with_places(collection))
    keep = every.kept(nodes.rows)
    value, rows = nodes.rows.value[keep], nodes.rows.rows[keep]
    counts = np.bincount(value, minlength=len(nodes.keys))
    there = np.flatnonzero(counts)
    begins = np.searchsorted(value, there)
    first, last = spans(every.index.start[rows], every.index.end[rows], begins)
    served = (counts > 0) & nodes.is_village
    villages = np.zeros(len(nodes.keys), dtype=np.int64)
    for step in nodes.above:
        np.add.at(villages, step[served & (step >= 0)], 1)
    villages[served] = 1
    about = nodes.about.iloc[there].reset_index(drop=True)
    frame = about.assign(villages=villages[there], activities=counts[there], first=first, last=last)
    frame = frame.sort_values(["parent", "activities", "key"], ascending=[True, False, True], ignore_index=True)
    total, own = int(served.sum()), frame[frame["parent"] == TOP]
    check = Check.of(total, int(own.loc[own["key"] != TOP, "villages"].sum()))
    return Tree(frame, check)


def node_ids(collection: Collection, view: View, key: str) -> Sequence[str]:
    """The activities behind a node, each once; none for a key that is no node."""
    every, nodes = chosen(collection, view), _nodes(with_places(collection))
    at = nodes.places.get(key)
    if at is None:
        return ()
    keep = every.kept(nodes.rows) & (nodes.rows.value == at)
    return every.ids(mask_of(every, nodes.rows.rows[keep]))


def under(collection: Collection, key: str) -> Any:
    """Which villages (in the order of their postings) lie under a node, as truth values."""
    nodes = _nodes(with_places(collection))
    at = nodes.places.get(key, -1)
    found = np.zeros(int(nodes.is_village.sum()), dtype=bool)
    for step in nodes.above:
        found |= step[nodes.villages] == at
    return found | (nodes.villages == at)


def node_of(collection: Collection, village: str) -> str:
    """The key of the node right above a village; ``TOP`` for one that is not known."""
    nodes = _nodes(with_places(collection))
    at = nodes.places.get(MARK + village)
    return TOP if at is None else str(nodes.about["parent"].iloc[at])


def is_node(collection: Collection, key: str) -> bool:
    """Whether a place holds villages of the collection, whatever a view counts; a village itself is none."""
    return key in _nodes(with_places(collection)).places and not key.startswith(MARK)


def villages_under(collection: Collection, key: str) -> frozenset[str]:
    """Keys of all villages under a node."""
    keys = about_villages(collection)["key"].to_numpy()
    return frozenset(keys[under(collection, key)])


def mask_of(every: Chosen, rows: Any) -> Any:
    """Rows of the index as truth values."""
    found = np.zeros(every.index.size, dtype=bool)
    found[rows] = True
    return found


def spans(start: Any, end: Any, begins: Any) -> tuple[Any, Any]:
    """First and last day (``datetime.date``, None unknown) of runs of rows that begin at ``begins``."""
    if not len(begins):
        return np.zeros(0, dtype=object), np.zeros(0, dtype=object)
    low = np.minimum.reduceat(np.where(start == LOW, HIGH, start), begins)
    high = np.maximum.reduceat(np.where(end == HIGH, LOW, end), begins)
    return _days(low), _days(high)


def _days(days: Any) -> Any:
    known = (days != LOW) & (days != HIGH)
    found = np.where(known, days, 0).astype("datetime64[D]").astype(object)
    found[~known] = None
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Nodes:
    """All nodes of a version, whatever a view counts. ``rows``: the activities of each; ``above``: for each step up, the
    node there by node (-1: none); ``villages``: the node of every village, in the order of their postings."""

    keys: tuple[str, ...]
    about: pd.DataFrame
    rows: Postings
    above: tuple[Any, ...]
    is_village: Any
    villages: Any
    places: dict[str, int]


@lru_cache(maxsize=KEPT)
@sealing
def _nodes(collection: Collection) -> _Nodes:
    """Built once per version and what was said of its places."""
    told = _told(collection)
    keys = sorted(told)
    places = {key: n for n, key in enumerate(keys)}
    about = pd.DataFrame([(k, *told[k]) for k in keys], columns=["key", "parent", "name", "kind"])
    parent = np.array([places[told[k][0]] if k != TOP else -1 for k in keys], dtype=np.int64)
    above = [parent]
    while (above[-1] >= 0).any():
        step = above[-1]
        above.append(np.where(step >= 0, parent[step], -1))
    found = postings(collection, "villages")
    villages = np.array([places[MARK + key] for key in found.values.to_pylist()], dtype=np.int64)
    own = villages[found.value]
    steps = [own, *(step[own] for step in above)]
    value, rows = np.concatenate(steps), np.tile(found.rows, len(steps))
    known = value >= 0
    every = Postings.of(pa.array(keys, pa.string()), value[known], rows[known])
    return _Nodes(
        tuple(keys), about, every, tuple(above), np.array([k.startswith(MARK) for k in keys]), villages, places,
    )  # fmt: skip


def _told(collection: Collection) -> dict[str, tuple[str, str, Kind]]:
    """Parent, name and kind of every node by its key."""
    found: dict[str, tuple[str, str, Kind]] = {TOP: ("", "", "top")}
    known = towns(collection)
    frame = about_villages(collection)
    for key, name, code, county in zip(frame["key"], frame["name"], frame["code"], frame["county"], strict=True):
        above = county.split(BETWEEN) if county else []
        town = known.get(key)
        parent = TOP
        for depth, part in enumerate([*above, town] if above and town else above):
            chain = part if parent == TOP else f"{parent}{BETWEEN}{part}"
            kind: Kind = "town" if depth == len(above) else "county" if depth == len(above) - 1 else "above"
            if chain not in found or kind == "county":
                found[chain] = (parent, part, kind)
            parent = chain
        if not above and code is None:
            found[UNPLACED] = (TOP, "", "unplaced")
            parent = UNPLACED
        found[MARK + key] = (parent, name, "village")
    return found
