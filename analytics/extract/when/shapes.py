"""The shapes of dates: years, months, days, quarters, weeks and lunar days, as the text writes them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

from analytics.extract.numbers import CHINESE
from analytics.extract.when.calendar import Calendar, add_months, monday, nth_weekday, valid
from analytics.extract.when.lexicon import Lexicon, Numeral, numeral, skip
from analytics.extract.when.point import Point
from analytics.extract.when.scene import Scene

_NUMERIC = re.compile(
    r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d])"
    r"|(?P<d2>\d{1,2})(?P<s2>[-/.])(?P<m2>\d{1,2})(?P=s2)(?P<y2>\d{4})(?![\d])"
    r"|(?P<y3>(?:19|20)\d\d)(?P<m3>\d\d)(?P<d3>\d\d)(?![\d.,A-Za-z])"
    r"|(?P<y4>(?:19|20)\d\d)[-/.](?P<m4>\d\d)(?=[-—至到~～，。）)]|$)",
    re.ASCII,
)
"""2024-03-07, 7/3/2024 (day first), 20240307, 2024.03"""

_ENDS = frozenset("，,。、；;：:）)”》！!？?\n \u3000")


class Part(NamedTuple):
    """One point, or the two ends of a range, read from the text up to ``end``."""

    points: tuple[Point, ...]
    end: int
    rule: str

    @property
    def point(self) -> Point:
        """The (last) point."""
        return self.points[-1]


class Shapes:
    """Readers that each begin at a place of the scene's text and give a Part or None."""

    def __init__(self, lex: Lexicon, calendar: Calendar) -> None:
        self.lex = lex
        self.calendar = calendar

    def _after(self, kind: str, scene: Scene, pos: int) -> int | None:
        """Where a unit that follows (past blanks) ends, unless it begins a word of its own (月饼, 年级)."""
        at = skip(scene.text, pos)
        word = self.lex.at(kind, scene.text, at)
        return None if word is None or self.lex.at("no_unit", scene.text, at) else word.end

    def _mark(self, kind: str, scene: Scene, pos: int) -> tuple[str, int] | None:
        """Value and end of a mark at ``pos`` (底, 初, 中), unless it begins another word (中心, 初中)."""
        word = self.lex.at(kind, scene.text, pos)
        if word is None:
            return None
        other = self.lex.at("no_suffix", scene.text, pos)
        return None if other and other.end > word.end else (word.value, word.end)

    # years

    def year(self, scene: Scene, pos: int) -> Part | None:
        """2024年, 二〇二四年, 24年3月, and what follows the year."""
        n = numeral(scene.text, pos)
        if n is None or (end := self._after("unit_year", scene, n.end)) is None:
            return self._year_of_range(scene, n)
        year = self._full_year(n)
        if year is None or scene.text.startswith("度", end):
            return None
        found = self.year_tail(scene, end, Point(year=year), "time.shape.year")
        short = n.width == 2 and scene.text[pos] != "0"
        if short and found.end == end and not (self.lex.at("since", scene.text, end) or alone(scene.text, pos, end)):
            return None
        return found

    def _year_of_range(self, scene: Scene, n: Numeral | None) -> Part | None:
        """2016到2018, 1985到89年9月: the first year goes without its unit."""
        if n is None or not n.figures or n.width != 4 or not 1900 <= n.value <= 2099:
            return None
        left = Part((Point(year=n.value),), n.end, "time.shape.year")
        join = self.lex.at("join", scene.text, skip(scene.text, n.end))
        right = numeral(scene.text, skip(scene.text, join.end)) if join else None
        if right is None or not right.figures:
            return left if alone(scene.text, n.start, n.end) else None
        if right.width == 4 and self.lex.before("since_before", scene.text, n.start):
            return left
        return left if right.width in (2, 4) and self._after("unit_year", scene, right.end) else None

    @staticmethod
    def _full_year(n: Numeral) -> int | None:
        if n.width == 4 and (n.figures or n.value > 1000):
            return n.value if 1000 <= n.value <= 2999 else None
        if n.width == 2 and n.figures:
            return n.value + (1900 if n.value >= 70 else 2000)
        return None

    def year_tail(self, scene: Scene, pos: int, year: Point, rule: str) -> Part:
        """What narrows a year: 上半年, 三季度, 夏天, 3月5日, 年底, 春节; the year itself when nothing does."""
        at = skip(scene.text, pos)
        for begin in (at, at + 1) if scene.text.startswith("的", at) else (at,):
            found = (
                self._year_part(scene, begin, year, rule)
                or self.month(scene, begin, year)
                or self._first_n(scene, begin, year)
                or self.nth_week(scene, begin, year)
                or self.lunar(scene, begin, year)
            )
            if found:
                return found
        if edge := self._mark("edge", scene, at):
            month = {"early": 1, "middle": 6, "late": 12}[edge[0]]
            return Part((year._replace(month=month, approx=True),), edge[1], f"time.edge.{edge[0]}")
        return Part((year,), pos, rule)

    def _year_part(self, scene: Scene, pos: int, year: Point, rule: str) -> Part | None:
        for kind in ("half", "season"):
            if (word := self.lex.at(kind, scene.text, pos)) and (word.end - pos > 1 or closed(scene.text, word.end)):
                return Part((year._replace(code=int(word.value)),), word.end, word.rule)
        if word := self.lex.at("vacation", scene.text, pos):
            first, last = word.value.split("/")
            return Part((year._replace(month=int(first)), year._replace(month=int(last))), word.end, word.rule)
        return self.quarter(scene, pos, year)

    def quarter(self, scene: Scene, pos: int, year: Point) -> Part | None:
        """三季度, 第三季度, Q3, 首季度, and its 初 or 末."""
        text = scene.text
        if word := self.lex.at("first_quarter", text, pos):
            number, end = int(word.value), word.end
        else:
            at = pos + 1 if text[pos : pos + 1] in ("第", "Q") else pos
            n = numeral(text, at)
            unit = self._after("unit_quarter", scene, n.end) if n else None
            if n is None or not 1 <= n.value <= 4 or (unit is None and text[pos] != "Q"):
                return None
            if unit and text[n.end] == "个" and text[pos] != "第":
                return None
            number, end = n.value, unit or n.end
        if edge := self._mark("edge", scene, end):
            month = 3 * number - {"early": 2, "middle": 1, "late": 0}[edge[0]]
            return Part((year._replace(month=month, approx=True),), edge[1], f"time.edge.{edge[0]}")
        return Part((year._replace(code=32 + number),), end, "time.shape.quarter")

    def _first_n(self, scene: Scene, pos: int, year: Point) -> Part | None:
        """前三季度, 前11个月, 前10天, 第三个月, 首月 of a year."""
        text = scene.text
        if text.startswith("首月", pos):
            return Part((year._replace(month=1),), pos + 2, "time.shape.nth_month")
        if text[pos : pos + 1] not in ("前", "第") or (n := numeral(text, pos + 1)) is None:
            return None
        unit = self.lex.at("duration", text, n.end)
        first, count = text[pos] == "前", n.value
        if unit is None or not 1 <= count <= 366 or (unit.value != "month" and not first):
            return None
        if unit.value in ("month", "quarter") and (last := count * (3 if unit.value == "quarter" else 1)) <= 12:
            points = (year._replace(month=1), year._replace(month=last)) if first else (year._replace(month=count),)
            return Part(points, unit.end, "time.shape.first_n" if first else "time.shape.nth_month")
        if unit.value in ("day", "week") and year.year and (start := valid(year.year, 1, 1)):
            if unit.value == "week":
                start = nth_weekday(year.year, 1, 1, 1) or start
            last_day = start + timedelta(days=count * (7 if unit.value == "week" else 1) - 1)
            return Part((Point(year.year, fixed=f"{start}/{last_day}"),), unit.end, "time.shape.first_n")
        return None

    # months and days

    def month(self, scene: Scene, pos: int, year: Point) -> Part | None:
        """3月, 三月份, 1—6月, and what follows: 中旬, 底, 5日, 第一周."""
        text = scene.text
        n = numeral(text, pos)
        if n is None or not 1 <= n.value <= 12 or n.width > 2:
            return None
        if end := self._after("unit_month", scene, n.end):
            return self.month_tail(scene, end, year._replace(month=n.value), "time.shape.month")
        join = self.lex.at("join", text, skip(text, n.end))
        m = numeral(text, skip(text, join.end)) if join else None
        end = self._after("unit_month", scene, m.end) if m else None
        if m is None or end is None or not n.value < m.value <= 12 or numeral(text, skip(text, end)):
            return None
        return Part((year._replace(month=n.value), year._replace(month=m.value)), end, "time.shape.range")

    def month_tail(self, scene: Scene, pos: int, month: Point, rule: str) -> Part:
        """What narrows a month; the month itself when nothing does."""
        text = scene.text
        at = skip(text, pos)
        for begin in (at, at + 1) if text.startswith("的", at) else (at,):
            if word := self.lex.at("third", text, begin):
                return Part((month._replace(third=int(word.value)),), word.end, word.rule)
            if word := self.lex.at("month_half", text, begin):
                return Part((month._replace(third=3 + int(word.value)),), word.end, word.rule)
            if found := self.day(scene, begin, month) or self.nth_week(scene, begin, month):
                return found
        if edge := self._mark("edge", scene, at):
            return Part((month._replace(approx=True),), edge[1], f"time.month.{edge[0]}")
        return Part((month,), pos, rule)

    def day(self, scene: Scene, pos: int, month: Point) -> Part | None:
        """5日, 5号, 12-19日 after a month; 初五, 十五 without 日 are lunar days."""
        text = scene.text
        if text.startswith("初", pos):
            return self._lunar_day(scene, pos, month)
        n = numeral(text, pos)
        if n is None or not 1 <= n.value <= 31:
            return None
        if end := self._after("unit_day", scene, n.end):
            return Part((month._replace(day=n.value),), end, "time.shape.day")
        join = self.lex.at("join", text, skip(text, n.end))
        m = numeral(text, skip(text, join.end)) if join else None
        end = self._after("unit_day", scene, m.end) if m else None
        if m and end and n.value < m.value <= 31:
            return Part((month._replace(day=n.value), month._replace(day=m.value)), end, "time.shape.range")
        if month.month and self._lunar_meant(text, pos, n):
            return self._lunar_day(scene, pos, month)
        done = (n.figures and closed(text, n.end)) or (m is not None and join is not None)
        return Part((month._replace(day=n.value),), n.end, "time.shape.day") if done and month.month else None

    def _lunar_meant(self, text: str, pos: int, n: Numeral) -> bool:
        """八月十五 without 日: month and day in Chinese numerals, and nothing counted after it (十五名)."""
        if n.figures or n.value < 10 or pos < 2 or text[pos - 1] != "月" or text[pos - 2] not in CHINESE:
            return False
        used = any(self.lex.at(kind, text, n.end) for kind in ("same_day", "occasion", "time_of_day"))
        return used or closed(text, n.end)

    # lunar days

    def lunar(self, scene: Scene, pos: int, year: Point) -> Part | None:
        """农历八月十五, 正月初三, 大年初五, 腊月, 闰四月."""
        text = scene.text
        prefix = self.lex.at("lunar", text, pos)
        at = prefix.end if prefix else pos
        if prefix and text[pos : prefix.end] == "大年":
            return self._lunar_day(scene, at, year._replace(month=1 if text.startswith("初", at) else 12))
        leap = text.startswith("闰", at)
        at += leap
        if word := self.lex.at("lunar_month", text, at):
            month, end = int(word.value), word.end
        else:
            n = numeral(text, at)
            after = self._after("unit_month", scene, n.end) if n and (prefix or leap) else None
            if n is None or after is None or not 1 <= n.value <= 12:
                return None
            month, end = n.value, after
        found = year._replace(month=-month if leap else month, lunar=True)
        day = self._lunar_day(scene, end, found)
        return day or Part((found,), end, "time.shape.lunar")

    def _lunar_day(self, scene: Scene, pos: int, month: Point) -> Part | None:
        first = scene.text.startswith("初", pos)
        n = numeral(scene.text, pos + first)
        if n is None or not 1 <= n.value <= (10 if first else 30) or (first and n.width > 1):
            return None
        end = self._after("unit_day", scene, n.end) or n.end
        return Part((month._replace(day=n.value, lunar=True),), end, "time.shape.lunar")

    # weeks

    def nth_week(self, scene: Scene, pos: int, within: Point) -> Part | None:
        """第三周, 第一个礼拜, 最后一个星期一 of a month or year; week one is that of the first Monday."""
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
        if within.year is None:
            return Part((within._replace(lost=True),), unit.end, "time.shape.nth_week")
        number = -1 if n is None else n.value
        if (name := self.lex.at("day_name", text, unit.end)) and within.month and len(name.value) == 1:
            day = nth_weekday(within.year, within.month, number, int(name.value)) if number < 6 else None
            found = Point.on(day) if day else within._replace(lost=True)
            return Part((found,), name.end, "time.shape.nth_weekday")
        if within.month is None and last:
            return None
        first = nth_weekday(within.year, within.month or 1, -1 if last else 1, 1)
        if first is None or number > 53:
            return None
        start = first if last else first + timedelta(days=7 * (number - 1))
        return Part((Point.week(start),), unit.end, "time.shape.nth_week")

    def week(self, scene: Scene, pos: int) -> Part | None:
        """上周五, 本周, 下周末."""
        text = scene.text
        word = self.lex.at("week_rel", text, pos)
        if word is None or self.lex.at("no_unit", text, word.end - 1):
            return None
        name = self.lex.at("day_name", text, word.end)
        if name and self.lex.at("not_weekday", text, name.end):
            name = None
        end = name.end if name else word.end
        if scene.reference is None:
            return Part((Point(lost=True),), end, word.rule)
        first = monday(scene.reference) + timedelta(days=7 * int(word.value))
        if name is None:
            return Part((Point.week(first),), end, word.rule)
        if name.value == "67":
            return Part(
                (Point(first.year, fixed=f"{first + timedelta(days=5)}/{first + timedelta(days=6)}"),), end, word.rule
            )
        return Part((Point.on(first + timedelta(days=int(name.value) - 1)),), end, word.rule)

    def numeric(self, scene: Scene, pos: int) -> Part | None:
        """2024-03-07, 7/3/2024, 20240307, 2024.03."""
        match = _NUMERIC.match(scene.text, pos)
        if not match:
            return None
        g = {key.rstrip("234"): int(value) for key, value in match.groupdict().items() if value and key[0] in "ymd"}
        if not valid(g["y"], g["m"], g.get("d", 1)):
            return None
        return Part((Point(g["y"], g["m"], g.get("d")),), match.end(), "time.shape.numeric")

    def relative_month(self, scene: Scene, by: int) -> Point:
        """The month so many months from publication."""
        if scene.reference is None:
            return Point(lost=True)
        return Point(*add_months(scene.reference.year, scene.reference.month, by))


def alone(text: str, start: int, end: int) -> bool:
    """Whether the text is nothing but this run and marks: then it is meant as a time."""
    return len(text) < end - start + 12 and not any(c.isalnum() for c in text[:start] + text[end:])


def closed(text: str, end: int) -> bool:
    """Whether a mark or the end of the text follows."""
    return end == len(text) or text[end] in _ENDS
