"""The villages as a tree from the province down: a click goes one place deeper, and lists what is there."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.charts.icicle import boxes, icicle
from analytics.measures import Collection
from analytics.measures.place_tree import MARK, TOP, UNPLACED, Tree, node_ids
from analytics.ui.chart_box import Points, chart_box
from analytics.ui.picking import picked, tick_row
from analytics.ui.plain import plain
from analytics.ui.state import State, set_query
from analytics.ui.villages_look import SIZES, Look, choice, go_to, node_name

VILLAGE = "village"
TOLD = 5
"""Places that are named for who cannot see the chart."""


def tree_tab(state: State, collection: Collection, look: Look, tree: Tree) -> None:
    """The chart, and the places right below the chosen one as a table."""
    choice(state, "size", SIZES, look.size)
    frame = named(state, tree.frame)
    below = frame[(frame["parent"] == look.node) & (frame["key"] != TOP)]
    drawn = boxes(frame, look.node, look.size)
    biggest = [f"{r.name} {r.villages:,}" for r in below.head(TOLD).itertuples()]
    chart_box(
        state, collection, icicle(drawn, look.size, state.language, _chosen(state)),
        lambda: numbers(state, frame), key="villages_tree", name=state.say("villages.tree_name"),
        alt=state.say("villages.tree_alt", count=len(below), places=state.say("reading.join").join(biggest)),
        picked=lambda points: pick(state, points), ids=lambda: node_ids(collection, state.view, look.node),
    )  # fmt: skip
    st.caption(state.say(f"villages.tree_help_{look.size}"))
    if below.empty:
        return
    st.markdown(f"**{plain(state.say('villages.below', name=node_name(state, look.node), count=f'{len(below):,}'))}**")
    places_table(state, below)


def places_table(state: State, frame: pd.DataFrame) -> None:
    """Places or villages of the tree, each a row that goes there: the way of the keyboard."""
    is_village = frame["key"].str.startswith(MARK)
    heads = {
        "name": state.say("villages.place"), "villages": state.say("villages.number"),
        "activities": state.say("column.activities"), "first": state.say("column.first"),
        "last": state.say("column.last"),
    }  # fmt: skip
    if is_village.all():
        heads = {key: head for key, head in heads.items() if key != "villages"} | {"name": state.say("villages.name")}
    keys = list(frame["key"])
    tick_row(frame, keys, heads, "place", _chosen(state), lambda key: go(state, key))
    st.caption(state.say("villages.below_help"))


def pick(state: State, points: Points) -> None:
    """A click on a box or on a point of the map; one that takes the choice away closes the list."""
    custom: Any = points[0].get("customdata") if points else None
    if not points or custom:
        go(state, str(custom[1]) if custom else None)


def go(state: State, key: str | None) -> None:
    """A village lists its activities; a place narrows the page to it as well; None closes the list."""
    if key is None or key.startswith(MARK):
        set_query(state.query(show=f"{VILLAGE}:{key[1:]}" if key else None, page=None))
    else:
        go_to(state, key)


def named(state: State, frame: pd.DataFrame) -> pd.DataFrame:
    """The tree with all names in the reader's words."""
    special = frame["kind"].isin(["top", "unplaced"])
    names = [node_name(state, k) if own else n for k, n, own in zip(frame["key"], frame["name"], special, strict=True)]
    return frame.assign(name=names)


def numbers(state: State, frame: pd.DataFrame) -> pd.DataFrame:
    """All that the chart rests on: a row for every place and village, with the chain above."""
    above = [parent if parent not in (TOP, UNPLACED) else "" for parent in frame["parent"]]
    kinds = [state.say(f"villages.kind_{kind}") for kind in frame["kind"]]
    return pd.DataFrame({
        state.say("villages.where"): above, state.say("villages.place"): frame["name"],
        state.say("villages.kind"): kinds, state.say("villages.number"): frame["villages"],
        state.say("column.activities"): frame["activities"], state.say("column.first"): frame["first"],
        state.say("column.last"): frame["last"],
    })  # fmt: skip


def _chosen(state: State) -> str | None:
    village = picked(state, VILLAGE)
    return f"{MARK}{village}" if village else None
