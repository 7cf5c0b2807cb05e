"""Take it with you: a document of the View, put together, seen, and downloaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from analytics.measures import Collection
from analytics.problems import Problem
from analytics.share import drawing
from analytics.share.account import account
from analytics.share.account_values import Account
from analytics.share.page_file import html_bytes
from analytics.share.parts import PARTS, RANKINGS, Part, chosen_parts, title_of, too_large
from analytics.share.report import MIME, docx_bytes
from analytics.share.weaving import as_text
from analytics.ui import data
from analytics.ui.downloads import download_button
from analytics.ui.guard import shown
from analytics.ui.plain import plain
from analytics.ui.saved_data import site
from analytics.ui.state import State, set_query
from analytics.views import View, pin

TITLE_CHARS = 100
"""Characters of a title: two lines."""
ACCOUNTS = 8
"""Accounts kept: each holds the sentences of a View, some megabytes at most."""
FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', " "))
"""Signs that a name of a file cannot hold."""


@st.cache_resource(max_entries=ACCOUNTS, show_spinner=False, hash_funcs=data.HASHES)
def told(collection: Collection, view: View, language: Any, address: str) -> Account:
    """What a document tells, made once."""
    return account(collection, view, language, address=address)


@st.cache_data(max_entries=4 * ACCOUNTS, show_spinner=False)
def _pictures(
    fingerprint: str, language: str, keys: tuple[str, ...], _account: Account
) -> list[tuple[str, bytes | None]]:
    found = []
    for key in keys:
        one = drawing.over_time(_account) if key == "over_time" else drawing.ranking(_account, key)
        found.append((one.words, drawing.png(one)))
    return found


def account_of(state: State, collection: Collection) -> Account:
    """The account of the link. Raises Problem document_too_large before it is made."""
    view = pin(state.view, collection.version, collection.revision)
    too_large(len(data.headline(collection, view).placed.counted))
    return told(collection, view, state.language, site())


def wanted_parts(state: State) -> tuple[Part, ...]:
    """The parts that the link names, all where it names none; what is damaged is told."""
    named = [one for one in state.extra.get("parts", "").split(",") if one]
    for one in named:
        if one not in PARTS:
            problem = shown(Problem.of("view_value", "parts", part="parts", value=one))
            st.warning(problem.text(state.language), icon=":material/link_off:")
    return chosen_parts([one for one in named if one in PARTS])


def choose(state: State, parts: Sequence[Part]) -> None:
    """Title and parts; both are kept in the link."""

    def changed() -> None:
        chosen = [part for part in PARTS if part in st.session_state["report_parts"]]
        title = (st.session_state["report_title"] or "").strip()
        every = len(chosen) in (0, len(PARTS))
        set_query(state.query(title=title or None, parts=None if every else ",".join(chosen)))

    st.session_state["report_title"] = state.extra.get("title", "")
    st.session_state["report_parts"] = list(parts)
    st.text_input(
        state.say("report_page.title"), key="report_title", max_chars=TITLE_CHARS, on_change=changed,
        placeholder=state.say("report_page.title_hint"),
    )  # fmt: skip
    st.pills(
        state.say("report_page.parts"), PARTS, selection_mode="multi", key="report_parts", on_change=changed,
        format_func=lambda part: state.say(f"report_page.part_{part}"),
    )  # fmt: skip


def downloads(state: State, found: Account, parts: Sequence[Part]) -> None:
    """Both files; each is made when it is asked for."""
    title = state.extra.get("title", "")
    name = " ".join(title_of(found, title).translate(FORBIDDEN).split())[:80] or "report"
    files: tuple[tuple[str, Callable[..., bytes], str], ...] = (
        ("docx", docx_bytes, MIME),
        ("html", html_bytes, "text/html"),
    )
    with st.container(horizontal=True):
        for ending, make, mime in files:
            download_button(
                state.say(f"report_page.{ending}"), partial(make, found, title=title, parts=parts),
                f"{name}-{found.version}.{ending}", mime, key=f"report_{ending}", on_click="ignore",
                icon=":material/download:",
            )  # fmt: skip
    st.caption(state.say("report_page.help"))


def preview(state: State, found: Account, parts: Sequence[Part]) -> None:
    """How the document begins, with its charts."""
    st.header(state.say("report_page.preview"), anchor=False)
    with st.container(border=True):
        title = title_of(found, state.extra.get("title", ""))
        st.markdown(f"### {plain(title)}")
        if title.casefold() != found.sentence.casefold():
            st.caption(plain(found.sentence))
        if "told" in parts:
            st.markdown(plain(as_text(found.sentences[0])))
            st.markdown("\n".join(f"- {plain(as_text(one))}" for one in found.sentences[1:]))
        if "figures" in parts:
            figures = (f"{state.say(f'figure.{f.key[7:]}')} **{f.count:,}**" for f in found.figures)
            st.markdown(" · ".join(figures))
        _charts(state, found, parts)
        if "left_out" in parts and found.left_out:
            st.markdown(f"**{state.say('document.left_out')}**")
            lines = (state.say(f"left_out.{one.key[5:]}", count=f"{one.count:,}") for one in found.left_out)
            st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _charts(state: State, found: Account, parts: Sequence[Part]) -> None:
    keys = tuple(part for part in parts if part == "over_time" or part in RANKINGS)
    keys = tuple(key for key in keys if found.chart(key).rows)
    for key, (words, picture) in zip(keys, _pictures(found.fingerprint, found.language, keys, found), strict=True):
        st.markdown(f"**{state.say(f'document.chart_{key}')}**")
        if picture is None:
            st.caption(state.say("document.no_font"))
            st.caption(plain(words))
        else:
            st.image(picture, caption=plain(words), alt=words, width="stretch")
