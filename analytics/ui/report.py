"""What an import did: its numbers, what was refused and why, what to look at."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics.share.tables import csv_bytes
from analytics.store.report import ImportReport
from analytics.store.tally import Told
from analytics.ui.collection_asking import name_of
from analytics.ui.downloads import download_button
from analytics.ui.site import FILES
from analytics.ui.state import State
from analytics.views import View

SHOWN = 500
"""Rows shown of a long list; the file to download holds all."""
WRAPPED = 62
"""Pixels of a row whose text goes over two lines."""
COLUMNS = ("file", "row", "what", "do")


def show_report(state: State, report: ImportReport, key: str) -> None:
    """The whole report, with the way to the version that it made."""
    _outcome(state, report)
    numbers = {
        "files": report.files, "read": report.read, "added": report.added, "duplicates": report.duplicates,
        "renamed": report.renamed, "refused": len(report.refused),
    }  # fmt: skip
    with st.container(horizontal=True, gap="large"):
        for name, value in numbers.items():
            st.metric(state.say(f"report.{name}"), value, width="content")
    if report.renamed:
        st.caption(state.say("import.renamed", count=report.renamed))
    if report.version:
        st.write(state.say("import.activities", count=report.activities, **report.kinds))
        st.write(state.say("import.gaps", undated=report.undated, unplaced=report.unplaced))
        if report.unplaced:
            st.caption(state.say("villages.unplaced_do"))
        _open(state, report)
    show_told(state, report.refused, "report.refused_list", f"{key}_refused")
    show_told(state, report.warnings, "report.warnings_list", f"{key}_warnings")


def _outcome(state: State, report: ImportReport) -> None:
    name = name_of(state, report.dataset)
    if report.already:
        st.info(state.say("import.already", version=report.version), icon=":material/history:")
    elif report.version is None:
        st.warning(state.say("report.nothing", dataset=name), icon=":material/do_not_disturb_on:")
    elif report.refused:
        text = state.say("report.partly", dataset=name, version=report.version, refused=len(report.refused))
        st.warning(text, icon=":material/rule:")
    else:
        st.success(state.say("report.done", dataset=name, version=report.version), icon=":material/check_circle:")


def _open(state: State, report: ImportReport) -> None:
    view = View(dataset=report.dataset, version=report.version)
    query = state.query(view, show=None, id=None, article=None, up=None, job=None)
    with st.container(horizontal=True):
        for page in ("overview", "articles"):
            st.page_link(
                FILES[page], label=state.say(f"report.open_{page}", version=report.version), query_params=query,
                icon=":material/open_in_new:",
            )  # fmt: skip


def show_told(state: State, told: Sequence[Told], title: str, key: str) -> None:
    """A table of what is wrong under the message ``title``, with a file to download; nothing when all is well."""
    if not told:
        return
    rows = told_rows(state, told)
    st.markdown(f"**{state.say(title, count=len(rows))}**")
    st.dataframe(
        pd.DataFrame(rows[:SHOWN]),
        hide_index=True,
        key=key,
        placeholder="—",
        row_height=WRAPPED,
        column_config={
            "file": st.column_config.Column(state.say("report.file")),
            "row": st.column_config.Column(state.say("report.row"), width="small"),
            "what": st.column_config.Column(state.say("report.what"), width="large"),
            "do": st.column_config.Column(state.say("report.do"), width="large"),
        },
    )
    if len(rows) > SHOWN:
        st.caption(state.say("report.more", shown=SHOWN, count=len(rows)))
    heads = [state.say(f"report.{c}") for c in COLUMNS]
    download_button(
        state.say("report.download"), table_file(heads, [[str(r[c] or "") for c in COLUMNS] for r in rows]),
        file_name=f"{key}.csv", mime="text/csv", key=f"{key}_file", on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def told_rows(state: State, told: Sequence[Told]) -> list[dict[str, str | int | None]]:
    """File, row, what is wrong and what to do, in the reader's language."""
    language = state.language
    return [
        {"file": t.file or t.problem.where, "row": t.row, "what": t.problem.what(language),
         "do": t.problem.advice(language)}
        for t in told
    ]  # fmt: skip


def table_file(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Rows of text as CSV that spreadsheet programs open as it is."""
    return csv_bytes(pd.DataFrame(list(rows), columns=list(heads)))
