"""Date, source and author out of the line near the title: ``2024-08-07 10:20 来源：… 作者：…`` in its many forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from analytics.rules import RuleBook
from analytics.rules.intake_rows import LabelRule

# 2024年08月07日, 2024-8-7, 2024/08/07, 2024.8.7, with whatever clock time behind it.
_DATE = re.compile(
    r"(?<!\d)(?P<y>\d{4})\s*(?:年|[-/.．－—])\s*(?P<m>\d{1,2})\s*(?:月|[-/.．－—])\s*(?P<d>\d{1,2})(?!\d)(?:\s*日)?"
    r"(?:\s*[T,，]?\s*(?:上午|下午|晚上|[AaPp][Mm])?\s*\d{1,2}\s*[:：时]\s*\d{1,2}(?:\s*[:：分]\s*\d{1,2}(?:\.\d+)?)?[秒分]?"
    r"(?:\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?"
)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:\d{4}(?:\d{2})?)?")
_HANZI_DATE = re.compile(
    r"(?P<y>[〇○零Ｏ一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "Ｏ": "0"}
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)[一二三四五六日天]")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)")
_MARKS = " \t\u3000\xa0|｜丨/／·•、,，;；:：-—_()（）[]［］【】〔〕<>《》「」“”\"'"
_BETWEEN = re.compile(r"[\s|｜丨,，;；]+")
_SENTENCE = frozenset("。！？；，,")
_LONGEST = 160
_LONGEST_VALUE = {"source": 40, "author": 60, "published": 40, "other": 80}
_LONGEST_REST = 20


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says; ``labelled`` when a label stands in it, ``unread`` is a date given but not readable."""

    published: date | None = None
    source: str | None = None
    author: str | None = None
    labelled: bool = False
    unread: str = ""

    def or_else(self, other: Dateline) -> Dateline:
        """These fields, the missing ones taken from ``other``."""
        return Dateline(
            self.published or other.published,
            self.source or other.source,
            self.author or other.author,
            self.labelled or other.labelled,
            self.unread or other.unread,
        )


def date_of(text: str) -> date | None:
    """The first day that ``text`` names with year, month and day; None when there is none (2024-02-30 is none)."""
    for dated in _DATE.finditer(text):
        if day := _day(dated["y"], dated["m"], dated["d"]):
            return day
    if found := _COMPACT.fullmatch(text.strip()):
        return _day(found["y"], found["m"], found["d"])
    if written := _HANZI_DATE.search(text):
        year = "".join(_DIGITS[c] for c in written["y"])
        return _day(year, str(_hanzi(written["m"])), str(_hanzi(written["d"])))
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _hanzi(number: str) -> int:
    tens, ten, ones = number.rpartition("十")
    unit = int(_DIGITS[ones]) if ones else 0
    return ((int(_DIGITS[tens]) if tens else 1) * 10 if ten else 0) + unit


@dataclass(frozen=True)
class DatelineBook:
    """The label rules, ready to read datelines."""

    rules: tuple[LabelRule, ...]

    @staticmethod
    def of(book: RuleBook) -> DatelineBook:
        """The label rules of ``book``."""
        return DatelineBook(book.rows("intake_labels.csv", LabelRule))

    @cached_property
    def _fields(self) -> dict[str, str]:
        return {word.casefold(): rule.field for rule in reversed(self.rules) for word in rule.words}

    @cached_property
    def _label(self) -> re.Pattern[str]:
        """A label with a colon, a label of the date right before one, or a label with a space behind it."""
        longest_first = sorted(self._fields, key=len, reverse=True)
        words = "|".join(map(_spaced, longest_first))
        dated = "|".join(_spaced(w) for w in longest_first if self._fields[w] == "published")
        return re.compile(
            rf"(?<!\w)(?:(?P<colon>{words})\s*[:：]|(?P<dated>{dated})\s*(?=\d{{4}}\s*[年/.-])|(?P<space>{words})(?=\s+\S))",
            re.IGNORECASE,
        )

    def _field(self, label: re.Match[str]) -> str:
        return self._fields["".join((label["colon"] or label["dated"] or label["space"]).casefold().split())]

    def read(self, line: str) -> Dateline | None:
        """The dateline that ``line`` is; None when it is something else: a sentence, a heading, a title with a date."""
        if len(line) > _LONGEST:
            return None
        labels = [m for m in self._label.finditer(line) if m["space"] is None or self._free(line, m)]
        rest = line[: labels[0].start()] if labels else line
        fields: dict[str, str] = {}
        for n, label in enumerate(labels):
            end = labels[n + 1].start() if n + 1 < len(labels) else len(line)
            field = self._field(label)
            value, over = self._value(field, line[label.end() : end])
            rest += f" {over}"
            if len(value) > _LONGEST_VALUE[field] or (
                field != "published" and not _SENTENCE.isdisjoint(value.strip(_MARKS))
            ):
                return None
            if field == "author" and field in fields:
                fields[field] += f" {value}"
            fields.setdefault(field, value)
        said = fields.get("published", "")
        if set(fields) == {"published"} and not (date_of(said) or any(map(str.isdigit, said))):
            return None
        return _dateline(fields, rest, bool(labels), tuple(self._fields))

    def _value(self, field: str, raw: str) -> tuple[str, str]:
        """The value of a label, and a date that stands behind it without a label of its own."""
        if field == "published":
            return raw.strip(_MARKS), ""
        found = _DATE.search(raw) or _CLOCK.search(raw)
        words = _trim(raw[: found.start()] if found else raw).split()
        while len(words) > 1 and self._fields.get(words[-1].strip(_MARKS).casefold()) == "other":
            words.pop()
        value = _trim(raw[: found.start()] if found else raw)
        return _trim(value[: value.rindex(words[-1]) + len(words[-1])]) if words else "", raw[
            found.start() :
        ] if found else ""

    def _free(self, line: str, label: re.Match[str]) -> bool:
        """Whether a label without a colon can be one: at the start of the line or after a date, with a short value."""
        before = line[: label.start()].rstrip(_MARKS)
        return self._field(label) in ("source", "author") and (not before or _DATE.search(before) is not None)


def _spaced(word: str) -> str:
    """A pattern for a label that lets two characters stand apart: 来　源."""
    return rf"{re.escape(word[0])}\s{{0,4}}{re.escape(word[1])}" if len(word) == 2 else re.escape(word)


def _trim(raw: str) -> str:
    """``raw`` without the marks around it; brackets and quotation marks that close inside are kept."""
    value = raw.strip(" \t\u3000\xa0|｜丨/／·•、,，;；:：-—_")
    pairs = {"(": ")", "（": "）", "[": "]", "［": "］", "【": "】", "〔": "〕", "<": ">", "《": "》"}
    closers = {v: k for k, v in pairs.items()}
    while value and (value[-1] in pairs or (value[-1] in closers and closers[value[-1]] not in value)):
        value = value[:-1].rstrip()
    while value and (value[0] in closers or (value[0] in pairs and pairs[value[0]] not in value)):
        value = value[1:].lstrip()
    return value


def _dateline(fields: dict[str, str], rest: str, labelled: bool, known: tuple[str, ...]) -> Dateline | None:
    """The fields together with what stands outside the labels: a date, perhaps one name more."""
    said = fields.get("published", "")
    published = date_of(said)
    over = rest if published else f"{rest} {said}"
    found = _DATE.search(rest)
    if not published and found:
        published = date_of(found[0])
    left = _CLOCK.sub(" ", _WEEKDAY.sub(" ", _DATE.sub("\t", rest)))
    if found and _glued(rest, found):
        return None
    words = left.strip(_MARKS)
    if len(words) > _LONGEST_REST or not _SENTENCE.isdisjoint(words):
        return None
    if not (labelled or found):
        return None
    if not labelled and _WEEKDAY.search(rest) and "版" not in rest:
        return None
    source = fields.get("source") or (_one_name(words, known) if published and "author" not in fields else None)
    unread = "" if published else said or (over.strip(_MARKS) if found else "")
    return Dateline(published, source or None, fields.get("author") or None, labelled, unread)


def _glued(line: str, found: re.Match[str]) -> bool:
    """Whether letters touch the date: 2024年8月7日云岫县… begins a title or a sentence."""
    before, after = line[: found.start()][-1:], line[found.end() :][:1]
    return after.isalpha() or before.isalpha()


def _one_name(words: str, known: tuple[str, ...]) -> str | None:
    """The name that ``words`` are, if one, labels and marks aside: a medium often stands without a label."""
    names = [w for w in _BETWEEN.split(words) if w and not w.casefold().startswith(known)]
    hanzi = len(names) == 1 and any("\u4e00" <= c <= "\u9fff" for c in names[0])
    return names[0] if hanzi and 2 <= len(names[0]) <= 15 else None
