"""Guest links of a collection, on the page of saved views: a form that makes one, the list, one that ends one."""

from __future__ import annotations

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from analytics.access import Guest, Wish, dismiss_guest, guests, invite
from analytics.access.rights import forget
from analytics.measures import Collection
from analytics.settings import settings
from analytics.ui import data
from analytics.ui.access import can, person, require
from analytics.ui.guard import careful
from analytics.ui.passes import LIFE, days_box, end_form, life_cells, tell_done
from analytics.ui.site import HOME, PAGES
from analytics.ui.state import State
from analytics.views import pin

MADE, DONE = "guest_made", "guest_done"
DAYS = (7, 30, 90, 366)
"""Lives of a guest link to choose from."""


def guest_links(state: State, collection: Collection) -> None:
    """Links for people without an account, for those who may share."""
    if not settings().team or not can("share", collection.dataset):
        return
    st.divider()
    st.subheader(state.say("guest.title"), anchor=False)
    st.caption(state.say("guest.lead"))
    tell_done(state, "guest", "guest.made", ":material/link:")
    found = guests(data.workspace("share"), collection.dataset)
    if found:
        st.dataframe(_frame(state, found), hide_index=True, key="guest_rows")
    _end(state, found)
    _form(state, collection)


def _form(state: State, collection: Collection) -> None:
    pages = {p.key: state.say(f"page.{p.key}") for p in PAGES if p.group == "explore"}
    least = settings().guest_password_chars
    with st.form("guest_make"):
        name = st.text_input(
            state.say("guest.name"), max_chars=100, key="guest_name", placeholder=state.say("guest.name_such_as")
        )
        one, two, three = st.columns(3)
        page = one.selectbox(state.say("guest.page"), list(pages), format_func=lambda p: pages[p], key="guest_page")
        days = days_box(state, two, "guest_days", DAYS, settings().guest_days)
        password = three.text_input(
            state.say("guest.password_if", least=least), type="password", max_chars=100, key="guest_password"
        )
        wanted = st.form_submit_button(state.say("guest.make"), icon=":material/add_link:", key="guest_go")
    if wanted:
        with careful(state):
            require("share", collection.dataset)
            wish = Wish(
                name or "", collection.dataset, collection.version, collection.revision,
                address(state, collection, str(page)), days, password or "",
            )  # fmt: skip
            _, secret = invite(data.workspace("share"), wish, person())
            st.session_state[MADE] = f"{_site()}/guest/{secret}"
            st.rerun()


def address(state: State, collection: Collection, page: str) -> str:
    """The page that a guest link opens: the View of the present link, pinned."""
    bare = State(pin(state.view, collection.version, collection.revision), state.language)
    query = urlencode(bare.query() | {"data": collection.dataset}, safe=",:/")
    return f"/?{query}" if page == HOME else f"/{page}?{query}"


def _site() -> str:
    """Scheme and host by which the reader came; the redirect address of the settings names it for sure."""
    known = settings().oidc_redirect_uri.removesuffix("/oauth2callback")
    host = st.context.headers.get("host", "")
    scheme = st.context.headers.get("x-forwarded-proto", "http")
    return known or (f"{scheme}://{host}" if host else "")


def _end(state: State, found: list[Guest]) -> None:
    if one := end_form(state, "guest", found, lambda link: link.name, ":material/link_off:"):
        with careful(state):
            require("share", one.dataset)
            ended = dismiss_guest(data.workspace("share"), one.id, person())
            forget()
            st.session_state[DONE] = state.say("guest.ended", name=ended.name)
            st.rerun()


def _frame(state: State, found: list[Guest]) -> pd.DataFrame:
    rows = [
        (
            one.id, one.name, one.version, state.say("people.yes") if one.asks else "", one.made_by,
            *life_cells(state, one),
        )
        for one in found
    ]  # fmt: skip
    heads = ("tokens.number", "guest.name", "guest.version", "guest.asks", "guest.made_by", *LIFE)
    return pd.DataFrame(rows, columns=[state.say(key) for key in heads])
