"""What a team has settled about its form, as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

from analytics.model import TYPES
from analytics.problems import Problem
from analytics.share.ledger.dates import DATE_FORMS, DateForm, form_of
from analytics.share.ledger.shape import Shape
from analytics.share.ledger.words import FIELDS, Field

TYPE_CHARS = 40
"""Characters of a type in a team's own words."""


@dataclass(frozen=True, slots=True)
class Settled:
    """``columns``: column letter to field; ``date``: how dates are written; ``types``: code to the team's own word."""

    columns: Mapping[str, Field]
    date: DateForm = "cn"
    types: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """As it is kept."""
        return orjson.dumps({"columns": self.columns, "date": self.date, "types": self.types}).decode()


def guessed(shape: Shape) -> Settled:
    """What a form lets one guess."""
    dates = [letter for letter, name in shape.fields.items() if name == "date"]
    examples = [text for letter in dates for text in (shape.examples.get(letter, ""), shape.headings[letter])]
    return Settled(shape.fields, form_of(*examples))


def read_settled(text: str) -> Settled:
    """What ``text`` gave. Raises Problem ledger_mapping."""
    try:
        found = orjson.loads(text)
        return checked(Settled(dict(found["columns"]), found["date"], dict(found["types"])))
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        raise Problem.of("ledger_mapping") from None


def checked(mapping: Settled) -> Settled:
    """The mapping as it is kept. Raises Problem ledger_mapping, ledger_no_columns."""
    known = all(name in FIELDS for name in mapping.columns.values()) and mapping.date in DATE_FORMS
    if not known or not all(code in TYPES for code in mapping.types):
        raise Problem.of("ledger_mapping")
    if not set(mapping.columns.values()) - {"number"}:
        raise Problem.of("ledger_no_columns")
    words = {code: " ".join(word.split())[:TYPE_CHARS] for code, word in mapping.types.items()}
    return Settled(dict(mapping.columns), mapping.date, {c: w for c, w in words.items() if w})
