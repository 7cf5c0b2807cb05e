"""Two versions beside each other: the articles and activities that came, went or changed, each a click from its page."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics import measures
from analytics.measures.history import Compared, compare
from analytics.privacy import Masks, masking_of
from analytics.share.tables import csv_bytes
from analytics.store.changes import WHATS
from analytics.store.workspace import VersionInfo, Workspace
from analytics.ui import data
from analytics.ui.downloads import download_button
from analytics.ui.picking import chosen_row
from analytics.ui.rows import date_text, open_activity, open_article
from analytics.ui.state import State, set_query

NOTHING = 0
"""What the first version is compared with."""
LISTED = 500
"""Rows shown; the file holds all."""
ARTICLES = ("what", "fields", "title", "source", "published", "activities")
ACTIVITIES = ("what", "fields", "edtf", "types", "quote", "organisations", "places", "people", "title")


def show(state: State, version: VersionInfo, versions: Sequence[VersionInfo]) -> None:
    """What is different in ``version`` against the one that the link names (default: the one before)."""
    st.subheader(state.say("compare.title"), anchor=False)
    before = _other(state, version, versions)
    parts = next((v.parts for v in versions if v.number == before), ())
    with st.spinner(state.say("compare.working")):
        space = data.workspace()
        found = _compared(version.dataset, before, version.number, (parts, version.parts), _masks(space, version.dataset), space)
    if found.articles.empty and found.activities.empty:
        st.info(state.say("compare.same"), icon=":material/drag_handle:")
        return
    st.caption(state.say("compare.help" if before else "compare.help_first", before=before, after=version.number))
    for table, frame, columns in (
        ("articles", found.articles, ARTICLES), ("activities", found.activities, ACTIVITIES),
    ):  # fmt: skip
        _table(state, version, found, table, frame, columns)


@st.cache_resource(max_entries=12, show_spinner=False)
def _compared(
    dataset: str, before: int, after: int, parts: tuple[tuple[str, ...], ...], masks: Masks, _space: Workspace
) -> Compared:
    """Kept as long as both versions are made of the same parts, a purge changes them; for each way of masking names."""
    return compare(_space, dataset, before, after)


def _masks(space: Workspace, dataset: str) -> Masks:
    return masking_of(space, dataset).masks if space.guest else "none"


def _other(state: State, version: VersionInfo, versions: Sequence[VersionInfo]) -> int:
    """The number of the other version: the link's ``than``, else the one before."""
    options = [v.number for v in versions if v.number != version.number] + [NOTHING]
    said = state.extra.get("than", "")
    wanted = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else version.number - 1
    if said and (wanted not in options or not said.isdigit()):
        st.warning(state.say("compare.unknown"), icon=":material/link_off:")
    current = wanted if wanted in options else max((n for n in options if n < version.number), default=NOTHING)
    st.session_state["compare_than"] = current

    def changed() -> None:
        set_query(state.query(than=str(st.session_state["compare_than"])))

    return int(
        st.selectbox(
            state.say("compare.than"), options, key="compare_than", on_change=changed, width=320,
            format_func=lambda n: state.say("compare.option" if n else "compare.nothing", number=n),
        )
    )  # fmt: skip


def _table(
    state: State, version: VersionInfo, found: Compared, table: str, frame: pd.DataFrame, columns: Sequence[str]
) -> None:
    counts = {what: int((frame["what"] == what).sum()) for what in WHATS}
    st.markdown(state.say(f"compare.{table}", **{k: f"{n:,}" for k, n in counts.items()}))
    if frame.empty:
        return
    listed = frame.head(LISTED)
    used = [c for c in columns if c != "fields" or counts["changed"]]
    shown = {c: heading(state, c) for c in used}
    row = chosen_row(_named(state, listed, used), list(listed["id"] + listed["what"]), shown, f"compare_{table}")
    st.caption(state.say("compare.open_help"))
    if len(frame) > LISTED:
        st.caption(state.say("card.first_only", shown=LISTED, count=len(frame)))

    def given() -> pd.DataFrame:
        """As it is taken away: masked as for a guest, where the setting says so."""
        space = data.workspace()
        if not masking_of(space, version.dataset).in_exports:
            return frame
        masked = compare(space.seen_by(space.gate, guest=True), version.dataset, found.before, found.after)
        return masked.articles if table == "articles" else masked.activities

    def file() -> bytes:
        named = _named(state, given(), used)
        for extra in ("id", "article_id", "version"):
            if extra in frame:
                named[extra] = frame[extra]
        return csv_bytes(named.rename(columns={c: heading(state, str(c)) for c in named}))

    download_button(
        state.say("compare.download", count=len(frame)), file,
        f"{version.dataset}-{found.before}-{found.after}-{table}.csv", "text/csv", key=f"compare_{table}_file",
        on_click="ignore", icon=":material/download:",
    )  # fmt: skip
    if row is not None:
        one = listed.iloc[row]
        holder = measures.open_collection(data.workspace(), version.dataset, int(one["version"]))
        (open_article if table == "articles" else open_activity)(state, holder, str(one["id"]))


def heading(state: State, column: str) -> str:
    """The heading of a column; all that was read is counted here, whatever its kind."""
    return state.say("versions.activities" if column == "activities" else f"column.{column}")


def _named(state: State, frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The columns in the reader's words."""
    named, join = frame[list(columns)].copy(), state.say("reading.join")
    named["what"] = [state.say(f"compare.{w}") for w in frame["what"]]
    if "fields" in columns:
        named["fields"] = [join.join(state.say(f"compare.field_{f}") for f in fields) for fields in frame["fields"]]
    if "types" in columns:
        named["types"] = [join.join(state.say(f"type.{t}") for t in types) for types in frame["types"]]
    if "edtf" in columns:
        named["edtf"] = [date_text(state, e) for e in frame["edtf"]]
    return named
