"""The page of the audit log: its rows by person, deed, collection and day, one row in full, the CSV, and whether it is whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from analytics.problems import Problem
from analytics.share.audited import action_of, changes_of, check_log, frame_of, midnight
from analytics.share.tables import csv_bytes
from analytics.store import audit_log
from analytics.store.audit_log import Entry, Wanted
from analytics.ui import data
from analytics.ui.downloads import download_button
from analytics.ui.guard import tell
from analytics.ui.plain import plain
from analytics.ui.saved_words import by
from analytics.ui.state import State, set_query

EACH = 100
"""Rows of a page."""
KEYS = ("who", "deed", "of", "since", "until")
"""Keys of the link: person, action, collection, first and last day (of this machine)."""


def audit_list(state: State) -> None:
    """The whole page below its title."""
    space = data.workspace("audit")
    who, deeds, collections = audit_log.choices(space)
    if not deeds:
        st.info(state.say("audit.none"), icon=":material/history:")
        return
    labels = state.names_of(d for deleted in (False, True) for d in space.datasets(deleted))
    known = {"who": who, "deed": deeds, "of": collections}
    _choices(state, known, labels)
    wanted = _wanted(state, known)
    count = audit_log.count(space, wanted)
    if not count:
        st.info(state.say("audit.none_found"), icon=":material/filter_alt_off:")
    else:
        _rows(state, wanted, count, labels)
    _ends(state, wanted, count, labels)


def _choices(state: State, known: Mapping[str, Sequence[str]], labels: Mapping[str, str]) -> None:
    """One choice for each key of the link."""
    named: Mapping[str, Callable[[str], str]] = {
        "who": lambda name: name,
        "deed": lambda code: action_of(code, state.language),
        "of": lambda name: labels.get(name, name),
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for key in named:
            _one_of(state, key, known[key], named[key])
        for key in ("since", "until"):
            _day(state, key)
        if any(state.extra.get(key) for key in KEYS):
            st.button(
                state.say("audit.clear"), key="audit_clear", icon=":material/filter_alt_off:", type="tertiary",
                on_click=set_query, args=(state.query(page=None, **dict.fromkeys(KEYS)),),
            )  # fmt: skip


def _one_of(state: State, key: str, options: Sequence[str], name: Callable[[str], str]) -> None:
    now = state.extra.get(key, "")
    st.session_state[f"audit_{key}"] = now if now in options else ""

    def chosen() -> None:
        set_query(state.query(page=None, **{key: st.session_state[f"audit_{key}"] or None}))

    st.selectbox(
        state.say(f"audit.{key}"), ["", *options], key=f"audit_{key}", on_change=chosen, width=260,
        format_func=lambda value: name(value) if value else state.say("audit.all"),
    )  # fmt: skip


def _day(state: State, key: str) -> None:
    st.session_state[f"audit_{key}"] = _read_day(state.extra.get(key, ""))

    def chosen() -> None:
        day = st.session_state[f"audit_{key}"]
        set_query(state.query(page=None, **{key: day.isoformat() if day else None}))

    st.date_input(
        state.say(f"audit.{key}"), value=None, key=f"audit_{key}", on_change=chosen, width=180, format="YYYY-MM-DD"
    )


def _wanted(state: State, known: Mapping[str, Sequence[str]]) -> Wanted:
    """What the link asks for; parts that are not there are told and left out."""
    found: dict[str, Any] = {}
    for key, field in (("who", "who"), ("deed", "action"), ("of", "dataset")):
        if value := state.extra.get(key, ""):
            if value in known[key]:
                found[field] = value
            else:
                _damaged(state, key, value)
    for key, days in (("since", 0), ("until", 1)):
        if value := state.extra.get(key, ""):
            if day := _read_day(value):
                found[key] = midnight(day, days)
            else:
                _damaged(state, key, value)
    return Wanted(**found)


def _damaged(state: State, key: str, value: str) -> None:
    tell(Problem.of("audit_value", part=state.say(f"audit.{key}"), value=value), state)


def _read_day(text: str) -> date | None:
    """A day that a calendar shows."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1970 <= found.year <= 9998 and found.isoformat() == text else None


def _rows(state: State, wanted: Wanted, count: int, labels: Mapping[str, str]) -> None:
    first = _first(state, count)
    entries = audit_log.entries(data.workspace("audit"), wanted, EACH, first)
    told = state.say("audit.count", count=f"{count:,}", first=f"{first + 1:,}", last=f"{first + len(entries):,}")
    st.caption(f"{told} · {state.say('audit.pick')}")
    picked = st.dataframe(
        frame_of(entries, state.language, labels), key=f"audit_rows_{first}", hide_index=True, on_select="rerun",
        selection_mode="single-row",
    )  # fmt: skip
    chosen = picked["selection"]["rows"]
    if chosen and chosen[0] < len(entries):
        _detail(state, entries[chosen[0]])
    if count > EACH:
        _pager(state, first, count)


def _detail(state: State, entry: Entry) -> None:
    """One row in full: what was there before, and after."""
    with st.container(border=True, key="audit_detail"):
        action = action_of(entry.action, state.language)
        st.subheader(plain(state.say("audit.detail", id=entry.id, action=action)), anchor=False)
        st.caption(f"{entry.made_at.astimezone():%Y-%m-%d %H:%M:%S} · {by(state, entry.who)}")
        changes = changes_of(entry, state.language)
        if not changes:
            st.caption(state.say("audit.detail_none"))
            return
        heads = [state.say(f"audit.{name}") for name in ("field", "before", "after")]
        st.dataframe(pd.DataFrame(changes, columns=heads), key="audit_changes", hide_index=True)


def _first(state: State, count: int) -> int:
    text = state.extra.get("page", "")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
    return EACH * min(max(page - 1, 0), max(0, count - 1) // EACH)


def _pager(state: State, first: int, count: int) -> None:
    page = first // EACH + 1
    with st.container(horizontal=True):
        for step, name, off in ((-1, "before", first == 0), (1, "after", first + EACH >= count)):
            st.button(
                state.say(f"rows.{name}"), key=f"audit_{name}", disabled=off, on_click=set_query,
                args=(state.query(page=str(page + step)),),
            )  # fmt: skip


def _ends(state: State, wanted: Wanted, count: int, labels: Mapping[str, str]) -> None:
    """The CSV, and the check of the chain."""
    space = data.workspace("audit")

    def content() -> bytes:
        return csv_bytes(frame_of(audit_log.each(space, wanted), state.language, labels, raw=True))

    with st.container(horizontal=True):
        if count:
            download_button(
                state.say("audit.download", count=f"{count:,}"), content, file_name="audit.csv", mime="text/csv",
                key="audit_csv", icon=":material/download:", on_click="ignore",
            )  # fmt: skip
        checks = st.button(state.say("audit.check"), key="audit_check", icon=":material/link:")
    if checks:
        _check(state)


def _check(state: State) -> None:
    text, whole = check_log(data.workspace("audit"), state.language)
    if whole:
        st.success(text, icon=":material/verified:")
        return
    st.error(text, icon=":material/link_off:")
    st.info(state.say("audit.broken_do"), icon=":material/lightbulb:")
