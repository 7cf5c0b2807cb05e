"""Overview: sentences, the headline figures, and activities over time; each number lists its rows at a click."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analytics.charts.bars import ALL, Cell, numbers
from analytics.measures import Collection, Figure, Headline, Timeline
from analytics.measures.by_dimension import all_ids
from analytics.measures.story import Story
from analytics.problems import Problem
from analytics.share.telling import TOLD
from analytics.ui import data, filters
from analytics.ui.chart_box import Points, chart_box
from analytics.ui.guard import run_page, tell
from analytics.ui.linked_text import linked_text
from analytics.ui.listing import FIGURES, ask, bar_key, chosen_cell, left_out_buttons, listed, once, show_listed
from analytics.ui.overview_charts import overview_chart
from analytics.ui.overview_story import lead, points, told_listed
from analytics.ui.plain import plain
from analytics.ui.site import FILES
from analytics.ui.state import State, set_query
from analytics.ui.words import place_names
from analytics.views import GRAINS, Grain, period_name, previous, sentence

BESIDE = ("wider", "undated_beside", "partly", "undated")
"""What has no place on the time axis stands under the chart; the rest of what is left out under the figures."""
ICONS = {
    "activities": ":material/event_available:", "volunteering": ":material/volunteer_activism:",
    "pairings": ":material/handshake:", "villages": ":material/location_on:", "people": ":material/groups:",
}  # fmt: skip


def body(state: State) -> None:
    """The page."""
    collection = data.open_view(state.view)
    with st.spinner(state.say("overview.counting")):
        headline, timeline = data.headline(collection, state.view), data.over_time(collection, state.view)
    filters.sidebar(state, collection)
    left = (*headline.left_out, *timeline.left_out)
    what = sentence(state.view, state.language, place_names(collection, state.view))
    st.title(plain(what[:1].upper() + what[1:]), anchor=False)
    _checks(state, headline, timeline)
    if not headline.placed.counted and not headline.pairings.value:
        st.info(state.say("overview.empty"), icon=":material/search_off:")
        left_out_buttons(state, left, "left")
        _list(state, collection, headline, timeline, None)
        return
    story = data.story(collection, state.view)
    linked_text(state, lead(state, headline, story), points(state, headline, story), "story")
    where = _place(state)
    if where == "story":
        _list(state, collection, headline, timeline, story)
    _cards(state, headline, story)
    with st.container(gap="xxsmall"):
        left_out_buttons(state, [one for one in headline.left_out if one.code not in BESIDE], "left")
    if where == "cards":
        _list(state, collection, headline, timeline, story)
    _time(state, collection, timeline)
    if where == "time":
        _list(state, collection, headline, timeline, story)
    if not timeline.frame.empty:
        _types(state, collection, timeline)
    if where == "types":
        _list(state, collection, headline, timeline, story)


def _place(state: State) -> str:
    """The list opens under what was clicked."""
    kind, _, name = state.extra.get("show", "").partition(":")
    cell = chosen_cell(state)
    if cell:
        return "time" if cell.type == ALL else "types"
    if kind == TOLD:
        return "story"
    return "time" if kind == "left" and name in BESIDE else "cards"


def _checks(state: State, headline: Headline, timeline: Timeline) -> None:
    for check in (headline.placed.check, timeline.check):
        if not check.ok:
            st.error(state.say("overview.check", expected=check.expected, found=check.found), icon=":material/error:")


def _cards(state: State, headline: Headline, story: Story) -> None:
    """The figures, each with the change to the period before and a button that lists its rows."""
    before = previous(state.view)
    period = period_name(before.start, before.end, state.language) if before else ""
    unsure = {
        "activities": ("unsure", story.unsure),
        "volunteering": ("unsure_volunteering", story.unsure_volunteering),
    }
    for column, name in zip(st.container(key="cards").columns(len(FIGURES)), FIGURES, strict=True):
        with column.container(
            border=True, height="stretch", vertical_alignment="distribute", key=f"card_{name}", gap="xsmall"
        ):
            figure: Figure = getattr(headline, name)
            _card(state, figure, period)
            what, ids = unsure.get(name, ("", ()))
            if ids:
                st.button(
                    state.say("figure.unsure", count=f"{len(ids):,}"), key=f"unsure_{name}", type="tertiary",
                    on_click=ask, args=(state, f"{TOLD}:{what}"),
                )  # fmt: skip
            _list_button(state, figure)


def _card(state: State, figure: Figure, period: str) -> None:
    st.metric(
        state.say(f"figure.{figure.name}"), f"{figure.value:,}",
        delta=None if figure.change is None else f"{figure.change:,}",
        delta_color="off", delta_description=state.say("figure.against", period=period) if period else None,
        help=state.say(f"figure.{figure.name}_help"),
    )  # fmt: skip
    if figure.name == "people":
        st.caption(state.say("figure.stated", stated=f"{figure.stated or 0:,}", of=f"{figure.of or 0:,}"))


def _list_button(state: State, figure: Figure) -> None:
    asked = state.extra.get("show") == f"figure:{figure.name}"
    st.button(
        state.say("figure.close" if asked else "figure.list"), key=f"figure_{figure.name}", icon=ICONS[figure.name],
        type="primary" if asked else "secondary", width="stretch", disabled=not (len(figure.ids) or len(figure.articles)),
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
        st.caption(state.say("overview.bars_help"))
        _chart(state, collection, timeline, "total")
    beside = once(timeline.left_out, *BESIDE)
    with st.container(gap="xxsmall"):
        left_out_buttons(state, beside, "beside")


def _types(state: State, collection: Collection, timeline: Timeline) -> None:
    """A row per type, most frequent first."""
    st.subheader(state.say("overview.types"), anchor=False)
    st.caption(state.say("overview.types_note"))
    _chart(state, collection, timeline, "types")
    st.page_link(
        FILES["trends"], label=state.say("overview.to_trends"), icon=":material/show_chart:",
        query_params=state.query(show=None, page=None),
    )  # fmt: skip


def _chart(state: State, collection: Collection, timeline: Timeline, name: str) -> None:
    """A chart whose bars list their rows: the click is written into the link."""

    def picked(points: Points) -> None:
        label, code = points[0]["customdata"][:2] if points else ("", "")
        ask(state, bar_key(Cell(label, code)) if points else None)

    dark = st.context.theme.type == "dark"
    drawn = overview_chart(collection, state.view, name, state.language, chosen_cell(state), state.wide, dark)
    if drawn is None:
        return
    chart_box(
        state, collection, drawn.figure, lambda: numbers(timeline.frame, timeline.bins, drawn.types, state.language),
        key=f"{name}_{state.view.grain}", alt=drawn.alt, name=state.say(f"overview.name_{name}"), picked=picked,
        ids=lambda: all_ids(collection, state.view),
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


def _list(state: State, collection: Collection, headline: Headline, timeline: Timeline, story: Story | None) -> None:
    try:
        if story is not None and state.extra.get("show", "").startswith(f"{TOLD}:"):
            found = told_listed(state, collection, headline, story)
        else:
            found = None
        if found is None:
            found = listed(state, headline, timeline, (*headline.left_out, *timeline.left_out))
    except Problem as problem:
        tell(problem, state)
        return
    if found:
        show_listed(state, collection, found)


run_page(body, "look")
