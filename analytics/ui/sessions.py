"""How many readers a process has."""

from __future__ import annotations

from streamlit.runtime import Runtime


def sessions() -> int:
    """Browsers that have a page of this process open; 0 where no server runs."""
    if not Runtime.exists():
        return 0
    return int(Runtime.instance()._session_mgr.num_active_sessions())  # in public Streamlit tells it nowhere
