"""Activities over time: stacked, as lines, as small multiples or as a calendar; every mark lists its rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from analytics.charts.axis import bin_name
from analytics.charts.lines import compared, lines_over_time
from analytics.charts.multiples import multiples
from analytics.charts.stacked import stacked
from analytics.charts.steps import DayMark
from analytics.charts.values import Values
from analytics.measures import Collection
from analytics.measures.bins import earlier
from analytics.measures.by_dimension import ALL, BESIDE, LEVELS, Level, Trend, Way, all_ids, beside_ids, cell_ids
from analytics.measures.festivals import known_years
from analytics.store.notes import Note
from analytics.ui import data
from analytics.ui.chart_box import chart_box
from analytics.ui.plain import plain
from analytics.ui.state import State
from analytics.ui.trends_lines import Shown, cells_of, cut_bins, day_marks, names_of, shown_lines
from analytics.ui.trends_look import Look, choice
from analytics.ui.trends_rows import Behind, ask_points, asked, beside_buttons, beside_words, pick_cell, show_behind
from analytics.views import View

TOP, ROWS = 5, 13
"""Values with a colour of their own; with a row of their own."""
NAMED = 4
"""Bins named in a sentence before it is cut."""


def over_time(state: State, collection: Collection, look: Look, own: tuple[Note, ...]) -> None:
    """The chart, what stands beside it, the rows that were asked for, and the table."""
    way = way_of(state, collection, look)
    found = data.trend_of(collection, state.view, way, ROWS if look.form == "multiples" else TOP)
    named = tuple(k[1:] for k in found.keys if k.startswith("="))
    way = Way(way.by, way.level, named)
    then = earlier(state.view) if look.before else None
    before = data.trend_of(collection, then, way) if then else None
    _check(state, found)
    if not found.bins or found.frame.empty:
        st.info(state.say("trend.empty"), icon=":material/search_off:")
    else:
        shown = shown_lines(state, found, way, before, data.months_reported(collection, state.view), look.share)
        marks = day_marks(state, found.bins, look.days, own)
        _chart(state, collection, look, shown, found, marks)
        _told(state, look, shown, found, marks)
    beside_buttons(state, {code: getattr(found.told, code) for code in BESIDE})
    show_behind(state, collection, _behind(state, collection, way, found, before, then))
    if not found.frame.empty:
        _table(state, shown, found)


def way_of(state: State, collection: Collection, look: Look) -> Way:
    """By what is split; places by the level that was chosen, else by the first that has several."""
    if look.split != "place":
        return Way(look.split)
    sizes = data.levels_of(collection, state.view)
    several: list[Level] = [level for level in LEVELS if sizes[level] > 1]
    level = look.level or (several[0] if several else "county")
    choice(state, "level", LEVELS, level, "", says=lambda o: f"{state.say(f'trend.level_{o}')} {sizes[o]:,}")  # type: ignore[index]
    return Way("place", level)


def _check(state: State, found: Trend) -> None:
    if not found.check.ok:
        st.error(
            state.say("overview.check", expected=found.check.expected, found=found.check.found), icon=":material/error:"
        )


def _chart(state: State, collection: Collection, look: Look, shown: Shown, found: Trend, marks: list[DayMark]) -> None:
    pick = asked(state)
    chosen = (pick[1], pick[2]) if pick and pick[0] == "trend" else None
    name = state.say(f"trend.name_{look.split}")
    highest = max(range(len(found.bins)), key=lambda i: shown.total.sums[i]) if not look.share else 0
    alt = state.say(
        "trend.alt", name=name, bins=len(found.bins), count=found.told.value,
        lines=state.say("view.and").join(
            state.say("chart.row", type=line.name, count=count)
            for line, count in zip(shown.lines, shown.counts, strict=True)
        ),
        label=bin_name(found.bins[highest], state.language),
    )  # fmt: skip
    chart_box(
        state, collection, _figure(look, shown, marks, chosen), lambda: numbers(state, shown, found),
        key=f"trend_{look.form}", alt=alt, name=name, picked=lambda points: ask_points(state, points),
        ids=lambda: all_ids(collection, state.view),
    )  # fmt: skip


def _figure(look: Look, shown: Shown, marks: list[DayMark], chosen: tuple[str, str] | None) -> Values:
    if look.form == "multiples":
        return multiples(shown.axis, shown.lines, shown.counts, marks, chosen)
    if look.form == "lines":
        return lines_over_time(shown.axis, shown.lines, marks, chosen)
    return stacked(shown.axis, shown.lines, shown.total, marks, chosen)


def _told(state: State, look: Look, shown: Shown, found: Trend, marks: list[DayMark]) -> None:
    """What a reader must know of this chart, in small print."""
    told = [state.say("trend.read_share" if look.share else f"trend.read_{look.form}")]
    if look.split != "all":
        told.append(state.say(f"trend.twice_{'share' if look.share else look.split}"))
    if look.split == "org":
        told.append(state.say("trend.below"))
    if look.before:
        told += _compared(state, look, shown)
    if marks:
        told.append(state.say("trend.read_marks"))
    years = known_years(look.days) if marks and state.view.grain != "year" else None
    if years and not (years[0] <= int(found.bins[0][:4]) and int(found.bins[-1][:4]) <= years[1]):
        told.append(state.say("trend.lunar_years", first=years[0], last=years[1]))
    if cut_bins(state.view, found.bins):
        told.append(state.say("trend.cut"))
    st.caption(plain(" ".join(told)))


def _compared(state: State, look: Look, shown: Shown) -> list[str]:
    """How the year before is drawn, and where nothing is known of it."""
    if look.form == "stacked" and look.share:
        return [state.say("trend.before_no_share")]
    if look.form == "lines" and not compared(shown.axis, shown.lines):
        return [state.say("trend.before_tangle")]
    unknown = [n for n, b in zip(shown.axis.names_before, shown.total.before, strict=True) if b is None]
    if not shown.total.before or len(unknown) == len(shown.axis.bins):
        return [state.say("trend.before_unknown_all")]
    told = [state.say("trend.before_drawn")]
    if unknown and not look.share:
        some = state.say("reading.join").join(unknown[:NAMED]) + ("…" if len(unknown) > NAMED else "")
        told.append(state.say("trend.before_unknown", count=len(unknown), bins=some))
    return told


def numbers(state: State, shown: Shown, found: Trend) -> pd.DataFrame:
    """What the chart shows: a row for each bin; counts, the approximate part of the total, the year before, shares."""
    cells, axis = cells_of(found), shown.axis

    def counts(key: str, part: int | None = None) -> list[int]:
        both = [cells.get((b, key), (0, 0)) for b in axis.bins]
        return [sum(pair) if part is None else pair[part] for pair in both]

    columns: dict[str, list[Any]] = {state.say("chart.bin"): list(axis.names)}
    columns[state.say("chart.all")] = counts(ALL)
    columns[state.say("trend.of_it_approx")] = counts(ALL, 1)
    if shown.total.before and not axis.share:
        columns[state.say("trend.before")] = list(shown.total.before)
    for line in shown.lines if found.keys else ():
        columns[line.name] = counts(line.key)
        if axis.share:
            columns[state.say("trend.percent_of", name=line.name)] = [round(n, 1) for n in line.sums]
    return pd.DataFrame(columns)


def _table(state: State, shown: Shown, found: Trend) -> None:
    """The same numbers, each a cell that lists its rows: for the keyboard, and for who reads numbers."""
    frame = numbers(state, shown, found)
    keys = {line.name: line.key for line in shown.lines} | {state.say("chart.all"): ALL}
    earlier_column = state.say("trend.before")

    def shows(row: int, column: str) -> str | None:
        if not frame[column].fillna(0).iloc[row]:
            return None
        if column == earlier_column:
            return f"was:{shown.axis.labels_before[row]}:{ALL}"
        return f"trend:{found.bins[row]}:{keys[column]}" if column in keys else None

    with st.expander(state.say("trend.table"), icon=":material/table:"):
        st.caption(state.say("trend.table_help"))
        pick_cell(state, frame, f"trend_table_{'_'.join(map(str, frame.shape))}", shows)


def _behind(
    state: State, collection: Collection, way: Way, found: Trend, before: Trend | None, then: View | None
) -> Behind | None:
    """What the link lists of this page."""
    pick = asked(state)
    if pick is None:
        return None
    kind, name, key = pick
    if kind == "beside" and name in BESIDE:
        count = getattr(found.told, name)
        title = beside_words(state, name, count)
        return Behind(title, count, lambda: beside_ids(collection, state.view, name))
    view, told = (then, before) if kind == "was" else (state.view, found if kind == "trend" else None)
    if view is None or told is None:
        return None
    sure, approx = cells_of(told).get((name, key), (0, 0))
    words = names_of(state, found, way)
    title = state.say(
        "listing.bar_approx" if approx else "listing.bar", bin=bin_name(name, state.language) if sure + approx else name,
        type=words.get(key, key), count=sure + approx, approx=approx,
    )  # fmt: skip
    place = replace(view, grain=state.view.grain)
    return Behind(title, sure + approx, lambda: cell_ids(collection, place, way, key, name))
