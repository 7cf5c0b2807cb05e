"""Streamlit looks through all objects of the process after every run of a page (0.15 s of ours and more, while nobody else
can run): what is still there when a page has run is taken out of its sight, and looked through now and then."""

from __future__ import annotations

import atexit
import gc
from itertools import count

SELDOM = 1_000
"""Runs of pages after which all there is is looked through."""
_runs = count(1)
atexit.register(gc.unfreeze)


def settle() -> None:
    """Call it when a page has run. Only what is new since the last call is looked through (1 to 3 ms); what outlives it is
    mostly kept for long, and what is not goes without a collector, but for rings: those wait for the ``SELDOM`` turn."""
    if next(_runs) % SELDOM == 0:
        gc.unfreeze()
    gc.collect()
    gc.freeze()
