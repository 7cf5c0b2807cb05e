"""Snapshots: all frozen views, with the line under which each is cited."""

from __future__ import annotations

import streamlit as st

from analytics.ui.frozen_list import frozen_list
from analytics.ui.guard import run_page
from analytics.ui.state import State


def body(state: State) -> None:
    """The page."""
    st.title(state.say("page.snapshots"), anchor=False)
    st.caption(state.say("snapshots.lead"))
    frozen_list(state)


run_page(body, "inside")
