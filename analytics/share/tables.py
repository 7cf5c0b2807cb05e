"""Tables as CSV that Excel opens as they are meant: with BOM, and no cell that it would run as a formula."""

from __future__ import annotations

import pandas as pd

_STARTERS = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as CSV, UTF-8 with BOM, without its index; lists are joined by "、"."""
    guarded_frame = frame.apply(lambda column: column.map(_cell))
    guarded_frame.columns = pd.Index([guarded(str(c)) for c in frame.columns])
    return str(guarded_frame.to_csv(index=False)).encode("utf-8-sig")


def guarded(text: str) -> str:
    """A cell's text; one that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_STARTERS) else text


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        value = "、".join(str(v) for v in value)
    return guarded(value) if isinstance(value, str) else value
