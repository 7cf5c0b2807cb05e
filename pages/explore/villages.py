"""Villages served: which, how often, since when; which of those that ought to be served never were."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics import measures
from analytics.charts.ranking import ranking
from analytics.measures import Collection
from analytics.ui import data
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page
from analytics.ui.own_places import ought
from analytics.ui.picking import pick_row, picked
from analytics.ui.plain import plain
from analytics.ui.rows import show_rows
from analytics.ui.site import FILES
from analytics.ui.state import State, set_query
from analytics.views import sentence

PREFIX = "village"
TOP = 12
"""Bars of the chart."""


def body(state: State) -> None:
    """The page."""
    collection = data.open_view(state.view)
    sidebar(state, collection)
    st.title(state.say("page.villages"), anchor=False)
    st.caption(plain(sentence(state.view, state.language)))
    table = data.villages(collection, state.view)
    frame = chained(collection, table.frame)
    placed = frame["county"].ne("") | frame["code"].notna()
    st.metric(state.say("villages.number"), len(frame))
    for left in table.left_out:
        st.caption(left.text(state.language))
    if frame.empty:
        st.info(state.say("villages.none"), icon=":material/location_off:")
    elif placed.any():
        _chart(state, frame[placed].head(TOP))
        _table(state, frame[placed], "villages.pick")
    if (~placed).any():
        st.subheader(state.say("villages.unplaced", count=int((~placed).sum())), anchor=False)
        st.caption(state.say("villages.unplaced_do"))
        _table(state, frame[~placed], "villages.pick")
    _rows(state, collection, frame)
    _never(state, collection, set(frame["code"].dropna()))


def chained(collection: Collection, frame: pd.DataFrame) -> pd.DataFrame:
    """The table with ``where``: the chain above the village as far as it is known."""
    towns = measures.towns(collection)
    above = [
        "/".join(part for part in (county, towns.get(key, "")) if part)
        for key, county in zip(frame["key"], frame["county"], strict=True)
    ]
    return frame.assign(where=above)


def _chart(state: State, top: pd.DataFrame) -> None:
    def changed() -> None:
        points = st.session_state["village_chart"]["selection"]["points"]
        if points:
            set_query(state.query(show=f"{PREFIX}:{points[0]['customdata']}"))

    figure = ranking(list(top["key"]), list(top["name"]), list(top["activities"]), picked(state, PREFIX))
    st.plotly_chart(
        figure, key="village_chart", on_select=changed, selection_mode="points", config={"displayModeBar": False},
        alt=state.say("villages.chart"),
    )  # fmt: skip
    st.caption(state.say("villages.chart_help", count=len(top)))


def _table(state: State, frame: pd.DataFrame, help_key: str) -> None:
    shown = {
        "name": state.say("villages.name"), "where": state.say("villages.where"),
        "activities": state.say("column.activities"), "first": state.say("column.first"),
        "last": state.say("column.last"),
    }  # fmt: skip
    pick_row(state, frame, list(frame["key"]), shown, PREFIX)
    st.caption(state.say(help_key))


def _rows(state: State, collection: Collection, frame: pd.DataFrame) -> None:
    key = picked(state, PREFIX)
    if key is None:
        return
    found = frame[frame["key"] == key]
    if found.empty:
        st.info(state.say("pick.gone"), icon=":material/filter_alt_off:")
        return
    village = found.iloc[0]
    title = state.say("villages.rows", name=plain(village["name"]))
    show_rows(state, collection, village["ids"], title, f"village_rows_{key}")


def _never(state: State, collection: Collection, served: set[str]) -> None:
    """The villages of the collection's own table that this view counts nothing for."""
    known = ought(data.workspace(), collection, state.view)
    st.subheader(state.say("villages.never"), anchor=False)
    if not known:
        st.caption(state.say("villages.never_unknown"))
        st.page_link(FILES["datasets"], label=state.say("page.datasets"), icon=":material/upload_file:",
                     query_params=state.query(show=None))  # fmt: skip
        return
    never = [v for v in known if v.code not in served]
    st.caption(state.say("villages.never_count", count=len(never), of=len(known)))
    if never:
        rows = [{"name": v.name, "where": "/".join(v.chain[:-1]), "code": v.code} for v in never]
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            column_config={c: state.say(f"villages.{c}") for c in ("name", "where", "code")},
        )


run_page(body, "look")
