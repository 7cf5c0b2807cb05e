"""How the page of trends looks at its View: read from the link, and the controls that write it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast, get_args

import streamlit as st

from analytics.measures.by_dimension import LEVELS, Level, Split
from analytics.measures.festivals import festivals
from analytics.model import TYPES
from analytics.problems import Problem
from analytics.ui.looks import Said, choice_row
from analytics.ui.state import State, set_query
from analytics.views import GRAINS

Form = Literal["stacked", "lines", "multiples", "calendar"]
FORMS: tuple[Form, ...] = get_args(Form)
Tab = Literal["time", "matrix"]
SPLITS: tuple[Split, ...] = ("all", "type", "org", "place", "source")
DAYS = ("spring", "leifeng", "party", "national", "volunteers")
"""Days on the axis when the link names none."""
NO = "none"


@dataclass(frozen=True, slots=True)
class Look:
    """``level`` None: the first level with several places. ``held``: a type for the matrix, "" any. ``block``: its part,
    from 1. ``problems``: parts of the link that were not understood."""

    tab: Tab = "time"
    split: Split = "type"
    form: Form = "stacked"
    share: bool = False
    before: bool = True
    level: Level | None = None
    days: tuple[str, ...] = DAYS
    held: str = ""
    gaps: bool = False
    block: int = 1
    problems: tuple[Problem, ...] = ()


def read_look(state: State) -> Look:
    """What the link says; damaged parts are as by default, and told."""
    said = Said(state)
    text = state.extra.get("days", "")
    days = tuple(dict.fromkeys(d for d in text.split(",") if d)) if text else DAYS
    for day in days:
        if day != NO and day not in festivals():
            said.wrong("days", day)
    block = said.text("block", lambda s: s.isascii() and s.isdigit() and len(s) < 7 and int(s) > 0, "1")
    level = said.one("level", ("", *LEVELS), "")
    types = state.view.types or TYPES
    return Look(
        said.one("tab", ("time", "matrix"), "time"), said.one("split", SPLITS, "type"), said.one("form", FORMS, "stacked"),
        said.one("as", ("count", "share"), "count") == "share", said.one("vs", ("year", NO), "year") == "year",
        cast(Level, level) if level else None, tuple(d for d in days if d in festivals()),
        said.one("held", ("", *types), ""), said.one("gaps", ("", "1"), "") == "1", int(block), tuple(said.problems),
    )  # fmt: skip


def choice(
    state: State, key: str, options: Sequence[str], current: str, default: str, *,
    says: Callable[[str], str] | None = None,
) -> None:  # fmt: skip
    """A row of choices that writes ``key`` of the link; ``default`` is left out of it. Any change closes the list."""
    choice_row(state, "trend", key, options, current, write, default=default, says=says)


def grain(state: State) -> None:
    """The step of the axis, a field of the View."""
    st.session_state["trend_grain"] = state.view.grain

    def changed() -> None:
        value = st.session_state["trend_grain"] or state.view.grain
        set_query(state.query(replace(state.view, grain=value), show=None, page=None, block=None))

    st.segmented_control(
        state.say("overview.grain"), GRAINS, format_func=lambda g: state.say(f"grain.{g}"), key="trend_grain",
        on_change=changed,
    )  # fmt: skip


def days_choice(state: State, look: Look) -> None:
    """Which festivals and policy days stand on the axis."""
    every = festivals()
    st.session_state["trend_days"] = list(look.days)

    def changed() -> None:
        chosen = tuple(k for k in every if k in st.session_state["trend_days"])
        write(state, days=None if set(chosen) == set(DAYS) else ",".join(chosen) or NO)

    st.multiselect(
        state.say("trend.days"), list(every), key="trend_days", on_change=changed, placeholder=state.say("trend.days_none"),
        format_func=lambda k: state.say(f"trend.day_{every[k].group}", name=every[k].name(state.language)),
    )  # fmt: skip


def switch(state: State, key: str, current: bool, on: str | None, off: str | None, **more: Any) -> None:
    """A switch that writes ``key`` of the link: ``on`` or ``off`` (None: left out)."""
    widget = f"trend_{key}"
    st.session_state[widget] = current

    def changed() -> None:
        write(state, **{key: on if st.session_state[widget] else off})

    st.toggle(state.say(f"trend.{key}"), key=widget, on_change=changed, **more)


def write(state: State, **extra: str | None) -> None:
    """Writes the link; what was listed belonged to another look."""
    closed: dict[str, str | None] = {"show": None, "page": None, "block": None}
    set_query(state.query(state.view, **(closed | extra)))
