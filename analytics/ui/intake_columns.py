"""Which column of a table holds what: shown with the first rows, chosen by the user, remembered per kind of table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, cast, get_args

import pandas as pd
import streamlit as st
from pydantic import ValidationError
from sqlalchemy import select

from analytics.importing.files import own_columns
from analytics.intake import Columns, LookedTable
from analytics.intake.columns import plain as plain_heading
from analytics.rules.intake_rows import ArticleField
from analytics.store.audit import record
from analytics.store.tables import Setting
from analytics.store.workspace import Workspace
from analytics.ui import data
from analytics.ui.access import person, require
from analytics.ui.guard import tell
from analytics.ui.plain import plain
from analytics.ui.state import State

FIELDS: tuple[ArticleField, ...] = ("title", "text", "published", "source", "author", "url", "id")
KEY = "columns:"
PENDING = "intake_columns_pending"
"""Choices that are not complete yet: without a column of bodies nothing is remembered."""
ROWS, EXAMPLE = 5, 14
"""Rows shown of a table; characters of an example in a list of columns."""
assert set(FIELDS) == set(get_args(ArticleField))
Fields = dict[ArticleField, int]


def remembered(space: Workspace) -> dict[str, dict[str, Any]]:
    """What was chosen, by the signature of a table, as JSON; what cannot be understood any more is left out."""
    with space.reading() as session:
        rows = session.scalars(select(Setting).where(Setting.key.startswith(KEY)).order_by(Setting.key)).all()
    found = {}
    for row in rows:
        signature = row.key.removeprefix(KEY)
        try:
            own_columns({signature: row.value})
        except ValidationError:
            continue
        found[signature] = row.value
    return found


def remember(space: Workspace, signature: str, chosen: Columns) -> None:
    """Keeps a choice for all tables of its kind."""
    new = {"fields": dict(chosen.fields), "heading": chosen.heading}
    with space.writing() as session:
        found = session.get(Setting, f"{KEY}{signature}")
        old = found.value if found else None
        session.merge(Setting(key=f"{KEY}{signature}", value=new))
        record(session, person(), "columns.remember", f"columns/{signature}", old, new)


def forget(space: Workspace, signature: str) -> None:
    """Tables of this kind are understood by themselves again."""
    with space.writing() as session:
        if row := session.get(Setting, f"{KEY}{signature}"):
            session.delete(row)
            record(session, person(), "columns.forget", f"columns/{signature}", row.value)


def panel(state: State, table: LookedTable, has_lines: bool) -> None:
    """The columns of a table with a choice for each field. ``has_lines``: its first row may be headings or data."""
    signature = table.signature
    known = remembered(data.workspace())
    if table.problem:
        tell(table.problem, state)
    used: Fields = {cast(ArticleField, use.field): use.position for use in table.uses}
    if "text" not in used:
        st.warning(state.say("bring.columns_none"), icon=":material/view_column:")
        used |= st.session_state.get(PENDING, {}).get(signature, {})
    st.caption(state.say("bring.columns_help"))
    how = {use.field: use.how for use in table.uses}
    with st.container(horizontal=True):
        for field in FIELDS:
            _field(state, table, field, used, how)
    if has_lines:
        widget = f"col_{signature}_heading"
        st.session_state[widget] = bool(table.headings)
        st.checkbox(
            state.say("bring.heading_row"), key=widget, on_change=_heading, args=(table, used, widget),
        )  # fmt: skip
    if signature in known:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f":material/bookmark: {state.say('bring.remembered')}")
            st.button(
                state.say("bring.forget"), key=f"col_{signature}_forget", type="tertiary", on_click=_forget,
                args=(signature,),
            )  # fmt: skip
    _first_rows(state, table)


def _field(state: State, table: LookedTable, field: ArticleField, used: Fields, how: Mapping[str, str]) -> None:
    widget = f"col_{table.signature}_{field}"
    options: list[int | None] = [*([] if field == "text" and "text" in used else [None]), *range(width(table))]
    st.session_state[widget] = used.get(field)
    label = state.say(f"bring.field_{field}")
    if field in how:
        label = state.say("bring.field_how", field=label, how=state.say(f"bring.how_{how[field]}"))

    def name(at: int | None) -> str:
        return state.say("bring.not_used") if at is None else column_name(state, table, at)

    st.selectbox(
        label, options, format_func=name, key=widget, on_change=_changed, args=(table, field, used, widget), width=210,
        placeholder=state.say("bring.not_used"),
    )  # fmt: skip


def width(table: LookedTable) -> int:
    """Columns of a table."""
    return max(len(table.headings), *(len(row) for row in table.rows), 0)


def column_name(state: State, table: LookedTable, at: int) -> str:
    """A column by its heading or number, with an example of what it holds."""
    heading = table.headings[at].strip() if at < len(table.headings) else ""
    name = heading or state.say("bring.column_number", number=at + 1)
    example = next((row[at].strip() for row in table.rows if at < len(row) and row[at].strip()), "")
    return f"{name} · {' '.join(example.split())[:EXAMPLE]}" if example else name


def _changed(table: LookedTable, field: ArticleField, used: Fields, widget: str) -> None:
    """A column serves one field: taking it for this one takes it from the other."""
    at = st.session_state[widget]
    chosen: Fields = {name: column for name, column in used.items() if name != field and column != at}
    if at is not None:
        chosen[field] = at
    _keep(table, chosen, bool(table.headings))


def _heading(table: LookedTable, used: Fields, widget: str) -> None:
    _keep(table, used, bool(st.session_state[widget]))


def _keep(table: LookedTable, chosen: Fields, heading: bool) -> None:
    require("import")
    pending = st.session_state.setdefault(PENDING, {})
    if "text" not in chosen:
        pending[table.signature] = chosen
        return
    pending.pop(table.signature, None)
    names = table.headings if heading else ()
    remember(data.workspace(), table.signature, Columns(_said(chosen, names), heading))


def _said(chosen: Fields, headings: tuple[str, ...]) -> dict[ArticleField, int | str]:
    """Columns by their headings, as people would say it; by position where a heading is empty or stands twice."""
    count = Counter(map(plain_heading, headings))

    def name(at: int) -> int | str:
        heading = headings[at] if at < len(headings) else ""
        return heading if plain_heading(heading) and count[plain_heading(heading)] == 1 else at

    return {field: name(at) for field, at in chosen.items()}


def _forget(signature: str) -> None:
    require("import")
    st.session_state.get(PENDING, {}).pop(signature, None)
    forget(data.workspace(), signature)


def _first_rows(state: State, table: LookedTable) -> None:
    """The first rows as they stand, under their headings; columns are told apart by position."""
    count = width(table)
    field_of = {use.position: state.say(f"bring.field_{use.field}") for use in table.uses}

    def head(at: int) -> str:
        heading = table.headings[at].strip() if at < len(table.headings) else ""
        name = heading or state.say("bring.column_number", number=at + 1)
        return f"{name} → {field_of[at]}" if at in field_of else name

    rows = [[row[at] if at < len(row) else "" for at in range(count)] for row in table.rows[:ROWS]]
    st.markdown(f"**{plain(state.say('bring.first_rows'))}**")
    st.dataframe(
        pd.DataFrame(rows, columns=[str(at) for at in range(count)]), hide_index=True,
        key=f"first_rows_{table.signature}", placeholder="—",
        column_config={str(at): st.column_config.TextColumn(head(at)) for at in range(count)},
    )  # fmt: skip
