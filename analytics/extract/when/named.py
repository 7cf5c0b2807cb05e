"""Days that have a name: a festival is a date only where the text uses it as a time, not in a name."""

from __future__ import annotations

from typing import NamedTuple

from analytics.extract.numbers import CHINESE
from analytics.extract.when.lexicon import Lexicon, Word, numeral, skip
from analytics.extract.when.part import Part, alone
from analytics.extract.when.point import Point
from analytics.extract.when.scene import CLAUSE_ENDS, Scene

_QUOTES = {"“": "”", "「": "」", "『": "』", '"': '"', "‘": "’", "《": ""}
_DIGIT_WORDS = frozenset(CHINESE)


class Name(NamedTuple):
    """A festival's name with its quotation marks, ordinal and second name: 第70个“六一”国际儿童节."""

    start: int
    end: int
    rule: str


class NamedDays:
    """Reads festivals, anniversaries, five-year plans and epochs."""

    def __init__(self, lex: Lexicon) -> None:
        self.lex = lex

    def name(self, scene: Scene, pos: int, floor: int = 0) -> Name | None:
        """The festival name whose word begins at ``pos`` (or whose opening quotation mark stands there)."""
        text = scene.text
        opened = text[pos : pos + 1] in _QUOTES and pos < len(text)
        begin = pos + opened
        if text.startswith(("第",), begin) and opened is False:
            begin = self._past_ordinal(text, begin)
            opened = text[begin : begin + 1] in _QUOTES and begin < len(text)
            begin += opened
        word = (self.lex.at("festival", text, pos) if opened else None) or self.lex.at("festival", text, begin)
        if word is None or not self._whole(text, word):
            return None
        start, end = word.start, word.end
        while True:
            close = _QUOTES.get(text[start - 1]) if start > floor else None
            if close and text.startswith(close, end):
                start, end = start - 1, end + len(close)
            more = self.lex.at("festival", text, skip(text, end))
            if more is None or more.rule != word.rule:
                break
            end = more.end
        if text.startswith(("佳节", "节气"), end):
            end += 2
        return Name(self._before_ordinal(text, start, floor), end, word.rule)

    @staticmethod
    def _whole(text: str, word: Word) -> bool:
        """Whether a name of digits (七一, 3·15) is no piece of a longer numeral, and what follows is no unit of one."""
        first, last = text[word.start], text[word.end - 1]
        before = text[word.start - 1 : word.start]
        after = text[word.end : word.end + 1]
        if last in _DIGIT_WORDS and after and (after in _DIGIT_WORDS or after in "月日年号个届名位班级"):
            return False
        if first in _DIGIT_WORDS and before and (before in _DIGIT_WORDS or before in "第月"):
            return False
        if first.isdigit() and (before.isdigit() or before in tuple(".．·")):
            return False
        return not (last.isdigit() and (after.isdigit() or after in tuple(".．%％元万亿米")))

    @staticmethod
    def _past_ordinal(text: str, pos: int) -> int:
        at = pos + 1
        while at < len(text) and (text[at].isdigit() or text[at] in _DIGIT_WORDS):
            at += 1
        return at + (text[at : at + 1] in ("个", "届", "次"))

    @staticmethod
    def _before_ordinal(text: str, start: int, floor: int) -> int:
        at = start - 1
        if at <= floor or text[at] not in "个届次":
            return start
        at -= 1
        while at > floor and (text[at].isdigit() or text[at] in _DIGIT_WORDS):
            at -= 1
        return at if text[at] == "第" else start

    def festival(self, scene: Scene, pos: int, year: Point | None = None, floor: int = 0) -> tuple[int, Part] | None:
        """Start and Part of a festival used as a time; ``year``: the year named right before it."""
        name = self.name(scene, pos, floor)
        if name is None:
            return None
        point = (year or Point())._replace(festival=name.rule)
        if found := self._holiday(scene, name, point) or self._used(scene, name.end, point, name.rule):
            return self._start(scene, name, floor), found
        if second := self._second(scene, name.end):
            used = self._used(scene, second.end, Point(festival=second.rule), second.rule)
            if used:
                approx = point._replace(approx=True)
                return name.start, Part((approx, used.point._replace(approx=True)), used.end, name.rule)
        before = self.lex.before("occasion_before", scene.text, name.start, floor)
        if before and self._closed(scene, name.end):
            return before.start, Part((point._replace(approx=True),), name.end, name.rule)
        if year is not None:
            if not self.lex.at("name_tail", scene.text, name.end) and scene.text[name.end : name.end + 1] not in (
                "”",
                "》",
            ):
                return name.start, Part((point,), name.end, name.rule)
        elif alone(scene.text, name.start, name.end) or (
            name.rule in self.lex.alone
            and (
                name.start == 0
                or scene.text[name.start - 1] in CLAUSE_ENDS
                or scene.text[name.start - 1] in "）) \u3000"
            )
            and scene.text[name.end : name.end + 1] in ("，", ",")
        ):
            return name.start, Part((point,), name.end, name.rule)
        return None

    def _holiday(self, scene: Scene, name: Name, point: Point) -> Part | None:
        """国庆假期, 五一黄金周, 春节长假首日: the days of the public holiday, where it has a fixed number."""
        text = scene.text
        word, days = self.lex.at("holiday_days", text, name.end), self.lex.holidays.get(name.rule)
        if word is None or days is None:
            return None
        at = word.end + text.startswith("的", word.end)
        ordinal = self.lex.at("ordinal", text, at)
        n = numeral(text, ordinal.end) if ordinal else None
        unit = self.lex.at("duration", text, n.end) if n else self.lex.at("nth_day", text, at)
        if unit and unit.value == "day" and (n is None or n.value == 1 or (ordinal and ordinal.value == "nth")):
            shift = days - 1 if ordinal and ordinal.value == "last" else n.value - 1 if n else 0
            return Part((point._replace(shift=shift),), unit.end, name.rule)
        if any(self.lex.at(kind, text, word.end) for kind in ("name_tail", "before", "after", "occasion")):
            return None
        first = point._replace(approx=True)
        return Part((first, first._replace(shift=days - 1)), word.end, name.rule)

    def _used(self, scene: Scene, end: int, point: Point, rule: str) -> Part | None:
        """The festival with the word that uses it as a time: 当天, 前夕, 前一天, 期间."""
        text = scene.text
        at = end + 1 if text[end : end + 1] == "的" else end
        if word := self.lex.at("day_shift", text, at):
            return Part((point._replace(shift=int(word.value)),), word.end, rule)
        if (word := self.lex.at("same_day", text, at)) and not self.lex.at("no_suffix", text, at):
            return Part((point,), word.end, rule)
        if text.startswith("以来", end):
            return Part((point,), end, rule)
        word = self.lex.at("occasion", text, end)
        other = self.lex.at("no_suffix", text, end)
        if word and not (other and other.end > word.end):
            return Part((point._replace(approx=True),), word.end, rule)
        return None

    def _second(self, scene: Scene, end: int) -> Name | None:
        at = self.lex.at("list", scene.text, end) or self.lex.at("join", scene.text, end)
        return self.name(scene, at.end if at else end, end)

    def _start(self, scene: Scene, name: Name, floor: int) -> int:
        before = self.lex.before("occasion_before", scene.text, name.start, floor)
        return before.start if before else name.start

    @staticmethod
    def _closed(scene: Scene, end: int) -> bool:
        return end == len(scene.text) or scene.text[end] in CLAUSE_ENDS

    # periods with a name

    def period(self, scene: Scene, pos: int) -> Part | None:
        """“十四五”期间; 党的二十大以来 gives the day, the caller opens it."""
        text = scene.text
        if plan := self.lex.at("plan_period", text, pos):
            for tail in ("期间", "时期", "开局之年", "收官之年", "以来"):
                if text.startswith(tail, plan.end):
                    first, last = plan.value.split("/")
                    year = {"开局之年": first, "收官之年": last}.get(tail)
                    point = Point(fixed=year or plan.value)
                    return Part((point,), plan.end + (len(tail) if tail != "以来" else 0), plan.rule)
        if found := self._anniversary(scene, pos):
            return found
        if (epoch := self.lex.at("epoch", text, pos)) and self.lex.at("since", text, epoch.end):
            return Part((Point(fixed=epoch.value),), epoch.end, epoch.rule)
        return None

    def _anniversary(self, scene: Scene, pos: int) -> Part | None:
        word = self.lex.at("anniversary", scene.text, pos)
        if word is None:
            return None
        digits = word.end
        while scene.text[digits : digits + 1].isdigit():
            digits += 1
        if digits == word.end or digits - word.end > 3 or not scene.text.startswith("周年", digits):
            return None
        occasion = self.lex.at("occasion", scene.text, digits + 2)
        if occasion is None:
            return None
        year, month, day = map(int, word.value.split("-"))
        point = Point(year + int(scene.text[word.end : digits]), month, day, approx=True)
        return Part((point,), occasion.end, word.rule)
