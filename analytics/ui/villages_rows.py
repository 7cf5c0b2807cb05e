"""What a click on the page of villages lists: a village, a place, a bar of a period, or what stands beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analytics.charts.axis import bin_name
from analytics.measures import Collection, Table
from analytics.measures.place_tree import Tree, node_ids
from analytics.measures.village_periods import BESIDE, VISITS, beside_ids, visited
from analytics.problems import Problem
from analytics.ui.guard import tell
from analytics.ui.listing import listed, show_listed
from analytics.ui.plain import plain
from analytics.ui.rows import show_rows
from analytics.ui.state import State, set_query
from analytics.ui.villages_data import periods_of
from analytics.ui.villages_look import Look, node_name


@dataclass(frozen=True, slots=True)
class Behind:
    """Rows to list: ``count`` as the page says it, and how to fetch the ids. ``villages``: name, county, activities."""

    title: str
    count: int
    ids: Callable[[], Sequence[str]]
    villages: pd.DataFrame | None = None


def show_behind(state: State, collection: Collection, look: Look, table: Table, tree: Tree) -> None:
    """What the link asks for; says so when it is not there."""
    show = state.extra.get("show", "")
    kind, _, key = show.partition(":")
    if not show:
        return
    if kind == "left":
        found = listed(state, None, None, table.left_out)
        if found is not None:
            show_listed(state, collection, found)
        return
    behind = _behind(state, collection, look, table, tree, kind, key)
    if behind is None:
        if kind in ("village", "node", "visits", "beside") and key:
            st.info(state.say("pick.gone"), icon=":material/filter_alt_off:")
        else:
            tell(Problem.of("view_value", "show", part="show", value=show), state)
        return
    ids = behind.ids()
    with st.container(key="listed"):
        st.button(state.say("listing.close"), icon=":material/close:", key="village_close", on_click=_close, args=(state,))
        if len(ids) != behind.count:
            st.error(state.say("rows.broken", expected=behind.count, found=len(ids)), icon=":material/error:")
        show_rows(state, collection, ids, behind.title, f"village_rows_{kind}")
        if behind.villages is not None:
            _villages(state, behind.villages)


def _behind(
    state: State, collection: Collection, look: Look, table: Table, tree: Tree, kind: str, key: str
) -> Behind | None:
    view = state.view
    if kind == "village":
        found = table.frame[table.frame["key"] == key]
        if found.empty:
            return None
        row = found.iloc[0]
        title = state.say("villages.rows", name=row["name"])
        return Behind(title, int(row["activities"]), lambda: row["ids"])
    if kind == "node":
        own = tree.frame[tree.frame["key"] == key]
        if own.empty or own["kind"].iloc[0] == "village":
            return None
        count, villages = int(own["activities"].iloc[0]), int(own["villages"].iloc[0])
        title = state.say("villages.rows_node", name=node_name(state, key), villages=villages)
        return Behind(title, count, lambda: node_ids(collection, view, key))
    if kind == "visits":
        return _visits(state, collection, look, key)
    if kind == "beside" and key in BESIDE:
        ids = beside_ids(collection, view, key, look.node)
        return Behind(state.say(f"villages.beside_{key}", count=f"{len(ids):,}"), len(ids), lambda: ids) if ids else None
    return None


def _visits(state: State, collection: Collection, look: Look, key: str) -> Behind | None:
    name, _, visit = key.partition(":")
    frame = periods_of(collection, state.view, look.node).frame
    own = frame[(frame["label"] == name) & (frame["visit"] == visit)]
    if own.empty or visit not in VISITS:
        return None
    villages, ids = visited(collection, state.view, name, visit, look.node)
    count = int(own["villages"].iloc[0])
    if len(villages) != count:
        st.error(state.say("rows.broken", expected=count, found=len(villages)), icon=":material/error:")
    title = state.say("villages.rows_visits", bin=bin_name(name, state.language), villages=count,
                      visit=state.say(f"villages.{visit}"))  # fmt: skip
    return Behind(title, int(own["activities"].iloc[0]), lambda: ids, villages)


def _villages(state: State, frame: pd.DataFrame) -> None:
    """The villages of a bar, to read."""
    st.markdown(f"**{plain(state.say('villages.rows_villages', count=f'{len(frame):,}'))}**")
    heads = {"name": "villages.name", "county": "villages.where", "activities": "column.activities"}
    st.dataframe(
        frame[list(heads)], hide_index=True, placeholder="—", height=min(300, 36 * (len(frame) + 1) + 2),
        column_config={column: state.say(key) for column, key in heads.items()},
    )  # fmt: skip


def _close(state: State) -> None:
    st.session_state["chart_round"] = st.session_state.get("chart_round", 0) + 1
    set_query(state.query(show=None, page=None))
