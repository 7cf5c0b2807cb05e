"""Which collections a page has opened: its fragments, dialogs and downloads come later, and ask again for each of them."""

from __future__ import annotations

import streamlit as st

from analytics.access import Action
from analytics.settings import settings
from analytics.ui.access import require

KEY = "opened"
"""Where the session notes them: names of collections, those of the page that is open."""


def begin() -> None:
    """A page begins: nothing is opened yet."""
    if settings().team:
        st.session_state[KEY] = ()


def note(dataset: str) -> None:
    """The page has opened a collection."""
    if settings().team and dataset not in names():
        st.session_state[KEY] = (*names(), dataset)


def names() -> tuple[str, ...]:
    """The collections of the page that is open."""
    found: tuple[str, ...] = st.session_state.get(KEY, ())
    return found


def require_all(action: Action) -> None:
    """Whether who asks may still do something in all of them. Raises as ``require`` does."""
    for dataset in names() or ("",):
        require(action, dataset)
