"""Export data: every record behind what is shown, for people and for programs."""

from __future__ import annotations

import streamlit as st

from analytics.ui import data
from analytics.ui.access import require
from analytics.ui.export_page import apart_told, content, downloads, rows_told
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page
from analytics.ui.masks import taken_note
from analytics.ui.state import State


def body(state: State) -> None:
    """The page."""
    collection = data.open_view(state.view)
    require("export", collection.dataset)
    sidebar(state, collection)
    st.title(state.say("page.export"), anchor=False)
    st.caption(state.say("export.lead"))
    taken_note(state, collection)
    found = content(state, collection)
    rows_told(state, found)
    if not found.expected["activities"]:
        st.info(state.say("overview.empty"), icon=":material/search_off:")
    downloads(state, found)
    apart_told(state, found)


run_page(body, "export")
