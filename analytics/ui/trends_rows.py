"""What is listed under a chart of the trends: a bin and row, a day, a square of the matrix, or what stands beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from analytics.measures import Collection
from analytics.problems import Problem
from analytics.ui.guard import tell
from analytics.ui.picking import TALL
from analytics.ui.plain import plain
from analytics.ui.rows import show_rows
from analytics.ui.state import State, set_query

KINDS = ("trend", "was", "day", "held", "beside")


@dataclass(frozen=True, slots=True)
class Behind:
    """Rows to list: ``count`` as the chart says it, and how to fetch the ids."""

    title: str
    count: int
    ids: Callable[[], Sequence[str]]


def ask_points(state: State, points: Sequence[dict[str, Any]]) -> None:
    """A click on a mark: its customdata begin with what it lists. A click that takes the choice away closes the list."""
    custom = points[0].get("customdata") if points else None
    if points and not custom:
        return
    parts = custom[:2] if custom and custom[0] == "day" else (custom or [])[:3]
    set_query(state.query(show=":".join(map(str, parts)) or None, page=None))


def asked(state: State) -> tuple[str, str, str] | None:
    """Kind, bin (day, code) and key that the link lists; None when it lists nothing of these pages."""
    show = state.extra.get("show", "")
    if not show:
        return None
    kind, _, rest = show.partition(":")
    name, _, key = rest.partition(":")
    return kind, name, key


def show_behind(state: State, collection: Collection, behind: Behind | None) -> None:
    """The rows, compared with the number of the chart; says so when the link asks for what is not there."""
    show = state.extra.get("show", "")
    if not show:
        return
    if behind is None or not behind.count:
        tell(Problem.of("view_value", "show", part="show", value=show), state)
        return
    ids = behind.ids()
    with st.container(key="listed"):
        st.button(state.say("listing.close"), icon=":material/close:", key="trend_close", on_click=close, args=(state,))
        if len(set(ids)) != behind.count:
            st.error(state.say("rows.broken", expected=behind.count, found=len(set(ids))), icon=":material/error:")
        show_rows(state, collection, ids, behind.title, "trend_rows")


def close(state: State) -> None:
    """Nothing is listed any more; charts are drawn afresh, without their selection."""
    st.session_state["chart_round"] = st.session_state.get("chart_round", 0) + 1
    set_query(state.query(show=None, page=None))


def beside_buttons(state: State, counts: Mapping[str, int], prefix: str = "trend.beside") -> None:
    """What has no place on the axis, each a button that lists it."""
    with st.container(gap="xxsmall"):
        for code, count in counts.items():
            if count:
                st.button(
                    plain(beside_words(state, code, count, prefix)), key=f"trend_beside_{code}", type="tertiary",
                    icon=":material/list:", on_click=set_query, args=(state.query(show=f"beside:{code}", page=None),),
                )  # fmt: skip


def beside_words(state: State, code: str, count: int, prefix: str = "trend.beside") -> str:
    """What stands beside a chart, in words: within a period what has no date is not counted at all."""
    if code == "undated" and state.view.has_period:
        return state.say("trend.beside_undated_apart", count=f"{count:,}")
    return state.say(f"{prefix}_{code}", count=f"{count:,}")


def pick_cell(
    state: State, frame: pd.DataFrame, widget: str, shows: Callable[[int, str], str | None], **config: Any
) -> None:
    """A table whose cells can be chosen, by key or pointer: ``shows(row, column)`` is what a cell lists."""

    def changed() -> None:
        cells = st.session_state[widget]["selection"]["cells"]
        show = shows(int(cells[0][0]), str(cells[0][1])) if cells else None
        set_query(state.query(show=show, page=None))

    st.dataframe(
        frame, key=widget, hide_index=True, on_select=changed, selection_mode="single-cell", placeholder="—",
        height=min(TALL, 36 * (len(frame) + 1) + 2), column_config=config or None,
    )  # fmt: skip


def as_day(text: str) -> date | None:
    """A day out of a link."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
