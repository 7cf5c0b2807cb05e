"""Rows of the time tables: words, festivals, look-alikes, the calendar, and their cases."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, get_args

from pydantic import Field, ValidationInfo, field_validator

from analytics.rules.registry import table
from analytics.rules.rows import Row, Rule, Words

StartKind = Literal[
    "year_rel", "last_year", "era", "two_years", "year_edge", "month_rel", "last_month", "month_half",
    "month_edge", "quarter_rel", "first_quarter", "half", "season_year", "season_since", "vacation",
    "week_rel", "weekday", "day_rel", "last_day", "last_any", "recent", "now", "habit", "each", "century_rel",
    "lunar", "lunar_month", "month_name", "plan_period", "epoch", "anniversary",
    "two_days", "two_months", "rest", "last_festival", "last_edge",
]  # fmt: skip
"""Kinds whose words may begin a time expression."""

InnerKind = Literal[
    "season", "third", "edge", "decade_edge", "day_name", "not_weekday", "time_of_day", "unit_year",
    "unit_month", "unit_day", "unit_week", "unit_quarter", "unit_decade", "unit_century", "duration", "join",
    "list", "since", "since_before", "until", "before", "after", "ago", "later", "within", "near", "coming",
    "past_n", "next_n", "occasion", "occasion_before", "same_day", "day_shift", "name_tail", "holiday",
    "plan_cue", "no_suffix", "no_unit", "day_cue", "month_cue", "variant", "shape",
    "ordinal", "nth_day", "same_date", "holiday_days", "passing", "rest_cue", "whole_day", "plan_word",
    "lasting", "lasting_unit", "lasting_tail",
]  # fmt: skip
"""Kinds of units, joints and marks, and of words in which they mean nothing."""

START_KINDS: frozenset[str] = frozenset(get_args(StartKind))


_WHOLE, _DAY, _EDGE = r"-?\d+", r"\d{4}-\d\d-\d\d", "early|middle|late"
VALUES: dict[str, str] = {
    **dict.fromkeys(("year_rel", "month_rel", "week_rel", "quarter_rel", "day_rel", "last_year", "last_day"), _WHOLE),
    **dict.fromkeys(("two_years", "two_days", "two_months"), r"-?\d -?\d"),
    **dict.fromkeys(("day_shift", "weekday", "day_name", "lunar_month", "month_name", "century_rel", "era"), _WHOLE),
    **dict.fromkeys(("year_edge", "month_edge", "edge"), _EDGE),
    **dict.fromkeys(("epoch", "anniversary"), _DAY),
    "half": "40|41",
    "season": "2[1-4]",
    "season_since": r"2[1-4]( 2[1-4])?|0[1-9]|1[0-2]",
    "season_year": r"-?\d 2[1-4]",
    "first_quarter": "[1-4]",
    "month_half": "[12]",
    "third": "[12367]",
    "vacation": r"\d\d/\d\d",
    "plan_period": r"\d{4}/\d{4}",
    "decade_edge": r"\d \d",
    "duration": "year|month|week|day|workday|quarter",
    "variant": ".",
    "ordinal": "nth|first|last",
    "nth_day": "day",
    "rest": "year|month",
    "last_edge": "first|last",
    "same_date": "~?",
    "ago": "(open)?",
    "later": "(open)?",
    "passing": "(told)?",
}
"""What the value of a word of each kind looks like; kinds that are not named here have no value of their own."""


class TimeWord(Rule):
    """Words of one kind with one value: an offset (``-1`` for 去年), an EDTF code (``22`` for 夏) or nothing."""

    kind: StartKind | InnerKind
    words: Words = ()
    value: str = Field("", validate_default=True)

    @field_validator("value")
    @classmethod
    def _fits(cls, value: str, info: ValidationInfo) -> str:
        pattern = VALUES.get(info.data.get("kind", ""), ".*")
        if not re.fullmatch(pattern, value):
            raise ValueError(f"a word of this kind has a value like {pattern}")
        return value


class Festival(Rule):
    """A day of the year.

    ``on``: ``MM-DD``, ``lunar M-D`` (D may be ``last``), ``term NAME`` or ``nth M-N-W`` (N-th weekday W, 7 is Sunday).
    ``alone`` words also count by themselves at the head of a clause; the others need a word that uses them as a time.
    ``holiday``: days of the public holiday that begins on it, if it has a fixed number.
    """

    words: Words = Field(min_length=1)
    on: str = Field(pattern=r"^(\d\d-\d\d|lunar \d+-(\d+|last)|term \S+|nth \d+-\d-\d)$")
    alone: bool = True
    holiday: int | None = Field(None, ge=2, le=15)


class LastingUnit(Rule):
    """A unit in which texts tell how long an occasion lasts: its days, and beyond how many units it is a programme instead."""

    unit: Literal["year", "month", "week", "day", "workday", "quarter"]
    days: int = Field(ge=1)
    most: int = Field(ge=1)


class LookAlike(Rule):
    """Words that look like a time and are none."""

    words: Words = Field(min_length=1)


class CalendarDay(Row):
    """The first day of a lunar month (a leap month counts as minus its number) or the day of a solar term."""

    year: int
    kind: Literal["month", "term"]
    name: str
    first: date


class TimeCase(Row):
    """A text and the one expression in it (an empty quote: none). ``ahead``: it tells plans; ``gap``: known fault."""

    text: str = Field(min_length=1)
    reference: date | None = None
    ahead: bool = False
    quote: str = ""
    edtf: str = ""
    start: date | None = None
    end: date | None = None
    note: str = ""
    gap: str = ""


class TimeStory(Row):
    """A text with several expressions, each ``quote=edtf`` in order; a line break is written ``⏎``."""

    text: str = Field(min_length=1)
    reference: date | None = None
    found: Words = ()
    note: str = ""


class LastingCase(Row):
    """A text, and how many days it says that something lasts (empty: none)."""

    text: str = Field(min_length=1)
    days: int | None = None
    note: str = ""


class NumberCase(Row):
    """A text and its numbers, as ``quote=value`` with ``≥`` or ``≤`` before a bounded value, ``?`` for no value."""

    text: str = Field(min_length=1)
    numbers: Words = ()
    note: str = ""


table("time_words.csv", TimeWord)
table("time_festivals.csv", Festival)
table("time_lookalikes.csv", LookAlike)
table("time_calendar.csv", CalendarDay)
table("time_lasting.csv", LastingUnit)
table("cases/time_expressions.csv", TimeCase)
table("cases/time_stories.csv", TimeStory)
table("cases/time_lasting.csv", LastingCase)
table("cases/numbers.csv", NumberCase)
