"""Tokens: how a program asks for the reader's own figures, what tokens there are, and how to end one."""

from __future__ import annotations

import streamlit as st

from analytics.settings import settings
from analytics.ui.guard import run_page
from analytics.ui.state import State
from analytics.ui.token_list import make_form, tokens


def body(state: State) -> None:
    """The page."""
    st.title(state.say("page.tokens"), anchor=False)
    if not settings().team:
        st.info(state.say("tokens.local"), icon=":material/person:")
        return
    st.caption(state.say("tokens.lead"))
    tokens(state)
    make_form(state)


run_page(body, "inside")
