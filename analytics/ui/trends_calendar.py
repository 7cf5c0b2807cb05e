"""The calendar: a square for each day, the latest years first."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analytics.charts.heat import Year, calendar_heat
from analytics.measures import Collection
from analytics.measures.by_dimension import all_ids, beside_ids
from analytics.measures.calendar_days import day_ids, rough_ids
from analytics.ui import data
from analytics.ui.chart_box import chart_box
from analytics.ui.plain import plain
from analytics.ui.state import State
from analytics.ui.trends_rows import (
    Behind,
    as_day,
    ask_points,
    asked,
    beside_buttons,
    beside_words,
    pick_cell,
    show_behind,
)
from analytics.views import day_name

MOST_YEARS = 6
"""Blocks of one chart."""


def calendar(state: State, collection: Collection) -> None:
    """The chart, what is not dated to the day, and the rows that were asked for."""
    found = data.days_of(collection, state.view)
    if not found.check.ok:
        st.error(
            state.say("overview.check", expected=found.check.expected, found=found.check.found), icon=":material/error:"
        )
    counts: dict[date, int] = dict(zip(found.frame["day"], found.frame["count"], strict=True))
    pick = asked(state)
    day = as_day(pick[1]) if pick and pick[0] == "day" else None
    if not counts:
        st.info(state.say("trend.calendar_empty"), icon=":material/search_off:")
    else:
        every = sorted({d.year for d in counts}, reverse=True)
        years = tuple(_block(state, number) for number in every[:MOST_YEARS])
        name = state.say("trend.name_calendar")
        chart_box(
            state, collection, calendar_heat(counts, years, state.language, day), lambda: _numbers(state, counts),
            key="trend_calendar", name=name, picked=lambda points: ask_points(state, points),
            alt=state.say("trend.calendar_alt", count=sum(counts.values()), days=len(counts)),
            ids=lambda: all_ids(collection, state.view),
        )  # fmt: skip
        words = [state.say("trend.read_calendar")]
        if len(every) > MOST_YEARS:
            left = sum(n for d, n in counts.items() if d.year in every[MOST_YEARS:])
            words.append(
                state.say("trend.calendar_cut", years=MOST_YEARS, more=len(every) - MOST_YEARS, count=f"{left:,}")
            )
        st.caption(plain(" ".join(words)))
    told = data.told_of(collection, state.view)
    beside = {"rough": found.rough, "undated": told.undated, "partly": told.partly}
    beside_buttons(state, beside)
    show_behind(state, collection, _behind(state, collection, counts, beside))
    if counts:
        _table(state, counts)


def _block(state: State, number: int) -> Year:
    first, last = date(number, 1, 1), date(number, 12, 31)
    return Year(number, max(first, state.view.start or first), min(last, state.view.end or last))


def _numbers(state: State, counts: dict[date, int]) -> pd.DataFrame:
    return pd.DataFrame({state.say("trend.day"): list(counts), state.say("chart.activities"): list(counts.values())})


def _table(state: State, counts: dict[date, int]) -> None:
    days = list(reversed(counts))
    frame = pd.DataFrame({
        state.say("trend.day"): [day_name(d, state.language) for d in days],
        state.say("chart.activities"): [counts[d] for d in days],
    })  # fmt: skip
    with st.expander(state.say("trend.table"), icon=":material/table:"):
        st.caption(state.say("trend.table_help"))
        pick_cell(state, frame, f"trend_days_{len(days)}", lambda row, _: f"day:{days[row].isoformat()}")


def _behind(state: State, collection: Collection, counts: dict[date, int], beside: dict[str, int]) -> Behind | None:
    pick = asked(state)
    if pick is None:
        return None
    kind, name, _ = pick
    if kind == "beside" and name in beside:
        title = beside_words(state, name, beside[name])
        if name == "rough":
            return Behind(title, beside[name], lambda: rough_ids(collection, state.view))
        return Behind(title, beside[name], lambda: beside_ids(collection, state.view, name))
    day = as_day(name) if kind == "day" else None
    if day is None or day not in counts:
        return None
    title = state.say("trend.day_hover", day=day_name(day, state.language), count=counts[day])
    return Behind(title, counts[day], lambda: day_ids(collection, state.view, day))
