"""Where in a form the headings stand, the rows for activities, and what comes below them. Runs in the child process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from analytics.problems import Problem
from analytics.share.ledger.words import Field, ends_table, guess, is_sum

DEEPEST_HEADING = 40
"""Rows among which the headings are looked for."""
MOST_ROWS, MOST_COLUMNS = 5_000, 200
"""What a form has at most; a sheet beyond it is none."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A form. ``headings``: column letter to heading, from left to right; ``top`` and ``bottom``: first and last row of
    them; ``first`` and ``last``: the rows for activities (examples and empty ones); ``fields``: what is guessed to be
    meant; ``examples``: column letter to the text of the first example row."""

    sheet: str
    headings: dict[str, str]
    top: int
    bottom: int
    first: int
    last: int
    fields: dict[str, Field]
    examples: dict[str, str]


def shape_of(sheet: Any, bottom: int | None = None) -> Shape | None:
    """The form in a sheet; None where no row has two headings that are known. ``bottom``: the last row of the headings
    where people know better. Raises Problem ledger_too_large."""
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        raise Problem.of("ledger_too_large", sheet.title, rows=f"{MOST_ROWS:,}", columns=MOST_COLUMNS)
    top = bottom or _heading_row(sheet)
    if top is None:
        return None
    bottom = bottom or _last_heading(sheet, top)
    if bottom > top or _is_below_another(sheet, top):
        top = _first_heading(sheet, bottom)
    headings = _headings(sheet, top, bottom)
    first = bottom + 1
    last = _last_row(sheet, first, headings)
    texts = {letter: _text(sheet[f"{letter}{first}"].value) for letter in headings} if first <= last else {}
    return Shape(sheet.title, _joined(headings), top, bottom, first, last, _fields(headings), texts)


def _heading_row(sheet: Any) -> int | None:
    """The first row with the most known headings, two at least."""
    best, row = 1, None
    for number in range(1, min(sheet.max_row, DEEPEST_HEADING) + 1):
        known = {field for _, text in _cells(sheet, number) if (field := guess(text)[0]) and len(text) < 40}
        if len(known) > best:
            best, row = len(known), number
    return row


def _last_heading(sheet: Any, row: int) -> int:
    """The row itself, or the one below that names the parts of headings: through merged cells, or only where the row
    above has nothing to say."""
    merged = [r for r in sheet.merged_cells.ranges if r.min_row == row]
    below = max((r.max_row for r in merged), default=row)
    if below > row:
        return int(below)
    parts = dict(_cells(sheet, row + 1))
    above = dict(_cells(sheet, row))
    wide = {c for r in merged if r.max_col > r.min_col for c in range(r.min_col, r.max_col + 1)}
    # Without merged cells a heading reaches over the empty ones to its right.
    wide |= {column for column in above if column + 1 not in above and {column, column + 1} <= set(parts)}
    is_part = parts and all(column in wide or column not in above for column in parts)
    return row + 1 if is_part and not any(ends_table(text) for text in parts.values()) else row


def _is_below_another(sheet: Any, row: int) -> bool:
    return any(r.max_row == row and r.min_row < row for r in sheet.merged_cells.ranges)


def _first_heading(sheet: Any, bottom: int) -> int:
    """The row in which the headings begin that reach down to ``bottom``."""
    reaching = [r.min_row for r in sheet.merged_cells.ranges if r.min_row <= bottom <= r.max_row]
    found = min(reaching, default=bottom)
    return int(found) if found < bottom else max(bottom - 1, 1) if _parts_only(sheet, bottom) else bottom


def _parts_only(sheet: Any, row: int) -> bool:
    """Whether a row only names parts of the headings above it."""
    return row > 1 and _last_heading(sheet, row - 1) == row


def _headings(sheet: Any, top: int, bottom: int) -> dict[str, list[str]]:
    """Column letter to what stands above it, from top to bottom, merged cells counted in every column."""
    found: dict[str, list[str]] = {}
    for row in range(top, bottom + 1):
        spread = dict(_cells(sheet, row))
        for column in sorted(dict(_cells(sheet, bottom)) if row < bottom else ()):
            if column not in spread and not _covered(sheet, row, column):
                spread |= {column: spread[column - 1]} if column - 1 in spread else {}
        for r in sheet.merged_cells.ranges:
            text = _text(sheet.cell(r.min_row, r.min_col).value)
            # What is merged over nearly all columns is a title, no heading.
            if r.min_row == row and text and r.max_col - r.min_col + 1 < max(sheet.max_column - 1, 2):
                spread |= dict.fromkeys(range(r.min_col, r.max_col + 1), text)
        for column, text in spread.items():
            own = found.setdefault(get_column_letter(column), [])
            if text not in own:
                own.append(text)
    order = sorted(found, key=lambda letter: (len(letter), letter))
    return {letter: found[letter] for letter in order}


def _covered(sheet: Any, row: int, column: int) -> bool:
    return any(r.min_row <= row <= r.max_row and r.min_col <= column <= r.max_col for r in sheet.merged_cells.ranges)


def _joined(headings: dict[str, list[str]]) -> dict[str, str]:
    return {letter: " / ".join(" ".join(text.split()) for text in own) for letter, own in headings.items()}


def _fields(headings: dict[str, list[str]]) -> dict[str, Field]:
    """Each field once: where its name fits best, the leftmost of these."""
    best: dict[Field, tuple[int, str]] = {}
    for letter, own in headings.items():
        field, score = guess(own[-1])
        if len(own) > 1 and is_sum(own[-1]):
            field, score = guess(own[0])
        if field and (field not in best or score > best[field][0]):
            best[field] = score, letter
    return {letter: field for field, (_, letter) in best.items()}


def _last_row(sheet: Any, first: int, headings: dict[str, list[str]]) -> int:
    """The last row for activities: above totals and signatures, and no further than the table is drawn or filled."""
    end = sheet.max_row
    for row in range(first, sheet.max_row + 1):
        if any(ends_table(text) for _, text in list(_cells(sheet, row))[:2]) or _is_wide(sheet, row, len(headings)):
            end = row - 1
            break
    last = first - 1
    for row in range(first, end + 1):
        if _drawn(sheet, row, headings) or any(text for _, text in _cells(sheet, row)):
            last = row
        else:
            break
    return last


def _is_wide(sheet: Any, row: int, columns: int) -> bool:
    """Whether one merged cell fills the row: a note."""
    return columns > 2 and any(
        r.min_row <= row <= r.max_row and r.max_col - r.min_col + 1 >= columns for r in sheet.merged_cells.ranges
    )


def _drawn(sheet: Any, row: int, headings: dict[str, list[str]]) -> bool:
    """Whether most cells of the row have a border."""
    borders = [sheet[f"{letter}{row}"].border for letter in headings]
    lined = sum(bool((b.bottom and b.bottom.style) or (b.left and b.left.style)) for b in borders)
    return lined * 2 > len(borders)


def _cells(sheet: Any, row: int) -> Iterator[tuple[int, str]]:
    """Column and text of the filled cells of a row, from the left."""
    for column in range(1, sheet.max_column + 1):
        value = sheet.cell(row, column).value if (row, column) in sheet._cells else None
        if text := _text(value):
            yield column, text


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else str(value).strip()
