"""Overview: a sentence, the headline figures, and activities over time; each number lists its rows at a click."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from analytics.charts.bars import ALL, Cell, numbers, total_bars, type_rows
from analytics.measures import Collection, Figure, Headline, Timeline
from analytics.messages import Language
from analytics.model import TYPES
from analytics.problems import Problem
from analytics.ui import data, filters
from analytics.ui.guard import run_page, tell
from analytics.ui.listing import FIGURES, ask, bar_key, chosen_cell, left_out_buttons, listed, once, show_listed
from analytics.ui.plain import plain
from analytics.ui.state import State, set_query
from analytics.ui.words import change_sentence, place_names
from analytics.views import GRAINS, Grain, View, period_name, previous, sentence

PLOTLY = {"displayModeBar": False, "scrollZoom": False, "locale": "en-US"}
BESIDE = ("wider", "undated_beside", "partly", "undated")
"""What has no place on the time axis stands under the chart; the rest of what is left out under the figures."""
ICONS = {
    "activities": ":material/event_available:", "volunteering": ":material/volunteer_activism:",
    "pairings": ":material/handshake:", "villages": ":material/location_on:", "people": ":material/groups:",
}  # fmt: skip


def body(state: State) -> None:
    """The page."""
    collection = data.open_view(state.view)
    filters.sidebar(state, collection)
    headline, timeline = data.headline(collection, state.view), data.over_time(collection, state.view)
    left = (*headline.left_out, *timeline.left_out)
    _lead(state, collection, headline)
    _checks(state, headline, timeline)
    if not headline.placed.counted and not headline.pairings.value:
        st.info(state.say("overview.empty"), icon=":material/search_off:")
        left_out_buttons(state, left, "left")
        _list(state, collection, headline, timeline)
        return
    where = _place(state)
    _cards(state, headline)
    with st.container(gap="xxsmall"):
        left_out_buttons(state, [one for one in headline.left_out if one.code not in BESIDE], "left")
    if where == "cards":
        _list(state, collection, headline, timeline)
    _time(state, collection, timeline)
    if where == "time":
        _list(state, collection, headline, timeline)
    if not timeline.frame.empty:
        _types(state, collection, timeline)
    if where == "types":
        _list(state, collection, headline, timeline)


def _place(state: State) -> str:
    """The list opens under what was clicked."""
    kind, _, name = state.extra.get("show", "").partition(":")
    cell = chosen_cell(state)
    if cell:
        return "time" if cell.type == ALL else "types"
    return "time" if kind == "left" and name in BESIDE else "cards"


def _lead(state: State, collection: Collection, headline: Headline) -> None:
    """What is seen, in a sentence."""
    names = place_names(collection, state.view)
    what = sentence(state.view, state.language, names)
    st.title(plain(what[:1].upper() + what[1:]), anchor=False)
    told = state.say("overview.lead", activities=headline.activities.value, villages=headline.villages.value)
    st.markdown(f"{told}{change_sentence(state, headline)}")


def _checks(state: State, headline: Headline, timeline: Timeline) -> None:
    for check in (headline.placed.check, timeline.check):
        if not check.ok:
            st.error(state.say("overview.check", expected=check.expected, found=check.found), icon=":material/error:")


def _cards(state: State, headline: Headline) -> None:
    """The figures, each with the change to the period before and a button that lists its rows."""
    before = previous(state.view)
    period = period_name(before.start, before.end, state.language) if before else ""
    for column, name in zip(st.columns(len(FIGURES)), FIGURES, strict=True):
        with column.container(border=True, height="stretch", vertical_alignment="distribute", key=f"card_{name}"):
            _card(state, getattr(headline, name), period)
    if headline.before_covered is False:
        st.caption(state.say("overview.before_uncovered", period=period))


def _card(state: State, figure: Figure, period: str) -> None:
    st.metric(
        state.say(f"figure.{figure.name}"), f"{figure.value:,}",
        delta=None if figure.change is None else figure.change,
        delta_color="off", delta_description=state.say("figure.against", period=period) if period else None,
        help=state.say(f"figure.{figure.name}_help"),
    )  # fmt: skip
    if figure.name == "people":
        st.caption(state.say("figure.stated", stated=figure.stated, of=figure.of))
    asked = state.extra.get("show") == f"figure:{figure.name}"
    st.button(
        state.say("figure.close" if asked else "figure.list"), key=f"figure_{figure.name}", icon=ICONS[figure.name],
        type="primary" if asked else "secondary", width="stretch", disabled=not (figure.ids or figure.articles),
        on_click=ask, args=(state, None if asked else f"figure:{figure.name}"),
    )  # fmt: skip


def _time(state: State, collection: Collection, timeline: Timeline) -> None:
    """All activities over time, and beside the axis what has no place on it."""
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.subheader(state.say("overview.over_time"), anchor=False, width="content")
        _grain(state)
    if timeline.frame.empty:
        st.caption(state.say("overview.no_dates"))
    else:
        figure = _figure(collection, state.view, (), state.language, chosen_cell(state))
        st.caption(state.say("overview.bars_help"))
        _chart(state, figure, "total", _alt(state, timeline))
    beside = once(timeline.left_out, *BESIDE)
    with st.container(gap="xxsmall"):
        left_out_buttons(state, beside, "beside")


def _types(state: State, collection: Collection, timeline: Timeline) -> None:
    """A row per type, most frequent first; the numbers behind both charts as a table."""
    sums = timeline.frame[timeline.frame["type"] != ALL].groupby("type")[["sure", "approx"]].sum().sum(axis=1)
    types = sorted(sums.index, key=lambda code: (-sums[code], TYPES.index(code)))
    st.subheader(state.say("overview.types"), anchor=False)
    st.caption(state.say("overview.types_note"))
    if types:
        figure = _figure(collection, state.view, tuple(types), state.language, chosen_cell(state))
        told = state.say("view.and").join(
            state.say("chart.row", type=state.say(f"type.{code}"), count=int(sums[code])) for code in types
        )
        _chart(state, figure, "types", state.say("chart.alt_types", types=told))
    with st.expander(state.say("overview.table"), icon=":material/table:"):
        st.dataframe(numbers(timeline.frame, timeline.bins, types, state.language), hide_index=True)


@st.cache_resource(max_entries=data.ENTRIES, show_spinner=False)
def _figure(collection: Collection, view: View, types: tuple[str, ...], language: Language, chosen: Cell | None) -> Any:
    """A chart, drawn once for all sessions that look at it: rows of ``types``, or the total without any."""
    timeline = data.over_time(collection, view)
    if types:
        return type_rows(timeline.frame, timeline.bins, types, language, chosen)
    return total_bars(timeline.frame, timeline.bins, language, chosen)


def _chart(state: State, figure: Any, name: str, alt: str) -> None:
    """A chart whose bars list their rows: the click is written into the link."""
    turn = st.session_state.get("chart_round", 0)
    key = f"chart_{name}_{state.view.grain}_{turn}"

    def clicked() -> None:
        points = st.session_state[key]["selection"]["points"]
        if not points:
            ask(state, None)
            return
        label, code = points[0]["customdata"][:2]
        # A fresh chart keeps no selection of its own: the next click on any bar counts as one.
        st.session_state["chart_round"] = turn + 1
        ask(state, bar_key(Cell(label, code)))

    st.plotly_chart(figure, key=key, on_select=clicked, selection_mode="points", config=PLOTLY, alt=alt)


def _alt(state: State, timeline: Timeline) -> str:
    rows = timeline.frame[timeline.frame["type"] == ALL]
    counts = rows["sure"] + rows["approx"]
    return state.say(
        "chart.alt_total", count=int(counts.sum()), bins=len(timeline.bins), highest=int(counts.max()),
        label=str(rows.iloc[int(counts.argmax())]["label"]),
    )  # fmt: skip


def _grain(state: State) -> None:
    st.session_state["grain"] = state.view.grain

    def changed() -> None:
        grain: Grain = st.session_state["grain"] or state.view.grain
        shown = state.extra.get("show", "")
        kept = None if shown.startswith("bar:") else shown
        set_query(state.query(replace(state.view, grain=grain), show=kept, page=None))

    st.segmented_control(
        state.say("overview.grain"), GRAINS, format_func=lambda g: state.say(f"grain.{g}"), key="grain",
        on_change=changed, label_visibility="collapsed",
    )  # fmt: skip


def _list(state: State, collection: Collection, headline: Headline, timeline: Timeline) -> None:
    try:
        found = listed(state, headline, timeline, (*headline.left_out, *timeline.left_out))
    except Problem as problem:
        tell(problem, state)
        return
    if found:
        show_listed(state, collection, found)


run_page(body, "look")
