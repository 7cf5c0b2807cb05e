"""Sheets of a workbook (XLSX, XLS, ODS) as rows of text. Runs in the child process."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

import python_calamine

from analytics.problems import Problem

_ROWS_AT_ONCE = 500


def sheet_parts(data: bytes, max_cells: int, most: int | None = None) -> Iterator[dict[str, Any]]:
    """``{"sheet", "first", "rows"}``: rows of one sheet from row number ``first`` (as the spreadsheet shows it) on,
    the first ``most`` of each sheet (None: all).

    Empty sheets give nothing. Raises Problem for a workbook with a password, for one without any row and for a
    sheet with more than ``max_cells`` cells.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError:
        raise Problem.of("read_password") from None
    full = False
    for name in book.sheet_names:
        if not _is_worksheet(book, name):
            continue
        sheet = book.get_sheet_by_name(name)
        if sheet.height * sheet.width > max_cells:
            raise Problem.of("read_too_many_cells", limit=max_cells)
        rows = ([_text(cell) for cell in row] for row in _rows(sheet, most))
        first = sheet.start[0] + 1 if sheet.start else 1
        while block := list(islice(rows, _ROWS_AT_ONCE)):
            full = True
            yield {"sheet": name, "first": first, "rows": block}
            first += len(block)
    if not full:
        raise Problem.of("read_no_rows")


def _rows(sheet: Any, most: int | None) -> Iterator[list[Any]]:
    """The rows from the first filled one on; the library's own iterator begins at the top of the sheet."""
    if most is not None:
        yield from sheet.to_python(skip_empty_area=True, nrows=most)
        return
    yield from islice(sheet.iter_rows(), sheet.start[0] if sheet.start else 0, None)


def _is_worksheet(book: Any, name: str) -> bool:
    kinds = {m.name: m.typ for m in book.sheets_metadata}
    return kinds.get(name) in (None, python_calamine.SheetTypeEnum.WorkSheet)


def _text(cell: Any) -> str:
    """A cell as text: a date as YYYY-MM-DD, a whole number without a point."""
    if isinstance(cell, datetime):
        return (cell.date() if not (cell.hour or cell.minute or cell.second) else cell).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell)
