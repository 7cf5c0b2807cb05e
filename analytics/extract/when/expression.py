"""One expression: a part of a date, its time of day, the other end of a range, the marks around it (自……以来, 截至)."""

from __future__ import annotations

import re
from datetime import timedelta

from analytics.extract.when.bare import CLOCK, bare
from analytics.extract.when.calendar import Calendar, monday, valid
from analytics.extract.when.edtf import bounds, dated
from analytics.extract.when.figures import Figures
from analytics.extract.when.lexicon import Lexicon, numeral, skip
from analytics.extract.when.marks import Marks
from analytics.extract.when.named import NamedDays
from analytics.extract.when.part import Part
from analytics.extract.when.point import Point
from analytics.extract.when.scene import Scene
from analytics.extract.when.shapes import Shapes
from analytics.extract.when.spans import Spans
from analytics.extract.when.words import Words
from analytics.model import Span, TimeExpression

_ENDS = ("day_rel", "week_rel", "month_rel", "quarter_rel", "month_edge", "year_edge", "month_name")
"""Kinds of words that may stand at the far end of a range."""
_MONTH_DAY = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})(?![-./0-9])")
"""10.8, 10-08 at the far end of a range"""
_CLOCKS = re.compile(rf" ?{CLOCK}(?: ?(?:[-—–~～至到]+) ?(?:上午|下午|晚上|次日)?{CLOCK})?")
"""9时30分, 8点半, 14:30, 9:00至11:00"""


class Expressions:
    """Reads the expression around a hit."""

    def __init__(self, lex: Lexicon, calendar: Calendar) -> None:
        self.lex, self.calendar = lex, calendar
        self.shapes, self.spans, self.named = Shapes(lex, calendar), Spans(lex), NamedDays(lex)
        self.words = Words(lex, self.shapes, self.named, self.spans)
        self.figures = Figures(lex, self.shapes, self.spans, self.words)
        self.marks = Marks(lex)

    def read(self, scene: Scene, kind: str, pos: int, floor: int, original: str) -> TimeExpression | None:
        """The expression with a hit of ``kind`` at ``pos`` that begins at or after ``floor``; the scene notes it."""
        found = self.figures.read(scene, pos) if kind == "numeral" else self.words.read(scene, kind, pos, floor)
        if found is None or found[0] < floor:
            return None
        start, part = found
        part = self._with_time_of_day(scene, part)
        part = self._joined(scene, part)
        return self._finished(scene, start, part, floor, original)

    def bare(self, scene: Scene, original: str) -> TimeExpression | None:
        """The one expression of a short text that is nothing but a time (2024, 12/1, 下午5点)."""
        found = bare(scene, self.lex)
        return self._finished(scene, *found, 0, original) if found else None

    # the rest of the expression

    def _with_time_of_day(self, scene: Scene, part: Part) -> Part:
        """Take along what belongs to the day: （周二）, its festival, 上午9时30分."""
        point = part.point
        if not point.is_day:
            return part
        text, end = scene.text, part.end
        if same := self.lex.at("same_day", text, end):
            end = same.end
        if text[end : end + 1] in ("（", "(") and (weekday := self.lex.at("weekday", text, end + 1)):
            end = weekday.end + 1 if text[weekday.end : weekday.end + 1] in ("）", ")") else end
        end = self._past_same_festival(scene, point, end)
        at = skip(text, end)
        at += text.startswith("的", at) and self.lex.at("time_of_day", text, at + 1) is not None
        while word := self.lex.at("time_of_day", text, at):
            if word.end - word.start == 1 and text[word.end : word.end + 1] in (
                "会",
                "餐",
                "宴",
                "报",
                "饭",
                "晚",
                "间",
                "期",
            ):
                break
            end, at = word.end, skip(text, word.end)
        if clock := _CLOCKS.match(text, end):
            end = clock.end()
        return part._replace(end=end)

    def _past_same_festival(self, scene: Scene, point: Point, end: int) -> int:
        """3月12日植树节当天: the festival on that very day is no second expression."""
        if point.day is None or (name := self.named.name(scene, end, end)) is None:
            return end
        day = scene.complete(point, end).date
        if day is None or self.calendar.festival(name.rule, day.year) != day:
            return end
        same = self.lex.at("same_day", scene.text, name.end)
        if same is None and self.lex.at("name_tail", scene.text, name.end):
            return end
        return same.end if same else name.end

    def _joined(self, scene: Scene, part: Part) -> Part:
        """The part with the other end of its range."""
        left = part.point
        if len(part.points) > 1 or left.lost or (left.fixed and not left.year) or left.festival:
            return part
        at = skip(scene.text, part.end)
        join = self.lex.at("join", scene.text, at)
        comma = None if join else self.lex.at("list", scene.text, at)
        if join is None and comma is None:
            return self._turning(scene, part, at)
        begin = skip(scene.text, (join or comma or part).end)
        right = self._right(scene, begin, left) or self._right_word(scene, begin, left, join is not None)
        if right is None or len(right.points) > 1:
            return part
        between = scene.text.startswith("之间", right.end)
        end = right.end + 2 * between
        if join is None and not between and not self._adjoin(scene, left, right.point, begin):
            return part
        return self._with_time_of_day(scene, Part((left, right.point), end, "time.shape.range"))

    def _turning(self, scene: Scene, part: Part, pos: int) -> Part:
        """5月底6月初, 2016年底2017年初: the end of one and the beginning of the next make a stretch."""
        if not part.rule.endswith(".late"):
            return part
        right = self.shapes.year(scene, pos) or self.shapes.month(scene, pos, Point())
        if right is None or not right.rule.endswith(".early"):
            return part
        return Part((part.point, right.point), right.end, "time.shape.range")

    def _right(self, scene: Scene, pos: int, left: Point) -> Part | None:
        shapes = self.shapes
        if left.day is not None and (match := _MONTH_DAY.match(scene.text, pos)):
            real = valid(left.year or 2000, int(match[1]), int(match[2]))
            point = Point(month=int(match[1]), day=int(match[2]))
            return Part((point,), match.end(), "time.shape.numeric") if real else None
        later = left.year is not None and left.day is None
        part = shapes.numeric(scene, pos) or shapes.year(scene, pos, short=later)
        if part and len(part.points) == 1 and later and (part.point.year or 0) < (left.year or 0):
            return None
        if part is None and left.day is None and (n := numeral(scene.text, pos)):
            known = n.figures and n.width == 4 and 1900 <= n.value <= 2099 and left.year is not None
            part = Part((Point(n.value),), n.end, "time.shape.year") if known else None
        if part is None and (word := self.lex.at("year_rel", scene.text, pos)):
            found = self.words.read(scene, "year_rel", word.start, pos)
            part = found[1] if found else None
        if part is None:
            part = shapes.month(scene, pos, Point()) or shapes.lunar(scene, pos, Point())
        if part is None and left.day is not None:
            part = shapes.day(scene, pos, Point(left.year, left.month, lunar=left.lunar))
        if part is None and left.date and (name := self.lex.at("weekday", scene.text, pos)) and len(name.value) == 1:
            day = monday(left.date) + timedelta(days=int(name.value) - 1)
            part = Part((Point.on(day),), name.end, name.rule) if day > left.date else None
        if part is None and (quarter := shapes.quarter(scene, pos, Point())) and left.code:
            part = quarter
        return part

    def _right_word(self, scene: Scene, pos: int, left: Point, joined: bool) -> Part | None:
        """The other end as a word: 今晚8点到明天上午, 上周六到本周三, 3月5日晚至次日凌晨."""
        for kind in _ENDS:
            if word := self.lex.at(kind, scene.text, pos):
                found = self.words.read(scene, kind, pos, pos) if joined or scene.text[pos - 1] in "、和与" else None
                return found[1] if found else None
        if joined and left.year and (word := self.lex.at("last_year", scene.text, pos)) and word.value == "1":
            return self.shapes.year_tail(scene, word.end, Point(left.year + 1), word.rule)
        day = scene.complete(left, pos).date if joined else None
        word = self.lex.at("last_day", scene.text, pos) if day else None
        if word is None or day is None or word.value != "1":
            return None
        return Part((Point.on(day + timedelta(days=1)),), word.end, word.rule)

    @staticmethod
    def _adjoin(scene: Scene, left: Point, right: Point, pos: int) -> bool:
        first = scene.complete(left, pos)
        second = scene.complete(right.inheriting(first), pos)
        return bool(first.date and second.date and (second.date - first.date).days == 1)

    def _finished(self, scene: Scene, start: int, part: Part, floor: int, original: str) -> TimeExpression | None:
        edtf, last = self._resolved(scene, part, start)
        edtf, start, end, rule = self.marks.turn(scene, edtf, part, start, floor)
        date = dated(edtf, scene.reference)
        if part.rule != "time.now":
            scene.remember(last, date, end)
        return TimeExpression(Span.of(original, start, end), date, rule)

    def _resolved(self, scene: Scene, part: Part, start: int) -> tuple[str | None, Point]:
        if len(part.points) == 1:
            deadline = part.point.year is None and not part.point.festival and self.marks.is_deadline(scene, part)
            point = scene.complete(part.point, start, deadline=deadline)
            return point.edtf(), point
        left, right = part.points
        if left.year is None and right.year is not None:
            left = left._replace(year=right.year - ((left.month or 0) > (right.month or 12)))
        left = scene.complete(left, start)
        right = scene.complete(right.inheriting(left), start)
        first, last = left.edtf(), right.edtf()
        if first is None or last is None:
            return None, left._replace(lost=True)
        begin, end = bounds(first, None)[0], bounds(last, None)[1]
        if begin and end and end < begin and right.year:
            right = right._replace(year=right.year + 1)
            last = right.edtf() or last
        return f"{first.split('/')[0]}/{last.split('/')[-1]}", right
