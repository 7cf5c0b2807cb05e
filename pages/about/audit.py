"""The audit log: who did what, when, with what was there before and after."""

from __future__ import annotations

import streamlit as st

from analytics.problems import Problem
from analytics.ui import data
from analytics.ui.audit_list import audit_list
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page
from analytics.ui.state import State


def body(state: State) -> None:
    """The page; it can be read without any collection."""
    try:
        sidebar(state, data.open_view(state.view), filters=False)
    except Problem:
        st.sidebar.caption(state.say("method.no_collection"))
    st.title(state.say("page.audit"), anchor=False)
    st.caption(state.say("audit.lead"))
    audit_list(state)


run_page(body, "audit")
