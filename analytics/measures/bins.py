"""Bins of a time axis: their labels and days, which ones a View needs, and the same ones a year before."""

from __future__ import annotations

import calendar
from collections.abc import Collection as Several
from dataclasses import replace
from datetime import date

from analytics.measures.over_time import MONTHS, label
from analytics.views import Grain, View

MOST = 1200
"""Bins of an axis at most: a period of a hundred years by month."""


def first_day(name: str, grain: Grain) -> date | None:
    """The first day of the bin called ``name`` ("2024-06", "2024-Q2", "2024-H1", "2024"); None when there is no such."""
    year, _, part = name.partition("-")
    number = part.lstrip("QH") if grain != "year" else "1"
    if not (year.isascii() and year.isdigit() and len(year) == 4 and number.isascii() and number.isdigit()):
        return None
    month = (int(number) - 1) * MONTHS[grain] + 1
    if not (int(year) and 1 <= month <= 12):
        return None
    day = date(int(year), month, 1)
    return day if label(day, grain) == name else None


def last_day(first: date, grain: Grain) -> date:
    """The last day of the bin that begins on ``first``."""
    year, month = divmod(first.year * 12 + first.month + MONTHS[grain] - 2, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def bins_of(view: View, labels: Several[str]) -> tuple[str, ...]:
    """Every bin of a closed period, else from the first of ``labels`` to the last, without gaps.

    A period that would need more than ``MOST`` bins is taken as open.
    """
    if view.start and view.end and _count(view.start, view.end, view.grain) <= MOST:
        return _between(view.start, view.end, view.grain)
    days = [d for name in labels if (d := first_day(name, view.grain))]
    return _between(min(days), max(days), view.grain) if days else ()


def year_before(name: str) -> str:
    """The label of the same bin a year earlier."""
    return f"{int(name[:4]) - 1:04d}{name[4:]}"


def earlier(view: View) -> View | None:
    """The view with its period a year earlier; itself where it has none; None before the year 2."""
    if (view.start and view.start.year < 2) or (view.end and view.end.year < 2):
        return None
    return replace(view, start=_a_year_back(view.start), end=_a_year_back(view.end, to_end=True))


def _a_year_back(day: date | None, to_end: bool = False) -> date | None:
    """The same day of the year before; the end of February stays the end of February where a period ends with it."""
    if day is None:
        return None
    last = calendar.monthrange(day.year - 1, day.month)[1]
    ends = to_end and day.day == calendar.monthrange(day.year, day.month)[1]
    return date(day.year - 1, day.month, last if ends else min(day.day, last))


def _count(first: date, last: date, grain: Grain) -> int:
    return (last.year * 12 + last.month - 1) // MONTHS[grain] - (first.year * 12 + first.month - 1) // MONTHS[grain] + 1


def _between(first: date, last: date, grain: Grain) -> tuple[str, ...]:
    months = MONTHS[grain]
    begin = (first.year * 12 + first.month - 1) // months * months
    steps = range(begin, begin + months * _count(first, last, grain), months)
    return tuple(label(date(n // 12, n % 12 + 1, 1), grain) for n in steps)
