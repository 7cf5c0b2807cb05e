"""May the person who asks do this? Every page asks for itself: a deep link never passes app.py's own checks by."""

from __future__ import annotations

import getpass
from typing import Literal

from analytics.problems import Problem

Action = Literal["look", "import", "edit", "purge", "share"]
LOCAL: frozenset[Action] = frozenset(("look", "import", "edit", "purge", "share"))
"""What the one local user may do. The server is bound to loopback: nobody else reaches it."""
MAX_PERSON = 100
"""Characters of a name that the workspace keeps."""


def require(action: Action) -> None:
    """Raises Problem not_allowed."""
    if action not in LOCAL:
        raise Problem.of("not_allowed", action=action)


def person() -> str:
    """Who does something: the name of the local user, "" when it is not known."""
    try:
        return getpass.getuser()[:MAX_PERSON]
    except (OSError, KeyError, ImportError):  # no such user in a container, no variables on Windows
        return ""
