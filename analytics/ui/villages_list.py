"""The villages one by one: most served, longest not visited, visited last; each lists its activities."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analytics.charts.ranking import ranking
from analytics.measures import Collection
from analytics.measures.place_tree import node_ids, villages_under
from analytics.ui import data
from analytics.ui.chart_box import Points, chart_box
from analytics.ui.picking import pick_row, picked
from analytics.ui.state import State, set_query
from analytics.ui.villages_data import towns_of
from analytics.ui.villages_look import ORDERS, Look, Order, choice
from analytics.views import day_name

PREFIX = "village"
TOP_BARS = 15
"""Bars of the chart; the table below holds all."""
FIRST, LAST = date.min, date.max


def list_tab(state: State, collection: Collection, look: Look) -> None:
    """The ranking and the table of all."""
    choice(state, "order", ORDERS, look.order)
    frame = ordered(within(collection, chained(collection, data.villages(collection, state.view).frame), look), look.order)
    until = reference(state, collection)
    days = [(until - d).days if until and d and d <= until else None for d in frame["last"]]
    frame = frame.assign(days=pd.Series(days, dtype="Int64"))
    top = frame[frame["last"].notna()] if look.order != "most" else frame
    top = top.head(TOP_BARS)
    days_told: list[date] = list(top["last"]) if look.order != "most" else []
    notes = [state.say("villages.last_visit", day=day_name(d, state.language)) for d in days_told]
    if len(top):
        chart_box(
            state, collection,
            ranking(list(top["key"]), list(top["name"]), list(top["activities"]), picked(state, PREFIX), notes),
            lambda: numbers(state, frame), key="village_chart", name=state.say(f"villages.list_name_{look.order}"),
            alt=state.say("villages.list_alt", count=len(top),
                          villages=state.say("reading.join").join(top["name"].head(5))),
            picked=lambda points: _pick(state, points), ids=lambda: node_ids(collection, state.view, look.node),
        )  # fmt: skip
        told = [state.say(f"villages.list_help_{look.order}", count=len(top))]
        undated = int(frame["last"].isna().sum())
        if look.order != "most" and undated:
            told.append(state.say("villages.list_undated", count=undated))
        if look.order == "longest" and until:
            told.append(state.say("villages.list_until", day=day_name(until, state.language)))
        st.caption(" ".join(told))
    village_table(state, frame)


def village_table(state: State, frame: pd.DataFrame) -> None:
    """Villages with their chain, number and days; a ticked one lists its activities."""
    shown = {
        "name": state.say("villages.name"), "where": state.say("villages.where"),
        "activities": state.say("column.activities"), "first": state.say("column.first"),
        "last": state.say("column.last"),
    }  # fmt: skip
    if "days" in frame:
        shown["days"] = state.say("villages.days")
    pick_row(state, frame, list(frame["key"]), shown, PREFIX)
    st.caption(f"{state.say('villages.pick')} {state.say('villages.days_help')}")


def chained(collection: Collection, frame: pd.DataFrame) -> pd.DataFrame:
    """The table with ``where``: the chain above the village as far as it is known."""
    towns = towns_of(collection)
    above = [
        "/".join(part for part in (county, towns.get(key, "")) if part)
        for key, county in zip(frame["key"], frame["county"], strict=True)
    ]
    return frame.assign(where=above)


def within(collection: Collection, frame: pd.DataFrame, look: Look) -> pd.DataFrame:
    """The villages under the chosen place."""
    if not look.node:
        return frame
    return frame[frame["key"].isin(villages_under(collection, look.node))].reset_index(drop=True)


def ordered(frame: pd.DataFrame, order: Order) -> pd.DataFrame:
    """Most served first as the measure has it; by the last visit, those without a date at the end."""
    if order == "most":
        return frame
    none = FIRST if order == "latest" else LAST
    last = frame["last"].map(lambda d: none if d is None else d)
    by = frame.assign(_last=last).sort_values("_last", ascending=order == "longest", kind="stable", ignore_index=True)
    return by.drop(columns="_last")


def reference(state: State, collection: Collection) -> date | None:
    """The day that a visit is looked back on from: the last day of the view or of the reports, whichever is earlier."""
    last = data.span(collection)[1]
    return min(last, state.view.end) if last and state.view.end else state.view.end or last


def numbers(state: State, frame: pd.DataFrame) -> pd.DataFrame:
    """All villages of the list, headings in the reader's words."""
    heads = {
        "where": "villages.where", "name": "villages.name", "code": "villages.code", "activities": "column.activities",
        "first": "column.first", "last": "column.last", "days": "villages.days",
    }  # fmt: skip
    return frame[list(heads)].rename(columns={column: state.say(key) for column, key in heads.items()})


def _pick(state: State, points: Points) -> None:
    show = f"{PREFIX}:{points[0]['customdata']}" if points else None
    set_query(state.query(show=show, page=None))
