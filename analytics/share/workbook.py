"""Tables as an Excel workbook in which nothing is ever a formula or a link: text is written as text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

SHEET_CHARS, CELL_CHARS = 31, 32_767
"""What Excel takes at most: for the name of a sheet, in a cell."""
ROWS = 1_048_576
"""Rows of a sheet, the headings among them."""
WIDEST, SAMPLED = 60, 200
"""Characters of the widest column; rows that are looked at for its width."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def workbook_bytes(sheets: Mapping[str, pd.DataFrame], made: datetime) -> bytes:
    """A workbook with a sheet per frame, without indexes; lists are joined by "、". ``made``: its date of creation, so that
    the same tables give the same bytes.

    Raises ValueError when a frame has more rows than a sheet takes.
    """
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": made.replace(tzinfo=None)})
    heading, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    names: set[str] = set()
    for name, frame in sheets.items():
        if len(frame) >= ROWS:
            raise ValueError(f"{len(frame)} rows do not fit into a sheet")
        sheet = book.add_worksheet(_sheet_name(name, names))
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(frame.columns):
            sheet.write_string(0, at, str(column)[:CELL_CHARS], heading)
            sheet.set_column(at, at, _width(str(column), frame.iloc[:SAMPLED, at]))
            for row, value in enumerate(frame.iloc[:, at], start=1):
                _write(sheet, row, at, value, day)
    book.close()
    return out.getvalue()


def _write(sheet: Any, row: int, at: int, value: object, day: Any) -> None:
    if isinstance(value, list | tuple):
        value = "、".join(str(v) for v in value)
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(row, at, value.replace(tzinfo=None) if isinstance(value, datetime) else value, day)
    elif isinstance(value, str) or not hasattr(value, "__float__"):
        sheet.write_string(row, at, str(value)[:CELL_CHARS])
    else:
        sheet.write_number(row, at, value)


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel takes, and no sheet has yet."""
    base = name.translate(_FORBIDDEN).strip()[:SHEET_CHARS] or "1"
    found, number = base, 1
    while found.lower() in taken:
        number += 1
        found = f"{base[: SHEET_CHARS - len(str(number)) - 1]} {number}"
    taken.add(found.lower())
    return found


def _width(heading: str, values: pd.Series) -> int:
    """Characters of the longest of the first cells; a Chinese one takes two places."""
    longest = max((_places(str(v)) for v in [heading, *values]), default=8)
    return min(max(longest + 2, 8), WIDEST)


def _places(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text[:WIDEST])
