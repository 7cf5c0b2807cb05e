"""How it is counted: the codebook for readers, the marks of uncertainty, privacy, where the rules are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.model import KINDS, TYPES
from analytics.problems import Problem
from analytics.ui import data
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page
from analytics.ui.state import State
from analytics.ui.ways import way

PARTS = (
    "unit", "counting", "kinds", "types", "dates", "villages", "names", "pairings", "people", "left_out", "doubt", "rules",
    "privacy",
)  # fmt: skip
DATES = ("day", "range", "month", "season", "year", "approx", "open", "none")


def body(state: State) -> None:
    """The page; it can be read without any collection."""
    try:
        sidebar(state, data.open_view(state.view), filters=False)
    except Problem:
        st.sidebar.caption(state.say("method.no_collection"))
    st.title(state.say("page.method"), anchor=False)
    st.write(state.say("method.intro"))
    for part in PARTS:
        st.header(state.say(f"method.{part}.head"), anchor=part)
        st.markdown(state.say(f"method.{part}"))
        if part == "kinds":
            _table(state, "kind", KINDS)
        elif part == "types":
            _table(state, "type", TYPES)
        elif part == "dates":
            rows = [[state.say(f"method.date.{d}.text"), state.say(f"method.date.{d}")] for d in DATES]
            _show(state, rows, "date_text", "date_read")
        elif part == "rules":
            way(state, "rules", state.query(show=None), icon=":material/rule:")


def _table(state: State, concept: str, codes: tuple[str, ...]) -> None:
    rows = [[state.say(f"{concept}.{code}"), state.say(f"method.{concept}.{code}")] for code in codes]
    _show(state, rows, concept, "covers")


def _show(state: State, rows: list[list[str]], left: str, right: str) -> None:
    heads = [state.say(f"method.column.{left}"), state.say(f"method.column.{right}")]
    st.table(pd.DataFrame(rows, columns=heads).set_index(heads[0]), border="horizontal")


run_page(body, "look")
