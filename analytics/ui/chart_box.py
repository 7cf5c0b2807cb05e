"""A chart and all that can be done with it: pick a mark, take its numbers, its rows, a picture or its link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from analytics.charts.shared import SharedFigure
from analytics.charts.values import Values
from analytics.measures import Collection
from analytics.share.tables import csv_bytes
from analytics.share.workbook import workbook_bytes
from analytics.ui.activity_table import activity_table
from analytics.ui.downloads import download_button
from analytics.ui.guard import careful
from analytics.ui.page_look import page_look
from analytics.ui.plain import plain
from analytics.ui.state import State
from analytics.views import pin, sentence

HERE = Path(__file__).parent
CONFIG = {
    "displayModeBar": True,
    "modeBarButtons": [["toImage"]],
    "displaylogo": False,
    "scrollZoom": False,
    "locale": "en-US",
}
"""The bar of plotly's own buttons is hidden by the style of the page (see ``frame``); the popover presses its one."""
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Points = Sequence[dict[str, Any]]
Table = pd.DataFrame | Callable[[], pd.DataFrame]
Ids = Sequence[str] | Callable[[], Sequence[str]]


def chart_box(
    state: State, collection: Collection, figure: Values | SharedFigure, table: Table, *, key: str, alt: str, name: str,
    picked: Callable[[Points], None] | None = None, ids: Ids | None = None, mode: str = "points",
) -> None:  # fmt: skip
    """Draws ``figure`` in the look of the page; ``picked`` gets the points of a click (none: the click took the choice away).

    ``table``: what the chart shows, headings in the reader's words. ``ids``: the activities behind all of it. Both may
    be given as functions: they are asked for when the box is opened. ``name``: what the chart is, in the reader's
    words; ``alt``: what it says, for who cannot see it.
    """
    # A fresh chart keeps no selection of its own: the next click on any mark counts as one.
    turn = st.session_state.get("chart_round", 0)
    chart = f"{key}_{turn}"

    def clicked() -> None:
        points = st.session_state[chart]["selection"]["points"]
        if points:
            st.session_state["chart_round"] = turn + 1
        if picked:
            picked(points)

    shown = figure if isinstance(figure, SharedFigure) else page_look(figure)
    with st.container(key=f"box_{key}", gap="xsmall"):
        if picked:
            st.plotly_chart(
                shown, key=chart, on_select=clicked, selection_mode="points", config=CONFIG, alt=alt, theme=None
            )
        else:
            st.plotly_chart(shown, key=chart, config=CONFIG, alt=alt, theme=None)
        _tools(state, collection, table, key, name, ids)


@st.fragment
def _tools(state: State, collection: Collection, table: Table, key: str, name: str, ids: Ids | None) -> None:
    """Filled when it is opened, so that a page costs no more for it."""
    with careful(state):
        found = st.popover(
            state.say("box.open"), icon=":material/ios_share:", type="tertiary", key=f"{key}_box", on_change="rerun"
        )
        if found.open:
            with found:
                _offer(state, collection, table() if callable(table) else table, key, name, ids)


def _offer(state: State, collection: Collection, numbers: pd.DataFrame, key: str, name: str, ids: Ids | None) -> None:
    made = datetime.fromisoformat(collection.created_at)
    file = f"{name}-{collection.label or collection.dataset}-{collection.version}"
    about = _about(state, collection, name)
    st.markdown(f"**{plain(state.say('box.table'))}**")
    st.dataframe(numbers, hide_index=True, height=min(300, 36 * (len(numbers) + 1) + 2))
    sheets = {state.say("box.sheet_numbers"): numbers, state.say("box.about"): about}
    _downloads(state, f"{key}_numbers", file, lambda: csv_bytes(numbers), lambda: workbook_bytes(sheets, made))
    if ids is not None:
        behind = ids() if callable(ids) else ids
        rows = f"{file}-{state.say('box.sheet_rows')}"
        st.markdown(f"**{plain(state.say('box.rows', count=len(behind)))}**")

        def book() -> bytes:
            return workbook_bytes(
                {state.say("box.sheet_rows"): activity_table(state, collection, behind), state.say("box.about"): about},
                made,
            )

        _downloads(state, f"{key}_rows", rows, lambda: csv_bytes(activity_table(state, collection, behind)), book)
    st.markdown(f"**{plain(state.say('box.picture'))}**")
    labels = {word: state.say(f"box.{word}") for word in ("png", "svg", "missing")}
    _picture()(data={"chart": f"box_{key}", "file": file, "labels": labels}, key=f"{key}_picture")
    st.caption(state.say("box.link", version=collection.version))
    st.code(_address(state, collection), language=None, wrap_lines=True)


def _downloads(state: State, key: str, file: str, csv: Callable[[], bytes], xlsx: Callable[[], bytes]) -> None:
    """Both are worked out when they are asked for."""
    with st.container(horizontal=True):
        for ending, make, mime in (("csv", csv, CSV), ("xlsx", xlsx, XLSX)):
            download_button(
                state.say(f"box.{ending}"), make, f"{file}.{ending}", mime, key=f"{key}_{ending}", on_click="ignore",
                icon=":material/download:",
            )  # fmt: skip


def _about(state: State, collection: Collection, name: str) -> pd.DataFrame:
    """What the numbers are of, so that a file that was passed on still says it."""
    told = {
        "chart": name, "view": sentence(state.view, state.language), "collection": collection.label or collection.dataset,
        "version": str(collection.version), "link": _address(state, collection),
    }  # fmt: skip
    items = [(state.say(f"box.about_{item}"), value) for item, value in told.items()]
    return pd.DataFrame(items, columns=[state.say("box.item"), state.say("box.value")])


def _address(state: State, collection: Collection) -> str:
    """The pinned link, with scheme and host as the reader's browser has them."""
    pinned = pin(replace(state.view, dataset=collection.dataset), collection.version, collection.revision)
    address = urlsplit(st.context.url or "")
    site = f"{address.scheme}://{address.netloc}" if address.netloc else ""
    return site + state.link(st.session_state.get("current_page", ""), pinned)


@cache
def _picture() -> Any:
    css, js = (HERE / "picture.css").read_text("utf-8"), (HERE / "picture.js").read_text("utf-8")
    return st.components.v2.component(
        "jushi_picture", html='<div data-row></div><p data-said role="status"></p>', css=css, js=js
    )
