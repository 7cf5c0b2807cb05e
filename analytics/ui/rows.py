"""A list of activities: what a clicked figure stands for, row by row, each a click away from its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics import measures
from analytics.measures import Collection
from analytics.share import citing
from analytics.ui.plain import plain
from analytics.ui.site import FILES
from analytics.ui.state import State, set_query
from analytics.views import pin

SHOWN = (
    "edtf", "types", "quote", "organisations", "places", "people", "title", "source", "published", "reports", "confidence",
)  # fmt: skip
PAGE = 500
"""Rows of one page of a list: what a browser takes at once without delay."""
ROW_HEIGHT = 35
"""Pixels of a row of a table."""
CAME_FROM = "came_from"
LISTED = "listed_rows_of"
"""In the session: the collection, its version and the activities of the list that the reader came from."""


def show_rows(state: State, collection: Collection, ids: Sequence[str], title: str, key: str, tall: int = 400) -> None:
    """The activities with these ids, a page at a time; their number is compared with the rows and shown when it
    does not hold. ``tall``: pixels that the table may take."""
    wanted = len(set(ids))
    st.subheader(plain(title), anchor=False)
    first = _first(state, wanted)
    frame = measures.rows(collection, ids, first, PAGE)
    expected = min(PAGE, wanted - first)
    if len(frame) != expected:
        st.error(state.say("rows.broken", expected=expected, found=len(frame)), icon=":material/error:")
    else:
        st.caption(state.say("rows.count", count=f"{wanted:,}"))
    if frame.empty:
        return
    if wanted > PAGE:
        _pager(state, first, wanted, key)
    picked = st.dataframe(
        named(state, frame),
        key=f"{key}_{first}",
        hide_index=True,
        height=min(tall, ROW_HEIGHT * (len(frame) + 1) + 2),
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "quote": st.column_config.TextColumn(state.say("column.quote"), width="large"),
            **{c: st.column_config.Column(state.say(f"column.{c}")) for c in SHOWN if c != "quote"},
        },
    )
    st.caption(state.say("rows.open_help"))
    chosen = picked["selection"]["rows"]
    if chosen and chosen[0] < len(frame):
        open_activity(state, collection, str(frame.iloc[chosen[0]]["id"]), ids)


def _first(state: State, wanted: int) -> int:
    """The first row of the page that the link asks for (``page`` counts from 1); a damaged one means the first page."""
    text = state.extra.get("page", "")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
    last = max(0, wanted - 1) // PAGE
    return PAGE * min(max(page - 1, 0), last)


def _pager(state: State, first: int, wanted: int, key: str) -> None:
    page = first // PAGE + 1
    with st.container(horizontal=True, vertical_alignment="center"):
        for step, name, off in ((-1, "before", first == 0), (1, "after", first + PAGE >= wanted)):
            st.button(
                state.say(f"rows.{name}"), key=f"{key}_{name}", disabled=off,
                on_click=set_query, args=(state.query(page=str(page + step)),),
            )  # fmt: skip
        last = min(first + PAGE, wanted)
        st.caption(state.say("rows.page", first=f"{first + 1:,}", last=f"{last:,}", count=f"{wanted:,}"), width="content")


def named(state: State, frame: pd.DataFrame) -> pd.DataFrame:
    """The shown columns in the reader's words."""
    shown = frame[list(SHOWN)].copy()
    join = state.say("reading.join")
    shown["types"] = [join.join(state.say(f"type.{t}") for t in types) for types in frame["types"]]
    shown["edtf"] = [date_text(state, e) for e in frame["edtf"]]
    return shown


def date_text(state: State, edtf: str | None) -> str:
    """A date as a reader reads it: approximate ones say so, unknown ones too."""
    return citing.date_text(edtf, state.language)


def open_activity(state: State, collection: Collection, activity_id: str, ids: Sequence[str] | None = None) -> None:
    """Goes to the reading page; the link pins the version, so that the id means the same activity. ``ids``: the
    activities that are listed, to go on to the next report from there."""
    if ids is not None:
        st.session_state[LISTED] = (collection.dataset, collection.version, ids)
    _open(state, collection, id=activity_id, article=None, list="rows" if ids is not None else None)


def open_article(state: State, collection: Collection, article_id: str, among: str | None = None) -> None:
    """Goes to the reading page of an article; the link pins the version. ``among``: the list that it stands in, as the
    reading page knows it (``ui/reading_walk``)."""
    _open(state, collection, id=None, article=article_id, list=among)


def go_back(state: State) -> None:
    """Goes to the list that the reader came from; in a fresh session to the list of the link's View."""
    gone: dict[str, str | None] = dict.fromkeys(("id", "article", "list", "mark"))
    page, query = st.session_state.get(CAME_FROM) or ("activities", state.query(state.view, **gone))
    st.switch_page(FILES[page], query_params=query)


def _open(state: State, collection: Collection, **extra: str | None) -> None:
    st.session_state[CAME_FROM] = (st.session_state.get("current_page", "activities"), state.query())
    view = pin(replace(state.view, dataset=collection.dataset), collection.version, collection.revision)
    gone: dict[str, str | None] = dict.fromkeys(("show", "page", "order", "mark"))
    st.switch_page(FILES["reading"], query_params=state.query(view, **gone | extra))
