"""How the page of pairings looks at its View: read from the link, and the controls that write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd
import streamlit as st

from analytics.measures.network import ALIVE, BY, SHAPES, Network, having
from analytics.measures.partner_units import is_units
from analytics.model import PairingKind
from analytics.problems import Problem
from analytics.ui.looks import Said, choice_row
from analytics.ui.state import State, set_query

Tab = Literal["network", "partners", "list", "years", "kinds"]
TABS: tuple[Tab, ...] = get_args(Tab)
TIES: tuple[PairingKind, ...] = get_args(PairingKind)
Order = Literal["most", "latest", "longest"]
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class Look:
    """``node``: the organisation in the middle of the picture, "" for all. ``tie``, ``unit``, ``shape``, ``alive``: which
    pairs, None for any. ``problems``: parts of the link that were not understood."""

    tab: Tab = "network"
    node: str = ""
    order: Order = "most"
    tie: str | None = None
    unit: str | None = None
    shape: str | None = None
    alive: str | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def which(self) -> dict[str, str | None]:
        """The columns of pairs that are narrowed, to their values."""
        return {column: getattr(self, column) for column in BY}

    @property
    def narrowed(self) -> bool:
        """Whether some pairs of the view are left aside."""
        return any(self.which.values())


def read_look(state: State, found: Network) -> Look:
    """What the link says; damaged parts are as by default, and told."""
    said = Said(state)
    return Look(
        said.one("tab", TABS, "network"), said.text("node", lambda s: bool((found.names == s).any())),
        said.one("order", ORDERS, "most"), said.text("tie", lambda s: s in TIES) or None, said.text("unit", is_units) or None,
        said.text("shape", lambda s: s in SHAPES) or None, said.text("alive", lambda s: s in ALIVE) or None,
        tuple(said.problems),
    )  # fmt: skip


def choice(state: State, key: str, options: Sequence[str], current: str) -> None:
    """A row of choices that writes ``key`` of the link; the first one is left out of it."""
    choice_row(state, "pairs", key, options, current, write, default=options[0], labelled=key != "tab")


def narrowing(state: State, look: Look, pairs: pd.DataFrame) -> None:
    """Which pairs: a box for each column, its choices with the numbers that they would give under the other boxes."""
    with st.container(key="pairs_narrow"):
        for box, column in zip(st.columns(len(BY)), BY, strict=True):
            with box:
                _box(state, look, column, having(pairs, **look.which | {column: None}))


def value_name(state: State, column: str, value: str) -> str:
    """A value of one of the columns in the reader's words."""
    match column:
        case "tie":
            return state.say(f"pairing.{value}")
        case "unit":
            a, _, b = value.partition("-")
            return state.say("pairs.units", a=state.say(f"pairs.unit_{a}"), b=state.say(f"pairs.unit_{b}"))
    return state.say(f"pairs.{column}_{value}")


def write(state: State, **extra: str | None) -> None:
    """Writes the link; what was listed belonged to another look."""
    st.session_state["chart_round"] = st.session_state.get("chart_round", 0) + 1
    closed: dict[str, str | None] = {"show": None, "page": None}
    set_query(state.query(state.view, **(closed | extra)))


def ask(state: State, show: str | None) -> None:
    """Lists something, or closes the list."""
    set_query(state.query(show=show, page=None))


def _box(state: State, look: Look, column: str, pairs: pd.DataFrame) -> None:
    widget, now = f"pairs_by_{column}", look.which[column] or ""
    counts = {str(v): int(n) for v, n in pairs[column].value_counts().items() if n}
    values = sorted(counts, key=lambda v: (-counts[v], v))
    options = ["", *values, *([now] if now and now not in counts else [])]
    st.session_state[widget] = now

    def label(value: str) -> str:
        count = f"{counts.get(value, 0) if value else len(pairs):,}"
        name = value_name(state, column, value) if value else state.say("pairs.any")
        return state.say("pairs.option", name=name, count=count)

    st.selectbox(
        state.say(f"pairs.{column}"), options, key=widget, format_func=label, help=state.say(f"pairs.{column}_help"),
        on_change=lambda: write(state, **{column: st.session_state[widget] or None}),
    )  # fmt: skip
