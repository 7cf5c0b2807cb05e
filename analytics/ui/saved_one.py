"""One saved view: what it keeps, what changed since with the activities behind each number, its states, and its changes."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.measures import Collection
from analytics.problems import Problem
from analytics.settings import settings
from analytics.share.since import Since
from analytics.store import saved_views
from analytics.ui import data
from analytics.ui.access import person, require
from analytics.ui.collection_asking import DONE, Done, answers, ask, do, name_of
from analytics.ui.guard import careful, tell
from analytics.ui.plain import plain
from analytics.ui.rows import show_rows
from analytics.ui.save_box import details_form
from analytics.ui.saved_data import Opened, changed_within, ids_of, query_of, seen_edition, since_saved
from analytics.ui.saved_list import badges, ways
from analytics.ui.saved_words import by, moment, since_line, state_line, view_line
from analytics.ui.site import FILES, HOME
from analytics.ui.state import State, set_query

PARTS = ("added", "gone", "told", "lost", "unfit", "then")
"""What the page lists: the parts of ``Since``, and the result as it was saved."""


def saved_one(state: State, one: Opened) -> None:
    """The page of one."""
    st.button(
        state.say("saved.back"), key="saved_all", icon=":material/arrow_back:",
        on_click=set_query, args=(state.query(saved=None, show=None, page=None),),
    )  # fmt: skip
    details = one.saved.details
    st.subheader(plain(details.name), anchor=False)
    badges(state, one.saved)
    if details.note:
        for line in details.note.splitlines():
            st.write(plain(line))
    st.caption(f"{name_of(state, one.state.dataset)} · {view_line(state, one.link.view)}")
    owner = state.say("saved.owner", who=by(state, one.saved.owner), when=moment(one.saved.created))
    st.caption(f"{owner} · {state_line(state, one.state)}")
    with st.container(horizontal=True):
        ways(state, one, "one")
    _since(state, one)
    _history(state, one)
    _changes(state, one)


def ask_delete(state: State, one: Opened) -> None:
    """The question before a saved view is deleted."""
    st.write(state.say("ask.delete_saved.what", name=plain(one.saved.details.name)))
    if not answers(state, "delete_saved", icon=":material/delete:"):
        return

    def work() -> Done:
        saved_views.delete(data.workspace(), one.saved.id, one.saved.edition, person())
        set_query(state.query(saved=None, show=None, page=None))
        return Done(state.say("saved.gone"))

    do(state, "share", one.state.dataset, work)
    st.rerun()


def _since(state: State, one: Opened) -> None:
    """The numbers, each a click away from its activities."""
    try:
        collection = data.open_view(one.link.today)
        found = since_saved(one)
    except Problem as problem:
        tell(problem, state)
        return
    st.markdown(f"**{since_line(state, found)}**")
    st.caption(state.say("saved.since_help", then=one.state.version, now=collection.version))
    with careful(state):
        if gone := changed_within(one):
            st.warning(state.say("saved.purged", count=f"{gone:,}"), icon=":material/delete_forever:")
    with st.container(horizontal=True, key="since_parts"):
        for part in PARTS:
            ids = _part(one, found, part)
            if ids:
                st.button(
                    state.say(f"saved.part_{part}", count=f"{len(ids):,}"), key=f"since_{part}", type="tertiary",
                    icon=":material/list:", on_click=set_query, args=(state.query(show=f"since:{part}", page=None),),
                )  # fmt: skip
    _listed(state, one, found, collection)


def _listed(state: State, one: Opened, found: Since, today: Collection) -> None:
    """The activities of the part that the link lists; those that went are read from the version that was saved."""
    show = state.extra.get("show", "")
    if not show:
        return
    kind, _, part = show.partition(":")
    if kind != "since" or part not in PARTS:
        tell(Problem.of("view_value", "show", part="show", value=show), state)
        return
    with careful(state):
        collection = today if part == "added" else data.open_view(one.link.view)
        ids = _part(one, found, part)
        st.button(
            state.say("listing.close"), icon=":material/close:", key="since_close",
            on_click=set_query, args=(state.query(show=None, page=None),),
        )  # fmt: skip
        show_rows(state, collection, ids, state.say(f"saved.part_{part}", count=f"{len(ids):,}"), "since_rows")


def _part(one: Opened, found: Since, part: str) -> Sequence[str]:
    return ids_of(one) if part == "then" else tuple(getattr(found, part))


def _history(state: State, one: Opened) -> None:
    """Every state, newest first; each opens as it was."""
    found = saved_views.states(data.workspace(), one.saved.id, person())
    with st.expander(state.say("saved.history", count=len(found)), icon=":material/history:"):
        for each in found:
            past = Opened(one.saved, each)
            with st.container(horizontal=True, vertical_alignment="center", key=f"state_{each.number}"):
                st.caption(f"{state_line(state, each)} · {view_line(state, past.link.view)}", width="content")
                st.page_link(
                    FILES[past.link.page or HOME], label=state.say("saved.open_saved", version=each.version),
                    icon=":material/history:", query_params=query_of(state, past, today=False),
                )  # fmt: skip
                st.page_link(
                    FILES["views"], label=state.say("saved.compare"), icon=":material/difference:",
                    query_params=state.query(saved=past.key, show=None, page=None),
                )  # fmt: skip


def _changes(state: State, one: Opened) -> None:
    """Its description, a copy, and its end."""
    name = one.saved.details.name
    if one.own:
        with st.expander(state.say("saved.edit"), icon=":material/edit:"), st.form("saved_form", border=False):
            details = details_form(state, "saved_edit", one.saved.details)
            wanted = st.form_submit_button(state.say("saved.edit_keep"), type="primary", key="saved_edit_keep")
            edition = seen_edition(one, wanted)
            if wanted:
                with careful(state):
                    require("share", one.state.dataset)
                    saved_views.describe(data.workspace(), one.saved.id, edition, details, person())
                    st.session_state[DONE] = Done(state.say("saved.edited"))
                    st.rerun()
    else:
        st.caption(state.say("saved.others", who=by(state, one.saved.owner)))
    with st.container(horizontal=True):
        if st.button(state.say("saved.duplicate"), key="saved_duplicate", icon=":material/content_copy:"):
            require("share", one.state.dataset)
            copy = saved_views.duplicate(data.workspace(), one.saved.id, _copy_name(state, name), person())
            st.session_state[DONE] = Done(state.say("saved.duplicated"))
            set_query(state.query(saved=str(copy.id), show=None, page=None))
            st.rerun()
        if one.own:
            st.button(
                state.say("saved.delete"), key="saved_delete", icon=":material/delete:", type="tertiary",
                on_click=ask, args=("delete_saved", one),
            )  # fmt: skip


def _copy_name(state: State, name: str) -> str:
    """The name with "copy" behind it, cut where it grows too long."""
    most = settings().saved_name_chars
    extra = len(state.say("saved.copy_name", name=""))
    return state.say("saved.copy_name", name=name[: most - extra])
