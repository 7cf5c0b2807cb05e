"""Trends: activities over time by what they have, compared with the year before; and who held what when."""

from __future__ import annotations

import streamlit as st

from analytics.measures import Collection
from analytics.measures.bins import earlier
from analytics.store.notes import notes
from analytics.ui import data, filters
from analytics.ui.guard import run_page
from analytics.ui.looks import tell_problems
from analytics.ui.plain import plain
from analytics.ui.state import State
from analytics.ui.trends_calendar import calendar
from analytics.ui.trends_look import (
    FORMS,
    NO,
    SPLITS,
    Look,
    choice,
    days_choice,
    grain,
    read_look,
    switch,
)
from analytics.ui.trends_matrix import by_organisation
from analytics.ui.trends_notes import notes_section
from analytics.ui.trends_time import over_time
from analytics.ui.words import place_names
from analytics.views import period_name, sentence


def body(state: State) -> None:
    """The page."""
    collection = data.open_view(state.view)
    filters.sidebar(state, collection)
    look = read_look(state)
    tell_problems(state, look.problems)
    st.title(state.say("page.trends"), anchor=False)
    st.caption(plain(sentence(state.view, state.language, place_names(collection, state.view))))
    _headline(state, collection)
    own = notes(data.workspace(), collection.dataset, state.view.revision)
    choice(state, "tab", ("time", "matrix"), look.tab, "time")
    if look.tab == "matrix":
        grain(state)
        by_organisation(state, collection, look)
        return
    _controls(state, look)
    if look.form == "calendar":
        calendar(state, collection)
    else:
        over_time(state, collection, look, own)
    notes_section(state, collection, own)


def _headline(state: State, collection: Collection) -> None:
    """How many, how many of them without a sure date, and how many a year before."""
    told = data.told_of(collection, state.view)
    code = "trend.headline_unsure" if told.unsure else "trend.headline"
    text = state.say(code, count=f"{told.value:,}", unsure=f"{told.unsure:,}")
    then = earlier(state.view)
    if then is None or not state.view.has_period:
        st.markdown(text)
        return
    before = data.told_of(collection, then).value
    change = told.value - before
    which = "more" if change > 0 else "fewer" if change < 0 else "same"
    period = period_name(then.start, then.end, state.language)
    st.markdown(text + state.say(f"overview.{which}", period=period, count=f"{abs(change):,}"))
    first, _ = data.span(collection)
    if then.start is not None and (first is None or first > then.start):
        st.caption(state.say("overview.before_uncovered", period=period))


def _controls(state: State, look: Look) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choice(state, "form", FORMS, look.form, "stacked")
        if look.form != "calendar":
            choice(state, "split", SPLITS, look.split, "type")
            grain(state)
            choice(state, "as", ("count", "share"), "share" if look.share else "count", "count")
    if look.form == "calendar":
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        switch(state, "vs", look.before, None, NO)
        if state.view.grain != "year":
            with st.popover(state.say("trend.days_open", count=len(look.days)), icon=":material/event:"):
                days_choice(state, look)


run_page(body, "look")
