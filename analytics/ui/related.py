"""Other reports of an activity: where they stand, why they are taken for the same, and how to part them."""

from __future__ import annotations

import streamlit as st

from analytics import measures
from analytics.measures import Collection, Related
from analytics.model import TYPES
from analytics.store.statements import state_that
from analytics.ui import data
from analytics.ui.access import can, person, require
from analytics.ui.guard import careful
from analytics.ui.plain import plain
from analytics.ui.rows import open_activity
from analytics.ui.state import State, latest
from analytics.views import day_name


def show(state: State, collection: Collection, activity_id: str) -> None:
    """The section; nothing where the activity is told once."""
    found = measures.related(collection, activity_id)
    if not found:
        return
    st.subheader(state.say("related.title", count=len(found)), anchor=False)
    st.caption(state.say("related.help"))
    for one in found:
        member(state, collection, one, activity_id)


def member(state: State, collection: Collection, one: Related, other: str) -> None:
    """One other report, with its reasons and what can be done."""
    with st.container(border=True, gap="xsmall"):
        day = day_name(one.published, state.language) if one.published else state.say("reading.no_date")
        about = " · ".join((one.source or state.say("reading.no_source"), day))
        st.markdown(f"**{plain(one.title)}**  \n:gray[{plain(about)}]")
        st.caption(plain(state.say("reading.quote", quote=one.quote)))
        st.caption(plain(_why(state, one)))
        with st.container(horizontal=True):
            if st.button(
                state.say("related.open"), key=f"related_open_{one.id}", type="tertiary", icon=":material/article:"
            ):
                open_activity(state, collection, one.id)
            if can("edit", collection.dataset):
                st.button(
                    state.say("related.part"), key=f"related_part_{one.id}", type="tertiary", icon=":material/call_split:",
                    help=state.say("related.part_help"), on_click=part, args=(state, collection, one.id, other),
                )  # fmt: skip


def part(state: State, collection: Collection, member_id: str, other: str) -> None:
    """Says that an activity is another one than that; the page then shows the newest state of what people said."""
    with careful(state):
        require("edit", collection.dataset)
        state_that(data.workspace(), collection.dataset, "cut", {"a": member_id, "b": other}, person())
        latest(state)


def _why(state: State, one: Related) -> str:
    """Why it is taken for the same, in words."""
    score = f"{one.score:.2f}" if one.tie == "repost" and one.score is not None else f"{one.score or 0:.1f}"
    told = [state.say(f"related.{one.tie}", score=score)]
    told += [state.say(f"link.{code}", value=_value(state, code, value)) for code, value in one.reasons]
    return state.say("related.join").join(told)


def _value(state: State, code: str, value: str) -> str:
    """What a reason names, in words: types stand there as codes."""
    if not code.startswith("type"):
        return value
    sides = [state.say("reading.join").join(_type(state, t) for t in side.split("|")) for side in value.split("≠")]
    return "≠".join(sides)


def _type(state: State, code: str) -> str:
    return state.say(f"type.{code}") if code in TYPES else code
