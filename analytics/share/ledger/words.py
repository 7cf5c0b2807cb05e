"""What headings and rows of office forms are called: ``data/ledger/*.csv``, edited in Excel."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Literal, cast, get_args

from analytics.settings import settings

Field = Literal[
    "number", "date", "name", "types", "places", "villages", "organisers", "partners", "beneficiaries", "people",
    "content", "source", "media", "title", "published", "address",
]  # fmt: skip
FIELDS: tuple[Field, ...] = get_args(Field)
"""What can stand in a column of a ledger; the messages ``ledger.field.NAME`` say what each is."""


@cache
def _table(name: str, key: str) -> Mapping[str, tuple[str, ...]]:
    with (settings().data / "ledger" / name).open(encoding="utf-8-sig", newline="") as lines:
        return {row[key]: tuple(plain(word) for word in row["words"].split("|")) for row in csv.DictReader(lines)}


def plain(text: str) -> str:
    """A heading without blanks, line breaks, brackets and punctuation, in small letters and half width."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum())


def guess(text: str) -> tuple[Field | None, int]:
    """The field that a heading means, and how sure that is: 1000 and more where it is the very word."""
    wanted = plain(text)
    best: tuple[Field | None, int] = (None, 0)
    for field, words in _table("headings.csv", "field").items():
        for word in words:
            score = len(word) + 1000 * (word == wanted) if word and word in wanted and len(word) > 1 else 0
            if score > best[1]:
                best = cast(Field, field), score
    return best


def is_sum(text: str) -> bool:
    """Whether a heading below another one means all of it, as 合计 below 参加人数."""
    return plain(text) in _table("rows.csv", "kind")["sum"]


def ends_table(text: str) -> bool:
    """Whether a row that begins so stands below the rows of a form: totals, signatures, notes."""
    wanted, head = plain(text), plain(text.replace("：", ":").partition(":")[0])
    rows = _table("rows.csv", "kind")
    # Short words begin other ones too (说明会): they count alone, or before a colon.
    long = tuple(word for word in rows["end"] if len(word) > 2)
    return wanted.startswith((*rows["total"], *long)) or head in rows["end"]
