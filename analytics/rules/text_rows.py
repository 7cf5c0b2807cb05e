"""Rows of the table of characters: traditional, variant and full-width ones."""

from __future__ import annotations

from pydantic import Field

from analytics.rules.registry import table
from analytics.rules.rows import Row


class TextVariant(Row):
    """A character as written and as the other tables write it."""

    written: str = Field(min_length=1, max_length=1)
    standard: str = Field(min_length=1, max_length=1)


table("text_variants.csv", TextVariant)
