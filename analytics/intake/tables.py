"""Rows of a table to articles: every row an article or a refusal."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from analytics.intake.columns import Choices, guess_columns
from analytics.intake.page import text_lines
from analytics.intake.reading import Reading, Refusal
from analytics.intake.rows import SAMPLE, Origin, by_content, no_body, refused, row_article, said
from analytics.intake.understanding import Understood, understand, with_choice
from analytics.problems import Problem
from analytics.rules import RuleBook
from analytics.settings import settings

_DELIMITERS = (",", "\t", ";", "|")
_HEADING_WITHIN = 10
_LINES_TRIED = 200

MaybeRow = tuple[int, Sequence[str] | Problem]
"""Row number as the spreadsheet shows it, and the cells, or why they could not be told apart."""


def csv_rows(data: bytes, codec: str, delimiter: str) -> Iterator[MaybeRow]:
    """Records of a CSV file, read strictly.

    A record whose quotes do not match gives a Problem that names its lines; reading goes on behind them.
    """
    csv.field_size_limit(2 * settings().max_article_chars)
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(data), codec, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number, first = number + 1, reader.line_num + 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as e:
            yield number, Problem.of("read_bad_quotes", first=first, last=max(reader.line_num, first), detail=str(e))


def delimiter_of(head: str, name: str, book: RuleBook) -> str | None:
    """The delimiter with which one of the first lines becomes a heading with a body column; None when none does."""
    lines = [line for line in head.splitlines() if line.strip()][:_HEADING_WITHIN]
    for line in lines:
        for delimiter in _usual(name):
            if "text" in guess_columns(next(csv.reader([line], delimiter=delimiter), []), book):
                return delimiter
    return None


def likely_delimiter(head: str, name: str) -> str:
    """The delimiter that cuts most of the first records into the same number of cells, more than one."""
    lines = head.splitlines(keepends=True)[:_LINES_TRIED]
    best, most = _usual(name)[0], (0.0, 0)
    for delimiter in _usual(name):
        try:
            widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells)
        except csv.Error:
            continue
        width, count = max(widths.items(), key=lambda pair: pair[1], default=(1, 0))
        if width > 1 and (count / widths.total(), width) > most:
            best, most = delimiter, (count / widths.total(), width)
    return best


def _usual(name: str) -> tuple[str, ...]:
    return ("\t", ",", ";", "|") if name.lower().endswith((".tsv", ".tab", ".xls", ".et")) else _DELIMITERS


class Table:
    """A table whose first rows are known: ``guessed`` and, with a user's choice, ``understood`` (or its problem).

    Making one reads up to 20 filled rows and raises what reading them raises.
    """

    def __init__(self, rows: Iterable[MaybeRow], origin: Origin, book: RuleBook, chosen: Choices | None = None) -> None:
        self._origin = origin
        self._rows = _within_limits(rows)
        self._first = list(_first_filled(self._rows))
        self.sample = [cells for _, cells in self._first if not isinstance(cells, Problem) and _filled(cells)]
        self.guessed = understand(self.sample, book)
        self.understood: Understood | Problem
        try:
            self.understood = with_choice(self.guessed, self.sample, chosen)
        except Problem as e:
            self.understood = Problem(e.code, origin.file, e.values)

    def rest(self) -> Iterator[Sequence[str]]:
        """The rows behind the sample, for a table that holds no articles."""
        return (cells for _, cells in self._rows if not isinstance(cells, Problem))

    def found(self) -> Iterator[Reading | Refusal]:
        """Every row as an article or a refusal. A table without a body column is refused whole."""
        origin, table = self._origin, self.understood
        if isinstance(table, Problem):
            yield Refusal(origin.file, None, table)
            return
        if "text" not in table.columns:
            yield from (refused(origin, n, cells) for n, cells in self._first if isinstance(cells, Problem))
            yield Refusal(origin.file, None, no_body(self.sample, origin))
            return
        warnings, filled, told = _how(table, origin), -1, False
        for number, cells in chain(self._first, self._rows):
            if isinstance(cells, Problem):
                told = True
                yield refused(origin, number, cells)
                continue
            if not _filled(cells):
                continue
            filled += 1
            if filled == table.heading:
                continue
            if filled < table.start:
                yield _above(origin, number, cells)
                continue
            told = True
            found = _from_cells(cells, number, table, origin)
            if warnings and isinstance(found, Reading):
                found, warnings = replace(found, warnings=(*warnings, *found.warnings)), ()
            yield found
        if not told:
            yield Refusal(origin.file, None, Problem.of("read_no_rows", origin.file))


def _first_filled(rows: Iterator[MaybeRow]) -> Iterator[MaybeRow]:
    filled = 0
    for row in rows:
        yield row
        filled += not isinstance(row[1], Problem) and _filled(row[1])
        if filled >= SAMPLE:
            return


def _filled(cells: Sequence[str]) -> bool:
    return any(c.strip() for c in cells)


def _within_limits(rows: Iterable[MaybeRow]) -> Iterator[MaybeRow]:
    """The rows up to the limits; a problem stands for one that is too wide, and for the first one beyond the others."""
    limits = settings()
    cells = 0
    for count, (number, row) in enumerate(rows, start=1):
        width = 0 if isinstance(row, Problem) else len(row)
        cells += width
        if count > limits.max_rows or cells > limits.max_cells:
            yield number, Problem.of("read_too_many_rows", rows=limits.max_rows, cells=limits.max_cells)
            return
        if isinstance(row, Problem) or width <= limits.max_columns:
            yield number, row
        elif _filled(row[limits.max_columns :]):
            yield number, Problem.of("read_too_many_columns", columns=width, limit=limits.max_columns)
        else:
            yield number, row[: limits.max_columns]


def _from_cells(cells: Sequence[str], number: int, table: Understood, origin: Origin) -> Reading | Refusal:
    width = len(table.headings) or table.width
    if _filled(cells[width:]):
        problem = Problem.of("read_row_width", origin.at(number), cells=len(cells), headings=width)
        return Refusal(origin.file, number, problem)
    fields = {name: cells[at] if at < len(cells) else "" for name, at in table.columns.items()}
    return row_article(fields, "\n".join(text_lines(fields["text"])), number, origin)


def _how(table: Understood, origin: Origin) -> tuple[Problem, ...]:
    """How the columns were understood, said with the first article of the table; a choice needs no words."""
    if not table.by("name"):
        return by_content(table, origin)
    left = [h.strip() for n, h in enumerate(table.headings) if n not in table.columns.values() and h.strip()]
    used = said(table, table.by("name"))
    named = Problem.of("read_columns_guessed", origin.file, used=used, left=" ".join(left) or "-")
    return (named, *by_content(table, origin))


def _above(origin: Origin, row: int, cells: Sequence[str]) -> Refusal:
    shown = " ".join(c.strip() for c in cells if c.strip())[:40]
    return Refusal(origin.file, row, Problem.of("read_above_heading", origin.at(row), seen=shown))
