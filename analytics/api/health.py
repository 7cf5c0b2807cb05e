"""Whether the server can do its work: what a load balancer and an administrator ask. It tells nothing of the data."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel

from analytics import __version__
from analytics.api.asked import workspace
from analytics.settings import settings

State = Literal["ok", "failed"]


class Health(BaseModel):
    """``status`` is ok when all parts are."""

    status: State
    version: str
    workspace: State
    snapshots: State


def health() -> Health:
    """Looks at each part; never raises."""
    space, folder = _tried(lambda: workspace().datasets()), _tried(_reads_and_writes)
    every: State = "ok" if space == folder == "ok" else "failed"
    return Health(status=every, version=__version__, workspace=space, snapshots=folder)


def _reads_and_writes() -> None:
    home = settings().home
    home.mkdir(parents=True, exist_ok=True)
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        raise PermissionError(home)


def _tried(part: Callable[[], object]) -> State:
    try:
        part()
    except Exception:
        return "failed"
    return "ok"
