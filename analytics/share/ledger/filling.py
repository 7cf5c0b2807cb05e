"""Activities into a form: the rows of the examples, as many more as it takes, and a sheet with the source of each.
Runs in the child process."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.formula.translate import Translator
from openpyxl.styles import Alignment, Font

from analytics.share.ledger.inserting import insert_below, style_like
from analytics.share.ledger.shape import Shape
from analytics.share.tables import is_formula

CELL_CHARS = 32_767
SIZE, LINE, HIGHEST = 11, 1.35, 409.0
"""Points of the letters that widths are counted in; height of a line by that of its letters; the highest row of Excel."""
OLDEST = (1980, 1, 1, 0, 0, 0)
WIDTHS = (8, 40, 20, 14, 40, 60)
"""Characters of the columns of the sheet of sources."""


def fill(
    book: Any, shape: Shape, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]], sources: Mapping[str, Any]
) -> bytes:
    """The workbook with a row per activity. ``columns``: letter to field; ``rows``: field to value; ``sources``: title,
    heads, rows and notes of the sheet of sources."""
    sheet = book[shape.sheet]
    room = max(shape.last - shape.first + 1, 0)
    last = max(shape.last, shape.first)
    if not room:  # no empty row was drawn: one is made below the headings
        insert_below(sheet, shape.bottom, 1, shape.first)
        style_like(sheet, shape.bottom, shape.first)
    formulas = _formulas(sheet, shape.first, columns)
    _unmerge(sheet, shape.first, last)
    insert_below(sheet, last, len(rows) - max(room, 1), shape.first)
    for at, row in enumerate(rows):
        number = shape.first + at
        if number > last:
            style_like(sheet, shape.first, number)
        _clear(sheet, number)
        for letter, formula in formulas.items():
            sheet[f"{letter}{number}"] = Translator(formula, f"{letter}{shape.first}").translate_formula(
                f"{letter}{number}"
            )
        for letter, field in columns.items():
            put(sheet[f"{letter}{number}"], row.get(field))
        _high_enough(sheet, number, columns)
    for number in range(shape.first + len(rows), last + 1):
        _clear(sheet, number)
    _sources(book, sources)
    return saved(book)


def put(cell: Any, value: Any) -> None:
    """A value as it is; text is never a formula, nor becomes one when the cell is edited."""
    if isinstance(value, str):
        cell.value = None
        text = ILLEGAL_CHARACTERS_RE.sub("", value)[:CELL_CHARS]
        cell.value, cell.data_type = text or None, "s" if text else "n"
        if is_formula(text):
            cell.quotePrefix = True
    else:
        cell.value = value


def _high_enough(sheet: Any, row: int, letters: Iterable[str]) -> None:
    """Raises a row of wrapped text whose lines would be cut off; none is ever lowered."""
    needed = 0.0
    for letter in letters:
        cell = sheet[f"{letter}{row}"]
        if cell.alignment.wrap_text and isinstance(cell.value, str):
            width = sheet.column_dimensions[letter].width
            needed = max(needed, height_of(cell.value, width, cell.font.size or SIZE))
    given = sheet.row_dimensions[row].height
    if given is not None and needed > given:  # without a height of its own a row fits its text by itself
        sheet.row_dimensions[row].height = needed


def height_of(text: str, width: float, size: float) -> float:
    """Points that a text needs in a column of so many characters; a Chinese one takes two places."""
    room = max(int((width - 1) * SIZE / size), 2)
    lines = sum(max(math.ceil(sum(1 + (ord(c) > 0x2E7F) for c in line) / room), 1) for line in text.splitlines())
    return min(max(lines, 1) * size * LINE, HIGHEST)


def saved(book: Any) -> bytes:
    """The workbook as bytes that depend on nothing but its content."""
    changed = book.properties.modified
    out, made = io.BytesIO(), io.BytesIO()
    book.save(out)
    now = book.properties.modified
    with zipfile.ZipFile(out) as given, zipfile.ZipFile(made, "w") as settled:
        for member in given.infolist():
            data = given.read(member)
            if member.filename == "docProps/core.xml" and changed and now:
                stamp = "%Y-%m-%dT%H:%M:%SZ"
                data = data.replace(now.strftime(stamp).encode(), changed.strftime(stamp).encode())
            own = zipfile.ZipInfo(member.filename, OLDEST)
            own.compress_type, own.external_attr, own.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            settled.writestr(own, data)
    return made.getvalue()


def _formulas(sheet: Any, row: int, columns: Mapping[str, str]) -> dict[str, str]:
    """The formulas of the example row in columns that nothing is written into."""
    found = {}
    for column in range(1, sheet.max_column + 1):
        cell = sheet.cell(row, column)
        if not isinstance(cell, MergedCell) and cell.data_type == "f" and cell.column_letter not in columns:
            found[cell.column_letter] = str(cell.value)
    return found


def _unmerge(sheet: Any, first: int, last: int) -> None:
    """Cells that examples merge over several rows; each activity has a row of its own."""
    for area in list(sheet.merged_cells.ranges):
        if first <= area.min_row <= last and area.max_row > area.min_row:
            sheet.unmerge_cells(area.coord)


def _clear(sheet: Any, row: int) -> None:
    for column in range(1, sheet.max_column + 1):
        cell = sheet.cell(row, column) if (row, column) in sheet._cells else None
        if cell is not None and not isinstance(cell, MergedCell):
            cell.value = cell.hyperlink = cell.comment = None


def _sources(book: Any, sources: Mapping[str, Any]) -> None:
    """A sheet behind the others with the report, the address and the sentence of each row."""
    title, number = sources["title"], 1
    while title in book.sheetnames:
        number += 1
        title = f"{sources['title']} {number}"
    sheet = book.create_sheet(title)
    for at, (head, width) in enumerate(zip(sources["heads"], WIDTHS, strict=True), start=1):
        put(sheet.cell(1, at), head)
        sheet.cell(1, at).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, at).column_letter].width = width
    for row, values in enumerate(sources["rows"], start=2):
        for at, value in enumerate(values, start=1):
            put(sheet.cell(row, at), value)
            sheet.cell(row, at).alignment = Alignment(wrap_text=True, vertical="top")
        heights = (height_of(str(value), width, SIZE) for value, width in zip(values, WIDTHS, strict=True))
        sheet.row_dimensions[row].height = max(heights)
    for row, note in enumerate(sources["notes"], start=len(sources["rows"]) + 3):
        put(sheet.cell(row, 2), note)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
