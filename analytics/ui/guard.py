"""The frame of every page: permission, clear messages, never a traceback."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException, StopException

from analytics.access import Action
from analytics.problems import Problem
from analytics.ui import opened
from analytics.ui.access import require
from analytics.ui.plain import plain
from analytics.ui.state import State, read_state

log = logging.getLogger(__name__)
_later: ContextVar[list[Callable[[], None]] | None] = ContextVar("later", default=None)


def run_page(body: Callable[[State], None], action: Action) -> None:
    """Runs the body of a page for whoever may ``action``; a Problem is told, anything else gets a reference id."""
    state = read_state()
    later: list[Callable[[], None]] = []
    _later.set(later)
    opened.begin()
    with careful(state):
        require(action)
        for problem in state.problems:
            st.warning(shown(problem).text(state.language), icon=":material/link_off:")
        body(state)
    _later.set(None)
    _drawn(state, later)


def after_page(draw: Callable[[], None]) -> None:
    """Has something drawn as soon as the body of the page is through, also where a Problem or a fault ended it. A page
    that goes to another one, or stops the run (``st.stop``), draws no more."""
    later = _later.get()
    if later is None:
        draw()
    else:
        later.append(draw)


def before_slow(state: State) -> None:
    """Draws at once what was to come after the page: what follows takes longer than a chart."""
    _drawn(state, _later.get() or [])


def _drawn(state: State, later: list[Callable[[], None]]) -> None:
    waiting = list(later)
    later.clear()
    for draw in waiting:
        with careful(state):
            draw()


@contextmanager
def careful(state: State) -> Iterator[None]:
    """Tells what goes wrong inside. Fragments and dialogs run without their page, so each needs one of its own."""
    try:
        opened.require_all("look")
    except Problem as problem:
        tell(problem, state)
        st.stop()
    try:
        yield
    except (RerunException, StopException):
        raise
    except Problem as problem:
        tell(problem, state)
    except Exception:
        reference = uuid.uuid4().hex[:8]
        log.exception("page failed, reference %s", reference)
        st.error(state.say("page.failed", reference=reference), icon=":material/error:")


def tell(problem: Problem, state: State) -> None:
    """A problem as its user can act on it: what, where, what to do."""
    problem = shown(problem)
    where = f" ({problem.where})" if problem.where else ""
    st.error(f"{problem.what(state.language)}{where}", icon=":material/error:")
    st.info(problem.advice(state.language), icon=":material/lightbulb:")


def shown(problem: Problem) -> Problem:
    """The problem with what links and files put into it as plain text: messages are shown as Markdown."""
    values = tuple((name, plain(value) if isinstance(value, str) else value) for name, value in problem.values)
    return replace(problem, where=plain(problem.where), values=values)
