"""Over a page that a saved view has opened: which it is, and what changed since."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analytics.measures import Collection
from analytics.problems import Problem
from analytics.ui.guard import tell
from analytics.ui.plain import plain
from analytics.ui.saved_data import Opened, changed_within, opened, query_of, since_saved
from analytics.ui.saved_words import moment, since_line
from analytics.ui.site import FILES, HOME
from analytics.ui.state import State
from analytics.ui.ways import way
from analytics.views import pin


def saved_banner(state: State, collection: Collection) -> None:
    """Nothing where the link names no saved view; a damaged name is told."""
    try:
        one = opened(state)
        if one is not None:
            _banner(state, collection, one)
    except Problem as problem:
        tell(problem, state)


def _banner(state: State, collection: Collection, one: Opened) -> None:
    name = plain(one.saved.details.name)
    pinned = state.view.version is not None
    now = replace(state.view, dataset=collection.dataset)
    now = pin(now, collection.version, collection.revision) if pinned else replace(now, revision=None)
    told = [state.say("saved.banner", name=name, when=moment(one.state.made_at))]
    link = one.link
    if now not in (link.view, link.today):
        told.append(state.say("saved.banner_changed"))
    elif pinned:
        told.append(state.say("saved.as_saved", version=one.state.version))
        if gone := changed_within(one):
            told.append(state.say("saved.purged", count=f"{gone:,}"))
    else:
        told.append(state.say("saved.as_today", version=collection.version))
        told.append(since_line(state, since_saved(one)))
    with st.container(horizontal=True, vertical_alignment="center", key="saved_banner"):
        st.caption(f":material/bookmark: {' · '.join(told)}", width="content")
        page = FILES[link.page or HOME]
        if now != link.view:
            st.page_link(
                page, label=state.say("saved.open_saved"), icon=":material/history:",
                query_params=query_of(state, one, today=False),
            )  # fmt: skip
        if now != link.today:
            st.page_link(
                page, label=state.say("saved.open_today"), icon=":material/today:",
                query_params=query_of(state, one, today=True),
            )  # fmt: skip
        query = state.query(one.link.today, saved=one.key, show=None, page=None)
        way(state, "views", query, icon=":material/bookmarks:", label="saved.more")
