"""Export data: how many rows each file will hold, what is left out, and the files."""

from __future__ import annotations

from collections.abc import Callable
from tempfile import TemporaryFile

import streamlit as st

from analytics.measures import Collection
from analytics.share.exports.about import COUNTS, left_out
from analytics.share.exports.columns import table_name
from analytics.share.exports.command import ENDINGS, FORMS, MIMES, WRITERS, Form
from analytics.share.exports.content import Content, content_of
from analytics.ui import data
from analytics.ui.downloads import download_button
from analytics.ui.plain import plain
from analytics.ui.saved_data import site
from analytics.ui.state import State

LARGE = 20_000
"""Activities beyond which making a file takes longer than a reader expects of a click."""
LABELS: dict[Form, str] = {"csv": "csv", "xlsx": "xlsx", "jsonl": "jsonl", "package": "package_button"}


def content(state: State, collection: Collection) -> Content:
    """What the files will tell of the link."""
    versions = data.workspace().versions(collection.dataset)
    return content_of(collection, state.view, state.language, site(), versions)


def rows_told(state: State, found: Content) -> None:
    """The rows of each table, before anything is downloaded."""
    st.subheader(state.say("export.rows_head"), anchor=False)
    with st.container(horizontal=True):
        for table in COUNTS:
            if table != "apart" or found.expected[table]:
                st.metric(table_name(table, state.language), f"{found.expected[table]:,}", width="content")


def downloads(state: State, found: Content) -> None:
    """Each file is made when it is asked for."""
    if found.expected["activities"] > LARGE:
        st.info(state.say("export.large"), icon=":material/hourglass_top:")
    name = f"{found.collection.dataset}-{found.collection.version}"
    for form in FORMS:
        with st.container(gap="xxsmall"):
            download_button(
                state.say(f"export.{LABELS[form]}"), _maker(found, form), f"{name}.{ENDINGS[form]}", MIMES[form],
                key=f"export_{form}", on_click="ignore", icon=":material/download:", width=220,
                type="primary" if form == "xlsx" else "secondary",
            )  # fmt: skip
            st.caption(state.say(f"export.{form}_help"))
    st.caption(state.say("export.pinned", version=found.collection.version))


def apart_told(state: State, found: Content) -> None:
    """What the tables do not count."""
    st.subheader(state.say("export.left_head"), anchor=False)
    st.markdown("\n".join(f"- {plain(line)}" for line in left_out(found)))


def _maker(found: Content, form: Form) -> Callable[[], bytes]:
    def make() -> bytes:
        with TemporaryFile() as out:
            WRITERS[form](found, out)
            out.seek(0)
            return out.read()

    return make
