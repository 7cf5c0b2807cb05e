"""What every rule table has in common: a row is a pydantic model, an id names it, two texts explain it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _split(value: object) -> object:
    return tuple(part for part in value.split("|") if part) if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_split)]
"""A cell with alternatives separated by ``|``."""

RuleId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")]
"""``room.group.name``: the first part names the table's concept."""


class Row(BaseModel):
    """A row of a table. An empty cell takes the field's default."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Rule(Row):
    """A row that may be named as the reason of an answer: its id goes into ``rules``, its texts explain it."""

    id: RuleId
    zh: str = Field(min_length=1, description="the rule in plain Chinese")
    en: str = Field(min_length=1, description="the rule in plain English")
