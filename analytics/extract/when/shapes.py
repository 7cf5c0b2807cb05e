"""The shapes of dates: years, months, days, quarters, weeks and lunar days, as the text writes them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import timedelta

from analytics.extract.numbers import CHINESE, DIGITS
from analytics.extract.when.calendar import Calendar, add_months, nth_weekday, valid
from analytics.extract.when.lexicon import Lexicon, Numeral, Word, numeral, skip, two_digits
from analytics.extract.when.part import Part, alone, closed
from analytics.extract.when.point import Point
from analytics.extract.when.scene import Scene
from analytics.extract.when.weeks import Weeks

_NUMERIC = re.compile(
    r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d])"
    r"|(?P<d2>\d{1,2})(?P<s2>[-/.])(?P<m2>\d{1,2})(?P=s2)(?P<y2>\d{4})(?![\d])"
    r"|(?P<y3>(?:19|20)\d\d)(?P<m3>\d\d)(?P<d3>\d\d)(?![\d.,A-Za-z])"
    r"|(?P<y4>(?:19|20)\d\d)[-/.](?P<m4>\d\d)(?=[-—至到~～，。）)]|$)"
    r"|(?P<y5>(?:19|20)\d\d)[-/.](?P<m5>\d{1,2})(?=[-—–至到~～](?:19|20)\d\d)"
    r"|(?<=[0-9][-—–至到~～])(?P<y6>(?:19|20)\d\d)[-/.](?P<m6>\d{1,2})(?![\d.])",
    re.ASCII,
)
"""2024-03-07, 7/3/2024 (day first), 20240307, 2024.03, 2021.8-2022.3"""
_SHORT = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d\d)(?![-/.\dA-Za-z号室栋幢楼单户])", re.ASCII)
"""12-11-10 (year first), 3-7-07 and 05/05/71 (day first)"""


class Shapes:
    """Readers that each begin at a place of the scene's text and give a Part or None."""

    def __init__(self, lex: Lexicon, calendar: Calendar) -> None:
        self.lex = lex
        self.calendar = calendar
        self.weeks = Weeks(lex)

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

    def year(self, scene: Scene, pos: int, *, short: bool = False) -> Part | None:
        """2024年, 二〇二四年, 24年3月, and what follows the year; ``short``: 98年 alone is a year too."""
        if found := self._two_figures(scene, pos):
            return found
        n = numeral(scene.text, pos)
        if n is None or (end := self._after("unit_year", scene, n.end)) is None:
            return self._year_of_range(scene, n)
        year = self._full_year(n)
        if year is None or scene.text.startswith(("度", "代"), end):
            return None
        found = self.year_tail(scene, end, Point(year=year), "time.shape.year")
        length = (n.width == 2 and scene.text[pos] != "0" and not short) or (not n.figures and n.value % 100 == 0)
        bare = length and found.end == end
        meant = self.lex.at("since", scene.text, end) or alone(scene.text, pos, end) or self._to_year(scene, n, end)
        return None if bare and not meant else found

    def _two_figures(self, scene: Scene, pos: int) -> Part | None:
        """九八年, 零八年: a year by its last digits; 七八年 may be seven or eight years."""
        run = scene.text[pos : pos + 2]
        if len(run) < 2 or not all(c in DIGITS for c in run) or numeral(scene.text, pos + 2):
            return None
        first, second = (DIGITS[c] for c in run)
        end = self._after("unit_year", scene, pos + 2)
        if end is None or 0 < first < 5 or second == first + 1:
            return None
        return self.year_tail(scene, end, Point((1900 if first else 2000) + 10 * first + second), "time.shape.year")

    def _to_year(self, scene: Scene, n: Numeral, end: int) -> bool:
        """95年至98年: a year of two figures that another such follows; below 70 they may be lengths of time."""
        join = self.lex.at("join", scene.text, skip(scene.text, end))
        right = numeral(scene.text, skip(scene.text, join.end)) if join and n.figures else None
        return (
            right is not None
            and right.width == 2
            and 70 <= n.value < right.value
            and bool(self._after("unit_year", scene, right.end))
        )

    def _year_of_range(self, scene: Scene, n: Numeral | None) -> Part | None:
        """2016到2018, 1985到89年9月: the first year goes without its unit."""
        if n is None or not n.figures or n.width != 4 or not 1900 <= n.value <= 2099:
            return None
        left = Part((Point(year=n.value),), n.end, "time.shape.year")
        join = self.lex.at("join", scene.text, skip(scene.text, n.end)) or self._list_mark(scene.text, n.end)
        right = numeral(scene.text, skip(scene.text, join.end)) if join else None
        if right is None or not right.figures:
            return left if alone(scene.text, n.start, n.end) else None
        if right.width == 4 and self.lex.before("since_before", scene.text, n.start):
            return left
        return left if right.width in (2, 4) and self._after("unit_year", scene, right.end) else None

    @staticmethod
    def _full_year(n: Numeral) -> int | None:
        if (n.width == 4 and n.figures) or (n.value > 1000 and not n.figures):
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
                or self.weeks.nth(scene, begin, year)
                or self.lunar(scene, begin, year)
                or self._same_date(scene, begin, year)
            )
            if found:
                return found
        if edge := self._mark("edge", scene, at):
            month = {"early": 1, "middle": 6, "late": 12}[edge[0]]
            return Part((year._replace(month=month, approx=True),), edge[1], f"time.edge.{edge[0]}")
        return Part((year,), pos, rule)

    def _same_date(self, scene: Scene, pos: int, within: Point) -> Part | None:
        """去年的今天, 上月今日, 去年这个时候: the day of publication in that year or month."""
        word = self.lex.at("same_date", scene.text, pos)
        if word is None or scene.reference is None or within.year is None:
            return None
        month = within.month or scene.reference.month
        day = min(scene.reference.day, monthrange(within.year, month)[1])
        point = within._replace(month=month, day=day, approx=word.value == "~")
        return Part((point,), word.end, word.rule)

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
        if (
            (pair := two_digits(text, pos + text.startswith("第", pos)))
            and pair.high <= 4
            and (end_ := self._after("unit_quarter", scene, pair.end))
        ):
            quarters = tuple(year._replace(code=32 + n) for n in (pair.low, pair.high))
            return Part(quarters, end_, "time.shape.range")
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
        if text[pos : pos + 1] not in ("前", "头", "后", "第") or (n := numeral(text, pos + 1)) is None:
            return None
        unit = self.lex.at("duration", text, n.end)
        first, count = text[pos] in "前头", n.value
        if text[pos] == "后":
            return self._last_n(year, count, unit)
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

    @staticmethod
    def _last_n(year: Point, count: int, unit: Word | None) -> Part | None:
        """后三个月, 后两个季度 of a year."""
        months = count * {"month": 1, "quarter": 3}.get(unit.value if unit else "", 0)
        if unit is None or not 1 <= months < 12:
            return None
        return Part((year._replace(month=13 - months), year._replace(month=12)), unit.end, "time.shape.first_n")

    # months and days

    def month(self, scene: Scene, pos: int, year: Point) -> Part | None:
        """3月, 三月份, 1—6月, and what follows: 中旬, 底, 5日, 第一周."""
        text = scene.text
        if name := self.lex.at("month_name", text, pos):
            return self.month_tail(scene, name.end, year._replace(month=int(name.value)), "time.shape.month")
        n = numeral(text, pos)
        if n is None:
            return self._two_months(scene, pos, year)
        if not 1 <= n.value <= 12 or n.width > 2 or text[pos] == "两":
            return None
        if end := self._after("unit_month", scene, n.end):
            return self.month_tail(scene, end, year._replace(month=n.value), "time.shape.month")
        join = self.lex.at("join", text, skip(text, n.end)) or self._list_mark(text, n.end)
        m = numeral(text, skip(text, join.end)) if join else None
        end = self._after("unit_month", scene, m.end) if m else None
        if m is None or end is None or not n.value < m.value <= 12 or numeral(text, skip(text, end)):
            return None
        return Part((year._replace(month=n.value), year._replace(month=m.value)), end, "time.shape.range")

    def _two_months(self, scene: Scene, pos: int, year: Point) -> Part | None:
        """三四月, 七八月份."""
        if (pair := two_digits(scene.text, pos)) is None or not 1 <= pair.low < pair.high <= 12:
            return None
        end = self._after("unit_month", scene, pair.end)
        return (
            Part((year._replace(month=pair.low), year._replace(month=pair.high)), end, "time.shape.range")
            if end
            else None
        )

    @staticmethod
    def _list_mark(text: str, pos: int) -> Word | None:
        """The mark of 6、7月: both share the unit."""
        return Word(pos, pos + 1, "", "") if text.startswith("、", pos) else None

    def month_tail(self, scene: Scene, pos: int, month: Point, rule: str) -> Part:
        """What narrows a month; the month itself when nothing does."""
        text = scene.text
        at = skip(text, pos)
        for begin in (at, at + 1) if text.startswith("的", at) else (at,):
            if word := self.lex.at("third", text, begin):
                return Part((month._replace(third=int(word.value)),), word.end, word.rule)
            if word := self.lex.at("month_half", text, begin):
                return Part((month._replace(third=3 + int(word.value)),), word.end, word.rule)
            found = self.day(scene, begin, month) or self.weeks.nth(scene, begin, month)
            if found or (found := self._same_date(scene, begin, month)):
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
        listed = None if join else self.lex.at("list", text, n.end)
        mark = join or listed
        m = numeral(text, skip(text, mark.end)) if mark else None
        end = self._after("unit_day", scene, m.end) if m else None
        if join and m and end and n.value < m.value <= 31:
            return Part((month._replace(day=n.value), month._replace(day=m.value)), end, "time.shape.range")
        if month.month and self._lunar_meant(text, pos, n):
            return self._lunar_day(scene, pos, month)
        done = (n.figures and closed(text, n.end)) or (m is not None and (join is not None or end is not None))
        solar = not n.figures and n.value > 10 and month.year is not None and closed(text, n.end)
        return (
            Part((month._replace(day=n.value),), n.end, "time.shape.day") if (done or solar) and month.month else None
        )

    def _lunar_meant(self, text: str, pos: int, n: Numeral) -> bool:
        """八月十五 without 日: month and day in Chinese numerals, and nothing counted after it (十五名).

        With a year in numerals the month is solar (两千年八月十五), unless the day is written the lunar way (廿三).
        """
        if n.figures or n.value < 10 or pos < 2 or text[pos - 1] != "月" or text[pos - 2] not in CHINESE:
            return False
        head = text[: pos - 1].rstrip(CHINESE)
        if head.endswith("年") and head[-2:-1] and head[-2] in "0123456789" + CHINESE and text[pos] not in "廿卅":
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

    # figures and months from publication

    def numeric(self, scene: Scene, pos: int) -> Part | None:
        """2024-03-07, 7/3/2024, 20240307, 2024.03."""
        match = _NUMERIC.match(scene.text, pos)
        if not match:
            return self._short(scene, pos)
        g = {key.rstrip("23456"): int(value) for key, value in match.groupdict().items() if value and key[0] in "ymd"}
        if not valid(g["y"], g["m"], g.get("d", 1)):
            return None
        return Part((Point(g["y"], g["m"], g.get("d")),), match.end(), "time.shape.numeric")

    @staticmethod
    def _short(scene: Scene, pos: int) -> Part | None:
        """A year of two figures: at the head if it has two figures and that makes a date, else at the end."""
        match = _SHORT.match(scene.text, pos)
        if not match:
            return None
        a, b, c = (int(match[i]) for i in (1, 3, 4))
        for year, month, day in ((a, b, c),) * (len(match[1]) == 2) + ((c, b, a),):
            full = year + (1900 if year >= 70 else 2000)
            if valid(full, month, day):
                return Part((Point(full, month, day),), match.end(), "time.shape.numeric")
        return None

    def relative_month(self, scene: Scene, by: int) -> Point:
        """The month so many months from publication."""
        if scene.reference is None:
            return Point(lost=True)
        return Point(*add_months(scene.reference.year, scene.reference.month, by))
