"""Links to other pages of the site, for whoever may open them: what would be refused is not offered."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analytics.ui.sign_in import offers
from analytics.ui.site import FILES, PAGES
from analytics.ui.state import State

ACTIONS = {page.key: page.action for page in PAGES}


def way(state: State, page: str, query: Mapping[str, str], *, icon: str, label: str = "") -> bool:
    """A link to a page, and whether there is one. ``label``: a message; by default the page's own name."""
    if not offers(ACTIONS[page]):
        return False
    st.page_link(FILES[page], label=state.say(label or f"page.{page}"), icon=icon, query_params=query)
    return True
