"""The versions of a collection: what made each, what is in it, how it differs from another, and the way back to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analytics import measures
from analytics.editing import restore
from analytics.measures import Collection
from analytics.measures.size import Size
from analytics.problems import Problem
from analytics.store.report import ImportReport
from analytics.store.snapshots import problems
from analytics.store.workspace import VersionInfo
from analytics.ui import collection_compare, data
from analytics.ui.access import person
from analytics.ui.collection_asking import Done, answers, ask, do
from analytics.ui.guard import tell
from analytics.ui.masks import masked_told
from analytics.ui.picking import pick_row, picked
from analytics.ui.plain import plain
from analytics.ui.report import show_report
from analytics.ui.site import FILES
from analytics.ui.state import State, set_query
from analytics.views import View

PREFIX = "version"
IMPORTS = ("import", "again")
"""What leaves a report."""
SIGNS = (("added", "+"), ("changed", "~"), ("removed", "−"))
COLUMNS = (
    "number", "when", "who", "what", "articles", "article_changes", "activities", "activity_changes", "note", "rules",
)  # fmt: skip


def show(state: State, collection: Collection, versions: Sequence[VersionInfo]) -> None:
    """The tab."""
    frame = pd.DataFrame([row(state, v) for v in versions], columns=list(COLUMNS))
    shown = {c: st.column_config.Column(state.say(f"versions.{c}")) for c in COLUMNS}
    pick_row(state, frame, [str(v.number) for v in versions], shown, PREFIX)
    st.caption(state.say("versions.signs"))
    key = picked(state, PREFIX)
    if key is None:
        st.info(state.say("versions.pick"), icon=":material/touch_app:")
        return
    chosen = next((v for v in versions if str(v.number) == key), None)
    if chosen is None:
        raise Problem.of("no_version", collection.dataset, dataset=collection.dataset, version=key)
    _version(state, chosen, versions)


def row(state: State, version: VersionInfo) -> dict[str, Any]:
    """One line of the table; articles and activities are those of the whole version, as it is now."""
    try:
        size = measures.size(measures.open_collection(data.workspace(), version.dataset, version.number))
    except Problem:  # its files are gone: told when it is opened, the other versions stay
        size = Size(0, 0)
    return {
        "number": version.number, "when": version.created_at.astimezone().strftime("%Y-%m-%d %H:%M"),
        "who": version.who or "—", "what": what(state, version), "articles": size.articles,
        "article_changes": changes(version.changes, "articles"), "activities": size.activities,
        "activity_changes": changes(version.changes, "activities"), "note": version.note,
        "rules": version.rules_version,
    }  # fmt: skip


def what(state: State, version: VersionInfo) -> str:
    """What made a version, in words."""
    return state.say(f"versions.action_{version.action}", of=version.of)


def changes(counts: Mapping[str, int], table: str) -> str:
    """What changed against the version before, as "+20 ~1 −2"; "—" where it was not counted."""
    if not counts:
        return "—"
    told = [f"{sign}{counts[f'{table}_{name}']:,}" for name, sign in SIGNS if counts.get(f"{table}_{name}")]
    return " ".join(told) or "0"


def _version(state: State, version: VersionInfo, versions: Sequence[VersionInfo]) -> None:
    latest = versions[0]
    st.subheader(state.say("versions.one", number=version.number, what=what(state, version)), anchor=False)
    if version.note:
        st.write(plain(version.note))
    view = View(dataset=version.dataset, version=version.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            FILES["overview"], label=state.say("report.open_overview", version=version.number),
            icon=":material/open_in_new:", query_params=state.query(view, show=None, tab=None, than=None),
        )  # fmt: skip
        st.button(
            state.say("versions.card", number=version.number), key="version_card", icon=":material/badge:",
            type="tertiary", on_click=set_query, args=(state.query(view, show=None, tab="card", than=None),),
        )  # fmt: skip
        if version.number == latest.number:
            st.badge(state.say("versions.current"), icon=":material/check:", color="green")
        elif version.parts == latest.parts:
            st.badge(state.say("versions.same"), icon=":material/check:", color="gray")
        else:
            label = state.say("versions.restore")
            if st.button(label, key="version_restore", icon=":material/history:"):
                ask("restore", version)
    if version.action in IMPORTS:
        with st.expander(state.say("versions.report"), icon=":material/receipt_long:"):
            _report(state, version)
    collection_compare.show(state, version, versions)


def _report(state: State, version: VersionInfo) -> None:
    try:
        space = data.workspace()
        refused, warnings = (masked_told(space, version, problems(space, version, k)) for k in ("refusal", "warning"))
        report = ImportReport.of(version.dataset, version.number, version.counts, refused, warnings)
    except Problem as problem:
        tell(problem, state)
        return
    show_report(state, report, f"version_{version.number}")


def ask_restore(state: State, version: VersionInfo) -> None:
    """The question before a version is made current again."""
    latest = data.workspace().version(version.dataset)
    st.write(state.say("ask.restore.what", number=version.number, latest=latest.number, next=latest.number + 1))
    note = st.text_input(state.say("datasets.note"), max_chars=200, key="restore_note")
    if not answers(state, "restore", icon=":material/history:"):
        return

    def work() -> Done:
        made = restore(data.workspace(), version.dataset, version.number, person(), note)
        text = state.say("done.restored", of=version.number, number=made.number)
        return Done(text, View(dataset=made.dataset, version=made.number))

    do(state, "edit", version.dataset, work)
    st.rerun()
