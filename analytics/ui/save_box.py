"""On every page that shows a View: keep it under a name, or freeze it under a permanent address."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analytics.measures import Collection
from analytics.settings import settings
from analytics.share.freezing import freeze_view
from analytics.store import saved_views
from analytics.store.saved_views import AUDIENCES, Details
from analytics.ui import data
from analytics.ui.access import can, person, require
from analytics.ui.guard import careful
from analytics.ui.plain import plain
from analytics.ui.saved_data import Opened, kept, opened, seen_edition, site
from analytics.ui.saved_words import view_line
from analytics.ui.site import FILES
from analytics.ui.state import State, set_query
from analytics.views import View

TURN = "save_turn"
"""In the session: counts what was saved, so that the box closes behind it."""


@st.fragment
def save_box(state: State, collection: Collection) -> None:
    """The button that opens the box; filled when it is opened, so that a page costs no more for it. Only for those who may."""
    with careful(state):
        if not can("share", collection.dataset):
            return
        turn = st.session_state.get(TURN, 0)
        found = st.popover(
            state.say("save.open"), icon=":material/bookmark_add:", type="tertiary", key=f"save_box_{turn}",
            on_change="rerun", help=state.say("save.open_help"),
        )  # fmt: skip
        if found.open:
            with found:
                _offer(state, collection)


def details_form(state: State, key: str, now: Details) -> Details:
    """The fields of a saved view's description, within a form."""
    limit = settings()
    name = st.text_input(state.say("save.name"), value=now.name, max_chars=limit.saved_name_chars, key=f"{key}_name")
    note = st.text_area(
        state.say("save.note"), value=now.note, max_chars=limit.saved_note_chars, key=f"{key}_note", height=80
    )
    tags = st.multiselect(
        state.say("save.tags"), sorted({*known_tags(), *now.tags}), default=list(now.tags), accept_new_options=True,
        max_selections=limit.saved_tags, key=f"{key}_tags", placeholder=state.say("save.tags_hint"),
    )  # fmt: skip
    audience = st.radio(
        state.say("save.audience"), AUDIENCES, index=AUDIENCES.index(now.audience), key=f"{key}_audience",
        format_func=lambda one: state.say(f"save.audience_{one}"), horizontal=True,
    )  # fmt: skip
    return Details(name or "", note or "", audience, tuple(tags))


def known_tags() -> list[str]:
    """All tags of the saved views that one may see."""
    return sorted({tag for one in saved_views.every_saved(data.workspace(), person()) for tag in one.details.tags})


def _offer(state: State, collection: Collection) -> None:
    st.caption(state.say("save.what", view=view_line(state, state.view), version=collection.version))
    with careful(state):
        one = opened(state)
        if one is not None and one.own:
            _update(state, collection, one)
    with st.form("save_form", border=False):
        details = details_form(state, "save", Details(""))
        wanted = st.form_submit_button(
            state.say("save.keep"), type="primary", icon=":material/bookmark_add:", key="save_keep"
        )
    if wanted:
        with careful(state):
            require("share", collection.dataset)
            made = saved_views.save(data.workspace(), details, kept(state, collection), person())
            _done(state, "save.kept", made.id, made.state.number)
    st.divider()
    _freeze(state, collection)


def _update(state: State, collection: Collection, one: Opened) -> None:
    """Another state of the view that was opened."""
    wanted = st.button(
        state.say("save.update", name=plain(one.saved.details.name)), key="save_update", icon=":material/update:",
        help=state.say("save.update_help"),
    )  # fmt: skip
    edition = seen_edition(one, wanted)
    if wanted:
        require("share", collection.dataset)
        made = saved_views.update(data.workspace(), one.saved.id, edition, kept(state, collection), person())
        _done(state, "save.updated", made.id, made.state.number)


def _freeze(state: State, collection: Collection) -> None:
    st.caption(state.say("save.freeze_help"))
    with st.form("freeze_form", border=False):
        title = st.text_input(
            state.say("save.title"), max_chars=settings().saved_name_chars, key="freeze_title",
            placeholder=state.say("save.title_hint"),
        )  # fmt: skip
        wanted = st.form_submit_button(state.say("save.freeze"), icon=":material/ac_unit:", key="freeze_keep")
    if not wanted:
        return
    with careful(state):
        require("share", collection.dataset)
        with st.spinner(state.say("save.freezing")):
            view = replace(state.view, dataset=collection.dataset)
            made = freeze_view(
                data.workspace(), collection, view, state.language, person(), title=title or "", address=site()
            )
        st.switch_page(FILES["snapshot"], query_params=replace(state, extra={}).query(View(), id=made.id))


def _done(state: State, key: str, number: int, at: int) -> None:
    st.toast(state.say(key), icon=":material/bookmark_added:")
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    set_query(state.query(saved=f"{number}.{at}"))
    st.rerun()
