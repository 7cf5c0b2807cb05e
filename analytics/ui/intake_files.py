"""What was understood, file by file: the list, the problems, and the file that is looked at."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics.preview import Preview, PreviewFile
from analytics.share.tables import csv_bytes
from analytics.ui import intake_columns, intake_folder
from analytics.ui.downloads import download_button
from analytics.ui.plain import plain
from analytics.ui.report import show_told
from analytics.ui.state import State

COLUMNS = ("state", "file", "kind", "encoding", "size", "articles", "activities", "refused")
TALL = 320
"""Pixels of the list of files."""
LINES = ("csv", "tsv", "xlsx", "xls", "ods", "html", "docx")
"""Kinds whose tables have a first row that may be headings or data."""
ICONS = {"good": "✓", "partly": "◐", "refused": "✕", "later": "…"}
UNITS = ((1_000_000, "MB"), (1_000, "KB"))


def show_list(state: State, found: Preview) -> None:
    """The sentence of what was seen, and a line for each file."""
    looked = [f for f in found.files if not f.later]
    st.write(
        state.say(
            "bring.seen", files=len(looked), articles=len(found.articles), activities=sum(f.activities for f in looked),
            refused=sum(f.refused for f in looked),
        )
    )  # fmt: skip
    if later := len(found.files) - len(looked):
        st.caption(state.say("bring.seen_later", count=later))
    frame = file_table(state, found.files)
    st.dataframe(
        frame, hide_index=True, key="intake_files", placeholder="—", height=min(TALL, 36 * (len(frame) + 1) + 2),
        column_config={c: st.column_config.Column(state.say(f"bring.column_{c}")) for c in COLUMNS},
    )  # fmt: skip
    named = frame.rename(columns={c: state.say(f"bring.column_{c}") for c in COLUMNS})
    download_button(
        state.say("bring.files_list"), lambda: csv_bytes(named), "files.csv", "text/csv", key="intake_files_csv",
        type="tertiary", icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def file_table(state: State, files: Sequence[PreviewFile]) -> pd.DataFrame:
    """A row for each file; what is not known is empty."""
    rows = [
        {
            "file": f.name,
            "kind": f.kind.upper(),
            "encoding": f.encoding or "",
            "size": size_text(f.size) if f.size else "",
            "articles": "" if f.later else _count(state, f),
            "activities": "" if f.later else str(f.activities),
            "refused": "" if f.later else str(f.refused),
            "state": f"{ICONS[outcome(f)]} {state.say(f'bring.state_{outcome(f)}')}",
        }
        for f in files
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def outcome(file: PreviewFile) -> str:
    """``good``, ``partly``, ``refused`` or ``later``."""
    if file.later:
        return "later"
    if not file.articles:
        return "refused"
    return "partly" if file.refused else "good"


def _count(state: State, file: PreviewFile) -> str:
    count = str(len(file.articles))
    return state.say("bring.more", count=count) if file.more else count


def size_text(size: int) -> str:
    """Bytes as people say them."""
    return next((f"{size / unit:.1f} {name}" for unit, name in UNITS if size >= unit), f"{size} B")


def show_problems(state: State, found: Preview) -> None:
    """Everything that is wrong or worth a look, as a table and as a file."""
    if found.problems:
        show_told(state, found.problems, "bring.problems", "intake_problems")
    else:
        st.caption(f":material/check: {state.say('bring.no_problems')}")


def choose_file(state: State, found: Preview) -> PreviewFile:
    """The file that is looked at: the first that gives articles, until another is chosen."""
    names = [f.name for f in found.files]
    first = next((i for i, f in enumerate(found.files) if f.articles), 0)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        at = st.selectbox(
            state.say("bring.which_file"), range(len(names)), index=first, key=f"intake_file_{hash(tuple(names))}",
            format_func=lambda i: f"{ICONS[outcome(found.files[i])]} {names[i]}", width="stretch",
        )  # fmt: skip
        chosen = found.files[first if at is None else at]
        st.button(
            state.say("bring.drop_file"), key="intake_drop", icon=":material/block:", on_click=intake_folder.drop,
            args=(chosen.path,), help=plain(chosen.path.name),
        )  # fmt: skip
    return chosen


def show_columns(state: State, file: PreviewFile) -> None:
    """The columns of the file's table, open where they are not understood."""
    if file.table is None:
        return
    lost = not any(use.field == "text" for use in file.table.uses)
    with st.expander(
        state.say("bring.columns"), icon=":material/view_column:", expanded=lost or file.table.problem is not None
    ):
        intake_columns.panel(state, file.table, file.kind in LINES)
