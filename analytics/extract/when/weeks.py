"""Weeks, and the n-th or last day, week or month within a stretch: 第三周, 最后一天, 第一个周末, 上周五."""

from __future__ import annotations

from datetime import date, timedelta

from analytics.extract.when.calendar import monday, nth_weekday
from analytics.extract.when.edtf import bounds
from analytics.extract.when.lexicon import Lexicon, numeral
from analytics.extract.when.part import Part
from analytics.extract.when.point import Point
from analytics.extract.when.scene import Scene


class Weeks:
    """Readers that each begin at a place of the scene's text and give a Part or None."""

    def __init__(self, lex: Lexicon) -> None:
        self.lex = lex

    def nth(self, scene: Scene, pos: int, within: Point) -> Part | None:
        """第三周, 最后一个星期一, 第一个周末, 最后一天, 首日 of a year, month or week."""
        return self._week_within(scene, pos, within) or self._day_within(scene, pos, within)

    def _week_within(self, scene: Scene, pos: int, within: Point) -> Part | None:
        """Week one is that of the first Monday."""
        text = scene.text
        last = text.startswith("最后一", pos)
        if not last and not text.startswith("第", pos):
            return None
        n = numeral(text, pos + 1) if not last else None
        at = pos + 3 if last else n.end if n else pos
        unit = self.lex.at("unit_week", text, at)
        if unit is None or (n is None and not last):
            return None
        within = scene.complete(within, pos)
        if within.year is None or within.fixed:
            return Part((within._replace(lost=True),), unit.end, "time.shape.nth_week")
        number = -1 if n is None else n.value
        if (name := self.lex.at("day_name", text, unit.end)) and within.month and number < 6:
            saturday = 6 if name.value == "67" else int(name.value)
            day = nth_weekday(within.year, within.month, number, saturday)
            found = _named_day(day, name.value) if day else within._replace(lost=True)
            return Part((found,), name.end, "time.shape.nth_weekday")
        first = nth_weekday(within.year, within.month or (12 if last else 1), -1 if last else 1, 1)
        if first is None or number > 53:
            return None
        start = first if last else first + timedelta(days=7 * (number - 1))
        return Part((Point.week(start),), unit.end, "time.shape.nth_week")

    def _day_within(self, scene: Scene, pos: int, within: Point) -> Part | None:
        """第一天, 首日, 前10天, 最后三天, 最后一个月."""
        word = self.lex.at("ordinal", scene.text, pos)
        if word is None:
            return None
        n = numeral(scene.text, word.end)
        unit = self.lex.at("duration", scene.text, n.end) if n else self.lex.at("nth_day", scene.text, pos)
        if unit is None or unit.value not in ("day", "month"):
            return None
        within = scene.complete(within, pos)
        first, last = bounds(within.edtf(), None)
        if first is None or last is None:
            return None
        count = n.value if n else 1
        if unit.value == "month":
            return self._months(within, word.value, count, unit.end)
        if not 1 <= count <= (last - first).days + 1:
            return None
        point = _days(first, last, word.value, count)
        return Part((point,), unit.end, "time.shape.nth_day")

    @staticmethod
    def _months(within: Point, value: str, count: int, end: int) -> Part | None:
        """最后两个月 of a year."""
        if value != "last" or within.month or within.code or within.fixed or not 1 <= count < 12:
            return None
        points = tuple(within._replace(month=month) for month in dict.fromkeys((13 - count, 12)))
        return Part(points, end, "time.shape.nth_month")

    def week(self, scene: Scene, pos: int) -> Part | None:
        """上周五, 本周, 下周末, 上周的最后一天."""
        text = scene.text
        word = self.lex.at("week_rel", text, pos)
        if word is None or self.lex.at("no_unit", text, word.end - 1):
            return None
        name = self.lex.at("day_name", text, word.end)
        if name and self.lex.at("not_weekday", text, name.end):
            name = None
        tail = word.end + text.startswith("的", word.end)
        name = name or self.lex.at("weekday", text, tail)
        end = name.end if name else word.end
        if scene.reference is None:
            return Part((Point(lost=True),), end, word.rule)
        first = monday(scene.reference) + timedelta(days=7 * int(word.value))
        if name is None:
            return self._day_within(scene, tail, Point.week(first)) or Part((Point.week(first),), end, word.rule)
        wanted = 6 if name.value == "67" else int(name.value)
        return Part((_named_day(first + timedelta(days=wanted - 1), name.value),), end, word.rule)


def _named_day(day: date, name: str) -> Point:
    """The weekday; a weekend (67) is the Saturday and the day after."""
    return Point(day.year, fixed=f"{day}/{day + timedelta(days=1)}") if name == "67" else Point.on(day)


def _days(first: date, last: date, value: str, count: int) -> Point:
    if value == "nth":
        return Point.on(first + timedelta(days=count - 1))
    if count == 1:
        return Point.on(last if value == "last" else first)
    begin = last - timedelta(days=count - 1) if value == "last" else first
    return Point(begin.year, fixed=f"{begin}/{begin + timedelta(days=count - 1)}")
