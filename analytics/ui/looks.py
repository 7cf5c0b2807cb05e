"""How a page looks at its View: its own keys of the link, what in them was not understood, choices that write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import streamlit as st

from analytics.problems import Problem
from analytics.ui.guard import shown
from analytics.ui.state import State

One = TypeVar("One", bound=str)


class Said:
    """The keys of a link that one page reads. What is damaged is as by default, and stands in ``problems``."""

    def __init__(self, state: State) -> None:
        self._extra = state.extra
        self.problems: list[Problem] = []

    def text(self, key: str, good: Callable[[str], bool], otherwise: str = "") -> str:
        """A text that is as it should be."""
        found = self._extra.get(key, otherwise)
        if found == otherwise or good(found):
            return found
        self.wrong(key, found)
        return otherwise

    def one(self, key: str, options: Sequence[One], otherwise: One) -> One:
        """One of the options."""
        found = self.text(key, lambda said: said in options)
        return next((o for o in options if o == found), otherwise)

    def wrong(self, key: str, value: str) -> None:
        """A value that is not understood."""
        self.problems.append(Problem.of("view_value", key, part=key, value=value))


def tell_problems(state: State, problems: Iterable[Problem]) -> None:
    """What of the link was not understood."""
    for problem in problems:
        st.warning(shown(problem).text(state.language), icon=":material/link_off:")


def choice_row(
    state: State, room: str, key: str, options: Sequence[str], current: str, write: Callable[..., None], *,
    default: str, says: Callable[[str], str] | None = None, labelled: bool = True,
) -> None:  # fmt: skip
    """A row of choices that writes ``key`` of the link; ``default`` is left out of it. Messages: ``ROOM.KEY`` and
    ``ROOM.KEY_OPTION``, or what ``says`` tells of an option."""
    widget = f"{room}_{key}"
    st.session_state[widget] = current

    def changed() -> None:
        value = st.session_state[widget] or current
        write(state, **{key: None if value == default else value})

    st.segmented_control(
        state.say(f"{room}.{key}"), options, key=widget, on_change=changed,
        format_func=says or (lambda o: state.say(f"{room}.{key}_{o}")),
        label_visibility="visible" if labelled else "collapsed",
    )  # fmt: skip
