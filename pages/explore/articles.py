"""Articles: find one by any words of it, open it, see which gave no activity."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics import measures
from analytics.measures import Collection
from analytics.ui import data
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page
from analytics.ui.picking import chosen_row
from analytics.ui.plain import plain
from analytics.ui.site import FILES
from analytics.ui.state import State, set_query
from analytics.views import View, pin

WHICH = ("all", "counted", "bare")
PAGE = 200
"""Rows of one page of the list."""


def body(state: State) -> None:
    """The page."""
    collection = data.open_view(state.view)
    sidebar(state, collection)
    st.title(state.say("page.articles"), anchor=False)
    _search(state)
    found = measures.reports(collection, state.view)
    chosen = _which(state, found)
    frame = found[_mask(found, chosen)].reset_index(drop=True)
    if state.view.text:
        st.write(state.say("articles.found", text=plain(state.view.text), count=len(found)))
    st.caption(state.say(f"articles.{chosen}_help"))
    if frame.empty:
        st.info(state.say("articles.none"), icon=":material/search_off:")
        return
    _list(state, collection, _page(state, frame))


def _search(state: State) -> None:
    """The same text as the filter in the sidebar: the link's ``q``."""
    st.session_state["articles_text"] = state.view.text

    def changed() -> None:
        text = st.session_state["articles_text"].strip()
        set_query(state.query(replace(state.view, text=text), page=None))

    st.text_input(
        state.say("articles.search"), key="articles_text", on_change=changed, max_chars=100, icon=":material/search:",
        placeholder=state.say("articles.search_example"),
    )  # fmt: skip


def _mask(frame: pd.DataFrame, which: str) -> pd.Series:
    if which == "counted":
        return frame["counted"] > 0
    return frame["activities"] == 0 if which == "bare" else frame["activities"] >= 0


def _which(state: State, found: pd.DataFrame) -> str:
    """Which articles are listed: the link's ``show``, else those with counted activities where a filter is set."""
    view = state.view
    filtered = replace(view, dataset="", version=None, revision=None, grain="month", text="") != View()
    said = state.extra.get("show", "")
    if said and said not in WHICH:
        st.warning(state.say("articles.show_unknown"), icon=":material/link_off:")
    current = said if said in WHICH else "counted" if filtered else "all"
    st.session_state["articles_which"] = current

    def changed() -> None:
        set_query(state.query(show=st.session_state["articles_which"], page=None))

    st.segmented_control(
        state.say("articles.which"), WHICH, required=True, key="articles_which", on_change=changed,
        format_func=lambda w: state.say(f"articles.{w}", count=int(_mask(found, w).sum())),
        label_visibility="collapsed",
    )  # fmt: skip
    return current


def _page(state: State, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the page that the link names; the first one when it names none that is there."""
    pages = -(-len(frame) // PAGE)
    if pages == 1:
        return frame
    text = state.extra.get("page", "")
    number = min(int(text), pages) if text.isascii() and text.isdigit() and 0 < len(text) < 9 else 1
    number = max(number, 1)
    st.session_state["articles_page"] = number

    def changed() -> None:
        set_query(state.query(page=str(st.session_state["articles_page"])))

    st.pagination(pages, key="articles_page", on_change=changed)
    return frame.iloc[(number - 1) * PAGE : number * PAGE].reset_index(drop=True)


def _list(state: State, collection: Collection, frame: pd.DataFrame) -> None:
    shown = {
        "title": state.say("column.title"),
        "published": state.say("column.published"), "source": state.say("column.source"),
        "activities": state.say("articles.every"), "counted": state.say("articles.in_view"),
    }  # fmt: skip
    row = chosen_row(frame, list(frame["id"]), shown, "article")
    st.caption(state.say("articles.open_help"))
    if row is not None:
        view = pin(replace(state.view, dataset=collection.dataset), collection.version, collection.revision)
        query = state.query(view, article=str(frame.iloc[row]["id"]), id=None, show=None, page=None)
        st.switch_page(FILES["reading"], query_params=query)


run_page(body, "look")
