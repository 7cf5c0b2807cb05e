"""Pairings: who is partnered with whom, in which activities, or by which sentences."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics import measures
from analytics.measures import Collection
from analytics.ui import data
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page
from analytics.ui.picking import pick_row, picked
from analytics.ui.plain import plain
from analytics.ui.rows import show_rows
from analytics.ui.site import FILES
from analytics.ui.state import State
from analytics.views import pin, sentence

PREFIX = "pair"


def body(state: State) -> None:
    """The page."""
    collection = data.open_view(state.view)
    sidebar(state, collection)
    st.title(state.say("page.pairings"), anchor=False)
    st.caption(plain(sentence(state.view, state.language)))
    table = data.pairings(collection, state.view)
    frame = named(state, table.frame)
    _counts(state, frame)
    for left in table.left_out:
        st.caption(left.text(state.language))
    if frame.empty:
        st.info(state.say("pairings.none"), icon=":material/handshake:")
    else:
        shown = {
            "a": state.say("pairings.a"), "b": state.say("pairings.b"), "kind_name": state.say("pairings.kind"),
            "activities": state.say("column.activities"), "standing": state.say("pairings.standing"),
            "first": state.say("column.first"), "last": state.say("column.last"),
        }  # fmt: skip
        pick_row(state, frame, list(frame["key"]), shown, PREFIX)
        st.caption(state.say("pairings.pick"))
    _picked(state, collection, frame)


def named(state: State, frame: pd.DataFrame) -> pd.DataFrame:
    """The table with the kind in words and ``standing``: how many articles tell of the pair outside any activity."""
    kinds = [state.say(f"pairing.{kind}") for kind in frame["kind"]]
    return frame.assign(kind_name=kinds, standing=[len(a) for a in frame["articles"]])


def _counts(state: State, frame: pd.DataFrame) -> None:
    counts = frame["kind"].value_counts()
    columns = st.columns(1 + len(counts))
    columns[0].metric(state.say("pairings.number"), len(frame))
    for column, (kind, count) in zip(columns[1:], counts.items(), strict=True):
        column.metric(state.say(f"pairing.{kind}"), int(count))


def _picked(state: State, collection: Collection, frame: pd.DataFrame) -> None:
    key = picked(state, PREFIX)
    if key is None:
        return
    found = frame[frame["key"] == key]
    if found.empty:
        st.info(state.say("pick.gone"), icon=":material/filter_alt_off:")
        return
    pair = found.iloc[0]
    a, b = plain(pair["a"]), plain(pair["b"])
    if pair["ids"]:
        show_rows(state, collection, pair["ids"], state.say("pairings.rows", a=a, b=b), f"pair_rows_{key}")
    if pair["articles"]:
        st.subheader(state.say("pairings.sentences", a=a, b=b), anchor=False)
        st.caption(state.say("pairings.sentences_help"))
        _sentences(state, collection, key, pair["articles"])


def _sentences(state: State, collection: Collection, pair: str, articles: list[str]) -> None:
    """Quotes as plain text, each with the way to its article; the link pins the version."""
    view = pin(replace(state.view, dataset=collection.dataset), collection.version, collection.revision)
    for said in measures.standing(collection, pair, articles):
        with st.container(border=True):
            for quote in said.quotes:
                st.text(quote)
            about = " · ".join(part for part in (said.source or "", str(said.published or "")) if part)
            st.page_link(
                FILES["reading"],
                label=plain(f"{said.title or said.article_id}  {about}"),
                icon=":material/ink_highlighter:",
                query_params=state.query(view, article=said.article_id, id=None, show=None),
            )


run_page(body, "look")
