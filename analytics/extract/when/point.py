"""One point of time as the text names it: what is missing is filled in by the scene."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from analytics.extract.when.calendar import monday, valid


class Point(NamedTuple):
    """Year, month and day as far as named.

    ``code``: EDTF season, quarter or half; ``third``: 1 to 3 上中下旬, 4 and 5 half months, 6 中下旬, 7 上中旬;
    ``festival``: rule id of a named day, ``shift``: days from it; ``fixed``: an EDTF string that is complete;
    ``lost``: cannot be told.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    code: int | None = None
    third: int = 0
    approx: bool = False
    festival: str = ""
    shift: int = 0
    lunar: bool = False
    fixed: str = ""
    lost: bool = False

    @staticmethod
    def on(day: date, approx: bool = False) -> Point:
        """The point of one day."""
        return Point(day.year, day.month, day.day, approx=approx)

    @staticmethod
    def week(day: date) -> Point:
        """The week of a day, Monday to Sunday."""
        first = monday(day)
        return Point(first.year, fixed=f"{first}/{first + timedelta(days=6)}")

    @property
    def date(self) -> date | None:
        """The day, when the point is one."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return valid(self.year, self.month, self.day)

    @property
    def is_day(self) -> bool:
        """Whether the point names a day, known or not."""
        return self.day is not None or bool(self.festival)

    def edtf(self) -> str | None:
        """The point in EDTF; None while the year is missing or when there is no such day."""
        mark = "~" if self.approx else ""
        if self.lost:
            return None
        if self.fixed:
            return self.fixed
        if self.year is None or not 0 < self.year < 10_000:
            return None
        year = f"{self.year:04}"
        if self.day is not None:
            return f"{self.date}{mark}" if self.date else None
        if self.month is not None:
            if not self.third:
                return f"{year}-{self.month:02}{mark}"
            first, last = _stretch(self.year, self.month, self.third)
            return f"{year}-{self.month:02}-{first:02}/{year}-{self.month:02}-{last:02}"
        return f"{year}-{self.code}{mark}" if self.code else f"{year}{mark}"

    def inheriting(self, left: Point) -> Point:
        """This point with the year (and, for a day alone, the month) of the one before it."""
        month = left.month if self.month is None and self.day is not None and not self.festival else self.month
        lunar = self.lunar or (left.lunar and self.month is None and self.day is not None)
        return self._replace(year=left.year if self.year is None else self.year, month=month, lunar=lunar)


def _stretch(year: int, month: int, third: int) -> tuple[int, int]:
    last = monthrange(year, month)[1]
    return {1: (1, 10), 2: (11, 20), 3: (21, last), 4: (1, 15), 5: (16, last), 6: (11, last), 7: (1, 20)}[third]
