"""Names that are masked: where they are, the page says so; who manages a collection decides whose, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from analytics.measures import Collection, for_export, for_guests
from analytics.privacy import AUDIENCES, MASKS, Masking, Masks, hidden, masking_of, set_masking
from analytics.problems import Problem
from analytics.store.tally import Told
from analytics.store.workspace import VersionInfo, Workspace
from analytics.ui import data
from analytics.ui.access import can, person, require
from analytics.ui.guard import careful
from analytics.ui.state import State
from analytics.views import View

ICON = ":material/visibility_off:"
SAVED = "masks_saved"


def masked_note(state: State, collection: Collection) -> None:
    """Says that names are masked on this page; nothing where they are not."""
    if collection.masked:
        st.caption(f"{ICON} {state.say('masks.here', what=_what(state, collection.masking))}")


def taken_note(state: State, collection: Collection) -> None:
    """Says that names are masked in the files of this page; nothing where they are not."""
    if for_export(collection).masked and not collection.masked:
        st.caption(f"{ICON} {state.say('masks.page', what=_what(state, collection.masking))}")


def masks_box(state: State, collection: Collection) -> None:
    """The setting, for those who may change it; the others read what it is."""
    now = collection.masking
    if not can("people", collection.dataset):
        if now.on:
            st.caption(f"{ICON} {state.say('masks.now', what=_what(state, now))}")
        return
    with st.popover(state.say("masks.title"), icon=ICON, type="tertiary"):
        with st.form("masks_form", border=False):
            masks = st.radio(
                state.say("masks.who"), MASKS, index=MASKS.index(now.masks), key="masks_who",
                format_func=lambda one: state.say(f"masks.label_{one}"),
            )  # fmt: skip
            audience = st.radio(
                state.say("masks.for"), AUDIENCES, index=AUDIENCES.index(now.audience), key="masks_for",
                format_func=lambda one: state.say(f"masks.audience_{one}"),
            )  # fmt: skip
            st.caption(state.say("masks.help"))
            if st.form_submit_button(state.say("masks.save"), key="masks_save"):
                with careful(state), st.spinner(state.say("masks.saving")):
                    save(collection, Masking(masks, audience))
                    st.session_state[SAVED] = True
                    st.rerun()
        if st.session_state.pop(SAVED, False):
            st.success(state.say("masks.saved", what=_what(state, now)), icon=":material/check:")


def save(collection: Collection, wanted: Masking) -> None:
    """Keeps the setting and makes what guests will read, so that the first of them does not wait. Raises Problem
    not_allowed_people, masks_unknown."""
    require("people", collection.dataset)
    set_masking(data.workspace(), collection.dataset, wanted, person())
    for_guests(data.open_view(View(dataset=collection.dataset)))


def masked_told(space: Workspace, version: VersionInfo, told: Sequence[Told]) -> tuple[Told, ...]:
    """What an import refused, as whoever asks may read it: names of files and values of rows may hold a name."""
    masks = masking_of(space, version.dataset).masks if space.guest else "none"
    return tuple(told) if masks == "none" else tuple(_masked(one, masks) for one in told)


def _masked(one: Told, masks: Masks) -> Told:
    problem = one.problem
    values = {name: hidden(value, masks) if isinstance(value, str) else value for name, value in problem.values}
    return replace(
        one, file=hidden(one.file, masks), problem=Problem.of(problem.code, hidden(problem.where, masks), **values)
    )


def _what(state: State, masking: Masking) -> str:
    return state.say(f"masks.label_{masking.masks}")
