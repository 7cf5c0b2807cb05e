"""What every filter does when it changes."""

from __future__ import annotations

from analytics.ui.state import State, set_query
from analytics.views import View


def write(state: State, view: View) -> None:
    """Writes the link of a changed view; the list that was open belonged to the old one."""
    set_query(state.query(view, show=None, page=None))
