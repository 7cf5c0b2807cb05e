"""What a table is: where its data begins and which column holds which field, by name, by content or by choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Literal

from analytics.intake.columns import Columns, guess_columns, plain, signature
from analytics.intake.dateline import date_of
from analytics.intake.lines import is_prose
from analytics.rules import RuleBook
from analytics.rules.intake_rows import ColumnRule, GuessRule

How = Literal["name", "content", "choice"]
_HEADING_WITHIN = 10
_LONGEST_DATE = 30
_LONGEST_HEADING = 20


@dataclass(frozen=True)
class Understood:
    """``columns``: field to position; without ``text`` among them the rows cannot become articles.

    ``headings`` is empty for a table without; ``heading`` is its index among the rows looked at, ``start`` that of the
    first row of data. ``signature`` names the kind of table and stays the same whatever a user chooses for it.
    """

    headings: tuple[str, ...]
    columns: Mapping[str, int]
    how: Mapping[str, How]
    signature: str
    heading: int | None = None
    start: int = 0
    width: int = field(default=0)

    def by(self, how: How) -> dict[str, int]:
        """The columns that were understood in one way."""
        return {name: at for name, at in self.columns.items() if self.how[name] == how}

    def called(self, at: int) -> str:
        """A column as a user knows it: its heading, else its number from 1."""
        heading = self.headings[at].strip() if at < len(self.headings) else ""
        return heading or f"#{at + 1}"


def understand(rows: Sequence[Sequence[str]], book: RuleBook) -> Understood:
    """The table whose first rows (blank ones left out) these are."""
    return _by_name(rows, book) or _by_content(rows, book)


def understand_keys(keys: Sequence[str], rows: Sequence[Sequence[str]], book: RuleBook) -> Understood:
    """The same for JSON objects: their keys are the headings, ``rows`` the values of the first objects."""
    columns, how = _columns(keys, rows, book)
    return Understood(tuple(keys), columns, how, signature(keys), None, 0, len(keys))


def with_choice(found: Understood, rows: Sequence[Sequence[str]], chosen: Mapping[str, Columns] | None) -> Understood:
    """The table as a user has it, if there is a choice for its signature. Raises Problem for one that does not fit.

    What was understood as the heading may be data, and the other way round.
    """
    choice = (chosen or {}).get(found.signature)
    if choice is None:
        return found
    if found.heading is not None and not choice.heading:
        found = replace(found, headings=(), heading=None, start=found.heading)
    elif choice.heading and not found.headings and found.start < len(rows):
        at = found.start
        found = replace(found, headings=tuple(rows[at]), heading=at, start=at + 1)
    columns = choice.positions(found.headings, found.width)
    return replace(found, columns=columns, how=dict.fromkeys(columns, "choice"))


def _by_name(rows: Sequence[Sequence[str]], book: RuleBook) -> Understood | None:
    """The first of ten rows that names a body column; one below others must name one field more."""
    for at, row in enumerate(rows[:_HEADING_WITHIN]):
        guess = guess_columns(row, book)
        if "text" in guess and (at == 0 or len(guess) > 1):
            columns, how = _columns(row, rows[at + 1 :], book)
            return Understood(tuple(row), columns, how, signature(row), at, at + 1, _width(rows[at:]))
    return None


def _by_content(rows: Sequence[Sequence[str]], book: RuleBook) -> Understood:
    """A table whose headings say nothing or that has none: the row that does not look like its data is the heading."""
    width = _width(rows)
    top = next((i for i, row in enumerate(rows) if width < 2 or sum(bool(c.strip()) for c in row) > 1), 0)
    body = rows[top:]
    if len(body) > 1:
        below = _prose_column(body[1:], book)
        first = body[0][below] if below is not None and below < len(body[0]) else ""
        headed = not _is_text(first, book) if below is not None else _like_headings(body[0])
    else:
        headed = bool(body) and _prose_column(body, book) is None and _like_headings(body[0])
    if headed:
        columns, how = _columns(body[0], body[1:], book)
        return Understood(tuple(body[0]), columns, how, signature(body[0]), top, top + 1, width)
    columns, how = _columns((), body, book)
    return Understood((), columns, how, signature([""] * width), None, top, width)


def _columns(
    headings: Sequence[str], rows: Sequence[Sequence[str]], book: RuleBook
) -> tuple[dict[str, int], dict[str, How]]:
    """Columns by name, and the fields that no heading names by content."""
    columns = guess_columns(headings, book)
    how: dict[str, How] = dict.fromkeys(columns, "name")
    for rule in book.rows("intake_guess.csv", GuessRule):
        if rule.field in columns:
            continue
        fits = [
            at
            for at in range(_width(rows))
            if at not in columns.values() and _may(rule, headings, at, book) and _holds(rule, _cells(rows, at))
        ]
        if fits:
            longest = max(fits, key=lambda at: median(map(len, _cells(rows, at))))
            columns[rule.field] = longest if rule.shape == "prose" else fits[0]
            how[rule.field] = "content"
    return columns, how


def _prose_column(rows: Sequence[Sequence[str]], book: RuleBook) -> int | None:
    return _columns((), rows, book)[0].get("text")


def _is_text(cell: str, book: RuleBook) -> bool:
    return any(_fits(r, cell.strip()) for r in book.rows("intake_guess.csv", GuessRule) if r.field == "text")


def _may(rule: GuessRule, headings: Sequence[str], at: int, book: RuleBook) -> bool:
    """Whether the column's heading does not speak against the field."""
    name = plain(headings[at]) if at < len(headings) else ""
    against = [u for r in book.rows("intake_columns.csv", ColumnRule) if r.field == rule.field for u in r.unless]
    return not any(word in name for word in (*rule.unless, *against) if name)


def _cells(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    return [cell for row in rows if at < len(row) and (cell := row[at].strip())]


def _holds(rule: GuessRule, cells: Sequence[str]) -> bool:
    """Whether enough of the filled cells are of the rule's shape."""
    if len(cells) < rule.least or (rule.shape == "phrase" and len(set(cells)) < len(cells)):
        return False
    return sum(_fits(rule, cell) for cell in cells) >= rule.share * len(cells)


def _fits(rule: GuessRule, cell: str) -> bool:
    if not rule.shortest <= len(cell) <= rule.longest:
        return False
    if rule.shape == "prose":
        return is_prose(cell) or cell.endswith(".")
    if rule.shape == "date":
        return len(cell) <= _LONGEST_DATE and date_of(cell) is not None
    if rule.shape == "address":
        return cell.lower().startswith(("http://", "https://")) and not any(map(str.isspace, cell))
    return "\n" not in cell and not is_prose(cell) and any(map(str.isalpha, cell)) and date_of(cell) is None


def _like_headings(row: Sequence[str]) -> bool:
    """Whether a row could be headings: short, different, no figures, dates or addresses."""
    cells = [cell.strip() for cell in row if cell.strip()]
    plainly = all(
        len(c) <= _LONGEST_HEADING and not is_prose(c) and any(map(str.isalpha, c)) and date_of(c) is None
        for c in cells
    )
    return plainly and len(set(cells)) == len(cells)


def _width(rows: Sequence[Sequence[str]]) -> int:
    return max(map(len, rows), default=0)
