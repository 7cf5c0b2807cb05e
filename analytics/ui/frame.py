"""What stands around every page: its title, the navigation that keeps the View, the language switch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from analytics.messages import LANGUAGES
from analytics.settings import settings
from analytics.ui.nav_links import nav_links
from analytics.ui.sign_in import offers, signed_in_as
from analytics.ui.site import FILES, HOME, PAGES
from analytics.ui.state import State, read_state, set_query

ICON = str(Path(__file__).with_name("icon.svg"))
"""An own file: Streamlit fetches icons by name for the browser's tab from another host."""
STYLE, WIDE_STYLE = (Path(__file__).with_name(f"{name}.css") for name in ("page", "wide"))
"""The project's own style, no word of a source in it."""


def navigation() -> Any:
    """The page that is open, with the navigation drawn beside it; run it."""
    state = read_state()
    pages = {
        p.key: st.Page(FILES[p.key], title=state.say(f"page.{p.key}"), url_path=p.key, default=p.key == HOME)
        for p in PAGES
    }
    chosen = st.navigation(list(pages.values()), position="hidden")
    key = next(k for k, p in pages.items() if p.title == chosen.title)
    st.session_state["current_page"] = key
    st.set_page_config(page_title=f"{chosen.title} · {state.say('site.name')}", page_icon=ICON, layout="wide")
    st.html(STYLE)
    if state.wide:
        st.html(WIDE_STYLE)
        st.button(
            state.say("wide.leave"), key="wide_leave", icon=":material/fullscreen_exit:", type="tertiary",
            on_click=set_query, args=(state.query(wide=None),),
        )  # fmt: skip
        return chosen
    with st.sidebar:
        st.markdown(f"### {state.say('site.name')}")
        st.caption(state.say("site.motto"))
        _language(state)
        _links(state, key)
        st.divider()
        signed_in_as(state)
    return chosen


def _links(state: State, now: str) -> None:
    """Links that carry the View from page to page, and which saved one it was."""
    carried = replace(state, extra={k: v for k, v in state.extra.items() if k == "saved"})
    offered = [p for p in PAGES if p.group != "hidden" and (settings().team or not p.team) and offers(p.action)]
    nav_links(carried, offered, now)


def _language(state: State) -> None:
    st.session_state["f_language"] = state.language

    def changed() -> None:
        set_query(replace(state, language=st.session_state["f_language"] or state.language).query())

    st.segmented_control(
        state.say("site.language"),
        LANGUAGES,
        format_func=lambda code: {"zh": "中文", "en": "English"}[code],
        key="f_language",
        on_change=changed,
        label_visibility="collapsed",
    )
