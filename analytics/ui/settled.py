"""Streamlit looks through all objects of the process after every run of a page (0.15 s of ours, while nobody else can
run): what libraries and rules hold for good is taken out of its sight."""

from __future__ import annotations

import atexit
import gc
import sys

NEW = 30
"""So many modules loaded since the last time are worth another look; there are at most some fifty such times."""
_known = 0
atexit.register(gc.unfreeze)


def settle() -> None:
    """Call it when a page has run."""
    global _known
    if len(sys.modules) > _known + NEW:
        _known = len(sys.modules)
        gc.collect()
        gc.freeze()
