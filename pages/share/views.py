"""Saved views: all of them, or one with its states and what changed since."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analytics.measures import Collection
from analytics.problems import Problem
from analytics.ui import data
from analytics.ui.collection_asking import Question, asked, show_done
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page, tell
from analytics.ui.guest_list import guest_links
from analytics.ui.saved_data import opened
from analytics.ui.saved_list import saved_list
from analytics.ui.saved_one import ask_delete, saved_one
from analytics.ui.state import State

QUESTIONS: Mapping[str, Question] = {"delete_saved": ask_delete}


def body(state: State) -> None:
    """The page."""
    st.title(state.say("page.views"), anchor=False)
    show_done(state)
    collection = _sidebar(state) if data.datasets() or state.view.dataset else None
    st.caption(state.say("saved.lead"))
    try:
        one = opened(state)
    except Problem as problem:
        tell(problem, state)
        one = None
    if one is None:
        saved_list(state)
        if collection is not None:
            guest_links(state, collection)
    else:
        saved_one(state, one)
    asked(state, QUESTIONS)


def _sidebar(state: State) -> Collection | None:
    """The collection; a link to one that is not there is told, and the page goes on."""
    try:
        collection = data.open_view(state.view)
        sidebar(state, collection, filters=False)
    except Problem as problem:
        tell(problem, state)
        return None
    return collection


run_page(body, "inside")
