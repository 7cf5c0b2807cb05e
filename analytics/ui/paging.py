"""The page of a long list: which one the link names, and the numbers to turn to."""

from __future__ import annotations

import streamlit as st

from analytics.ui.state import State, set_query


def paged(state: State, count: int, size: int, key: str) -> int:
    """The page that the link names, counted from 1; the first one, and a warning, when it is not there.

    ``count``: rows of the list; ``size``: of a page. The numbers are shown where there is more than one page.
    """
    pages = max(-(-count // size), 1)
    text = state.extra.get("page", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    if text and not 1 <= number <= pages:
        st.warning(state.say("articles.page_unknown", pages=f"{pages:,}"), icon=":material/link_off:")
    number = number if 1 <= number <= pages else 1
    if pages > 1:
        _numbers(state, pages, number, key)
    return number


def _numbers(state: State, pages: int, number: int, key: str) -> None:
    # A widget has a default and may not be written to: where the link goes elsewhere than it stands, a new one takes over.
    turn = st.session_state.get(f"{key}_turn", 0)
    if st.session_state.get(f"{key}_{turn}", number) != number:
        turn += 1
        st.session_state[f"{key}_turn"] = turn
    name = f"{key}_{turn}"

    def changed() -> None:
        set_query(state.query(page=str(st.session_state[name])))

    st.pagination(pages, default=number, key=name, on_change=changed)
