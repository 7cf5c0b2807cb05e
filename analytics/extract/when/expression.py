"""One expression: a part of a date, its time of day, the other end of a range, the marks around it (自……以来, 截至)."""

from __future__ import annotations

import re
from dataclasses import replace

from analytics.extract.numbers import CHINESE
from analytics.extract.when.calendar import Calendar
from analytics.extract.when.edtf import bounds, dated
from analytics.extract.when.lexicon import Lexicon, numeral, skip
from analytics.extract.when.named import NamedDays
from analytics.extract.when.point import Point
from analytics.extract.when.scene import CLAUSE_ENDS, SENTENCE_ENDS, Scene
from analytics.extract.when.shapes import Part, Shapes, alone
from analytics.extract.when.spans import Spans
from analytics.extract.when.words import Found, Words
from analytics.model import Span, TimeExpression

_UP_TO_60 = rf"(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}})"
_CLOCK = rf"{_UP_TO_60} ?(?:[时点](?:整|半|钟|{_UP_TO_60}分?)?(?:许|左右)?|[:：][0-9]{{2}}(?::[0-9]{{2}})?)"
_CLOCKS = re.compile(rf" ?{_CLOCK}(?: ?(?:[-—–~～至到]+) ?(?:上午|下午|晚上|次日)?{_CLOCK})?")
"""9时30分, 8点半, 14:30, 9:00至11:00"""

_REPORTED_SINCE = ("以来", "至今", "起", "开始")
_SINCE_WITHIN = 18
"""Characters between 自 or 从 and its 以来."""


class Expressions:
    """Reads the expression around a hit."""

    def __init__(self, lex: Lexicon, calendar: Calendar) -> None:
        self.lex, self.calendar = lex, calendar
        self.shapes, self.spans, self.named = Shapes(lex, calendar), Spans(lex), NamedDays(lex)
        self.words = Words(lex, self.shapes, self.named, self.spans)

    def read(self, scene: Scene, kind: str, pos: int, floor: int, original: str) -> TimeExpression | None:
        """The expression with a hit of ``kind`` at ``pos`` that begins at or after ``floor``; the scene notes it."""
        found = self._numeral(scene, pos) if kind == "numeral" else self.words.read(scene, kind, pos, floor)
        if found is None or found[0] < floor:
            return None
        start, part = found
        part = self._with_time_of_day(scene, part)
        part = self._joined(scene, part)
        return self._finished(scene, start, part, floor, original)

    # what a numeral begins

    def _numeral(self, scene: Scene, pos: int) -> Found | None:
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
        if part := shapes.numeric(scene, pos) or shapes.year(scene, pos):
            return pos, self.words.after_year(scene, part)
        if text.startswith("半", pos):
            return self.spans.read(scene, pos)
        n = numeral(text, pos)
        if n is None:
            return None
        if found := self.spans.decade(scene, n):
            return found
        if before == "Q" or shapes.quarter(scene, pos, Point()):
            return self._quarter(scene, pos, before)
        if before == "闰" and (part := shapes.lunar(scene, pos - 1, Point())):
            return pos - 1, part
        if part := shapes.month(scene, pos, Point()):
            return (pos, part) if self._month_meant(scene, part, n.figures, pos) else None
        if before == "前" and n.value > 2 and (found := self._first_months(scene, pos)):
            return found
        if part := self._bare_day(scene, pos, n.figures):
            return pos, part
        return self.spans.read(scene, pos)

    def _quarter(self, scene: Scene, pos: int, before: str) -> Found | None:
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
        return replace(part, rule="time.shape.bare_day") if len(part.points) == 1 else part

    # the rest of the expression

    def _with_time_of_day(self, scene: Scene, part: Part) -> Part:
        """Take along what belongs to the day: （周二）, its festival, 上午9时30分."""
        point = part.point
        if not point.is_day:
            return part
        text, end = scene.text, part.end
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
        return replace(part, end=end)

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
            return part
        begin = skip(scene.text, (join or comma or part).end)
        right = self._right(scene, begin, left)
        if right is None or len(right.points) > 1:
            return part
        between = scene.text.startswith("之间", right.end)
        if join is None and not between and not self._adjoin(scene, left, right.point, begin):
            return part
        return self._with_time_of_day(scene, Part((left, right.point), right.end, "time.shape.range"))

    def _right(self, scene: Scene, pos: int, left: Point) -> Part | None:
        shapes = self.shapes
        part = shapes.numeric(scene, pos) or shapes.year(scene, pos)
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
        if part is None and (quarter := shapes.quarter(scene, pos, Point())) and left.code:
            part = quarter
        return part

    @staticmethod
    def _adjoin(scene: Scene, left: Point, right: Point, pos: int) -> bool:
        first = scene.complete(left, pos)
        second = scene.complete(right.inheriting(first), pos)
        return bool(first.date and second.date and (second.date - first.date).days == 1)

    def _finished(self, scene: Scene, start: int, part: Part, floor: int, original: str) -> TimeExpression | None:
        edtf, last = self._resolved(scene, part, start)
        edtf, start, end, rule = self._marked(scene, edtf, part, start, floor)
        date = dated(edtf, scene.reference)
        if part.rule != "time.now":
            scene.remember(last, date, end)
        return TimeExpression(Span.of(original, start, end), date, rule)

    def _resolved(self, scene: Scene, part: Part, start: int) -> tuple[str | None, Point]:
        if len(part.points) == 1:
            point = scene.complete(part.point, start)
            return point.edtf(), point
        left, right = part.points
        if left.year is None and right.year is not None:
            left = replace(left, year=right.year - ((left.month or 0) > (right.month or 12)))
        left = scene.complete(left, start)
        right = scene.complete(right.inheriting(left), start)
        first, last = left.edtf(), right.edtf()
        if first is None or last is None:
            return None, replace(left, lost=True)
        if (bounds(last, None)[1] or bounds(first, None)[0]) < bounds(first, None)[0] and right.year:  # type: ignore[operator]
            right = replace(right, year=right.year + 1)
            last = right.edtf() or last
        return f"{first.split('/')[0]}/{last.split('/')[-1]}", right

    def _marked(
        self, scene: Scene, edtf: str | None, part: Part, start: int, floor: int
    ) -> tuple[str | None, int, int, str]:
        """The date as the marks around it turn it, and the expression's run with them."""
        text, end, rule = scene.text, part.end, part.rule
        mark = self._suffix(scene, part)
        if mark and not (mark[0] == "before" and len(part.points) > 1):
            kind, end = mark
            edtf, rule = self._turned(scene, edtf, kind, rule)
        at = start
        while at > floor and text[at - 1] in " \u3000":
            at -= 1
        if until := self.lex.before("until", text, at, floor):
            return (self._until(edtf), until.start, end, until.rule)
        since = self.lex.before("since_before", text, at, floor)
        if since is None and mark is None and edtf and "/" not in edtf and self._since_around(text, start, end, floor):
            return f"{edtf}/..", start, end, "time.since"
        if since is None or part.rule in ("time.now", "time.recent", "time.habit") or "/" in (edtf or ""):
            return edtf, since.start if since and mark and mark[0] == "since" else start, end, rule
        if text[since.start : since.end] == "从" and not self._reported(text, end):
            return edtf, start, end, rule
        if text[since.start - 1 : since.start] in ("来", "亲", "独", "各", "出", "源") and since.start:
            return edtf, start, end, rule
        return (f"{edtf.split('/')[0]}/.." if edtf else None), since.start, end, since.rule

    def _suffix(self, scene: Scene, part: Part) -> tuple[str, int] | None:
        """Kind and end of the longest mark right after the part."""
        text, end = scene.text, part.end
        if part.point.fixed.endswith("/..") or part.rule in (
            "time.recent",
            "time.now",
            "time.habit",
            "time.recurring.every",
        ):
            return None
        if part.rule.startswith("time.shape.") and part.rule.endswith(
            ("ago", "later", "coming", "deadline", "since_span")
        ):
            return None
        words = [
            (kind, word.end)
            for kind in ("since", "before", "after", "occasion")
            if (word := self.lex.at(kind, text, end)) and not self.lex.at("no_suffix", text, end)
        ]
        return max(words, key=lambda w: w[1]) if words else None

    def _turned(self, scene: Scene, edtf: str | None, kind: str, rule: str) -> tuple[str | None, str]:
        if edtf is None:
            return None, rule
        first, last = edtf.split("/")[0], edtf.split("/")[-1]
        if kind == "since":
            return f"{first}/..", "time.since"
        if kind == "after":
            year_only = len(last) == 4
            return (f"{int(last) + 1:04}/.." if year_only else f"{last.rstrip('~')}/.."), "time.after"
        if kind == "before":
            end = bounds(last, None)[1]
            ahead = scene.reference is not None and end is not None and end > scene.reference
            last = last.rstrip("~")
            return (f"{scene.reference}/{last}" if ahead else f"../{last}"), "time.before"
        approx = "/" not in edtf and not edtf.endswith("~") and len(edtf) > 4
        return (edtf + "~" if approx else edtf), "time.shape.around" if approx else rule

    @staticmethod
    def _until(edtf: str | None) -> str | None:
        return None if edtf is None else f"../{edtf.split('/')[-1].rstrip('~')}"

    def _since_around(self, text: str, start: int, end: int, floor: int) -> bool:
        """自公司2019年搬迁以来: 自 stands before the clause's other words, 以来 after them."""
        low = max(floor, start - _SINCE_WITHIN)
        head = text[max((text.rfind(c, low, start) + 1 for c in CLAUSE_ENDS), default=low) : start]
        tail = text[end : end + _SINCE_WITHIN]
        stop = min((i for c in CLAUSE_ENDS if (i := tail.find(c)) >= 0), default=len(tail))
        return "以来" in tail[:stop] and ("自" in head or "从" in head)

    @staticmethod
    def _reported(text: str, end: int) -> bool:
        """Whether 以来 or 起 follows within the clause: 从去年9月开学以来."""
        run = text[end : end + _SINCE_WITHIN]
        for i, c in enumerate(run):
            if c in CLAUSE_ENDS or c in SENTENCE_ENDS:
                run = run[:i]
                break
        return not run or any(word in run for word in _REPORTED_SINCE)
