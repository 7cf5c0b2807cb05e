"""Take it with you: the View as a Word document or as one HTML file, each number with its sentences."""

from __future__ import annotations

import streamlit as st

from analytics.ui import data
from analytics.ui.access import require
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page
from analytics.ui.masks import taken_note
from analytics.ui.plain import plain
from analytics.ui.report_page import account_of, choose, downloads, preview, wanted_parts
from analytics.ui.state import State


def body(state: State) -> None:
    """The page."""
    collection = data.open_view(state.view)
    require("export", collection.dataset)
    sidebar(state, collection)
    st.title(state.say("page.report"), anchor=False)
    st.caption(plain(state.say("report_page.lead")))
    taken_note(state, collection)
    with st.spinner(state.say("report_page.making")):
        found = account_of(state, collection)
    parts = wanted_parts(state)
    choose(state, parts)
    downloads(state, found, parts)
    if not found.figures[0].count:
        st.info(state.say("overview.empty"), icon=":material/search_off:")
    preview(state, found, parts)


run_page(body, "export")
