"""A View as a workbook: a sheet per table, what its columns mean, and what was asked; written row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, BinaryIO

import xlsxwriter

from analytics.messages import say
from analytics.share.exports.about import filter_rows
from analytics.share.exports.columns import SHEETS, TableName, columns_of, heading, meaning, table_name
from analytics.share.exports.content import Content, Counting
from analytics.share.tables import is_formula
from analytics.share.workbook import CELL_CHARS, ROWS

WIDTHS = {"string": 18, "integer": 10, "number": 10, "boolean": 8, "date": 12}
"""Characters of a column by its kind."""
WIDE = {"quote": 60, "title": 40, "told": 80, "organisers": 30, "address": 40}
"""Characters of columns that hold more."""


def write_xlsx(content: Content, out: BinaryIO) -> Counting:
    """The workbook. Text is never a formula or a link, nor becomes one when its cell is edited. Raises Problem
    export_unequal."""
    return _Book(content, out).write()


class _Book:
    """One workbook; its rows go to disk as they come."""

    def __init__(self, content: Content, out: BinaryIO) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                   "strings_to_numbers": False}  # fmt: skip
        self.content, self.language = content, content.language
        self.book = xlsxwriter.Workbook(out, options)
        self.book.set_properties({"created": content.taken.replace(tzinfo=None), "title": content.sentence})
        self.head = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.quoted = self.book.add_format({"quote_prefix": True})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.cut = 0

    def write(self) -> Counting:
        counting = Counting(self.content)
        about = self.book.add_worksheet(say("export.sheet_filters", self.language))
        sheets = {table: self.book.add_worksheet(table_name(table, self.language)) for table in SHEETS}
        words = self.book.add_worksheet(say("export.sheet_columns", self.language))
        for table in SHEETS:
            self._table(table, sheets[table], counting)
        self._dictionary(words)
        self._filters(about, counting)
        self.book.close()
        return counting

    def _table(self, table: TableName, sheet: Any, counting: Counting) -> None:
        columns, number, row = columns_of(table), 1, 0
        self._heads(sheet, table)
        for values in counting.rows(table):
            row += 1
            if row == ROWS:  # a sheet is full: the rest stands on the next of the same name
                number, row = number + 1, 1
                sheet = self.book.add_worksheet(f"{table_name(table, self.language)} {number}")
                self._heads(sheet, table)
            for at, value in enumerate(values):
                self._write(sheet, row, at, value)
        sheet.autofilter(0, 0, max(row, 1), len(columns) - 1)

    def _heads(self, sheet: Any, table: TableName) -> None:
        sheet.freeze_panes(1, 0)
        for at, (column, kind) in enumerate(columns_of(table).items()):
            sheet.set_column(at, at, WIDE.get(column, WIDTHS[kind]))
            sheet.write_string(0, at, heading(column, self.language), self.head)

    def _write(self, sheet: Any, row: int, at: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, at, value)
        elif isinstance(value, date):
            # Excel knows no day before 1900: such a one stays text.
            _ = sheet.write_datetime(row, at, value, self.day) if value.year > 1899 else sheet.write_string(
                row, at, value.isoformat()
            )  # fmt: skip
        elif isinstance(value, str):
            self.cut += len(value) > CELL_CHARS
            text = value[:CELL_CHARS]
            sheet.write_string(row, at, text, *([self.quoted] if is_formula(text) else []))
        else:
            sheet.write_number(row, at, value)

    def _dictionary(self, sheet: Any) -> None:
        """What every column of every sheet holds."""
        self._lines(sheet, (20, 20, 10, 90), self._words())

    def _words(self) -> Iterator[Sequence[str]]:
        yield [say(f"export.words_{part}", self.language) for part in ("table", "column", "kind", "meaning")]
        for table in SHEETS:
            for column, kind in columns_of(table).items():
                names = table_name(table, self.language), heading(column, self.language)
                yield *names, say(f"export.kind.{kind}", self.language), meaning(column, self.language)

    def _filters(self, sheet: Any, counting: Counting) -> None:
        self._lines(sheet, (28, 100), filter_rows(self.content, counting, self.cut))

    def _lines(self, sheet: Any, widths: Sequence[int], rows: Iterator[Sequence[str]]) -> None:
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        for row, values in enumerate(rows):
            for at, value in enumerate(values):
                style = self.head if row == 0 else self.quoted if is_formula(value) else self.wrapped
                sheet.write_string(row, at, value[:CELL_CHARS], style)
