"""Questions before something is done, and what is told once it is: both outlive the run in which they began."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analytics.access import Action
from analytics.ui import data
from analytics.ui.access import require
from analytics.ui.guard import careful
from analytics.ui.plain import plain
from analytics.ui.site import FILES
from analytics.ui.state import State
from analytics.views import View

ASKED, DONE = "asked", "done_told"
Question = Callable[[State, Any], None]
"""Draws the inside of a dialog about something."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in words, and the version in which that can be seen."""

    text: str
    view: View | None = None


def ask(name: str, about: Any = None) -> None:
    """Opens the question ``name`` with the next run of the whole page."""
    st.session_state[ASKED] = (name, about)


def asked(state: State, questions: Mapping[str, Question]) -> None:
    """The question that is open, if it is one of these. Its title is the message ``ask.NAME``."""
    name, about = st.session_state.get(ASKED) or ("", None)
    if name not in questions:
        return

    @st.dialog(state.say(f"ask.{name}"), on_dismiss=_close)
    def dialog() -> None:
        with careful(state):
            questions[name](state, about)

    dialog()


def answers(state: State, name: str, *, ready: bool = True, icon: str | None = None) -> bool:
    """The two buttons below a question: do it (message ``ask.NAME.yes``), or leave it. Whether it is to be done."""
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(state.say("ask.no"), key="asked_no"):
            _close()
            st.rerun()
        return st.button(
            state.say(f"ask.{name}.yes"), key="asked_yes", type="primary", disabled=not ready, icon=icon
        )  # fmt: skip


def do(state: State, action: Action, dataset: str, work: Callable[[], Done | None]) -> None:
    """Does the work for whoever may in a collection, closes the question, and has the next run tell what was done."""
    require(action, dataset)
    with st.spinner(state.say("ask.working")):
        done = work()
    _close()
    if done is not None:
        st.session_state[DONE] = done


def show_done(state: State) -> None:
    """What was done in the run before, once."""
    done: Done | None = st.session_state.pop(DONE, None)
    if done is None:
        return
    st.success(done.text, icon=":material/check_circle:")
    if (view := done.view) is not None:
        st.page_link(
            FILES["overview"], label=state.say("collection.see_version", version=view.version),
            icon=":material/open_in_new:", query_params=state.query(view, show=None, page=None, tab=None, than=None),
        )  # fmt: skip


def name_of(state: State, dataset: str) -> str:
    """The name of a collection for the reader, as Markdown; its key when it is not there."""
    every = [d for deleted in (False, True) for d in data.workspace().datasets(deleted)]
    return plain(next((state.name_of(d) for d in every if d.name == dataset), dataset))


def _close() -> None:
    st.session_state.pop(ASKED, None)
