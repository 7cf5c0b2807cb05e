"""Relative words and the shapes that begin with them, by the kind of the word found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from analytics.extract.when.edtf import bounds
from analytics.extract.when.lexicon import Lexicon, Word, numeral, skip
from analytics.extract.when.named import NamedDays
from analytics.extract.when.part import Part
from analytics.extract.when.point import Point
from analytics.extract.when.scene import CLAUSE_ENDS, Scene
from analytics.extract.when.shapes import Shapes
from analytics.extract.when.spans import Spans

Found = tuple[int, Part]
"""Where the expression begins (a word before may belong to it) and what it says."""

_WEEKLY = frozenset(("每周", "逢周", "每星期", "每个星期", "每礼拜"))
_NAMED_NEAR = 300
"""Characters before 节日当天 in which the festival is looked for."""
_DAYS_LONG = len("2024-07-01/2024-07-05")
_NEEDS_TIME = frozenset(("每到", "每当"))
"""每到一户 is no time, 每到春节 is one."""


class Words:
    """One reader per kind of word: ``read`` gives what begins with a word that the scan found."""

    def __init__(self, lex: Lexicon, shapes: Shapes, named: NamedDays, spans: Spans) -> None:
        self.lex, self.shapes, self.named, self.spans = lex, shapes, named, spans
        self._readers: dict[str, Callable[[Scene, Word], Part | None]] = {
            "year_rel": self._year,
            "last_year": self._said_year,
            "era": self._era,
            "two_years": self._two_years,
            "two_months": self._two_months,
            "two_days": self._two_days,
            "month_name": lambda scene, word: self.shapes.month(scene, word.start, Point()),
            "year_edge": self._year_edge,
            "month_rel": self._month,
            "last_month": self._said_month,
            "month_half": self._month_half,
            "month_edge": self._month_edge,
            "quarter_rel": self._quarter,
            "first_quarter": lambda scene, word: self.shapes.quarter(scene, word.start, Point()),
            "half": lambda scene, word: Part((Point(code=int(word.value)),), word.end, word.rule),
            "season_year": self._season,
            "season_since": self._season_since,
            "vacation": self._vacation,
            "rest": self._rest,
            "week_rel": lambda scene, word: self.shapes.weeks.week(scene, word.start),
            "weekday": self._weekday,
            "day_rel": self._day,
            "last_day": self._said_day,
            "last_any": self._said,
            "last_festival": self._said_festival,
            "last_edge": self._said_edge,
            "recent": self._recent,
            "now": self._now,
            "habit": lambda scene, word: Part((Point(lost=True),), word.end, word.rule),
            "each": self._each,
            "century_rel": self._century,
            "lunar": lambda scene, word: self.shapes.lunar(scene, word.start, Point()),
            "lunar_month": lambda scene, word: self.shapes.lunar(scene, word.start, Point()),
        }

    def read(self, scene: Scene, kind: str, pos: int, floor: int) -> Found | None:
        """What begins with the word of ``kind`` at ``pos``; nothing before ``floor`` may be taken."""
        if kind == "festival":
            return self.named.festival(scene, pos, floor=floor)
        if kind in ("plan_period", "epoch", "anniversary"):
            part = self.named.period(scene, pos)
            return (pos, part) if part else None
        word = self.lex.at(kind, scene.text, pos)
        part = self._readers[kind](scene, word) if word else None
        return (pos, part) if part else None

    def after_year(self, scene: Scene, part: Part) -> Part:
        """The part with the festival that follows a bare year (2019年春节, 今年重阳节前夕)."""
        point = part.point
        if len(part.points) > 1 or point.month or point.code or point.fixed:
            return part
        at = skip(scene.text, part.end)
        at += scene.text.startswith("的", at)
        found = self.named.festival(scene, at, point, at)
        return found[1] if found else part

    # years

    def _year(self, scene: Scene, word: Word) -> Part | None:
        point = Point(scene.reference.year + int(word.value)) if scene.reference else Point(lost=True)
        part = self.shapes.year_tail(scene, word.end, point, word.rule)
        return self.after_year(scene, part)

    def _said_year(self, scene: Scene, word: Word) -> Part | None:
        if scene.last is None or scene.last.year is None or not self._opens(scene, word.start):
            return None
        part = self.shapes.year_tail(scene, word.end, Point(scene.last.year + int(word.value)), word.rule)
        return part if part.end > word.end or self._closes(scene, word.end) else None

    def _era(self, scene: Scene, word: Word) -> Part | None:
        first = scene.text.startswith("元年", word.end)
        n = None if first else numeral(scene.text, word.end)
        if not first and (n is None or not 1 <= n.value <= 61 or scene.text[n.end : n.end + 1] != "年"):
            return None
        year = Point(int(word.value) + (n.value if n else 1))
        return self.shapes.year_tail(scene, n.end + 1 if n else word.end + 2, year, word.rule)

    def _two_years(self, scene: Scene, word: Word) -> Part | None:
        if scene.reference is None:
            return Part((Point(lost=True),), word.end, word.rule)
        first, last = (Point(scene.reference.year + int(by)) for by in word.value.split())
        return Part((first, last), word.end, word.rule)

    def _two_months(self, scene: Scene, word: Word) -> Part | None:
        first, last = (self.shapes.relative_month(scene, int(by)) for by in word.value.split())
        return Part((first, last), word.end, word.rule)

    def _two_days(self, scene: Scene, word: Word) -> Part | None:
        if scene.reference is None:
            return Part((Point(lost=True),), word.end, word.rule)
        first, last = (Point.on(scene.reference + timedelta(days=int(by))) for by in word.value.split())
        return Part((first, last), word.end, word.rule)

    # months, quarters, seasons

    def _month(self, scene: Scene, word: Word) -> Part | None:
        if self.lex.at("no_unit", scene.text, word.end - 1):
            return None
        return self.shapes.month_tail(scene, word.end, self.shapes.relative_month(scene, int(word.value)), word.rule)

    def _said_month(self, scene: Scene, word: Word) -> Part | None:
        if scene.last and scene.last.month:
            month = Point(scene.last.year, scene.last.month)
        else:
            month = self.shapes.relative_month(scene, 0)
        return self.shapes.month_tail(scene, word.end, month, word.rule)

    def _month_half(self, scene: Scene, word: Word) -> Part | None:
        point = self.shapes.relative_month(scene, 0)._replace(third=3 + int(word.value))
        return Part((point,), word.end, word.rule)

    def _quarter(self, scene: Scene, word: Word) -> Part | None:
        if scene.reference is None:
            return Part((Point(lost=True),), word.end, word.rule)
        at = scene.reference.year * 4 + (scene.reference.month - 1) // 3 + int(word.value)
        return Part((Point(at // 4, code=33 + at % 4),), word.end, word.rule)

    def _season(self, scene: Scene, word: Word) -> Part | None:
        if not (self._opens(scene, word.start) or self._closes(scene, word.end)):
            return None
        if scene.reference is None:
            return Part((Point(lost=True),), word.end, word.rule)
        by, code = map(int, word.value.split())
        winter_running = code == 24 and by == 0 and scene.reference.month <= 2
        return Part((Point(scene.reference.year + by - winter_running, code=code),), word.end, word.rule)

    def _season_since(self, scene: Scene, word: Word) -> Part | None:
        codes = word.value.split()
        month = int(codes[0]) if int(codes[0]) <= 12 else 3 * (int(codes[0]) - 20)
        if len(codes) > 1:
            if scene.reference is None:
                return Part((Point(lost=True),), word.end, word.rule)
            year = scene.reference.year
            return Part((Point(fixed=f"{year - 1:04}-12/{year:04}-05"),), word.end, word.rule)
        point = scene.complete(Point(month=month), word.start)
        edtf = point.edtf()
        return Part((Point(point.year, fixed=f"{edtf}/..") if edtf else point,), word.end, word.rule)

    def _vacation(self, scene: Scene, word: Word) -> Part | None:
        mark = self.lex.at("holiday", scene.text, word.end)
        if mark is None:
            return None
        first, last = word.value.split("/")
        return Part((Point(month=int(first)), Point(month=int(last))), mark.end, word.rule)

    def _year_edge(self, scene: Scene, word: Word) -> Part | None:
        middle = word.value == "middle"
        if self._counted(scene, word) or (
            middle and not (self._opens(scene, word.start) and self._closes(scene, word.end))
        ):
            return None
        month = {"early": 1, "middle": 6, "late": 12}[word.value]
        return Part((Point(month=month, approx=True),), word.end, word.rule)

    def _month_edge(self, scene: Scene, word: Word) -> Part | None:
        if self._counted(scene, word) or (word.value == "middle" and not self._closes(scene, word.end)):
            return None
        late = word.value == "late" and scene.reference is not None and scene.reference.day < 20
        by = -1 if late and not scene.looks_ahead(word.start) else 0
        return Part((self.shapes.relative_month(scene, by)._replace(approx=True),), word.end, word.rule)

    def _rest(self, scene: Scene, word: Word) -> Part | None:
        """年内, 月内: from publication to the end of the year or month."""
        cue = self._opens(scene, word.start) or self.lex.before("rest_cue", scene.text, word.start) is not None
        if not cue or self.lex.at("no_suffix", scene.text, word.end - 1):
            return None
        day = scene.reference
        if day is None:
            return Part((Point(lost=True),), word.end, word.rule)
        until = f"{day.year:04}" if word.value == "year" else f"{day.year:04}-{day.month:02}"
        return Part((Point(day.year, fixed=f"{day}/{until}"),), word.end, word.rule)

    def _counted(self, scene: Scene, word: Word) -> bool:
        """Whether the 年 or 月 of the word belongs to a number before it, or its end to a longer word."""
        other = self.lex.at("no_suffix", scene.text, word.end - 1)
        before = scene.text[word.start - 1 : word.start]
        return bool(other and other.end > word.end) or bool(before and (numeral(before, 0) or before in "多余几半周个"))

    # days and weeks

    def _day(self, scene: Scene, word: Word) -> Part | None:
        if scene.reference is None:
            return Part((Point(lost=True),), word.end, word.rule)
        return Part((Point.on(scene.reference + timedelta(days=int(word.value))),), word.end, word.rule)

    def _said_day(self, scene: Scene, word: Word) -> Part | None:
        if scene.day is None or scene.day.date is None:
            return None
        return Part(
            (Point.on(scene.day.date + timedelta(days=int(word.value)), scene.day.approx),), word.end, word.rule
        )

    def _said(self, scene: Scene, word: Word) -> Part | None:
        if scene.last is None or not self._opens(scene, word.start):
            return None
        return Part((scene.last,), word.end, word.rule)

    def _said_festival(self, scene: Scene, word: Word) -> Part | None:
        """The festival told as a time before, else the one named last, be it in a name (中秋诗会……节日当天)."""
        if scene.festival:
            return Part((Point.on(scene.festival),), word.end, word.rule)
        named = (self.named.name(scene, at) for at in range(word.start - 1, max(0, word.start - _NAMED_NEAR) - 1, -1))
        found = next((name for name in named if name), None)
        return Part((Point(festival=found.rule),), word.end, word.rule) if found else None

    def _said_edge(self, scene: Scene, word: Word) -> Part | None:
        """第一天, 最后一天 of the days that the text named last."""
        if scene.last is None or not self._opens(scene, word.start) or len(scene.last.fixed) != _DAYS_LONG:
            return None
        first, last = bounds(scene.last.fixed, None)
        day = last if word.value == "last" else first
        return Part((Point.on(day),), word.end, word.rule) if day else None

    def _recent(self, scene: Scene, word: Word) -> Part | None:
        if (found := self.spans.read(scene, word.end)) and found[0] == word.start:
            return found[1]
        if scene.reference is None:
            point = Point(scene.year, approx=True) if scene.year else Point(lost=True)
            return Part((point,), word.end, word.rule)
        return Part((Point.on(scene.reference, approx=True),), word.end, word.rule)

    def _now(self, scene: Scene, word: Word) -> Part | None:
        day = scene.reference
        until = scene.text[word.start] in "截到迄"
        if not (until or self._opens(scene, word.start)):
            return None
        if day is None:
            return Part((Point(lost=True),), word.end, word.rule)
        return Part((Point(fixed=f"../{day}" if until else f"{day}~"),), word.end, word.rule)

    def _weekday(self, scene: Scene, word: Word) -> Part | None:
        text = scene.text
        bold = text[word.start] in "星礼"
        before = text[word.start - 1 : word.start]
        opens = self._opens(scene, word.start) or before in tuple("于在从的")
        part_of_day = self.lex.at("time_of_day", text, word.end)
        closes = self._closes(scene, word.end) or (part_of_day is not None and part_of_day.end > word.end + 1)
        if (before and (numeral(before, 0) or before in "个每两几")) or self.lex.at("not_weekday", text, word.end):
            return None
        if not (bold or (opens and closes)):
            return None
        if scene.reference is None:
            return Part((Point(lost=True),), word.end, word.rule)
        ahead = scene.looks_ahead(word.start)
        wanted = 6 if word.value == "67" else int(word.value)
        back = (scene.reference.isoweekday() - wanted) % 7
        day = scene.reference + timedelta(days=(-back) % 7 if ahead else -back)
        if word.value == "67":
            return Part((Point(day.year, fixed=f"{day}/{day + timedelta(days=1)}"),), word.end, word.rule)
        return Part((Point.on(day),), word.end, word.rule)

    def _each(self, scene: Scene, word: Word) -> Part | None:
        """每年, with the time that it repeats: 每年“六一”儿童节前夕, 每周二、周五, 每月第一周的周三."""
        text, end = scene.text, word.end
        said = text[word.start : end]
        if said in _WEEKLY:
            end = self._weekdays(text, end)
        elif festival := self.named.name(scene, end, end):
            occasion = self.lex.at("occasion", text, festival.end)
            end = occasion.end if occasion else festival.end
        elif season := self.lex.at("season", text, end) or self.lex.at("weekday", text, end):
            end = season.end
        else:
            tail = self.shapes.month(scene, end, Point(2000)) or self.shapes.weeks.nth(scene, end, Point(2000, 1))
            tail = tail or (self.shapes.day(scene, end, Point(2000, 1)) if "月" in said else None)
            end = tail.end if tail else end
            weekday = self.lex.at("weekday", text, end + 1) if text.startswith("的", end) else None
            end = weekday.end if weekday else end
        if said in _NEEDS_TIME and end == word.end:
            return None
        return Part((Point(lost=True),), end, word.rule)

    def _weekdays(self, text: str, end: int) -> int:
        """Past the days of 每周二、周五."""
        while name := self.lex.at("day_name", text, end):
            end = name.end
            joined = self.lex.at("list", text, end)
            unit = self.lex.at("unit_week", text, joined.end) if joined else None
            end = unit.end if unit and self.lex.at("day_name", text, unit.end) else end
        return end

    def _century(self, scene: Scene, word: Word) -> Part | None:
        n = numeral(scene.text, word.end)
        found = self.spans.decade(scene, n) if n else self.spans.decades(scene, word.end)
        return found[1] if found else self.spans.century(scene, int(word.value), word.end)

    @staticmethod
    def _opens(scene: Scene, pos: int) -> bool:
        return pos == 0 or scene.text[pos - 1] in CLAUSE_ENDS or scene.text[pos - 1] in "“”）) \u3000"

    @staticmethod
    def _closes(scene: Scene, pos: int) -> bool:
        return pos == len(scene.text) or scene.text[pos] in CLAUSE_ENDS or scene.text[pos] in "”）) "
