"""Tables whose rows can be picked: what is picked stands in the link, so that it can be opened again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from analytics.ui.state import State, set_query

Shown = Mapping[str, str | ColumnConfig | None]
"""Column of the frame to its heading, or to an entry of ``st.column_config``."""
TALL = 400
"""Pixels of a table that has something below it."""


def picked(state: State, prefix: str) -> str | None:
    """What the link says was picked: KEY of ``show=PREFIX:KEY``, None when it is of another kind."""
    kind, colon, key = state.extra.get("show", "").partition(":")
    return key if colon and kind == prefix and key else None


def pick_row(state: State, frame: pd.DataFrame, keys: Sequence[str], shown: Shown, prefix: str) -> None:
    """A table of the columns ``shown``; a ticked row goes into the link as ``show=PREFIX:KEY``."""
    widget = _widget(prefix, keys)

    def changed() -> None:
        rows = st.session_state[widget]["selection"]["rows"]
        set_query(state.query(show=f"{prefix}:{keys[rows[0]]}" if rows else None))

    _table(frame, shown, widget, changed, [i for i, key in enumerate(keys) if key == picked(state, prefix)])


def tick_row(
    frame: pd.DataFrame, keys: Sequence[str], shown: Shown, name: str, ticked: str | None, go: Callable[[str | None], None]
) -> None:
    """A table of the columns ``shown`` with the row of the key ``ticked`` ticked; ``go`` gets the key of a row that is
    ticked, None when its tick is taken away."""
    widget = _widget(name, keys)

    def changed() -> None:
        rows = st.session_state[widget]["selection"]["rows"]
        go(keys[rows[0]] if rows else None)

    _table(frame, shown, widget, changed, [i for i, key in enumerate(keys) if key == ticked])


def chosen_row(frame: pd.DataFrame, keys: Sequence[str], shown: Shown, prefix: str) -> int | None:
    """A table of the columns ``shown`` and the position of its ticked row, which no link keeps."""
    rows = _table(frame, shown, _widget(prefix, keys), "rerun", [])
    return rows[0] if rows and rows[0] < len(frame) else None


def _widget(prefix: str, keys: Sequence[str]) -> str:
    """A frame with other rows is another table: a tick must never move to a row that nobody ticked."""
    return f"{prefix}_{hashlib.sha256(chr(10).join(keys).encode()).hexdigest()[:12]}"


def _table(
    frame: pd.DataFrame, shown: Shown, widget: str, on_select: Callable[[], None] | Literal["rerun"], ticked: list[int]
) -> list[int]:
    found = st.dataframe(
        frame[list(shown)],
        key=widget,
        hide_index=True,
        placeholder="—",
        height=min(TALL, 36 * (len(frame) + 1) + 2),
        on_select=on_select,
        selection_mode="single-row",
        selection_default={"selection": {"rows": ticked}},
        column_config=shown,
    )
    return list(found["selection"]["rows"])
