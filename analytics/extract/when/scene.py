"""What a time expression is resolved against: the publication date, what the text named before, its plans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from analytics.extract.when.calendar import LAST_DAY, Calendar, add_months, valid
from analytics.extract.when.lexicon import Lexicon
from analytics.extract.when.point import Point
from analytics.model import EdtfDate

SENTENCE_ENDS = "。！？!?\n"
CLAUSE_ENDS = SENTENCE_ENDS + "，,；;：:、"
FRESH = timedelta(days=31)
"""A month and day this short before publication belongs to the report's own news, whatever year was named before."""
SAME_STORY = timedelta(days=92)
"""Dates of one told story follow each other within a quarter: 2023年5月……6月3日."""
SAME_DAYS = timedelta(days=7)
"""A festival this close to the day named before is the one of that year: 9月9日，教师节前一天."""
SOON = timedelta(days=45)
"""So far ahead a festival counts as the one meant: 春节期间 in December is the coming one."""
SENTENCE = 60
"""Characters of a sentence that are looked through for a word of plans."""
HALF_YEAR = timedelta(days=183)


class Scene:
    """One text on its way from left to right. ``text`` is the folded text; offsets are those of the original."""

    def __init__(
        self, text: str, reference: date | None, ahead: Sequence[tuple[int, int]], lex: Lexicon, calendar: Calendar
    ) -> None:
        self.text = text
        self.reference = reference
        self._ahead = sorted(ahead)
        self._ahead_starts = [start for start, _ in self._ahead]
        self._lex = lex
        self._calendar = calendar
        self.day: Point | None = None
        self.day_end = 0
        self._day_from: date | None = None
        self.last: Point | None = None
        self.last_end = 0
        self.festival: date | None = None
        self._named: Point | None = None
        self._named_end = 0
        self.year: int | None = None

    def looks_ahead(self, pos: int) -> bool:
        """Whether the text tells of plans here, by the caller's word or by one just before (定于, 推迟至)."""
        return self._told_ahead(pos) or self._lex.before("plan_cue", self.text, pos) is not None

    def _plans(self, pos: int) -> bool:
        """Whether the rest of the sentence has a word of plans: 元旦当天，采摘节还将……"""
        for at in range(pos, min(len(self.text), pos + SENTENCE)):
            if self.text[at] in SENTENCE_ENDS:
                return False
            if self._lex.at("plan_word", self.text, at):
                return True
        return False

    def _told_ahead(self, pos: int) -> bool:
        at = bisect_right(self._ahead_starts, pos) - 1
        return at >= 0 and pos < self._ahead[at][1]

    def remember(self, point: Point, date_: EdtfDate, end: int) -> None:
        """Take note of an expression for those that follow it."""
        if date_.edtf is None:
            return
        self.last, self.last_end = Point(point.year, point.month, fixed=date_.edtf), end
        open_ended = date_.precision == "open"
        if point.day is not None and date_.precision in ("day", "approx", "range"):
            self.day, self.day_end, self._day_from = point, end, date_.start
        if point.year is not None and not point.fixed:
            self.year = max(self.year or 0, point.year)
            told = point.month is not None or self.text[end : end + 1] in ("，", ",")
            if not open_ended and told:
                self._named, self._named_end = point, end

    def counted_from(self, unit: str, pos: int) -> date | None:
        """The time told before in this paragraph that so many ``unit`` later counts from: 三天后, 一年后."""
        if self.day and self.day.date and self.day_end >= self.last_end:
            return None if "\n" in self.text[self.day_end : pos] else self.day.date
        last = self.last
        known = last is not None and last.year is not None and (unit == "year" or (unit == "month" and last.month))
        near = (
            pos - self.last_end < 2 * SENTENCE and sum(c in SENTENCE_ENDS for c in self.text[self.last_end : pos]) <= 1
        )
        if last is not None and known and near and len(last.fixed) <= 7 and "\n" not in self.text[self.last_end : pos]:
            return date(last.year or 1, last.month or 1, 1)
        return self.day.date if self.day and "\n" not in self.text[self.day_end : pos] else None

    def complete(self, point: Point, pos: int, *, deadline: bool = False) -> Point:
        """The point with its year (month, day) filled in; ``lost`` when nothing tells them."""
        if point.lost or point.fixed:
            return point
        if point.festival:
            return self._festival(point, pos)
        if point.lunar:
            return self._lunar(point, pos)
        if point.year is not None:
            return point if point.month or point.day is None else point._replace(lost=True)
        if point.month is None and point.day is not None:
            return self._bare_day(point, point.day, pos)
        coming = self._coming(point) if deadline else None
        return coming or self._with_year(point, pos)

    def _coming(self, point: Point) -> Point | None:
        """A deadline lies ahead when it may: 10月底前 in August."""
        if self.reference is None:
            return None
        for year in (self.reference.year, self.reference.year + 1):
            first = self._first(point, year)
            if first and timedelta() < first - self.reference <= HALF_YEAR:
                return point._replace(year=year)
        return None

    def _with_year(self, point: Point, pos: int) -> Point:
        carried = self._carried(point, pos)
        if self.reference is None:
            year = carried if carried is not None else self.year
            return point._replace(year=year) if year else point._replace(lost=True)
        year = self.reference.year
        first = self._first(point, year)
        if self.looks_ahead(pos):
            if first and first < self.reference - HALF_YEAR:
                year += 1
        elif first is None or first > self.reference:
            half_ahead = point.code == 41 and self.reference.month > 2
            year -= 0 if half_ahead else 1
        if first and first.month == 2 and first.day == 29 and valid(year, 2, 29) is None:
            year -= year % 4
        if carried is not None and carried != year:
            own = self._first(point, year)
            same_sentence = not any(c in SENTENCE_ENDS for c in self.text[self._named_end : pos])
            fresh = own is not None and timedelta() <= self.reference - own <= FRESH
            if same_sentence or not fresh or self._goes_on(point, carried):
                year = carried
        return point._replace(year=year)

    def _carried(self, point: Point, pos: int) -> int | None:
        """The year named before in this paragraph, when the point follows that date in the calendar."""
        named = self._named
        if named is None or named.year is None or "\n" in self.text[self._named_end : pos]:
            return None
        before, here = self._first(named, named.year), self._first(point, named.year)
        if before is None or here is None or here < before:
            return None
        return named.year if self.reference is None or here <= self.reference or self.looks_ahead(pos) else None

    def _goes_on(self, point: Point, year: int) -> bool:
        """Whether the point follows the date named before so soon that it belongs to the same story."""
        before = self._first(self._named, year) if self._named and self._named.month else None
        here = self._first(point, year)
        return before is not None and here is not None and here - before <= SAME_STORY

    @staticmethod
    def _first(point: Point, year: int) -> date | None:
        month = point.month
        if month is None:
            code = point.code or 0
            month = {21: 3, 22: 6, 23: 9, 24: 12, 33: 1, 34: 4, 35: 7, 36: 10, 40: 1, 41: 7}.get(code, 1)
        day = point.day or (1, 1, 11, 21, 1, 16, 11, 1)[point.third]
        return valid(year, month, day) or (valid(year, 2, 28) if (month, day) == (2, 29) else None)

    def _bare_day(self, point: Point, day: int, pos: int) -> Point:
        ahead = self.looks_ahead(pos)
        if self.day and self.day.year and self.day.month and (found := valid(self.day.year, self.day.month, day)):
            lag = timedelta() if self.reference is None else self.reference - found
            same = "\n" not in self.text[self.day_end : pos]
            if (lag < timedelta() and ahead) or (
                timedelta() <= lag and not self._told_ahead(pos) and (same or lag <= 2 * FRESH)
            ):
                later = valid(*add_months(found.year, found.month, 1), day)
                if self._day_from and found < self._day_from and later and self.reference and later <= self.reference:
                    found = later
                return point._replace(year=found.year, month=found.month)
        if self.reference is None:
            return point._replace(lost=True)
        year, month = self.reference.year, self.reference.month
        for _ in range(3):
            found = valid(year, month, day)
            if found and (found >= self.reference if ahead else found <= self.reference):
                return point._replace(year=year, month=month)
            year, month = add_months(year, month, 1 if ahead else -1)
        return point._replace(lost=True)

    def _festival(self, point: Point, pos: int) -> Point:
        year = point.year
        if year is None and self.reference is None:
            year = self.year
        found = self._calendar.festival(point.festival, year) if year is not None else self._nearest(point, pos)
        if found is None:
            return point._replace(lost=True)
        self.festival = found
        return Point.on(found + timedelta(days=point.shift), point.approx)

    def _nearest(self, point: Point, pos: int) -> date | None:
        if self.reference is None:
            return None
        told = self.day.date if self.day and not self.day.approx else None
        around = [
            found
            for year in range(self.reference.year - 1, self.reference.year + 2)
            if (found := self._calendar.festival(point.festival, year))
        ]
        if told and (same := [d for d in around if abs(d - told) <= SAME_DAYS]):
            return same[0]
        past = max((d for d in around if d + timedelta(days=point.shift) <= self.reference), default=None)
        coming = min((d for d in around if d + timedelta(days=point.shift) > self.reference), default=None)
        if coming is None or past is None:
            return past or coming
        if self.looks_ahead(pos):
            just_past = self.reference - past < SOON < coming - self.reference
            return past if just_past else coming
        if not point.approx and not self._plans(pos):
            return past
        return coming if coming - self.reference <= min(SOON, self.reference - past) else past

    def _lunar(self, point: Point, pos: int) -> Point:
        month = point.month or 0
        if point.year is None and self.reference is None and self.year is None:
            return point._replace(lost=True)
        given = point.year if point.year is not None else self.year if self.reference is None else None
        years = (
            [given] if given is not None else [self.reference.year + 1 - n for n in range(4)] if self.reference else []
        )
        ahead = self.looks_ahead(pos)
        best: Point | None = None
        for year in years:
            if (stretch := self._calendar.month(year, month)) is None:
                continue
            day = stretch[0] if point.day is None else self._calendar.lunar(year, month, point.day or LAST_DAY)
            if day is None:
                continue
            found = (
                Point.on(day, point.approx)
                if point.day is not None
                else Point(day.year, fixed=f"{stretch[0]}/{stretch[1]}")
            )
            if given is not None or self.reference is None or day <= self.reference:
                return best if ahead and best else found
            best = found if day - self.reference <= 2 * HALF_YEAR else best
        return best or point._replace(lost=True)
