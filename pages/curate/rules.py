"""The rules in plain words: what each says, by which words it fires, and how often it did here."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics import measures
from analytics.measures import Collection
from analytics.messages import known
from analytics.problems import Problem
from analytics.rules import check_rules
from analytics.rules.check import Fault
from analytics.rules.rows import Row, Rule
from analytics.settings import settings
from analytics.ui import data
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page, tell
from analytics.ui.picking import pick_row, picked
from analytics.ui.rows import show_rows
from analytics.ui.state import State

PREFIX = "rule"
GROUPS = ("type", "stance", "occasion", "time", "org", "place", "people", "intake", "other")
OWN_COLUMN = ("id", "zh", "en", "words", "unless")


def body(state: State) -> None:
    """The page."""
    collection = _collection(state)
    st.title(state.say("page.rules"), anchor=False)
    st.write(state.say("rules.intro"))
    faults = check_rules(settings().data / "rules")
    if faults:
        _faults(state, faults)
        return
    book = data.rules()
    st.success(state.say("rules.sound", tables=len(book.tables), version=book.version), icon=":material/verified:")
    if collection and collection.rules_version != book.version:
        st.info(state.say("rules.other_version", version=collection.rules_version), icon=":material/history:")
    fired = _fired(collection)
    names = [name for group in GROUPS for name in book.tables if _group(name) == group]
    st.session_state.setdefault("rules_table", _table_of(state, names) or names[0])
    chosen = st.selectbox(
        state.say("rules.table"), names, key="rules_table", format_func=lambda n: _title(state, n), width=480
    )
    st.caption(state.say("rules.file", file=chosen, count=len(book.tables[chosen])))
    rows = book.tables[chosen]
    if isinstance(rows[0], Rule):
        _rules(state, rows, fired)
    else:
        _words(state, rows)
    _activities(state, collection, fired)


def _collection(state: State) -> Collection | None:
    """The open collection; the rules can be read without one."""
    try:
        collection = data.open_view(state.view)
        sidebar(state, collection, filters=False)
    except Problem as problem:
        if data.datasets():
            tell(problem, state)
        else:
            st.info(state.say("rules.no_collection"), icon=":material/inbox:")
        return None
    return collection


@st.cache_data(max_entries=20, show_spinner=False)
def _counts(collection: Collection) -> dict[str, int]:
    frame = measures.rules_fired(collection)
    return {str(rule): int(count) for rule, count in zip(frame["rule"], frame["activities"], strict=True)}


def _fired(collection: Collection | None) -> dict[str, int]:
    return _counts(collection) if collection else {}


def _faults(state: State, faults: Sequence[Fault]) -> None:
    st.error(state.say("rules.faulty", count=len(faults)), icon=":material/rule:")
    rows = [{"file": f.file, "row": f.row or None, "column": f.column, "fault": f.message} for f in faults]
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config={c: state.say(f"rules.fault_{c}") for c in rows[0]})


def _group(table: str) -> str:
    room = table.partition("_")[0]
    return {"claim": "people", "served": "place", "pairing": "org", "role": "org"}.get(
        room, room if room in GROUPS else "other"
    )


def _title(state: State, table: str) -> str:
    key = f"rules.table.{table.removesuffix('.csv')}"
    name = state.say(key) if known(key) else table
    return f"{state.say(f'rules.group.{_group(table)}')} · {name}"


def _table_of(state: State, names: Sequence[str]) -> str | None:
    """The table in which the rule of the link stands."""
    rule = picked(state, PREFIX)
    tables = data.rules().tables
    return next((n for n in names for row in tables[n] if isinstance(row, Rule) and row.id == rule), None)


def _rules(state: State, rows: Sequence[Row], fired: dict[str, int]) -> None:
    found = [row for row in rows if isinstance(row, Rule)]
    text = "zh" if state.language == "zh" else "en"
    columns: dict[str, list[object]] = {
        "id": [r.id for r in found],
        "says": [getattr(r, text) for r in found],
        "fired": [fired.get(r.id, 0) for r in found],
    }
    for name in ("words", "unless", "weight"):
        if name in type(found[0]).model_fields:
            columns[name] = [_cell(getattr(r, name)) for r in found]
    frame = pd.DataFrame(columns)
    frame = frame.sort_values("fired", ascending=False, kind="stable").reset_index(drop=True)
    shown = {
        name: st.column_config.Column(state.say(f"rules.column.{name}"), width="medium" if name == "says" else None)
        for name in frame.columns
    }
    pick_row(state, frame, list(frame["id"]), shown, PREFIX)
    st.caption(state.say("rules.pick"))


def _words(state: State, rows: Sequence[Row]) -> None:
    """A table whose rows are no reasons by themselves."""
    fields = list(type(rows[0]).model_fields)
    frame = pd.DataFrame([{name: _cell(getattr(row, name)) for name in fields} for row in rows])
    heads = {name: state.say(f"rules.column.{name}") if known(f"rules.column.{name}") else name for name in fields}
    st.dataframe(frame, hide_index=True, column_config=heads)
    st.caption(state.say("rules.no_reasons"))


def _cell(value: object) -> object:
    """A cell as it can be read; alternatives with "、" between."""
    return "、".join(map(str, value)) if isinstance(value, tuple) else value


def _activities(state: State, collection: Collection | None, fired: dict[str, int]) -> None:
    rule = picked(state, PREFIX)
    if rule is None or collection is None:
        return
    if rule not in fired:
        st.info(state.say("rules.never"), icon=":material/do_not_disturb_on:")
        return
    title = state.say("rules.rows", says=data.rules().texts.get(rule, ("", ""))[state.language == "en"] or rule)
    st.caption(state.say("rules.rows_help"))
    show_rows(state, collection, measures.fired_by(collection, rule), title, f"rule_rows_{rule}")


run_page(body, "inside")
