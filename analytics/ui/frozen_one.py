"""One snapshot: its title and citable line, its file, the check, and what it tells; a purged one says so."""

from __future__ import annotations

import streamlit as st

from analytics.problems import Problem
from analytics.share import freezing, masking
from analytics.share.account_values import Account
from analytics.share.parts import facts
from analytics.share.saved_link import read_link
from analytics.store.frozen import Frozen
from analytics.ui import data
from analytics.ui.downloads import download_button
from analytics.ui.frozen_told import show_told
from analytics.ui.guard import careful, tell
from analytics.ui.plain import plain
from analytics.ui.saved_words import by, moment, view_line
from analytics.ui.site import FILES, HOME
from analytics.ui.state import State

ACCOUNTS = 20
"""Accounts that are kept in memory; each is as large as its file."""
CHECKED = "snapshot_checked"


def frozen_one(state: State, one: Frozen) -> None:
    """The page of one."""
    if one.purged_at is not None:
        st.title(state.say("snapshot.purged_title"), anchor=False)
        tell(Problem.of("snapshot_purged", one.id, when=f"{one.purged_at:%Y-%m-%d}"), state)
        st.caption(_origin(state, one))
        return
    st.title(plain(one.title), anchor=False)
    st.badge(state.say("snapshot.badge", day=one.made.isoformat()), icon=":material/ac_unit:", color="blue")
    view = read_link(one.link, ()).view
    if view_line(state, view) != plain(one.title):
        st.caption(view_line(state, view))
    st.caption(_origin(state, one))
    st.markdown(f"**{state.say('snapshot.cite')}**")
    st.code(freezing.cite_line(one, state.language), language=None, wrap_lines=True)
    _tools(state, one)
    told = _told(one)
    if told.is_demo:
        st.badge(state.say("demo.badge"), icon=":material/science:", color="orange")
    with st.expander(state.say("snapshot.about"), icon=":material/info:"):
        _about(state, told)
    show_told(state, told)


def _origin(state: State, one: Frozen) -> str:
    return state.say(
        "snapshot.origin", label=plain(one.label), version=one.version, revision=one.revision, who=by(state, one.who),
        when=moment(one.made_at),
    )  # fmt: skip


def _tools(state: State, one: Frozen) -> None:
    """The file, the live pages, and the check."""
    with st.container(horizontal=True, vertical_alignment="center", key="snapshot_tools"):
        try:
            page = masking.page(data.workspace(), one)
        except Problem as problem:
            tell(problem, state)
        else:
            download_button(
                state.say("snapshot.download"), page, f"{state.say('snapshot.file')}-{one.id}.html", "text/html",
                key="snapshot_file", on_click="ignore", icon=":material/download:",
            )  # fmt: skip
        if st.button(
            state.say("snapshot.check"),
            key="snapshot_check",
            icon=":material/rule:",
            help=state.say("snapshot.check_help"),
        ):
            with careful(state), st.spinner(state.say("snapshot.checking")):
                st.session_state[CHECKED] = (one.id, freezing.check(data.workspace(), one))
        view = read_link(one.link, ()).view
        st.page_link(
            FILES[HOME], label=state.say("snapshot.live"), icon=":material/monitoring:",
            query_params=state.query(view, id=None, show=None),
        )  # fmt: skip
    name, found = st.session_state.get(CHECKED) or ("", None)
    if found is not None and name == one.id:
        _verdict(state, one, found)


def _verdict(state: State, one: Frozen, found: freezing.Checked) -> None:
    """What the check has shown."""
    if not found.facts:
        st.error(state.say("snapshot.check_other"), icon=":material/error:")
    elif not found.files and not found.mended:
        st.error(state.say("snapshot.check_lost"), icon=":material/error:")
    elif found.mended:
        st.success(state.say("snapshot.check_mended"), icon=":material/healing:")
    elif found.page:
        st.success(state.say("snapshot.check_same", fingerprint=one.page_fingerprint), icon=":material/check_circle:")
    else:
        st.info(state.say("snapshot.check_facts"), icon=":material/check:")


def _about(state: State, told: Account) -> None:
    """What it was made of, item by item."""
    for key, value in facts(told):
        st.markdown(f"{state.say(key)}: {plain(value)}")


def _told(one: Frozen) -> Account:
    """Its account. The row was asked just before, so that a purged one never comes from here."""
    space = data.workspace()
    return _account(str(space.home), one, masking.masks_on_page(space, one))


@st.cache_resource(max_entries=ACCOUNTS, show_spinner=False, hash_funcs={Frozen: lambda one: (one.id, one.fingerprint)})
def _account(home: str, one: Frozen, masks: str) -> Account:
    return masking.told(data.workspace(), one)
