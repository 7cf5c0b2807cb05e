"""Stretches counted from a day: 三天前, 近三年, 八年来, 未来7天, 上两个月, 80年代."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from analytics.extract.numbers import CHINESE, DIGITS
from analytics.extract.when.calendar import add_months, add_years, monday
from analytics.extract.when.lexicon import Lexicon, Numeral, numeral, skip, two_digits
from analytics.extract.when.part import Part, alone
from analytics.extract.when.point import Point
from analytics.extract.when.scene import CLAUSE_ENDS, Scene


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time at ``[start, end)`` of the text: ``count`` units (0.5 for 半), up to ``most`` (两三天: 2 and 3)."""

    start: int
    end: int
    count: float
    unit: str
    vague: bool = False
    most: float = 0

    def on(self, day: date, sign: int = 1) -> date:
        """The day so much later (earlier with ``sign`` -1)."""
        n = self.count * sign
        if self.unit == "year":
            return add_years(day, int(n)) if n == int(n) else _months_on(day, int(n * 12))
        if self.unit in ("month", "quarter"):
            months = n * (3 if self.unit == "quarter" else 1)
            return _months_on(day, int(months)) + timedelta(days=round((months - int(months)) * 30))
        if self.unit == "workday":
            return _workdays_on(day, int(n))
        return day + timedelta(days=round(n * (7 if self.unit == "week" else 1)))

    def around(self, day: date) -> str:
        """The year, month, week or day of a day, in EDTF, as exact as the unit."""
        if self.unit == "year" and self.count >= 1:
            return f"{day.year:04}"
        if self.unit in ("year", "quarter") or (self.unit == "month" and self.count >= 1):
            return f"{day.year:04}-{day.month:02}"
        return Point.week(day).fixed if self.unit == "week" else day.isoformat()


def _months_on(day: date, months: int) -> date:
    year, month = add_months(day.year, day.month, months)
    first = date(year, month, 1)
    last = date(*add_months(year, month, 1), 1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)


def _workdays_on(day: date, count: int) -> date:
    while count > 0:
        day += timedelta(days=1)
        count -= day.isoweekday() < 6
    return day


_DECADES = re.compile(r"([二三四五六七八九])、?([二三四五六七八九])十年代")
_CENTURY = re.compile(rf"(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}})世纪$")


def _count(text: str, pos: int) -> Span | None:
    """半, 三, 10多, 二十几, 几十, 两三 at ``pos``: a Span still without its unit."""
    if text.startswith("半", pos):
        return Span(pos, pos + 1, 0.5, "")
    n = numeral(text, pos)
    if n is None:
        pair = two_digits(text, pos)
        return Span(pos, pair.end, pair.low, "", most=pair.high) if pair else None
    more = text[n.end : n.end + 1]
    if more == "几" and n.value % 10 == 0:
        return Span(pos, n.end + 1, n.value, "", most=n.value + 10)
    if n.value == 10 and pos and text[pos - 1] in "几数":
        return Span(pos - 1, n.end, 2 * n.value, "", most=10 * n.value)
    vague = bool(more) and more in "多余几"
    return Span(pos, n.end + vague, n.value, "", vague)


class Spans:
    """Reads what a length of time says together with the words around it."""

    def __init__(self, lex: Lexicon) -> None:
        self.lex = lex

    def length(self, scene: Scene, pos: int) -> Span | None:
        """三天, 10多年, 半个月, 两个半月, 两三天, 二十几年, 一年半 (no count: None)."""
        text = scene.text
        if (counted := _count(text, pos)) is None:
            return None
        at = skip(text, counted.end)
        if text.startswith("个半月", at):
            return replace(counted, end=at + 3, count=counted.count + 0.5, unit="month")
        unit = self.lex.at("duration", text, at)
        if unit is None or counted.count > 3000 or self.lex.at("no_unit", text, at):
            return None
        if unit.value == "day" and text[at] == "日" and not text[pos].isascii():
            return None
        return self._and_months(text, replace(counted, end=unit.end, unit=unit.value))

    def _and_months(self, text: str, span: Span) -> Span:
        """一年半, 两年零三个月: counted in months."""
        if span.unit != "year" or span.count < 1 or span.most:
            return span
        months = span.count * 12
        if text.startswith("半", span.end) and text[span.end + 1 : span.end + 2] not in ("载", "年", "个"):
            return replace(span, end=span.end + 1, count=months + 6, unit="month")
        n = numeral(text, span.end + text.startswith("又", span.end))
        unit = self.lex.at("duration", text, n.end) if n and n.value < 12 else None
        if n is None or unit is None or unit.value != "month" or text[n.end] != "个":
            return span
        return replace(span, end=unit.end, count=months + n.value, unit="month")

    def read(self, scene: Scene, pos: int) -> tuple[int, Part] | None:
        """Start (a word before may belong to it) and Part of what the length at ``pos`` says, if a time."""
        span = self.length(scene, pos)
        if span is None:
            return None
        if scene.text[pos - 1 : pos] == "第" or self._each(scene, pos):
            return None
        try:
            return self._since(scene, span) or self._ago(scene, span) or self._around(scene, span)
        except (ValueError, OverflowError):
            return None

    def _each(self, scene: Scene, pos: int) -> bool:
        return pos > 0 and scene.text[pos - 1] in "每隔满逢"

    def _since(self, scene: Scene, span: Span) -> tuple[int, Part] | None:
        text = scene.text
        end = span.end
        if text.startswith("以来", end):
            end += 2
        elif text.startswith("来", end) and text[end + 1 : end + 2] not in ("到", "自", "源", "访", "临", "看", "说"):
            end += 1
        else:
            return None
        near = self.lex.before("near", text, span.start)
        start = near.start if near else span.start
        if scene.reference is None:
            return start, Part((Point(lost=True),), end, "time.shape.since_span")
        first = span.around(span.on(scene.reference, -1)).split("/")[0]
        return start, Part((Point(fixed=f"{first}/.."),), end, "time.shape.since_span")

    def _ago(self, scene: Scene, span: Span) -> tuple[int, Part] | None:
        text = scene.text
        if self.lex.before("past_n", text, span.start) and span.unit != "day":
            return None
        for kind, sign in (("ago", -1), ("later", 1)):
            word = self.lex.at(kind, text, span.end)
            if word is None or self.lex.at("no_suffix", text, span.end):
                continue
            base = scene.reference
            if sign > 0:
                base = scene.counted_from(span.unit, span.start) or base
            if base is None:
                return span.start, Part((Point(lost=True),), word.end, f"time.shape.{kind}")
            rule = f"time.shape.{kind}"
            if end := self._same_date(text, word.end):
                return span.start, Part((Point.on(span.on(base, sign)),), end, rule)
            opened = word.value == "open" and alone(text, span.start, word.end)
            return span.start, Part((self._counted(span, base, sign, opened),), word.end, rule)
        return self._passing(scene, span)

    @staticmethod
    def _counted(span: Span, base: date, sign: int, opened: bool) -> Point:
        """The time so long before or after ``base``; ``opened``: all the time from then on, or up to then."""
        day = span.on(base, sign)
        around = span.around(day)
        if span.most:
            other = span.around(replace(span, count=span.most).on(base, sign))
            first, last = (around, other) if sign > 0 else (other, around)
            return Point(day.year, fixed=f"{first.split('/')[0]}/{last.split('/')[-1]}")
        if opened and span.unit != "week":
            return Point(day.year, fixed=f"{around}/.." if sign > 0 else f"../{around}")
        if span.unit == "day" and not span.vague:
            return Point.on(day)
        return Point(day.year, fixed=around + ("~" if span.vague else ""))

    def _same_date(self, text: str, end: int) -> int:
        """Where 的今天 behind 三年前 ends; 0 without it."""
        word = self.lex.at("same_date", text, end + 1) if text.startswith("的", end) else None
        return word.end if word and not word.value else 0

    def _passing(self, scene: Scene, span: Span) -> tuple[int, Part] | None:
        """过两天, 再过三天; 又过了三天 counts from the day that the text told."""
        word = self.lex.before("passing", scene.text, span.start)
        if word is None or not (word.start == 0 or scene.text[word.start - 1] in CLAUSE_ENDS):
            return None
        told = scene.day.date if scene.day else None
        base = told if word.value == "told" else scene.reference
        if base is None or not self._closed(scene.text, span.end):
            return None
        opened = word.value != "told" and alone(scene.text, word.start, span.end)
        return word.start, Part((self._counted(span, base, 1, opened),), span.end, "time.shape.later")

    def _around(self, scene: Scene, span: Span) -> tuple[int, Part] | None:
        """近三年, 未来7天, 15个工作日内, 上两个月, 下三周."""
        text = scene.text
        within = self.lex.at("within", text, span.end)
        end = within.end if within else span.end
        if near := self.lex.before("near", text, span.start):
            if text[near.start : near.end] == "这" and not within:
                return None
            return near.start, self._stretch(scene, span, end, "time.shape.span", -1)
        coming = self.lex.before("coming", text, span.start)
        start = coming.start if coming else span.start
        if coming or (within and (alone(text, span.start, end) or scene.looks_ahead(span.start))):
            return start, self._stretch(scene, span, end, "time.shape.coming", 1)
        for kind, sign in (("past_n", -1), ("next_n", 1)):
            word = self.lex.before(kind, text, span.start)
            if word and (word.start == 0 or text[word.start - 1] in CLAUSE_ENDS) and self._closed(text, end):
                return word.start, self._previous(scene, span, end, sign)
        return None

    @staticmethod
    def _closed(text: str, end: int) -> bool:
        return end == len(text) or text[end] in CLAUSE_ENDS

    def _stretch(self, scene: Scene, span: Span, end: int, rule: str, sign: int) -> Part:
        day = scene.reference
        if day is None:
            return Part((Point(lost=True),), end, rule)
        if span.unit == "quarter" and sign < 0 and span.count >= 1:
            at = day.year * 4 + (day.month - 1) // 3
            ends = (at - int(span.count) + 1, at)
            return Part((Point(fixed="/".join(f"{n // 4:04}-{33 + n % 4}" for n in ends)),), end, rule)
        other = span.on(day, sign)
        fixed = f"{day}/{other}" if sign > 0 else f"{other}/{day}"
        return Part((Point(fixed=fixed),), end, rule)

    def _previous(self, scene: Scene, span: Span, end: int, sign: int) -> Part:
        """So many whole units right before (after) the one of publication."""
        day, n = scene.reference, int(span.count)
        if day is None or n < 1:
            return Part((Point(lost=True),), end, "time.shape.previous")
        if span.unit == "year":
            years = (day.year - n, day.year - 1) if sign < 0 else (day.year + 1, day.year + n)
            fixed = f"{years[0]:04}/{years[1]:04}" if n > 1 else f"{years[0]:04}"
        elif span.unit == "month":
            ends = (-n, -1) if sign < 0 else (1, n)
            fixed = "/".join("{:04}-{:02}".format(*add_months(day.year, day.month, by)) for by in ends)
        else:
            size = 7 if span.unit == "week" else 1
            first = monday(day) if size == 7 else day
            start = first + timedelta(days=-n * size if sign < 0 else size)
            fixed = f"{start}/{start + timedelta(days=n * size - 1)}"
        return Part((Point(fixed=fixed),), end, "time.shape.previous")

    # decades and centuries

    def decade(self, scene: Scene, n: Numeral) -> tuple[int, Part] | None:
        """80年代, 上世纪九十年代末, 19世纪."""
        text = scene.text
        if century := self.lex.at("unit_century", text, n.end):
            if found := self.decades(scene, century.end):
                return found
            following = numeral(text, century.end)
            if following and (found := self._decade_of(scene, following, n.value, n.start)):
                return found
            if not 1 <= n.value <= 22:
                return None
            return n.start, self._century(scene, n.value, century.end)
        before = self.lex.before("century_rel", text, n.start)
        return self._decade_of(scene, n, int(before.value) if before else 0, before.start if before else n.start)

    def century(self, scene: Scene, number: int, end: int) -> Part | None:
        """上世纪末, 本世纪初; without such a mark the word says too little."""
        return self._century(scene, number, end) if self.lex.at("decade_edge", scene.text, end) else None

    def _century(self, scene: Scene, number: int, end: int) -> Part:
        first, low, high = (number - 1) * 100, 0, 99
        if edge := self.lex.at("decade_edge", scene.text, end):
            low, high = {"0": (0, 9), "3": (40, 60), "7": (90, 99)}[edge.value[0]]
            end = edge.end
        return Part((Point(fixed=f"{first + low or 1:04}/{first + high:04}"),), end, "time.shape.century")

    def decades(self, scene: Scene, pos: int) -> tuple[int, Part] | None:
        """五六十年代, 上世纪七八十年代: from the first to the end of the second."""
        match = _DECADES.match(scene.text, pos)
        if not match:
            return None
        first, second = (DIGITS[match[i]] * 10 for i in (1, 2))
        before = self.lex.before("century_rel", scene.text, pos)
        century = int(before.value) * 100 - 100 if before else 1900
        if (said := _CENTURY.search(scene.text, max(0, pos - 5), pos)) and (
            number := numeral(scene.text, said.start())
        ):
            century, start = number.value * 100 - 100, said.start()
        else:
            start = before.start if before else pos
        if first >= second:
            return None
        fixed = f"{century + first:04}/{century + second + 9:04}"
        return start, Part((Point(fixed=fixed),), match.end(), "time.shape.decade")

    def _decade_of(self, scene: Scene, n: Numeral, century: int, start: int) -> tuple[int, Part] | None:
        unit = self.lex.at("unit_decade", scene.text, n.end)
        if unit is None:
            return None
        if n.width == 4 and n.figures:
            first = n.value
        elif 0 <= n.value < 100:
            first = (century - 1) * 100 + n.value if century else n.value + (1900 if n.value >= 30 else 2000)
        else:
            return None
        if first % 10:
            return None
        low, high, end = 0, 9, unit.end
        if edge := self.lex.at("decade_edge", scene.text, unit.end):
            low, high = map(int, edge.value.split())
            end = edge.end
        return start, Part((Point(fixed=f"{first + low:04}/{first + high:04}"),), end, "time.shape.decade")
