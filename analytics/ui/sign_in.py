"""The door of the site: in team mode, whoever is not known sees this page and nothing else."""

from __future__ import annotations

import streamlit as st

from analytics.access import Action, end_sessions
from analytics.access.rights import forget
from analytics.access.starting import check_start
from analytics.problems import Problem
from analytics.settings import settings
from analytics.ui import access, data
from analytics.ui.guard import tell
from analytics.ui.plain import plain
from analytics.ui.state import State, read_state


def may_enter() -> bool:
    """Whether the pages are drawn for who asks; otherwise the sign-in page is."""
    if not settings().team:
        return True
    try:
        check_start()
        if access.current().known:
            return True
        problem = None
    except Problem as found:
        problem = found
    _page(read_state(), problem)
    return False


def offers(action: Action) -> bool:
    """Whether a page that needs this right is offered in the navigation: to a local user all are."""
    return not settings().team or access.can(action)


def signed_in_as(state: State) -> None:
    """Who is signed in, below the navigation, and the way out."""
    if not settings().team:
        return
    who = access.current()
    if who.kind == "guest":
        st.caption(plain(state.say("guest.as", name=who.name)))
        return
    st.caption(plain(state.say("people.signed_in", who=who.name)))
    if not settings().proxy_header:
        st.button(state.say("people.sign_out"), key="sign_out", icon=":material/logout:", on_click=_sign_out)


def _sign_out() -> None:
    """Ends the sessions of all browsers, so that a copy of the cookie is worth nothing any more."""
    try:
        who = access.current().id
        end_sessions(data.workspace().whole, who, who)
        forget()
    finally:
        st.logout()


def _page(state: State, problem: Problem | None) -> None:
    st.set_page_config(page_title=state.say("site.name"), layout="centered")
    st.title(state.say("site.name"), anchor=False)
    st.caption(state.say("site.motto"))
    if problem is not None:
        tell(problem, state)
    if settings().proxy_header:
        st.info(state.say("people.by_proxy"), icon=":material/lock:")
    elif problem is None or not problem.code.startswith("team_"):
        st.write(state.say("people.sign_in_lead"))
        st.button(
            state.say("people.sign_in"), key="sign_in", type="primary", icon=":material/login:", on_click=st.login
        )  # fmt: skip
    if settings().contact:
        st.caption(plain(state.say("people.contact", contact=settings().contact)))
