"""Fill a form (台账): the activities that are shown, in a team's own workbook."""

from __future__ import annotations

import streamlit as st

from analytics.ui import data
from analytics.ui.access import require
from analytics.ui.export_page import content
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page
from analytics.ui.ledger_page import chosen, download, keeping, preview, settle, undo
from analytics.ui.masks import taken_note
from analytics.ui.state import State


def body(state: State) -> None:
    """The page."""
    collection = data.open_view(state.view)
    require("export", collection.dataset)
    sidebar(state, collection)
    st.title(state.say("page.ledger"), anchor=False)
    st.caption(state.say("ledger.lead"))
    taken_note(state, collection)
    undo(state)
    found = chosen(state)
    if found is None:
        st.info(state.say("ledger.none_yet"), icon=":material/upload_file:")
        return
    name, file, kept = found
    shape, settled = settle(state, name, file, kept)
    told = content(state, collection)
    preview(state, told, shape, settled)
    download(state, name, file, shape, settled, told)
    keeping(state, name, file, kept, shape, settled)


run_page(body, "export")
