"""Fill a form: which one, what goes into its columns, how it will look, the file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from analytics.model import TYPES
from analytics.problems import Problem
from analytics.share.exports.content import Content
from analytics.share.ledger.dates import DATE_FORMS
from analytics.share.ledger.rows import Ledger, ledger_of
from analytics.share.ledger.settled import Settled, checked, guessed, read_settled
from analytics.share.ledger.shape import Shape
from analytics.share.ledger.words import FIELDS, Field
from analytics.share.ledger.writing import Looked, filled, look
from analytics.store import templates
from analytics.store.saved_views import AUDIENCES
from analytics.store.templates import Form, Kept
from analytics.ui import data
from analytics.ui.access import can, person, require
from analytics.ui.downloads import download_button
from analytics.ui.guard import careful, tell
from analytics.ui.plain import plain
from analytics.ui.state import State, set_query
from analytics.ui.uploads import safe_name

PREVIEWED = 5
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NEW = ""
UPLOAD_MEGABYTES = 5
"""What the browser says of the size; ``template_bytes`` is the limit that holds."""


def chosen(state: State) -> tuple[str, bytes, Kept | None] | None:
    """The form that is to be filled: its name, its bytes, and what is kept of it. A link to one that is not there is
    told, and another can be chosen."""
    every = templates.templates(data.workspace(), person())
    asked = state.extra.get("template", "")
    names = {str(one.id): one.form.name for one in every}
    if asked and asked not in names:
        tell(Problem.of("ledger_no_template", name=asked), state)
        asked = NEW

    def changed() -> None:
        set_query(state.query(template=st.session_state["ledger_form"] or None))

    if every:
        st.session_state["ledger_form"] = asked
        st.selectbox(
            state.say("ledger.choose"), [NEW, *names], key="ledger_form", on_change=changed,
            format_func=lambda one: names[one] if one else state.say("ledger.new"),
        )  # fmt: skip
    if asked:
        kept, file = templates.template(data.workspace(), int(asked), person())
        return f"{kept.form.name}.xlsx", file, kept
    found = st.file_uploader(
        state.say("ledger.upload"), type=["xlsx", "xlsm", "xls", "et"], help=state.say("ledger.upload_help"),
        key="ledger_upload", max_upload_size=UPLOAD_MEGABYTES,
    )  # fmt: skip
    return (safe_name(found.name), found.getvalue(), None) if found else None


def settle(state: State, name: str, file: bytes, kept: Kept | None) -> tuple[Shape, Settled]:
    """The sheet, the columns, dates and words for types, as guessed or kept, for correction. Raises Problem ledger_…"""
    found = _looked(name, file)
    key = hashlib.sha256(file).hexdigest()[:12] + (f"-{kept.id}" if kept else "")
    shape = _sheet(state, found, kept, key)
    st.caption(state.say("ledger.found", row=shape.bottom, first=shape.first))
    if found.drawn:
        st.warning(state.say("ledger.drawn"), icon=":material/image_not_supported:")
    first = read_settled(kept.form.mapping) if kept and kept.form.sheet == shape.sheet else guessed(shape)
    columns = _columns(state, shape, first, f"{key}-{shape.sheet}")
    form = st.segmented_control(
        state.say("ledger.date_form"), DATE_FORMS, default=first.date, required=True, key=f"ledger_date_{key}",
        format_func=lambda one: state.say(f"ledger.form.{one}"),
    )  # fmt: skip
    types = _types(state, first, key)
    return shape, checked(Settled(columns, form or first.date, types))


@st.cache_data(max_entries=20, show_spinner=False)
def _looked(name: str, file: bytes) -> Looked:
    return look(name, file)


def _sheet(state: State, found: Looked, kept: Kept | None, key: str) -> Shape:
    names = [one.sheet for one in found.shapes]
    own = kept.form.sheet if kept and kept.form.sheet in names else names[0]
    if len(names) == 1:
        return found.shape(own)
    picked = st.selectbox(state.say("ledger.sheet"), names, index=names.index(own), key=f"ledger_sheet_{key}")
    return found.shape(picked or own)


def _columns(state: State, shape: Shape, first: Settled, key: str) -> dict[str, Field]:
    """A row per heading; what goes into it is chosen from a list."""
    words = {state.say(f"ledger.field.{name}"): name for name in FIELDS}
    nothing = state.say("ledger.nothing")
    said = {name: word for word, name in words.items()}
    frame = pd.DataFrame({
        "column": list(shape.headings), "heading": list(shape.headings.values()),
        "field": [said[first.columns[c]] if c in first.columns else nothing for c in shape.headings],
    })  # fmt: skip
    st.markdown(f"**{state.say('ledger.columns')}**")
    st.caption(state.say("ledger.columns_help"))
    edited = st.data_editor(
        frame, key=f"ledger_columns_{key}_{state.language}", hide_index=True, disabled=["column", "heading"],
        column_config={
            "column": st.column_config.TextColumn(state.say("ledger.column"), width="small"),
            "heading": st.column_config.TextColumn(state.say("ledger.heading")),
            "field": st.column_config.SelectboxColumn(
                state.say("ledger.fill_with"), options=[nothing, *words], required=True
            ),
        },
    )  # fmt: skip
    pairs = zip(edited["column"], edited["field"], strict=True)
    return {str(column): words[word] for column, word in pairs if word in words}


def _types(state: State, first: Settled, key: str) -> Mapping[str, str]:
    with st.expander(state.say("ledger.types"), icon=":material/category:"):
        st.caption(state.say("ledger.types_help"))
        frame = pd.DataFrame({
            "ours": [state.say(f"type.{code}") for code in TYPES], "own": [first.types.get(c, "") for c in TYPES],
        })  # fmt: skip
        edited = st.data_editor(
            frame, key=f"ledger_types_{key}_{state.language}", hide_index=True, disabled=["ours"],
            column_config={
                "ours": st.column_config.TextColumn(state.say("ledger.type_ours")),
                "own": st.column_config.TextColumn(state.say("ledger.type_own"), max_chars=40),
            },
        )  # fmt: skip
    own = zip(TYPES, edited["own"], strict=True)
    return {code: str(word).strip() for code, word in own if word and str(word).strip()}


def preview(state: State, content: Content, shape: Shape, settled: Settled) -> Ledger:
    """The first rows as they will stand, under the headings of the form. Raises Problem ledger_rows."""
    ledger = ledger_of(content, settled)
    rows = ledger.rows[:PREVIEWED]
    heads = [f"{letter} {shape.headings.get(letter, '')}" for letter in settled.columns]
    frame = pd.DataFrame(
        [["" if (v := row.get(name)) is None else str(v) for name in settled.columns.values()] for row in rows],
        columns=heads,
    )
    st.markdown(f"**{state.say('ledger.preview', count=len(rows))}**")
    st.dataframe(frame, hide_index=True, key="ledger_preview")
    st.markdown(plain(state.say("ledger.rows", count=f"{len(ledger.rows):,}")))
    return ledger


def download(state: State, name: str, file: bytes, shape: Shape, settled: Settled, content: Content) -> None:
    """The filled form, made when it is asked for."""
    download_button(
        state.say("ledger.download"), lambda: filled(name, file, shape, settled, content)[0],
        f"{name.removesuffix('.xlsx')}-{content.collection.version}.xlsx", XLSX, key="ledger_download",
        on_click="ignore", icon=":material/download:", type="primary",
    )  # fmt: skip


def keeping(state: State, name: str, file: bytes, kept: Kept | None, shape: Shape, settled: Settled) -> None:
    """Keep the form under a name; change or delete one of one's own. A form belongs to no collection: whoever may edit
    one may keep forms, whoever may export one fills those of the team, and nobody but its owner changes a form."""
    if not can("edit"):
        return
    if kept and kept.owner == person():
        with st.container(horizontal=True):
            if st.button(state.say("ledger.update"), key="ledger_update", icon=":material/save:"):
                require("edit")
                templates.settle(data.workspace(), kept.id, settled.text(), person())
                st.toast(plain(state.say("ledger.updated", name=kept.form.name)))
            st.button(
                state.say("ledger.delete"), key="ledger_delete", icon=":material/delete:", on_click=_delete,
                args=(state, kept),
            )  # fmt: skip
    with st.expander(state.say("ledger.kept_box"), icon=":material/bookmark_add:"):
        stem = kept.form.name if kept else name.removesuffix(".xlsx")
        called = st.text_input(state.say("ledger.keep_name"), stem, max_chars=100, key="ledger_name")
        audience = st.segmented_control(
            state.say("ledger.keep_audience"), AUDIENCES, default="team", required=True, key="ledger_audience",
            format_func=lambda one: state.say(f"ledger.audience.{one}"),
        )  # fmt: skip
        form = Form(called, audience or "team", shape.sheet, shape.bottom, settled.text())
        st.button(
            state.say("ledger.keep"), key="ledger_keep", icon=":material/bookmark_add:", on_click=_keep,
            args=(state, form, file),
        )  # fmt: skip


def undo(state: State) -> None:
    """After deleting: what was deleted, and a way back."""
    gone: Any = st.session_state.get("ledger_gone")
    if gone is None:
        return
    number, name = gone
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(plain(state.say("ledger.deleted", name=name)), icon=":material/delete:")
        st.button(state.say("ledger.undelete"), key="ledger_undelete", on_click=_undelete, args=(state, number))


def _keep(state: State, form: Form, file: bytes) -> None:
    with careful(state):
        require("edit")
        kept = templates.keep(data.workspace(), form, file, person())
        st.session_state.pop("ledger_gone", None)
        set_query(state.query(template=str(kept.id)))
        st.toast(plain(state.say("ledger.kept", name=kept.form.name)))


def _delete(state: State, kept: Kept) -> None:
    with careful(state):
        require("edit")
        templates.delete(data.workspace(), kept.id, person())
        st.session_state["ledger_gone"] = kept.id, kept.form.name
        set_query(state.query(template=None))


def _undelete(state: State, number: int) -> None:
    with careful(state):
        require("edit")
        templates.undelete(data.workspace(), number, person())
        st.session_state.pop("ledger_gone", None)
        set_query(state.query(template=str(number)))
