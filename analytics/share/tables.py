"""Tables as CSV that Excel opens as they are meant: with BOM, and no cell that it would run as a formula."""

from __future__ import annotations

import unicodedata

import pandas as pd

_STARTERS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""A spreadsheet takes what begins so for a formula; some input methods and programs take the wide ones for the same."""
_BREAKS = ("\t", "\r")
"""These move what follows them into a cell of its own."""
_UNSEEN = ("C", "Z")
"""Classes of characters that spreadsheets cut off before they look: controls, marks like the BOM, blanks."""
SIGN = "'"


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as CSV, UTF-8 with BOM, without its index; lists are joined by "、"."""
    guarded_frame = frame.apply(lambda column: column.map(_cell))
    guarded_frame.columns = pd.Index([guarded(str(c)) for c in frame.columns])
    return str(guarded_frame.to_csv(index=False)).encode("utf-8-sig")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take this text for a formula, also behind blanks, line breaks or a BOM."""
    if text[:1].isalnum():
        return False
    if text.startswith(_BREAKS):
        return True
    seen = next((c for c in text if unicodedata.category(c)[0] not in _UNSEEN), "")
    return seen in _STARTERS


def guarded(text: str) -> str:
    """A cell's text; one that a spreadsheet would take for a formula gets an apostrophe in front."""
    return SIGN + text if is_formula(text) else text


def sealed(text: str) -> str:
    """As ``guarded``, and one that begins with an apostrophe gets another, so that ``unsealed`` finds every text again."""
    return SIGN + text if is_formula(text) or text.startswith(SIGN) else text


def unsealed(text: str) -> str:
    """The text that ``sealed`` was given."""
    return text.removeprefix(SIGN)


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        value = "、".join(str(v) for v in value)
    return guarded(value) if isinstance(value, str) else value
