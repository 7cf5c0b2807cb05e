"""Which column of a table (or key of a JSON object) holds which field of an article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from analytics.rules import RuleBook
from analytics.rules.intake_rows import ColumnRule

_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]|【[^】]*】|[\s*:_＊]+")


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
