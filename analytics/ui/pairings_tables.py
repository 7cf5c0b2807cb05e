"""Pairs and partners as tables: each row leads to what it rests on; long ones are cut for the browser, and say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pandas as pd
import streamlit as st

from analytics.measures import Collection
from analytics.share.tables import csv_bytes
from analytics.share.workbook import workbook_bytes
from analytics.ui.chart_box import CSV, XLSX
from analytics.ui.downloads import download_button
from analytics.ui.pairings_data import Shown
from analytics.ui.pairings_look import ORDERS, Look, ask, choice, value_name
from analytics.ui.picking import tick_row
from analytics.ui.state import State

MOST = 1_000
"""Rows that a table sends to the browser; the file holds all."""
FIND = 100
"""Characters that a search takes."""


def partners_tab(state: State, collection: Collection, found: Shown) -> None:
    """Organisations with the number of their partners; a ticked one lists its pairs."""
    rows = _sought(state, found.partners, ["name"])
    shown = rows.head(MOST)
    frame = _told(state, shown)
    heads = {
        "name": "pairs.organisation", "unit": "pairs.unit_head", "partners": "pairs.partners",
        "activities": "column.activities", "standing": "pairs.standing_pairs", "reports": "pairs.reports",
        "first": "column.first", "last": "column.last", "ties": "pairs.tie",
    }  # fmt: skip
    tick_row(
        frame, [f"org:{name}" for name in shown["name"]], {c: state.say(k) for c, k in heads.items()}, "pairs_partners",
        state.extra.get("show"), lambda key: ask(state, key),
    )  # fmt: skip
    _cut(state, len(rows))
    st.caption(f"{state.say('pairs.partners_help')} {state.say('pairs.reports_help')}")
    names = {c: state.say(k) for c, k in heads.items()}
    _files(state, collection, "partners", lambda: _told(state, rows)[list(heads)].rename(columns=names))


def list_tab(state: State, collection: Collection, look: Look, found: Shown) -> None:
    """All pairs; a ticked one lists its activities and sentences."""
    choice(state, "order", ORDERS, look.order)
    rows = _ordered(_sought(state, found.pairs, ["a", "b"]), look.order)
    pair_table(state, rows, "pairs_list")
    st.caption(f"{state.say('pairings.pick')} {state.say('pairs.reports_help')}")
    _files(state, collection, "list", lambda: pair_numbers(state, rows))


def pair_table(state: State, pairs: pd.DataFrame, key: str) -> None:
    """Pairs as rows; a ticked one lists its activities and sentences."""
    shown = pairs.head(MOST)
    frame = shown.assign(tie=[value_name(state, "tie", v) for v in shown["tie"]],
                         alive=[value_name(state, "alive", v) for v in shown["alive"]])  # fmt: skip
    heads = {
        "a": "pairings.a", "b": "pairings.b", "tie": "pairings.kind", "activities": "column.activities",
        "standing": "pairings.standing", "reports": "pairs.reports", "first": "column.first", "last": "column.last",
        "alive": "pairs.alive",
    }  # fmt: skip
    tick_row(
        frame, [f"pair:{k}" for k in shown["key"]], {c: state.say(k) for c, k in heads.items()}, key,
        state.extra.get("show"), lambda chosen: ask(state, chosen),
    )  # fmt: skip
    _cut(state, len(pairs))


def pair_numbers(state: State, pairs: pd.DataFrame) -> pd.DataFrame:
    """All of some pairs, headings and values in the reader's words."""
    columns: dict[str, object] = {
        state.say("pairings.a"): pairs["a"], state.say("pairings.b"): pairs["b"],
        **{state.say(f"pairs.{by}"): [value_name(state, by, v) for v in pairs[by]] for by in ("tie", "unit", "shape", "alive")},
        state.say("column.activities"): pairs["activities"], state.say("pairings.standing"): pairs["standing"],
        state.say("pairs.reports"): pairs["reports"],
        state.say("column.first"): pairs["first"], state.say("column.last"): pairs["last"],
    }  # fmt: skip
    return pd.DataFrame(columns)


def _files(state: State, collection: Collection, key: str, make: Callable[[], pd.DataFrame]) -> None:
    """The whole table as files, worked out when they are asked for."""
    name = state.say(f"pairs.{key}_name")
    file = f"{name}-{collection.label or collection.dataset}-{collection.version}"
    made = datetime.fromisoformat(collection.created_at)
    with st.container(horizontal=True):
        download_button(
            state.say("box.csv"), lambda: csv_bytes(make()), f"{file}.csv", CSV, key=f"pairs_{key}_csv", on_click="ignore",
            icon=":material/download:", type="tertiary",
        )  # fmt: skip
        download_button(
            state.say("box.xlsx"), lambda: workbook_bytes({name: make()}, made), f"{file}.xlsx", XLSX,
            key=f"pairs_{key}_xlsx", on_click="ignore", icon=":material/download:", type="tertiary",
        )  # fmt: skip


def _told(state: State, rows: pd.DataFrame) -> pd.DataFrame:
    join = state.say("reading.join")
    return rows.assign(
        unit=[state.say(f"pairs.unit_{u}") for u in rows["unit"]],
        ties=[join.join(value_name(state, "tie", t) for t in own) for own in rows["ties"]],
    )


def _sought(state: State, rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """A field above a long table finds names in it; no link keeps it."""
    if len(rows) <= 20:
        return rows
    words = st.text_input(
        state.say("pairs.find"), key=f"pairs_find_{columns[0]}", max_chars=FIND, placeholder=state.say("pairs.find_any")
    ).strip()
    if not words:
        return rows
    keep = pd.Series(False, index=rows.index)
    for column in columns:
        keep |= rows[column].str.contains(words, regex=False)
    return rows[keep].reset_index(drop=True)


def _ordered(pairs: pd.DataFrame, order: str) -> pd.DataFrame:
    """Most activities first as the measure has it; by the last sign, those without a date at the end."""
    if order == "most":
        return pairs
    late = order == "latest"
    days = [d.toordinal() if d else None for d in pairs["last"]]
    by = pd.Series(days, dtype="float64", index=pairs.index).sort_values(
        ascending=not late, kind="stable", na_position="last"
    )
    return pairs.loc[by.index].reset_index(drop=True)


def _cut(state: State, count: int) -> None:
    if count > MOST:
        st.caption(state.say("pairs.table_cut", shown=f"{MOST:,}", count=f"{count:,}"))
