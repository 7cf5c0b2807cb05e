"""Memory that libraries have freed and still keep goes back to the system."""

from __future__ import annotations

import ctypes
import gc
import sys
from functools import cache
from typing import Any

import pyarrow as pa


def give_back() -> None:
    """After much was read or worked out at once: circles of objects, what Arrow keeps, and what the C library keeps."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    if trim := _trim():
        trim(0)


@cache
def _trim() -> Any:
    """``malloc_trim`` of the GNU C library; None elsewhere."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
