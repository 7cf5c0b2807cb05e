"""Over every page: the filters that hold, each taken away at a click, and the page for a large screen or for paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from analytics.measures import Collection
from analytics.ui.filters_choices import source_name
from analytics.ui.filters_period import period_label
from analytics.ui.filters_write import write
from analytics.ui.plain import plain
from analytics.ui.printing import print_button
from analytics.ui.save_box import save_box
from analytics.ui.state import WIDE, State, set_query
from analytics.views import EVENTS, EXCLUDABLE, View

EACH = 8
"""Chips of one filter; what is beyond them goes together in one more."""
ICONS = {
    "period": "calendar_month", "types": "category", "kinds": "label", "organisations": "groups",
    "places": "location_on", "sources": "newspaper", "text": "search", "certainty": "verified", "counting": "numbers",
    "version": "history",
}  # fmt: skip
CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that holds, in words (text of sources among them), and the view without it."""

    key: str
    icon: str
    words: str
    without: View


def chips(state: State, collection: Collection) -> list[Chip]:
    """All filters of the view, in the order of the sidebar."""
    view, say = state.view, state.say
    found = []
    if view.version is not None or view.revision is not None:
        words = say("chip.version", version=collection.version)
        found.append(Chip("version", "version", words, replace(view, version=None, revision=None)))
    if view.has_period:
        found.append(Chip("period", "period", period_label(state), replace(view, start=None, end=None)))
    for name in EXCLUDABLE:
        found += _several(state, name)
    if view.text:
        found.append(Chip("text", "text", say("chip.text", text=view.text), replace(view, text="")))
    for name in EXCLUDABLE:
        found += _several(state, f"without_{name}")
    if view.kinds != EVENTS:
        found += _several(state, "kinds")
    if view.sure is not None:
        found.append(Chip("sure", "certainty", say("view.sure", percent=view.sure), replace(view, sure=None)))
    if view.unsure is not None:
        found.append(Chip("unsure", "certainty", say("view.unsure", percent=view.unsure), replace(view, unsure=None)))
    if view.counting != View().counting:
        words = say(f"filter.counting_{view.counting}")
        found.append(Chip("counting", "counting", words, replace(view, counting=View().counting)))
    return found


def bar(state: State, collection: Collection, address: str) -> None:
    """The chips, the way to the large screen, and to paper with the ``address`` of the page on it."""
    found = chips(state, collection)
    with st.container(horizontal=True, vertical_alignment="bottom", key="page_bar"):
        if found:
            _pills(state, found)
        else:
            st.caption(state.say("chip.none"), width="content")
        if not state.wide:
            with st.container(width="content", key="save_here"):
                save_box(state, collection)
            st.button(
                state.say("wide.enter"), key="wide_enter", icon=":material/fullscreen:", type="tertiary",
                on_click=set_query, args=(state.query(wide=WIDE),), help=state.say("wide.help"),
            )  # fmt: skip
        print_button(state, collection, address)


def _pills(state: State, found: list[Chip]) -> None:
    """One row of chips in one element: each would cost a browser some milliseconds."""
    by_key = {chip.key: chip for chip in found}
    options = [*by_key, *([CLEAR] if len(found) > 1 else [])]

    def label(key: str) -> str:
        if key == CLEAR:
            return f":material/close: {state.say('chip.clear')}"
        return f":material/{ICONS[by_key[key].icon]}: {plain(by_key[key].words)} ✕"

    def clicked() -> None:
        key = st.session_state["chips"]
        st.session_state["chips"] = None
        if key == CLEAR:
            write(state, replace(View(), dataset=state.view.dataset, grain=state.view.grain))
        elif key in by_key:
            write(state, by_key[key].without)

    st.pills(state.say("chip.label"), options, format_func=label, key="chips", on_change=clicked, wrap=True)


def _several(state: State, field: str) -> list[Chip]:
    values: tuple[str, ...] = getattr(state.view, field)
    own = field.removeprefix("without_")
    words: Callable[[str], str] = {
        "types": lambda v: state.say(f"type.{v}"), "kinds": lambda v: state.say(f"kind.{v}"),
        "places": lambda v: v.rpartition("/")[2], "sources": lambda v: source_name(state, v),
    }.get(own, lambda v: v)  # fmt: skip
    code = "chip.without" if own != field else "chip.with"

    def without(gone: tuple[str, ...]) -> View:
        left: dict[str, Any] = {field: tuple(v for v in values if v not in gone) or getattr(View(), field)}
        return replace(state.view, **left)

    shown = values if len(values) <= EACH + 1 else values[:EACH]
    found = [Chip(f"{field}:{v}", own, state.say(code, what=words(v)), without((v,))) for v in shown]
    rest = values[len(shown) :]
    if rest:
        told = state.say(f"chip.more_{own}", count=len(rest))
        found.append(Chip(f"{field}:", own, state.say(code, what=told), without(rest)))
    return found
