"""Streamlit looks through all objects of the process after every run of a page (0.15 s of ours and more, while nobody else
can run): what libraries, rules and caches hold for long is taken out of its sight, and looked through now and then."""

from __future__ import annotations

import atexit
import gc
import sys
from itertools import count

OFTEN, SELDOM = 20, 1_000
"""Runs of pages after which what is there counts as held for long, and after which all of it is looked through."""
NEW = 30
"""So many modules loaded since the last time are worth a look at once."""
_runs = count(1)
_known = 0
atexit.register(gc.unfreeze)


def settle() -> None:
    """Call it when a page has run."""
    global _known
    run = next(_runs)
    if run % SELDOM == 0:
        gc.unfreeze()
    if run % SELDOM == 0 or len(sys.modules) > _known + NEW:
        _known = len(sys.modules)
        gc.collect()
        gc.freeze()
    elif run % OFTEN == 0:
        gc.freeze()
