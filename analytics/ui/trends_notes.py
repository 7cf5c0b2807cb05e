"""The team's own notes on the axis: add one, see who wrote which when, take one back."""

from __future__ import annotations

from datetime import date

import streamlit as st

from analytics.measures import Collection
from analytics.store.notes import MOST_CHARS, Note, add_note
from analytics.store.statements import undo
from analytics.ui import data
from analytics.ui.access import can, person, require
from analytics.ui.guard import careful
from analytics.ui.plain import plain
from analytics.ui.state import State, latest
from analytics.views import period_name

FIELDS = ("note_start", "note_end", "note_text")


def notes_section(state: State, collection: Collection, own: tuple[Note, ...]) -> None:
    """The list and a form below it."""
    edits = can("edit", collection.dataset)
    if not own and not edits:
        return
    with st.expander(state.say("notes.title", count=len(own)), icon=":material/edit_note:"):
        st.caption(state.say("notes.help" if edits else "notes.help_read"))
        for note in own:
            with st.container(horizontal=True, vertical_alignment="center"):
                when = note.made_at.astimezone().strftime("%Y-%m-%d %H:%M")
                day = period_name(note.start, note.end, state.language)
                told = state.say("notes.line", day=day, text=note.text, who=note.who or "—", when=when)
                st.markdown(plain(told), width="content")
                if edits:
                    st.button(
                        state.say("notes.undo"), key=f"note_undo_{note.number}", type="tertiary", icon=":material/undo:",
                        on_click=_undo, args=(state, collection.dataset, note.number),
                    )  # fmt: skip
        if edits:
            _form(state, collection)


def _form(state: State, collection: Collection) -> None:
    def add() -> None:
        start, end, text = (st.session_state[field] for field in FIELDS)
        with careful(state):
            require("edit", collection.dataset)
            add_note(data.workspace(), collection.dataset, start, end, text, person())
            for field in FIELDS:
                st.session_state.pop(field)
            latest(state)

    with st.form("note_form", border=False):
        left, right = st.columns(2)
        span = {"min_value": date(1950, 1, 1), "max_value": date(2100, 12, 31), "format": "YYYY-MM-DD"}
        left.date_input(state.say("notes.start"), value=None, key="note_start", **span)  # type: ignore[call-overload]
        right.date_input(state.say("notes.end"), value=None, key="note_end", **span)  # type: ignore[call-overload]
        st.text_input(state.say("notes.text"), key="note_text", max_chars=MOST_CHARS)
        st.form_submit_button(state.say("notes.add"), icon=":material/add:", on_click=add)


def _undo(state: State, dataset: str, number: int) -> None:
    with careful(state):
        require("edit", dataset)
        undo(data.workspace(), dataset, number, person())
        latest(state)
