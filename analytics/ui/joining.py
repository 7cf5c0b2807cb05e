"""Putting together what two reports tell: a person says that they tell one activity, and sees what that changed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics import measures
from analytics.measures import Collection
from analytics.problems import Problem
from analytics.store.statements import effective, state_that, undo
from analytics.ui import data
from analytics.ui.access import can, person, require
from analytics.ui.guard import careful
from analytics.ui.picking import chosen_row
from analytics.ui.plain import plain
from analytics.ui.rows import date_text, open_activity
from analytics.ui.state import State, latest

HEADS = {"title": "merges.title", "published": "merges.published", "edtf": "joining.edtf", "quote": "merges.quote"}


def show(state: State, collection: Collection, activity_id: str) -> None:
    """The fold: activities of other articles that may be the same one; looked for once it is opened, by those who may join."""
    if not can("edit", collection.dataset):
        return
    fold = st.expander(state.say("joining.title"), icon=":material/call_merge:", key="joining", on_change="rerun")
    if not fold.open:
        return
    with fold, careful(state):
        found = measures.alike(collection, activity_id)
        if found.empty:
            st.caption(state.say("joining.none"))
            return
        st.caption(state.say("joining.help"))
        ids = list(found["id"])
        heads = {name: state.say(key) for name, key in HEADS.items()}
        at = chosen_row(_shown(state, found), ids, heads, f"join_{activity_id}")
        if at is not None:
            _offer(state, collection, activity_id, found.iloc[at])


def _shown(state: State, found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(edtf=[date_text(state, edtf) for edtf in found["edtf"]])


def _offer(state: State, collection: Collection, activity_id: str, other: pd.Series) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(str(other['title']))}**")
        st.caption(plain(state.say("reading.quote", quote=other["quote"])))
        with st.container(horizontal=True):
            st.button(
                state.say("joining.same"), key="join_same", type="primary", icon=":material/call_merge:",
                help=state.say("joining.same_help"), on_click=_join, args=(state, collection, activity_id, str(other["id"])),
            )  # fmt: skip
            if st.button(state.say("related.open"), key="join_open", type="tertiary", icon=":material/article:"):
                open_activity(state, collection, str(other["id"]))


def _join(state: State, collection: Collection, one: str, other: str) -> None:
    """Says that two activities are one. What parted their groups before is taken back: the last word holds."""
    with careful(state):
        require("edit", collection.dataset)
        space = data.workspace()
        groups = [set(measures.group_of(collection, i)) for i in (one, other)]
        for said in effective(space, collection.dataset):
            if said.kind == "cut" and _parts(said.payload["a"], said.payload["b"], groups):
                undo(space, collection.dataset, said.number, person())
        number = state_that(space, collection.dataset, "join", {"a": one, "b": other}, person())
        joined = measures.open_collection(space, collection.dataset, collection.version)
        if other not in measures.group_of(joined, one):
            undo(space, collection.dataset, number, person())
            raise Problem.of("join_kept_apart", collection.dataset)
        latest(state)


def _parts(a: str, b: str, groups: Sequence[set[str]]) -> bool:
    """Whether a pair that was parted lies between two groups."""
    first, second = groups
    return (a in first and b in second) or (a in second and b in first)
