"""The navigation: links that carry the View from page to page, all of them one element that a browser draws at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import streamlit as st

from analytics.ui.site import FILES, HOME, PageInfo
from analytics.ui.state import State

HERE = Path(__file__).parent
KEY = "nav_links"


def nav_links(state: State, pages: Sequence[PageInfo], now: str) -> None:
    """Links to ``pages`` under the names of their groups; ``now``: the key of the page that is open."""
    view = state.link(HOME).removeprefix("/")  # the same for all of them, so it is written once
    groups = [
        {"name": state.say(f"nav.{group}"), "links": [_link(state, page, view, now) for page in own]}
        for group, own in groupby(pages, key=lambda p: p.group)
    ]
    _component()(
        data={"label": state.say("nav.label"), "groups": groups}, key=KEY, on_asked_change=lambda: None
    )  # fmt: skip
    # A click is a question that this run answers: which page, and nothing else of what the browser says.
    asked = st.session_state[KEY].get("asked")
    if asked in {page.key for page in pages}:
        st.switch_page(FILES[asked], query_params=state.query())


def _link(state: State, page: PageInfo, view: str, now: str) -> dict[str, Any]:
    path = "/" if page.key == HOME else f"/{page.key}"
    return {
        "key": page.key, "name": state.say(f"page.{page.key}"), "icon": page.icon.removeprefix(":material/").rstrip(":"),
        "address": path + view, "now": page.key == now,
    }  # fmt: skip


@cache
def _component() -> Any:
    css, js = (HERE / "nav_links.css").read_text("utf-8"), (HERE / "nav_links.js").read_text("utf-8")
    return st.components.v2.component("jushi_nav", html="<nav></nav>", css=css, js=js)
