"""Rows of a table and JSON objects to articles: every row an article or a refusal."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from analytics.intake.columns import Columns, guess_columns
from analytics.intake.dateline import date_of
from analytics.intake.page import text_lines
from analytics.intake.reading import Reading, Refusal
from analytics.intake.understanding import Understood, understand, understand_keys, with_choice
from analytics.model import Article
from analytics.problems import Problem
from analytics.rules import RuleBook
from analytics.settings import settings

_DELIMITERS = (",", "\t", ";", "|")
_HEADING_WITHIN = 10
_LINES_TRIED = 200
_SAMPLE = 20
_KINDS_OF_OBJECTS = 1000
_SHOWN = 12

MaybeRow = tuple[int, Sequence[str] | Problem]
"""Row number as the spreadsheet shows it, and the cells, or why they could not be told apart."""
Choices = Mapping[str, Columns]
"""What users chose, by the signature of a table."""


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
            yield from (_refused(origin, n, cells) for n, cells in self._first if isinstance(cells, Problem))
            yield Refusal(origin.file, None, _no_body(self.sample, origin))
            return
        warnings, filled, told = _how(table, origin), -1, False
        for number, cells in chain(self._first, self._rows):
            if isinstance(cells, Problem):
                told = True
                yield _refused(origin, number, cells)
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
        if filled >= _SAMPLE:
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


def _refused(origin: Origin, number: int, problem: Problem) -> Refusal:
    return Refusal(origin.file, number, Problem(problem.code, origin.at(number), problem.values))


class Objects:
    """JSON objects (contract keys, Chinese keys, usual English keys); ``text`` stays as it is.

    ``guessed``, ``understood`` and ``sample`` are those of the first object's keys.
    """

    def __init__(
        self, objects: Iterable[tuple[int, Any]], origin: Origin, book: RuleBook, chosen: Choices | None = None
    ) -> None:
        self._origin, self._book, self._chosen = origin, book, chosen
        self._rest = _first_objects(objects)
        self._first = list(islice(self._rest, _SAMPLE))
        self._known: dict[tuple[str, ...], Understood | Problem] = {}
        shown = [value for _, value in self._first if isinstance(value, Mapping) and value]
        keys = tuple(map(str, shown[0])) if shown else ()
        alike = [value for value in shown if tuple(map(str, value)) == keys]
        self.sample = [_shown(value) for value in alike]
        self.guessed = understand_keys(keys, self.sample, book)
        self.understood = self._of(keys, self.sample)

    def _of(self, keys: tuple[str, ...], rows: Sequence[Sequence[str]]) -> Understood | Problem:
        if keys in self._known:
            return self._known[keys]
        found: Understood | Problem
        try:
            found = with_choice(understand_keys(keys, rows, self._book), rows, self._chosen)
        except Problem as e:
            found = e
        if len(self._known) < _KINDS_OF_OBJECTS:
            self._known[keys] = found
        return found

    def found(self) -> Iterator[Reading | Refusal]:
        """Every object as an article or a refusal."""
        origin, told = self._origin, set[str]()
        if not self._first:
            yield Refusal(origin.file, None, Problem.of("read_no_rows", origin.file))
        for number, value in chain(self._first, self._rest):
            if isinstance(value, Problem):
                yield _refused(origin, number, value)
                continue
            if not isinstance(value, Mapping):
                yield Refusal(origin.file, number, Problem.of("read_no_object", origin.at(number)))
                continue
            keys = tuple(map(str, value))
            table = self._of(keys, [_shown(value)])
            if isinstance(table, Problem):
                yield _refused(origin, number, table)
                continue
            if "text" not in table.columns:
                yield Refusal(origin.file, number, _no_body([keys], origin, number))
                continue
            found = _from_object(list(value.values()), number, table, origin)
            if isinstance(found, Reading) and table.by("content") and table.signature not in told:
                told.add(table.signature)
                found = replace(found, warnings=(*_by_content(table, origin), *found.warnings))
            yield found


def _first_objects(objects: Iterable[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
    """The objects up to the limit of rows, then a problem."""
    limits = settings()
    for count, (number, value) in enumerate(objects, start=1):
        if count > limits.max_rows:
            yield number, Problem.of("read_too_many_rows", rows=limits.max_rows, cells=limits.max_cells)
            return
        yield number, value


def _shown(value: Mapping[Any, Any]) -> list[str]:
    return [v if isinstance(v, str) else str(v) if isinstance(v, int | float) else "" for v in value.values()]


def _from_object(values: Sequence[Any], number: int, table: Understood, origin: Origin) -> Reading | Refusal:
    fields = {name: values[at] for name, at in table.columns.items()}
    if not isinstance(fields["text"], str):
        return Refusal(origin.file, number, Problem.of("read_no_text", origin.at(number)))
    plain = {name: v if isinstance(v, str) else "" if v is None else str(v) for name, v in fields.items()}
    return _article(plain, fields["text"], number, origin)


def _from_cells(cells: Sequence[str], number: int, table: Understood, origin: Origin) -> Reading | Refusal:
    width = len(table.headings) or table.width
    if _filled(cells[width:]):
        problem = Problem.of("read_row_width", origin.at(number), cells=len(cells), headings=width)
        return Refusal(origin.file, number, problem)
    fields = {name: cells[at] if at < len(cells) else "" for name, at in table.columns.items()}
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


def _how(table: Understood, origin: Origin) -> tuple[Problem, ...]:
    """How the columns were understood, said with the first article of the table; a choice needs no words."""
    if not table.by("name"):
        return _by_content(table, origin)
    left = [h.strip() for n, h in enumerate(table.headings) if n not in table.columns.values() and h.strip()]
    used = _said(table, table.by("name"))
    named = Problem.of("read_columns_guessed", origin.file, used=used, left=" ".join(left) or "-")
    return (named, *_by_content(table, origin))


def _by_content(table: Understood, origin: Origin) -> tuple[Problem, ...]:
    if not (columns := table.by("content")):
        return ()
    code = "read_columns_by_content" if table.headings else "read_no_headings"
    return (Problem.of(code, origin.file, used=_said(table, columns)),)


def _said(table: Understood, columns: Mapping[str, int]) -> str:
    return " ".join(f"{table.called(at)}={field}" for field, at in sorted(columns.items(), key=lambda c: c[1]))


def _no_body(seen: Sequence[Sequence[str]], origin: Origin, row: int | None = None) -> Problem:
    heading = next((cells for cells in seen if any(c.strip() for c in cells)), ())
    shown = " | ".join(c.strip()[:20] for c in heading[:_SHOWN]) or "-"
    return Problem.of("read_no_body_column", origin.file if row is None else origin.at(row), seen=shown)


def _above(origin: Origin, row: int, cells: Sequence[str]) -> Refusal:
    shown = " ".join(c.strip() for c in cells if c.strip())[:40]
    return Refusal(origin.file, row, Problem.of("read_above_heading", origin.at(row), seen=shown))
