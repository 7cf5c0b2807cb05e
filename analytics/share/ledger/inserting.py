"""Rows put into a sheet with all that a form consists of: styles, merged cells, heights, formulas, print settings.

openpyxl moves the cells of a sheet and nothing else, so what speaks of rows is moved here.
"""

from __future__ import annotations

import re
from copy import copy
from typing import Any

from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

_PLACE = re.compile(r"(\$?[A-Za-z]{1,3})(\$?)(\d+)|(?<![A-Za-z\d])(\$?)(\d+)(?=$|:)")
"""A cell (A1, $A$1) or a whole row (5 in 5:9) of a reference."""


def insert_below(sheet: Any, row: int, count: int, first: int) -> None:
    """Puts ``count`` empty rows below ``row``. A range that begins at ``first`` or later and ends at ``row`` grows with
    them, so that a total over the rows of a table counts the new ones too."""
    if count <= 0:
        return
    moved = {one: sheet.row_dimensions.pop(one) for one in sorted(sheet.row_dimensions) if one > row}
    sheet.insert_rows(row + 1, count)
    for one, dimension in moved.items():
        dimension.index = one + count
        sheet.row_dimensions[one + count] = dimension
    for area in list(sheet.merged_cells.ranges):
        if area.min_row > row:
            sheet.merged_cells.remove(area)
            area.shift(row_shift=count)
            sheet.merged_cells.add(area)
        elif area.max_row > row:
            area.expand(down=count)
    for other in sheet.parent.worksheets:
        _formulas(other, sheet.title, row, count, first)
    _settings(sheet, row, count)


def _formulas(sheet: Any, changed: str, row: int, count: int, first: int) -> None:
    for cell in list(sheet._cells.values()):
        if cell.data_type == "f" and isinstance(cell.value, str):
            cell.value = moved_formula(cell.value, sheet.title, changed, row, count, first)


def moved_formula(formula: str, own: str, changed: str, row: int, count: int, first: int) -> str:
    """A formula in the sheet ``own`` after ``count`` rows came below ``row`` of the sheet ``changed``."""
    tokens = Tokenizer(formula)
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            name, _, place = token.value.rpartition("!")
            if (name.strip("'").replace("''", "'") or own) == changed:
                token.value = (f"{name}!" if name else "") + _moved(place, row, count, first)
    return "=" + "".join(token.value for token in tokens.items)


def _moved(reference: str, row: int, count: int, first: int) -> str:
    """A cell, a range, whole rows; whole columns and names stay."""
    rows = [int(found[3] or found[5]) for found in _PLACE.finditer(reference)]
    grows = ":" in reference and len(rows) == 2 and first <= rows[0] <= row == rows[1]

    def one(found: re.Match[str]) -> str:
        number = int(found[3] or found[5])
        last = found.end() == len(reference)
        if number > row or (grows and last):
            number += count
        return f"{found[1]}{found[2]}{number}" if found[3] else f"{found[4]}{number}"

    if ":" not in reference and not re.fullmatch(r"\$?[A-Za-z]{1,3}\$?\d+", reference):
        return reference
    return _PLACE.sub(one, reference)


def _settings(sheet: Any, row: int, count: int) -> None:
    """Print area, page breaks, checks of entries, conditional formats, filter."""
    for area in sheet.data_validations.dataValidation:
        area.sqref = MultiCellRange([_grown(one, row, count) for one in area.sqref.ranges])
    if sheet.print_area:
        areas = str(sheet.print_area).split(",")
        ranges = [_grown(CellRange(one.rpartition("!")[2].replace("$", "")), row, count) for one in areas]
        sheet.print_area = ",".join(one.coord for one in ranges)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _grown(CellRange(sheet.auto_filter.ref), row, count).coord
    for brk in sheet.row_breaks.brk:
        brk.id += count * (brk.id > row)
    formats = sheet.conditional_formatting
    rules = [(one.sqref, one.rules) for one in formats]
    formats._cf_rules.clear()
    for sqref, own in rules:
        grown = " ".join(_grown(one, row, count).coord for one in sqref.ranges)
        for rule in own:
            formats.add(grown, rule)


def _grown(area: Any, row: int, count: int) -> Any:
    """A range after the rows came: below them it moves, and one that ends at ``row`` or reaches over it grows."""
    found = CellRange(area.coord)
    if found.min_row > row:
        found.shift(row_shift=count)
    elif found.max_row >= row and found.max_row > found.min_row:
        found.expand(down=count)
    return found


def style_like(sheet: Any, pattern: int, row: int) -> None:
    """Gives a row the height and the styles of another."""
    if pattern in sheet.row_dimensions:
        height = sheet.row_dimensions[pattern].height
        if height is not None:
            sheet.row_dimensions[row].height = height
    for column in range(1, sheet.max_column + 1):
        if (pattern, column) in sheet._cells:
            sheet.cell(row, column)._style = copy(sheet.cell(pattern, column)._style)
