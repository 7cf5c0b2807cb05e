"""The saved views: looked for by words and tags, each with what changed since, and those that were deleted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from analytics.problems import Problem
from analytics.store import saved_views
from analytics.store.saved_views import Saved
from analytics.ui import data
from analytics.ui.access import person, require
from analytics.ui.collection_asking import name_of
from analytics.ui.guard import careful, shown
from analytics.ui.plain import plain
from analytics.ui.saved_data import Opened, query_of, since_saved
from analytics.ui.saved_words import by, moment, since_line, state_line, view_line
from analytics.ui.site import FILES, HOME
from analytics.ui.state import State, set_query

EACH = 20
"""Saved views of one page: each is counted anew over today's data."""


def saved_list(state: State) -> None:
    """All that one may see, the ways to look among them, and the deleted ones."""
    every = saved_views.every_saved(data.workspace(), person())
    if not every:
        st.info(state.say("saved.none"), icon=":material/bookmark_add:")
    else:
        _looking(state, every)
        found = [one for one in every if fits(one, state.extra.get("find", ""), state.extra.get("tag", ""))]
        st.caption(state.say("saved.count", count=len(found), of=len(every)))
        first = _first(state, len(found))
        for one in found[first : first + EACH]:
            _card(state, Opened(one, one.state))
        if len(found) > EACH:
            _pager(state, first, len(found))
    _bin(state)


def fits(one: Saved, text: str, tag: str) -> bool:
    """Whether its name, note, owner or tags hold every word of ``text``, and it bears ``tag`` (where one is asked)."""
    told = "\n".join((one.details.name, one.details.note, one.owner, *one.details.tags)).casefold()
    return all(word in told for word in text.casefold().split()) and (not tag or tag in one.details.tags)


def badges(state: State, one: Saved) -> None:
    """Who may see it, and its tags."""
    audience = one.details.audience
    icon = {"private": ":material/lock:", "team": ":material/group:", "everyone": ":material/public:"}[audience]
    told = [f":gray-badge[{icon} {state.say(f'save.audience_{audience}')}]"]
    told += [f":blue-badge[{plain(tag)}]" for tag in one.details.tags]
    st.markdown(" ".join(told), width="content")


def ways(state: State, one: Opened, key: str) -> None:
    """The links that open it: as it was saved, over today's data."""
    page = FILES[one.link.page or HOME]
    for today, icon in ((False, ":material/history:"), (True, ":material/today:")):
        label = state.say("saved.open_today" if today else "saved.open_saved", version=one.state.version)
        with st.container(key=f"{key}_{'today' if today else 'saved'}", width="content"):
            st.page_link(page, label=label, icon=icon, query_params=query_of(state, one, today=today))


def told_since(state: State, one: Opened) -> str:
    """What changed since, or why it cannot be told, as Markdown."""
    try:
        return since_line(state, since_saved(one))
    except Problem as problem:
        return shown(problem).what(state.language)


def _looking(state: State, every: Sequence[Saved]) -> None:
    st.session_state["saved_find"] = state.extra.get("find", "")

    def typed() -> None:
        set_query(state.query(find=st.session_state["saved_find"].strip() or None, page=None))

    st.text_input(
        state.say("saved.find"), key="saved_find", on_change=typed, max_chars=100,
        placeholder=state.say("saved.find_hint"),
    )  # fmt: skip
    tags = sorted({tag for one in every for tag in one.details.tags} | {t for t in [state.extra.get("tag")] if t})
    if tags:
        st.session_state["saved_tag"] = state.extra.get("tag")

        def chosen() -> None:
            set_query(state.query(tag=st.session_state["saved_tag"], page=None))

        st.pills(state.say("saved.tag"), tags, key="saved_tag", on_change=chosen, format_func=plain, wrap=True)


def _card(state: State, one: Opened) -> None:
    details = one.saved.details
    with st.container(border=True, key=f"saved_{one.saved.id}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(details.name)}**", width="content")
            badges(state, one.saved)
        if details.note:
            st.write(plain(details.note))
        st.caption(f"{name_of(state, one.state.dataset)} · {view_line(state, one.link.view)}")
        st.caption(f"{state_line(state, one.state)} · {told_since(state, one)}")
        with st.container(horizontal=True):
            ways(state, one, f"saved_{one.saved.id}")
            st.page_link(
                FILES["views"], label=state.say("saved.details"), icon=":material/more_horiz:",
                query_params=state.query(saved=str(one.saved.id), page=None),
            )  # fmt: skip


def _first(state: State, count: int) -> int:
    text = state.extra.get("page", "")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
    return EACH * min(max(page - 1, 0), max(0, count - 1) // EACH)


def _pager(state: State, first: int, count: int) -> None:
    page = first // EACH + 1
    with st.container(horizontal=True, vertical_alignment="center"):
        for step, name, off in ((-1, "before", first == 0), (1, "after", first + EACH >= count)):
            st.button(
                state.say(f"rows.{name}"), key=f"saved_{name}", disabled=off, on_click=set_query,
                args=(state.query(page=str(page + step)),),
            )  # fmt: skip


def _bin(state: State) -> None:
    """One's own that were deleted; nothing when there is none."""
    found = saved_views.every_saved(data.workspace(), person(), deleted=True)
    if not found:
        return
    st.divider()
    st.subheader(state.say("saved.bin", count=len(found)), anchor=False)
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center", key=f"saved_bin_{one.id}"):
            st.markdown(f"**{plain(one.details.name)}**", width="content")
            if one.deleted_at is not None:
                told = state.say("saved.deleted", when=moment(one.deleted_at), who=by(state, one.deleted_by))
                st.caption(told, width="content")
            st.button(
                state.say("saved.undelete"), key=f"saved_back_{one.id}", icon=":material/restore_from_trash:",
                on_click=partial(_take_back, state, one.id),
            )  # fmt: skip


def _take_back(state: State, number: int) -> None:
    with careful(state):
        require("share")
        saved_views.undelete(data.workspace(), number, person())
