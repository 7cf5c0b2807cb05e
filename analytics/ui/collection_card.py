"""The card of a collection: what it holds, where it is thin, what did not go in; each number with a line that explains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
import pandas as pd
import streamlit as st

from analytics import measures
from analytics.charts.sources import month_bins, source_bars
from analytics.measures import Collection
from analytics.measures.card import Card, card
from analytics.model import KINDS
from analytics.share.tables import csv_bytes
from analytics.store.workspace import VersionInfo
from analytics.ui import data
from analytics.ui.downloads import download_button
from analytics.ui.page_look import page_look
from analytics.ui.picking import chosen_row
from analytics.ui.plain import plain
from analytics.ui.rows import open_article, show_rows
from analytics.ui.site import FILES
from analytics.ui.state import State, set_query
from analytics.views import View

HEAD = ("articles", "activities", "sources", "undated")
BEHIND = ("gaps", "no_source", "no_date", "undated", "unplaced")
"""Numbers that list what they count."""
TOLD_IN = {"copies": "merges", "refused": "versions", "removed": "versions"}
"""Numbers that another tab tells about."""
ALL = View(kinds=KINDS, counting="reports")
"""Every item of every article, as the card counts."""
EVER = replace(ALL, start=date.min, end=date.max)
PREFIX = "card"
LISTED = 500
PLOTLY = {"displayModeBar": False, "scrollZoom": False, "locale": "en-US"}


def show(state: State, collection: Collection, versions: Sequence[VersionInfo]) -> None:
    """The tab."""
    found = _card(collection, list(versions))
    rows = dict(found.rows())
    with st.container(horizontal=True, gap="medium", key="card_head"):
        for name in HEAD:
            st.metric(state.say(f"card.{name}"), rows[name], help=state.say(f"card.{name}_help"), width="content")
    if found.first is not None:
        st.write(state.say("card.span_told", first=found.first, last=found.last))
    _chart(state, found)
    st.subheader(state.say("card.numbers"), anchor=False)
    for name, value in rows.items():
        if name not in ("articles", "activities", "span"):
            _number(state, name, value)
            if state.extra.get("show") == f"{PREFIX}:{name}":
                _behind(state, collection, found, name)
    _downloads(state, found)


@st.cache_data(max_entries=data.ENTRIES, show_spinner=False)
def _card(collection: Collection, _versions: list[VersionInfo]) -> Card:
    """Versions are only ever added, and those after the collection's own do not count: the collection says it all."""
    return card(collection, _versions)


def _chart(state: State, found: Card) -> None:
    st.subheader(state.say("card.chart"), anchor=False)
    bins = month_bins(found.months)
    if not bins:
        st.caption(state.say("card.chart_none"))
        return
    dated = found.months[found.months["month"] != ""].groupby("month")["articles"].sum()
    alt = state.say(
        "card.chart_alt", months=len(bins), count=int(dated.sum()), most=str(dated.idxmax()), highest=int(dated.max())
    )
    figure = page_look(source_bars(found.months, state.language))
    st.plotly_chart(figure, key="card_chart", config=PLOTLY, alt=alt, theme=None)
    if found.no_date:
        st.caption(state.say("card.chart_undated", count=found.no_date))


def _number(state: State, name: str, value: str) -> None:
    """A number, what it is called, and what it means; a button where it can be listed."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"card_{name}"):
        told = f"**{state.say(f'card.{name}')}　{value}**  \n:gray[:small[{state.say(f'card.{name}_help')}]]"
        st.markdown(told, width="stretch")
        if name in TOLD_IN and value != "0":
            tab = TOLD_IN[name]
            st.button(
                state.say(f"collection.tab_{tab}"), key=f"card_go_{name}", type="tertiary", on_click=set_query,
                args=(state.query(tab=tab, show=None),), icon=":material/arrow_forward:",
            )  # fmt: skip
        elif name in BEHIND and not value.startswith("0"):
            opened = state.extra.get("show") == f"{PREFIX}:{name}"
            st.button(
                state.say("card.close" if opened else "card.list"), key=f"card_list_{name}", type="tertiary",
                icon=":material/close:" if opened else ":material/list:", on_click=set_query,
                args=(state.query(show=None if opened else f"{PREFIX}:{name}"),),
            )  # fmt: skip


def _behind(state: State, collection: Collection, found: Card, name: str) -> None:
    """What a number counts, one by one."""
    with st.container(border=True):
        if name == "gaps":
            st.write(state.say("reading.join").join(found.gaps))
        elif name == "unplaced":
            _unplaced(state, collection)
        elif name == "undated":
            ids = data.placed(collection, EVER).undated
            show_rows(state, collection, ids, state.say("card.undated"), "card_undated")
        else:
            _articles(state, collection, name)


def _unplaced(state: State, collection: Collection) -> None:
    """The villages whose county is not known, and how to place them."""
    frame = data.villages(collection, ALL).frame
    nowhere = frame[(frame["county"] == "") & frame["code"].isna()]
    st.write(state.say("reading.join").join(plain(n) for n in nowhere["name"]))
    st.caption(state.say("villages.unplaced_do"))
    query = state.query(View(dataset=collection.dataset, version=collection.version), show=None, tab=None)
    st.page_link(FILES["villages"], label=state.say("page.villages"), icon=":material/location_on:", query_params=query)


def _articles(state: State, collection: Collection, name: str) -> None:
    frame = measures.articles(collection)
    lacks = frame["published"].isna() if name == "no_date" else frame["source"].fillna("") == ""
    listed = frame[lacks].head(LISTED).reset_index(drop=True)
    shown = {c: state.say(f"column.{c}") for c in ("title", "published", "source", "file")}
    row = chosen_row(listed, list(listed["id"]), shown, f"card_{name}")
    st.caption(state.say("articles.open_help"))
    if int(lacks.sum()) > LISTED:
        st.caption(state.say("card.first_only", shown=LISTED, count=int(lacks.sum())))
    if row is not None:
        open_article(state, collection, str(listed.iloc[row]["id"]))


def _downloads(state: State, found: Card) -> None:
    st.subheader(state.say("card.downloads"), anchor=False)
    name = f"{found.dataset}-{found.version}"
    files = {
        "card.csv": ("text/csv", lambda: csv_bytes(card_table(state, found))),
        "months.csv": ("text/csv", lambda: csv_bytes(found.months)),
        "card.json": ("application/json", lambda: orjson.dumps(card_json(found), option=orjson.OPT_INDENT_2)),
    }
    with st.container(horizontal=True):
        for file, (mime, write) in files.items():
            download_button(
                state.say(f"card.download_{file.replace('.', '_')}"), write, f"{name}-{file}", mime, key=f"card_{file}",
                on_click="ignore", icon=":material/download:",
            )  # fmt: skip


def card_table(state: State, found: Card) -> pd.DataFrame:
    """The numbers with their names and explanations, in the reader's language."""
    heads = [state.say(f"card.column_{c}") for c in ("item", "value", "meaning")]
    rows = [(state.say(f"card.{n}"), value, state.say(f"card.{n}_help")) for n, value in found.rows()]
    return pd.DataFrame(rows, columns=heads)


def card_json(found: Card) -> dict[str, Any]:
    """The card for programs: numbers as numbers, days as ISO text."""
    months = found.months.to_dict("records")
    plain_values = {
        "dataset": found.dataset, "version": found.version, "articles": found.articles, "activities": found.activities,
        "first": str(found.first) if found.first else None, "last": str(found.last) if found.last else None,
        "articles_without_date": found.no_date, "articles_without_source": found.no_source, "sources": found.sources,
        "months_without_articles": list(found.gaps), "activities_without_date": found.undated,
        "villages_unplaced": found.unplaced, "articles_copied": found.copies, "removed": found.removed,
    }  # fmt: skip
    return plain_values | dict(found.imports) | {"months": months}
