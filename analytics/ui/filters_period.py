"""The period: years that the collection has, their halves and quarters, or days of one's own. Always absolute dates."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from analytics.measures import Collection
from analytics.ui import data
from analytics.ui.filters_write import write
from analytics.ui.state import State
from analytics.views import View, period_name

ALL, OWN = "all", "own"
OWN_OPEN = "f_own"
"""In the session: the fields for own dates stand open though no date is chosen yet."""
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2100, 12, 31)
"""What the calendar offers, unless a link goes beyond."""


@dataclass(frozen=True, slots=True)
class Part:
    """Months of a year, both inclusive."""

    first: int
    last: int

    def of(self, year: int) -> tuple[date, date]:
        """Its days in a year."""
        return date(year, self.first, 1), date(year, self.last, calendar.monthrange(year, self.last)[1])


YEAR = Part(1, 12)
PARTS = {"half1": Part(1, 6), "half2": Part(7, 12), **{f"quarter{n}": Part(3 * n - 2, 3 * n) for n in range(1, 5)}}


def period(state: State, collection: Collection) -> None:
    """All time, a year or a part of it, or own dates."""
    years = years_of(*data.span(collection))
    current = _chosen(state.view, years)
    st.session_state["f_period"] = OWN if current == ALL and st.session_state.get(OWN_OPEN) else current

    def chosen() -> None:
        pick = st.session_state["f_period"]
        st.session_state[OWN_OPEN] = pick == OWN
        if pick == ALL:
            write(state, replace(state.view, start=None, end=None))
        elif pick != OWN:
            start, end = YEAR.of(pick)
            write(state, replace(state.view, start=start, end=end))

    def label(option: str | int) -> str:
        if isinstance(option, str):
            return state.say(f"filter.period_{option}")
        place = {years[0]: "filter.year_newest", years[0] - 1: "filter.year_before"}
        return state.say(place.get(option, "filter.year"), year=option)

    st.selectbox(state.say("filter.period"), [ALL, *years, OWN], format_func=label, key="f_period", on_change=chosen)
    pick = st.session_state["f_period"]
    if pick == OWN:
        _own(state)
    elif pick != ALL:
        _part(state, pick)


def years_of(first: date | None, last: date | None) -> list[int]:
    """The years between two days, newest first; none where there is no day."""
    return list(range(last.year, first.year - 1, -1)) if first and last else []


def part_of(view: View) -> tuple[int, str] | None:
    """The year of the view's period and which part of it that is ("" the whole); None when it is something else."""
    if view.start is None or view.end is None:
        return None
    for name, part in {"": YEAR, **PARTS}.items():
        if part.of(view.start.year) == (view.start, view.end):
            return view.start.year, name
    return None


def _chosen(view: View, years: Sequence[int]) -> str | int:
    if not view.has_period:
        return ALL
    found = part_of(view)
    return found[0] if found and found[0] in years else OWN


def _part(state: State, year: int) -> None:
    """The whole year, a half or a quarter of it."""
    found = part_of(state.view)
    st.session_state["f_part"] = (found[1] if found else "") or None

    def changed() -> None:
        start, end = PARTS.get(st.session_state["f_part"] or "", YEAR).of(year)
        write(state, replace(state.view, start=start, end=end))

    st.pills(
        state.say("filter.part"), list(PARTS), format_func=lambda p: state.say(f"filter.part_{p}"), key="f_part",
        on_change=changed, label_visibility="collapsed",
    )  # fmt: skip


def _own(state: State) -> None:
    view = state.view
    st.session_state["f_start"], st.session_state["f_end"] = view.start, view.end

    def changed() -> None:
        start, end = st.session_state["f_start"], st.session_state["f_end"]
        if start and end and start > end:
            start, end = end, start
        write(state, replace(view, start=start, end=end))

    known = [day for day in (view.start, view.end) if day]
    columns = st.columns(2)
    for column, name in zip(columns, ("start", "end"), strict=True):
        column.date_input(
            state.say(f"filter.{name}"), value=None, format="YYYY-MM-DD", key=f"f_{name}", on_change=changed,
            min_value=min([FIRST_DAY, *known]), max_value=max([LAST_DAY, *known]),
        )  # fmt: skip


def period_label(state: State) -> str:
    """The view's period in words; empty without one."""
    return period_name(state.view.start, state.view.end, state.language)
