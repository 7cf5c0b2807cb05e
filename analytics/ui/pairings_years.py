"""Pairs by year: told of for the first time in this collection, or again."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts.axis import bin_name
from analytics.charts.pair_years import Cells, pair_years
from analytics.measures import Collection
from analytics.measures.pair_years import VISITS, Years, told_in_years
from analytics.ui.chart_box import chart_box
from analytics.ui.pairings_data import Shown, years_of
from analytics.ui.pairings_look import Look, ask
from analytics.ui.pairings_network import pick
from analytics.ui.picking import tick_row
from analytics.ui.state import State

GROUP = "year"
BESIDE = "pairs:beside"


def years_tab(state: State, collection: Collection, look: Look, shown: Shown) -> None:
    """The chart, the pairs that no year is known for, and the bars as a table."""
    found = years_of(collection, state.view, look)
    own = cells(found)
    if own:
        new = sum(pairs for (_, visit), (pairs, _) in own.items() if visit.startswith("new"))
        chart_box(
            state, collection, pair_years(own, found.years, state.language, chosen(state)), lambda: numbers(state, found),
            key="pairs_years", name=state.say("pairs.years_name"),
            alt=state.say("pairs.years_alt", years=len(found.years), new=f"{new:,}"),
            picked=lambda points: pick(state, points),
            ids=lambda: told_in_years(collection, state.view, shown.pairs["code"].to_numpy()).ids,
        )  # fmt: skip
        st.caption(state.say("pairs.years_help"))
    else:
        st.info(state.say("pairs.years_none"), icon=":material/event_busy:")
    if found.begins and any(visit == "opening" for _, visit in own):
        st.caption(state.say("pairs.opening_help", year=bin_name(str(found.begins), state.language)))
    if found.beside:
        st.button(
            state.say("pairs.beside", count=f"{len(found.beside):,}"), key="pairs_beside", type="tertiary",
            icon=":material/list:", on_click=ask, args=(state, BESIDE),
        )  # fmt: skip
    if own:
        _table(state, found)


def chosen(state: State) -> tuple[int, str] | None:
    """Year and visit that the link lists."""
    parts = state.extra.get("show", "").split(":")
    if len(parts) == 4 and parts[:2] == ["pairs", GROUP] and parts[2].isascii() and parts[2].isdigit():
        return int(parts[2]), parts[3]
    return None


def cells(found: Years) -> Cells:
    """Pairs and activities by year and visit."""
    rows = zip(*(found.frame[c].tolist() for c in ("year", "visit", "pairs", "activities")), strict=True)
    return {(year, visit): (pairs, activities) for year, visit, pairs, activities in rows}


def numbers(state: State, found: Years) -> pd.DataFrame:
    """What the chart shows: a row for each year."""
    own = cells(found)
    columns: dict[str, list[object]] = {state.say("chart.bin"): [bin_name(str(y), state.language) for y in found.years]}
    for visit in VISITS:
        columns[state.say(f"pairs.{visit}")] = [own.get((y, visit), (0, 0))[0] for y in found.years]
    return pd.DataFrame(columns)


def _table(state: State, found: Years) -> None:
    """The bars that hold any, newest first, each a row that lists its pairs."""
    frame = found.frame.iloc[::-1].reset_index(drop=True)
    keys = [f"pairs:{GROUP}:{year}:{visit}" for year, visit in zip(frame["year"], frame["visit"], strict=True)]
    shown = frame.assign(
        year=[bin_name(str(y), state.language) for y in frame["year"]],
        visit=[state.say(f"pairs.{v}") for v in frame["visit"]],
    )
    heads = {
        "year": state.say("chart.bin"), "visit": state.say("pairs.visit"), "pairs": state.say("pairs.number"),
        "activities": state.say("column.activities"),
    }  # fmt: skip
    tick_row(shown, keys, heads, "pairs_years", state.extra.get("show"), lambda key: ask(state, key))
    st.caption(state.say("pairs.years_pick"))
