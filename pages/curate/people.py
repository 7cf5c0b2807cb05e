"""People and roles: who may do what in which collection, for those who may say so."""

from __future__ import annotations

import streamlit as st

from analytics.settings import settings
from analytics.ui.guard import run_page
from analytics.ui.people_list import give_form, people, what_roles_do
from analytics.ui.state import State


def body(state: State) -> None:
    """The page."""
    st.title(state.say("page.people"), anchor=False)
    if not settings().team:
        st.info(state.say("people.local"), icon=":material/person:")
    else:
        st.caption(state.say("people.lead"))
        people(state)
        give_form(state)
    what_roles_do(state)


run_page(body, "people")
