"""The list of the activities that the View means, what it leaves apart, and both as a file."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics import measures
from analytics.measures import Collection
from analytics.problems import Problem
from analytics.share.tables import csv_bytes
from analytics.ui import data, filters
from analytics.ui.downloads import download_button
from analytics.ui.guard import run_page, tell
from analytics.ui.listing import ask, left_out_buttons, left_outside, listed
from analytics.ui.plain import plain
from analytics.ui.rows import named, show_rows
from analytics.ui.state import State
from analytics.ui.words import change_sentence, place_names
from analytics.views import sentence


def body(state: State) -> None:
    """The page."""
    collection = data.open_view(state.view)
    filters.sidebar(state, collection)
    headline = data.headline(collection, state.view)
    what = sentence(state.view, state.language, place_names(collection, state.view))
    st.title(plain(what[:1].upper() + what[1:]), anchor=False)
    told = state.say("overview.lead", activities=headline.activities.value, villages=headline.villages.value)
    st.markdown(f"{told}{change_sentence(state, headline)}")
    st.caption(state.say("activities.lead"))
    outside = left_outside(collection, state, headline.placed)
    left = [*headline.placed.left_out, *([outside] if outside else [])]
    if left:
        with st.container(gap="xxsmall"):
            left_out_buttons(state, left, "left")
    try:
        found = listed(state, headline, None, (*headline.left_out, *left))
    except Problem as problem:
        tell(problem, state)
        found = None
    if found:
        st.button(
            state.say("activities.back"), key="back", icon=":material/arrow_back:", on_click=ask, args=(state, None)
        )
    ids = found.ids if found else headline.placed.counted
    if not ids:
        st.info(state.say("overview.empty"), icon=":material/search_off:")
        return
    show_rows(state, collection, ids, found.title if found else state.say("activities.title"), "rows", tall=600)
    _download(state, collection, ids)


def _download(state: State, collection: Collection, ids: Sequence[str]) -> None:
    """All rows, not only those of the page; worked out when it is asked for."""

    def table() -> bytes:
        frame = measures.rows(measures.for_export(collection), ids)
        shown = named(state, frame)
        shown["kind"] = [state.say(f"kind.{k}") for k in frame["kind"]]
        shown["date_from"] = [state.say(f"date_from.{d or 'none'}") for d in frame["date_from"]]
        shown["edtf"] = frame["edtf"]
        shown["id"], shown["article_id"] = frame["id"], frame["article_id"]
        return csv_bytes(shown.rename(columns={c: state.say(f"column.{c}") for c in shown}))

    name = f"{state.say('activities.file')}-{collection.dataset}-{collection.version}.csv"
    download_button(
        state.say("activities.download", count=len(ids)), table, name, "text/csv", icon=":material/download:",
        key="download", on_click="ignore",
    )  # fmt: skip


run_page(body, "look")
