"""One snapshot at its permanent address."""

from __future__ import annotations

import streamlit as st

from analytics.store import frozen
from analytics.ui import data, opened
from analytics.ui.frozen_one import frozen_one
from analytics.ui.guard import run_page
from analytics.ui.site import FILES
from analytics.ui.state import State


def body(state: State) -> None:
    """The page."""
    st.page_link(
        FILES["snapshots"], label=state.say("page.snapshots"), icon=":material/arrow_back:",
        query_params=state.query(id=None, show=None),
    )  # fmt: skip
    name = state.extra.get("id", "")
    if name:
        one = frozen.frozen(data.workspace(), name)
        opened.note(one.dataset)
        frozen_one(state, one)
    else:
        st.title(state.say("page.snapshot"), anchor=False)
        st.info(state.say("snapshot.no_id"), icon=":material/ac_unit:")


run_page(body, "inside")
