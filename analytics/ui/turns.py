"""Pages run one after the other: the interpreter runs one at a time anyway, and many at once queue for its locks at every
message, which made each cost a third more and the last of forty wait six times as long."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from analytics.ui.site import PAGES

AT_ONCE = 1
"""Pages that run at the same time."""
LOOK, SLOW = 2.0, 5.0
"""Seconds after which a page that waits looks about, and for which another one may hold the turn: one slow reader must not
hold up all others, and a long queue is no reason to break it up."""
SHORT = frozenset(page.key for page in PAGES if page.group == "explore")
"""Pages that only show what there is; those where files are read or made take their time, and no turn."""
_turns = threading.BoundedSemaphore(AT_ONCE)
_began = 0.0


@contextmanager
def turn(page: str) -> Iterator[None]:
    """Within it, the page with this key may run."""
    mine = page in SHORT and _mine()
    try:
        yield
    finally:
        if mine:
            _turns.release()


def _mine() -> bool:
    """Waits for the turn; whether it was given, or the page before is so slow that nobody waits for it."""
    global _began
    while not _turns.acquire(timeout=LOOK):
        if time.monotonic() - _began > SLOW:
            return False
    _began = time.monotonic()
    return True
