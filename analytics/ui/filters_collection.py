"""Which collection is looked at, and which version of it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analytics.measures import Collection
from analytics.ui import data
from analytics.ui.access import is_guest
from analytics.ui.filters_write import write
from analytics.ui.state import State
from analytics.ui.unchanged import versions_of
from analytics.views import View

LATEST = 0
"""The choice of no version in particular: the newest one, whichever that will be."""
LISTED = 60
"""Versions to choose from, the newest ones; the page of the collection lists all."""


def collection_choice(state: State, collection: Collection) -> None:
    """The collection and its version; what people changed is told where a link stops at a change."""
    _collection(state, collection)
    _version(state, collection)
    if state.view.revision is not None and collection.revision:
        st.caption(state.say("filter.revision_pinned", revision=collection.revision))


def _collection(state: State, collection: Collection) -> None:
    names = state.names_of(data.datasets())
    options = list(names)
    st.session_state["f_dataset"] = collection.dataset if collection.dataset in options else None

    def changed() -> None:
        write(state, replace(View(), dataset=st.session_state["f_dataset"], grain=state.view.grain))

    st.selectbox(
        state.say("filter.dataset"), options, format_func=names.__getitem__, key="f_dataset", on_change=changed
    )


def _version(state: State, collection: Collection) -> None:
    if is_guest():
        return
    every = versions_of(data.workspace(), collection.dataset)
    days = {v.number: f"{v.created_at:%Y-%m-%d}" for v in every}
    shown = list(days)[:LISTED]
    if state.view.version is not None and state.view.version not in shown:
        shown.append(state.view.version)
    st.session_state["f_version"] = state.view.version or LATEST

    def label(number: int) -> str:
        latest = number == LATEST
        shown_number = every[0].number if latest else number
        told = state.say(
            "filter.version_latest" if latest else "filter.version_one",
            version=shown_number, day=days.get(shown_number, ""),
        )  # fmt: skip
        return told if latest or number != every[0].number else state.say("filter.version_same", version=told)

    def changed() -> None:
        number = st.session_state["f_version"]
        write(state, replace(state.view, version=None if number == LATEST else number, revision=None))

    st.selectbox(
        state.say("filter.version"), [LATEST, *shown], format_func=label, key="f_version", on_change=changed,
        label_visibility="collapsed",
    )  # fmt: skip
