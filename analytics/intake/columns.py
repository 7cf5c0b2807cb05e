"""Which column of a table (or key of a JSON object) holds which field of an article: by name, or as a user chose."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.problems import Problem
from analytics.rules import RuleBook
from analytics.rules.intake_rows import ArticleField, ColumnRule

_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]|【[^】]*】|[\s*:_＊]+")


@dataclass(frozen=True)
class Columns:
    """A user's choice for one kind of table: field to the heading of its column, or to its position from 0.

    ``heading`` says whether the table has a row of headings; without one all its rows are data.
    """

    fields: Mapping[ArticleField, int | str]
    heading: bool = True

    def positions(self, headings: Sequence[str], width: int) -> dict[str, int]:
        """Field to position in a table of ``width`` columns. Raises Problem when the choice does not fit the table."""
        names = [plain(h) for h in headings]
        found: dict[str, int] = {}
        for field, column in self.fields.items():
            at = _first(names, plain(column)) if isinstance(column, str) else column
            if at is None or not 0 <= at < width:
                said = column if isinstance(column, str) else column + 1
                raise Problem.of("read_choice_column", column=said, seen=" | ".join(headings[:12]) or str(width))
            if at in found.values():
                raise Problem.of("read_choice_twice", column=headings[at] if at < len(headings) else at + 1)
            found[field] = at
        if "text" not in found:
            raise Problem.of("read_choice_no_text")
        return found


Choices = Mapping[str, Columns]
"""What users chose, by the signature of a table."""


def signature(headings: Sequence[str]) -> str:
    """What names a kind of table: 16 hexadecimal digits of its headings, or of its width when all headings are empty.

    Case, width of characters, spaces, remarks in brackets and empty columns at the end make no difference.
    """
    names = [plain(h) for h in headings]
    while any(names) and not names[-1]:
        names.pop()
    said = "\x1f".join(names) if any(names) else str(len(names))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def plain(heading: str) -> str:
    """A heading without case, width, spaces, asides in brackets and colons."""
    return _ASIDE.sub("", unicodedata.normalize("NFKC", heading).casefold())


def guess_columns(headings: Sequence[str], book: RuleBook) -> dict[str, int]:
    """Field of ``Article`` to the position of its column; a column serves one field. Empty when nothing fits."""
    rules = book.rows("intake_columns.csv", ColumnRule)
    names = [plain(h) for h in headings]
    found: dict[str, int] = {}
    for rule in rules:
        if (at := _exact(rule, names)) is not None:
            found[rule.field] = at
    for rule in rules:
        if rule.field not in found and (at := _within(rule, names, set(found.values()))) is not None:
            found[rule.field] = at
    return found


def _exact(rule: ColumnRule, names: Sequence[str]) -> int | None:
    return next((names.index(w) for word in rule.words if (w := plain(word)) in names), None)


def _within(rule: ColumnRule, names: Sequence[str], taken: set[int]) -> int | None:
    """The first free column whose heading contains a Chinese word of the rule and none that speaks against it."""
    for word in rule.words:
        if len(word) < 2 or word.isascii():
            continue
        for at, name in enumerate(names):
            if at not in taken and word in name and len(name) <= 20 and not any(u in name for u in rule.unless):
                return at
    return None


def _first(names: Sequence[str], name: str) -> int | None:
    return names.index(name) if name in names else None
