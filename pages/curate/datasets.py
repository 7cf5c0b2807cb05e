"""Collections: their versions, what each import did, and the import of new articles."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from analytics import measures
from analytics.problems import Problem
from analytics.store.report import ImportReport
from analytics.store.snapshots import problems
from analytics.store.workspace import DatasetInfo, VersionInfo
from analytics.ui import data
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page, tell
from analytics.ui.importing import demo_button, panel
from analytics.ui.picking import chosen_row
from analytics.ui.plain import plain
from analytics.ui.report import show_report
from analytics.ui.site import FILES
from analytics.ui.state import State
from analytics.views import View


def body(state: State) -> None:
    """The page."""
    found = data.datasets()
    st.title(state.say("page.datasets"), anchor=False)
    if found:
        _sidebar(state)
    else:
        st.info(state.say("datasets.none"), icon=":material/inbox:")
        demo_button(state)
    panel(state)
    if found:
        st.divider()
        st.subheader(state.say("datasets.list", count=len(found)), anchor=False)
        for dataset in found:
            _dataset(state, dataset)
        if not any(d.is_demo for d in found):
            demo_button(state)


def _sidebar(state: State) -> None:
    """A link to a collection that is not there is told, and the page goes on."""
    try:
        sidebar(state, data.open_view(state.view), filters=False)
    except Problem as problem:
        tell(problem, state)


def _dataset(state: State, dataset: DatasetInfo) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(state.name_of(dataset))}**")
        if dataset.is_demo:
            st.badge(state.say("demo.badge"), icon=":material/science:", color="orange")
        try:
            versions = data.workspace().versions(dataset.name)
            rows = [_row(version) for version in versions]
        except Problem as problem:
            tell(problem, state)
            return
        latest = rows[0]
        st.caption(
            state.say(
                "datasets.latest", **{k: latest[k] for k in ("number", "when", "articles", "activities", "rules")}
            )
        )
        if versions[0].rules_version != data.rules().version:
            st.caption(state.say("datasets.older_rules", version=data.rules().version))
        st.page_link(
            FILES["overview"], label=state.say("datasets.open"), icon=":material/open_in_new:",
            query_params=state.query(View(dataset=dataset.name), show=None),
        )  # fmt: skip
        with st.expander(state.say("datasets.versions", count=len(versions)), icon=":material/history:"):
            _versions(state, dataset, versions, rows)


def _versions(state: State, dataset: DatasetInfo, versions: list[VersionInfo], rows: list[dict[str, object]]) -> None:
    shown = {name: state.say("datasets.note_column" if name == "note" else f"datasets.{name}") for name in rows[0]}
    keys = [f"{dataset.name}/{version.number}" for version in versions]
    picked = chosen_row(pd.DataFrame(rows), keys, shown, "version")
    st.caption(state.say("datasets.versions_help"))
    if picked is not None:
        version = versions[picked]
        refused, warnings = (problems(data.workspace(), version, kind) for kind in ("refusal", "warning"))
        report = ImportReport.of(dataset.name, version.number, version.counts, refused, warnings)
        show_report(state, report, f"version_{picked}_{version.number}")


def _row(version: VersionInfo) -> dict[str, object]:
    """One line of the table of versions; articles and activities are those of the whole version."""
    whole = measures.size(measures.open_collection(data.workspace(), version.dataset, version.number))
    return {
        "number": version.number, "when": _minute(version.created_at), "articles": whole.articles,
        "activities": whole.activities, "added": version.counts.get("added", 0),
        "refused": version.counts.get("refused", 0), "note": version.note, "rules": version.rules_version,
    }  # fmt: skip


def _minute(moment: datetime) -> str:
    """In the time of this machine."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


run_page(body, "look")
