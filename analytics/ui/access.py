"""May the person who asks do this? Every page asks for itself: a deep link never passes app.py's own checks by."""

from __future__ import annotations

from typing import Literal

from analytics.problems import Problem

Action = Literal["look", "import"]
LOCAL: frozenset[Action] = frozenset(("look", "import"))
"""What the one local user may do. The server is bound to loopback: nobody else reaches it."""


def require(action: Action) -> None:
    """Raises Problem not_allowed."""
    if action not in LOCAL:
        raise Problem.of("not_allowed", action=action)
