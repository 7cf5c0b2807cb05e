"""A page on paper: the button, and what a print says of itself. The layout is in ``page.css`` and ``printing.css``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from analytics.measures import Collection
from analytics.ui.state import State

HERE = Path(__file__).parent
HTML = """<button type="button" hidden><i aria-hidden="true">print</i><span></span></button>
<div data-paper><p></p><p></p><p></p></div>"""


def print_button(state: State, collection: Collection, address: str) -> None:
    """Prints the page from the browser. On paper its place is taken by the collection, the version, the day of the print
    and the link as text."""
    about = state.say("print.collection", name=collection.label or collection.dataset, version=collection.version)
    labels = {word: state.say(f"print.{word}") for word in ("print", "day", "link")}
    # A page that turns from light to dark says so: it runs anew, and its charts are drawn in other colours.
    _component()(
        data={"labels": labels, "about": about, "link": address}, key="print_page", width="content",
        on_scheme_change=lambda: None,
    )  # fmt: skip


@cache
def _component() -> Any:
    css, js = (HERE / "printing.css").read_text("utf-8"), (HERE / "printing.js").read_text("utf-8")
    return st.components.v2.component("jushi_print", html=HTML, css=css, js=js)
