"""Rows of a table and JSON objects to articles: columns guessed by name, every row an article or a refusal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analytics.intake.columns import guess_columns
from analytics.intake.dateline import date_of
from analytics.intake.page import text_lines
from analytics.intake.reading import Reading, Refusal
from analytics.model import Article
from analytics.problems import Problem
from analytics.rules import RuleBook
from analytics.settings import settings

_DELIMITERS = (",", "\t", ";", "|")
_HEADING_WITHIN = 10
_SHOWN = 12

Row = tuple[int, Sequence[str]]
"""Row number as the spreadsheet shows it, and the cells."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows come from: the file, its encoding, what precedes the row number in an id."""

    file: str
    encoding: str | None
    stem: str
    warnings: tuple[Problem, ...] = ()

    def at(self, row: int) -> str:
        """The place as a user knows it."""
        return f"{self.file}#{row}"


def csv_rows(data: bytes, codec: str, delimiter: str) -> Iterator[Row | tuple[int, Problem]]:
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
    usual = ("\t", ",", ";", "|") if name.lower().endswith((".tsv", ".tab")) else _DELIMITERS
    lines = [line for line in head.splitlines() if line.strip()][:_HEADING_WITHIN]
    for line in lines:
        for delimiter in usual:
            if "text" in guess_columns(next(csv.reader([line], delimiter=delimiter), []), book):
                return delimiter
    return None


def read_table(
    rows: Iterable[Row | tuple[int, Problem]], origin: Origin, book: RuleBook
) -> Iterator[Reading | Refusal]:
    """The articles of a table whose heading is one of its first ten rows. A table without a body column is refused."""
    table = _Table(origin, book)
    for number, cells in rows:
        if isinstance(cells, Problem):
            yield Refusal(origin.file, number, Problem(cells.code, origin.at(number), cells.values))
        elif problem := table.beyond(number, cells):
            yield Refusal(origin.file, number, problem)
            return
        elif not any(c.strip() for c in cells):
            continue
        elif table.columns:
            yield table.article(number, cells)
        elif table.is_heading(cells):
            yield from (_above(origin, n, above) for n, above in table.seen)
        else:
            table.seen.append((number, cells))
            if len(table.seen) >= _HEADING_WITHIN:
                break
    if not table.columns:
        yield Refusal(origin.file, None, _no_body([cells for _, cells in table.seen], origin))
    elif not table.articles:
        yield Refusal(origin.file, None, Problem.of("read_no_rows", origin.file))


class _Table:
    """What is known of a table while its rows pass: the heading, the rows above it, how much was read."""

    def __init__(self, origin: Origin, book: RuleBook) -> None:
        self._origin, self._book = origin, book
        self._rows = self._cells = 0
        self._guess: Problem | None = None
        self.headings: Sequence[str] = ()
        self.columns: dict[str, int] = {}
        self.seen: list[tuple[int, Sequence[str]]] = []
        self.articles = 0

    def beyond(self, number: int, cells: Sequence[str]) -> Problem | None:
        """The problem when this row goes beyond the limits."""
        limits = settings()
        self._rows, self._cells = self._rows + 1, self._cells + len(cells)
        if self._rows <= limits.max_rows and self._cells <= limits.max_cells:
            return None
        return Problem.of("read_too_many_rows", self._origin.at(number), rows=limits.max_rows, cells=limits.max_cells)

    def is_heading(self, cells: Sequence[str]) -> bool:
        """Whether the row names a body column; a row below others must name one field more."""
        guess = guess_columns(cells, self._book)
        if "text" not in guess or (self.seen and len(guess) == 1):
            return False
        self.columns, self.headings = guess, cells
        self._guess = _guess(guess, cells, self._origin)
        return True

    def article(self, number: int, cells: Sequence[str]) -> Reading | Refusal:
        """The row as an article; the first one carries the guess of the columns as a warning."""
        self.articles += 1
        found = _from_cells(cells, number, self.columns, self.headings, self._origin)
        if self._guess and isinstance(found, Reading):
            found = replace(found, warnings=(self._guess, *found.warnings))
            self._guess = None
        return found


def read_objects(objects: Iterable[tuple[int, Any]], origin: Origin, book: RuleBook) -> Iterator[Reading | Refusal]:
    """The articles of JSON objects (contract keys, Chinese keys, usual English keys); ``text`` stays as it is."""
    guesses: dict[tuple[str, ...], dict[str, int]] = {}
    for number, value in objects:
        if isinstance(value, Problem):
            yield Refusal(origin.file, number, Problem(value.code, origin.at(number), value.values))
            continue
        if not isinstance(value, Mapping):
            yield Refusal(origin.file, number, Problem.of("read_no_object", origin.at(number)))
            continue
        keys = tuple(map(str, value))
        columns = (
            guesses.setdefault(keys, guess_columns(keys, book)) if len(guesses) < 1000 else guess_columns(keys, book)
        )
        if "text" not in columns:
            yield Refusal(origin.file, number, _no_body([keys], origin, number))
            continue
        values = list(value.values())
        fields = {name: values[at] for name, at in columns.items()}
        if not isinstance(fields["text"], str):
            yield Refusal(origin.file, number, Problem.of("read_no_text", origin.at(number)))
            continue
        plain = {name: v if isinstance(v, str) else "" if v is None else str(v) for name, v in fields.items()}
        yield _article(plain, fields["text"], number, origin)


def _from_cells(
    cells: Sequence[str], number: int, columns: dict[str, int], headings: Sequence[str], origin: Origin
) -> Reading | Refusal:
    if len(cells) > len(headings) and any(c.strip() for c in cells[len(headings) :]):
        return Refusal(
            origin.file,
            number,
            Problem.of("read_row_width", origin.at(number), cells=len(cells), headings=len(headings)),
        )
    fields = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
    return _article(fields, "\n".join(text_lines(fields["text"])), number, origin)


def _article(fields: Mapping[str, str], text: str, number: int, origin: Origin) -> Reading | Refusal:
    where = origin.at(number)
    if not text.strip():
        return Refusal(origin.file, number, Problem.of("read_empty_body", where))
    if problem := text_problem(text, where):
        return Refusal(origin.file, number, problem)
    said = {name: " ".join(value.split()) for name, value in fields.items() if name != "text"}
    warnings = list(origin.warnings)
    published = date_of(said.get("published", ""))
    if not published:
        value = said.get("published", "")
        warnings.append(
            Problem.of("read_bad_date", where, value=value[:40]) if value else Problem.of("read_no_date", where)
        )
    if not said.get("title"):
        warnings.append(Problem.of("read_no_title", where))
    article = Article(
        id=said.get("id") or f"{origin.stem}-{number}",
        title=said.get("title", ""),
        published=published,
        source=said.get("source") or None,
        author=said.get("author") or None,
        url=said.get("url") or None,
        text=text,
    )
    if any(
        problem := text_problem(v or "", where)
        for v in (article.id, article.title, article.source, article.author, article.url)
    ):
        return Refusal(origin.file, number, Problem.of("read_no_text", where))
    return Reading(article, origin.file, number, origin.encoding, (), tuple(warnings))


def text_problem(text: str, where: str) -> Problem | None:
    """What speaks against a text: too long, or half a character (a lone surrogate) that no file can hold."""
    limit = settings().max_article_chars
    if len(text) > limit:
        return Problem.of("read_too_long", where, length=len(text), limit=limit)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as e:
        return Problem.of("read_surrogate", where, position=e.start)
    return None


def _guess(columns: Mapping[str, int], headings: Sequence[str], origin: Origin) -> Problem:
    """The guess, said with the first article of the table."""
    used = " ".join(f"{headings[at].strip()}={field}" for field, at in columns.items())
    left = " ".join(h.strip() for n, h in enumerate(headings) if n not in columns.values() and h.strip())
    return Problem.of("read_columns_guessed", origin.file, used=used, left=left or "-")


def _no_body(seen: Sequence[Sequence[str]], origin: Origin, row: int | None = None) -> Problem:
    heading = next((cells for cells in seen if any(c.strip() for c in cells)), ())
    shown = " | ".join(c.strip()[:20] for c in heading[:_SHOWN]) or "-"
    return Problem.of("read_no_body_column", origin.file if row is None else origin.at(row), seen=shown)


def _above(origin: Origin, row: int, cells: Sequence[str]) -> Refusal:
    shown = " ".join(c.strip() for c in cells if c.strip())[:40]
    return Refusal(origin.file, row, Problem.of("read_above_heading", origin.at(row), seen=shown))
