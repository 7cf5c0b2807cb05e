"""Festivals, lunar days and solar terms by year, out of the tables."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta

from analytics.rules import RuleBook
from analytics.rules.time_rows import CalendarDay, Festival

LAST_DAY = 0
"""The day number that stands for the last day of a lunar month."""


class Calendar:
    """Days that have a name. Years outside the table (1990 to 2050) have no lunar days: None."""

    def __init__(self, book: RuleBook) -> None:
        self._months: dict[tuple[int, int], date] = {}
        self._terms: dict[tuple[int, str], date] = {}
        for row in book.rows("time_calendar.csv", CalendarDay):
            if row.kind == "month":
                self._months[row.year, int(row.name)] = row.first
            else:
                self._terms[row.year, row.name] = row.first
        self._starts = sorted(self._months.values())
        self._festivals = {row.id: row.on for row in book.rows("time_festivals.csv", Festival)}

    def festival(self, rule: str, year: int) -> date | None:
        """The day of a festival in a solar year."""
        kind, _, rest = self._festivals[rule].rpartition(" ")
        if kind == "term":
            return self._terms.get((year, rest))
        if kind == "nth":
            month, nth, weekday = map(int, rest.split("-"))
            return nth_weekday(year, month, nth, weekday)
        if kind == "lunar":
            month_text, day = rest.split("-")
            return self.lunar(year, int(month_text), LAST_DAY if day == "last" else int(day), solar_year=True)
        return valid(year, *map(int, rest.split("-")))

    def lunar(self, year: int, month: int, day: int, *, solar_year: bool = False) -> date | None:
        """A lunar day (month negative when leap). With ``solar_year`` the one that falls into this solar year."""
        for lunar_year in (year, year - 1) if solar_year else (year,):
            if (stretch := self.month(lunar_year, month)) is None:
                continue
            found = stretch[1] if day == LAST_DAY else stretch[0] + timedelta(days=day - 1)
            if found <= stretch[1] and (not solar_year or found.year == year):
                return found
        return None

    def month(self, year: int, month: int) -> tuple[date, date] | None:
        """First and last day of a lunar month of a lunar year."""
        first = self._months.get((year, month))
        if first is None:
            return None
        at = bisect_left(self._starts, first) + 1
        return (first, self._starts[at] - timedelta(days=1)) if at < len(self._starts) else None


def valid(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """The n-th weekday (1 Monday to 7 Sunday) of a month; ``nth`` -1 is the last."""
    if nth < 0:
        following = date(year + month // 12, month % 12 + 1, 1)
        return following - timedelta(days=(following.isoweekday() - weekday - 1) % 7 + 1)
    first = date(year, month, 1)
    found = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def add_months(year: int, month: int, by: int) -> tuple[int, int]:
    """Year and month so many months on."""
    at = year * 12 + month - 1 + by
    return at // 12, at % 12 + 1


def add_years(day: date, by: int) -> date:
    """The same day so many years on (28 February for a missing 29th)."""
    return valid(day.year + by, day.month, day.day) or date(day.year + by, 2, 28)
