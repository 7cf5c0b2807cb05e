"""What a numeral begins: its unit decides which shape is read."""

from __future__ import annotations

import re
from collections.abc import Callable

from analytics.extract.when.calendar import valid
from analytics.extract.when.lexicon import Lexicon, Numeral, numeral, skip
from analytics.extract.when.part import Part, alone
from analytics.extract.when.point import Point
from analytics.extract.when.scene import Scene
from analytics.extract.when.shapes import Shapes
from analytics.extract.when.spans import Spans
from analytics.extract.when.words import Found, Words

_MONTH_DAY = re.compile(r"([0-9]{1,2})[-/]([0-9]{2}) ?(?=[\u4e00-\u9fff])(?![左上下内范区以之的倍万亿元米度人名分个])")
"""4-22 or 4/22 with a word behind it that measures nothing."""
_FIGURES_JOIN = frozenset("-/.")


class Figures:
    """Reads the part of a date, or the length of time, at a numeral."""

    def __init__(self, lex: Lexicon, shapes: Shapes, spans: Spans, words: Words) -> None:
        self.lex, self.shapes, self.spans, self.words = lex, shapes, spans, words
        self._by_unit: dict[str, Callable[[Scene, int, Numeral, str], Found | None]] = {
            "年": self._year,
            "月": self._month,
            "日": self._day,
            "季": self._quarter,
            "个": self._months,
            "世": self._decade,
        }

    def read(self, scene: Scene, pos: int) -> Found | None:
        """What the numeral (or 半) at ``pos`` says; None when it is no time."""
        text, shapes = scene.text, self.shapes
        before = text[pos - 1 : pos] if pos else ""
        if before == "第":
            part = shapes.quarter(scene, pos - 1, Point())
            return (pos - 1, part) if part else None
        if (
            before
            and (before in ".．·" or before.isdigit() or (before.isascii() and before.isalpha()))
            and before != "Q"
        ):
            return None
        if before == "近" and (found := self.spans.read(scene, pos)):
            return found
        if text.startswith("半", pos):
            return self.spans.read(scene, pos)
        if before == "闰" and (part := shapes.lunar(scene, pos - 1, Point())):
            return pos - 1, part
        n = numeral(text, pos)
        if n is None:
            return self._two(scene, pos)
        at = skip(text, n.end)
        after = text[at : at + 1]
        if n.figures and (after in _FIGURES_JOIN or n.width == 8) and (part := shapes.numeric(scene, pos)):
            return pos, part
        reader = self._by_unit.get(after, self._year_or_range)
        return reader(scene, pos, n, before) or self._counted(scene, pos) or self._month_day(scene, pos)

    def _two(self, scene: Scene, pos: int) -> Found | None:
        """Two numerals with one unit (三四月, 一二季度, 五六十年代, 两三天前), or a year of two digits (九八年)."""
        part = self.shapes.year(scene, pos) or self.shapes.month(scene, pos, Point())
        part = part or self.shapes.quarter(scene, pos, Point())
        return (pos, part) if part else self.spans.decades(scene, pos) or self._counted(scene, pos)

    def _counted(self, scene: Scene, pos: int) -> Found | None:
        """What the length at ``pos`` says; a year so long ago may be narrowed: 两年前的4月, 三年前的春节."""
        found = self.spans.read(scene, pos)
        if found is None or not scene.text.startswith("的", found[1].end):
            return found
        start, part = found
        year = part.point.fixed
        if len(part.points) > 1 or len(year) != 4:
            return found
        point = Point(int(year))
        tail = self.words.after_year(scene, self.shapes.year_tail(scene, part.end, point, part.rule))
        return (start, tail) if tail.end > part.end else found

    @staticmethod
    def _month_day(scene: Scene, pos: int) -> Found | None:
        """在4-22, 于 4/22: month and day in figures count only behind these words and before a deed."""
        match = _MONTH_DAY.match(scene.text, pos)
        if (
            not match
            or scene.text[:pos].rstrip()[-1:] not in ("在", "于")
            or not valid(2000, int(match[1]), int(match[2]))
        ):
            return None
        return pos, Part((Point(month=int(match[1]), day=int(match[2])),), match.end(2), "time.shape.numeric")

    def _year(self, scene: Scene, pos: int, n: Numeral, before: str) -> Found | None:
        if part := self.shapes.year(scene, pos):
            return pos, self.words.after_year(scene, part)
        return self.spans.decade(scene, n)

    def _year_or_range(self, scene: Scene, pos: int, n: Numeral, before: str) -> Found | None:
        """A numeral whose unit stands behind the other end of the range: 2016到2018, 1—6月, 12-19日."""
        if part := self.shapes.year(scene, pos):
            return pos, part
        found = self._month(scene, pos, n, before) or self._day(scene, pos, n, before)
        if found is None and (part := self.shapes.quarter(scene, pos, Point())):
            return pos, part
        return found

    def _month(self, scene: Scene, pos: int, n: Numeral, before: str) -> Found | None:
        part = self.shapes.month(scene, pos, Point())
        return (pos, part) if part and self._month_meant(scene, part, n.figures, pos) else None

    def _day(self, scene: Scene, pos: int, n: Numeral, before: str) -> Found | None:
        part = self._bare_day(scene, pos, n.figures)
        return (pos, part) if part else None

    def _months(self, scene: Scene, pos: int, n: Numeral, before: str) -> Found | None:
        return self._first_months(scene, pos) if before == "前" and n.value > 2 else None

    def _decade(self, scene: Scene, pos: int, n: Numeral, before: str) -> Found | None:
        return self.spans.decade(scene, n)

    def _quarter(self, scene: Scene, pos: int, n: Numeral, before: str) -> Found | None:
        begin = pos - (before in ("Q", "前"))
        if before == "前":
            return self._first_months(scene, pos)
        part = self.shapes.quarter(scene, begin, Point())
        return (begin, part) if part else None

    def _first_months(self, scene: Scene, pos: int) -> Found | None:
        if scene.reference is None:
            return None
        year = scene.reference.year - (scene.reference.month == 1)
        part = self.shapes.year_tail(scene, pos - 1, Point(year), "")
        return (pos - 1, part) if part.rule else None

    def _month_meant(self, scene: Scene, part: Part, figures: bool, pos: int) -> bool:
        """A bare month in Chinese numerals (三月春风) counts only before certain words."""
        point = part.point
        bare = len(part.points) == 1 and point.day is None and not point.third and not point.approx and not point.fixed
        if figures or not bare or scene.text[part.end - 1] == "份" or alone(scene.text, pos, part.end):
            return True
        at = part.end
        return at == len(scene.text) or scene.text[at] == "\n" or self.lex.at("month_cue", scene.text, at) is not None

    def _bare_day(self, scene: Scene, pos: int, figures: bool) -> Part | None:
        part = self.shapes.day(scene, pos, Point())
        if part is None or part.rule == "time.shape.lunar" or scene.text[part.end - 1] == "号":
            return None
        if not figures and (part.point.day or 0) < 11:
            return None
        at = part.end
        told = at == len(scene.text) or scene.text[at] == "\n" or self.lex.at("day_cue", scene.text, at) is not None
        if not told and not (figures and len(scene.text) < 40 and not self.lex.at("no_unit", scene.text, at - 1)):
            return None
        return part._replace(rule="time.shape.bare_day") if len(part.points) == 1 else part
