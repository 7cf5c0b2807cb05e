"""The time words of the tables, asked for by kind at a place of the text; longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple, get_args

from analytics.extract.numbers import CHINESE, DIGITS, chinese_value
from analytics.rules import RuleBook
from analytics.rules.time_rows import START_KINDS, Festival, InnerKind, LastingUnit, LookAlike, StartKind, TimeWord
from analytics.text.scan import LiteralScan

BLANKS = " \u3000\xa0\t"
_NUMERAL_CHARS = frozenset("0123456789" + CHINESE)
_NUMERAL = re.compile(rf"[0-9]+|[{CHINESE}]+")
_TWO = re.compile(r"([十廿]?[一二两三四五六七八九])、?([二两三四五六七八九])(?![十百千零〇])")
"""三四, 三、四, 十二三"""


class Word(NamedTuple):
    """A word of a table found at ``[start, end)``."""

    start: int
    end: int
    value: str
    rule: str


class Numeral(NamedTuple):
    """A numeral at ``[start, end)``; ``figures``: written 12, not 十二."""

    start: int
    end: int
    value: int
    figures: bool

    @property
    def width(self) -> int:
        """Characters that it takes."""
        return self.end - self.start


class Pair(NamedTuple):
    """Two numbers in one: 三四 (three or four), 十二三."""

    low: int
    high: int
    end: int


class Lexicon:
    """Words by kind. ``starts`` scans for the words that may begin an expression: values ``(kind, value, rule)``;
    ``lasting``: the units in which lengths of occasions are told."""

    def __init__(self, book: RuleBook) -> None:
        kinds = (*get_args(StartKind), *get_args(InnerKind), "festival")
        self._words: dict[str, dict[str, tuple[str, str]]] = {kind: {} for kind in kinds}
        scan: dict[str, tuple[str, str, str]] = {}
        for row in book.rows("time_words.csv", TimeWord):
            for word in row.words:
                self._words[row.kind][word] = (row.value, row.id)
                if row.kind in START_KINDS:
                    scan.setdefault(word, (row.kind, row.value, row.id))
        self.alone: set[str] = set()
        self.holidays: dict[str, int] = {}
        for fest in book.rows("time_festivals.csv", Festival):
            for word in fest.words:
                self._words["festival"][word] = ("", fest.id)
                scan.setdefault(word, ("festival", "", fest.id))
            if fest.holiday:
                self.holidays[fest.id] = fest.holiday
            if fest.alone:
                self.alone.add(fest.id)
        self.lasting: dict[str, LastingUnit] = {row.unit: row for row in book.rows("time_lasting.csv", LastingUnit)}
        for look in book.rows("time_lookalikes.csv", LookAlike):
            scan |= dict.fromkeys(look.words, ("look_alike", "", look.id))
        self._lengths = {kind: _lengths(words) for kind, words in self._words.items()}
        self._lengths_from = {
            kind: {first: _lengths(w for w in words if w[0] == first) for first in {w[0] for w in words}}
            for kind, words in self._words.items()
        }
        self.starts: LiteralScan[tuple[str, str, str]] = LiteralScan(scan)
        variants = {word: value for word, (value, _) in self._words["variant"].items()}
        self._variants = str.maketrans(variants)
        self._variant = re.compile("[" + "".join(variants) + "]") if variants else re.compile("(?!)")

    def fold(self, text: str) -> str:
        """The text with traditional and full-width forms of the time words folded; every offset stays."""
        return text.translate(self._variants) if self._variant.search(text) else text

    def at(self, kind: str, text: str, pos: int) -> Word | None:
        """The longest word of ``kind`` that begins at ``pos``."""
        lengths = self._lengths_from[kind].get(text[pos : pos + 1])
        if lengths is None:
            return None
        words = self._words[kind]
        for length in lengths:
            run = text[pos : pos + length]
            if found := words.get(run):
                return Word(pos, pos + len(run), *found)
        return None

    def before(self, kind: str, text: str, pos: int, floor: int = 0) -> Word | None:
        """The longest word of ``kind`` that ends at ``pos`` and begins at or after ``floor``."""
        words = self._words[kind]
        for length in self._lengths[kind]:
            if pos - length >= floor and (found := words.get(text[pos - length : pos])):
                return Word(pos - length, pos, *found)
        return None


def _lengths(words: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({len(word) for word in words}, reverse=True))


def skip(text: str, pos: int) -> int:
    """Past blanks."""
    while pos < len(text) and text[pos] in BLANKS:
        pos += 1
    return pos


def numeral(text: str, pos: int) -> Numeral | None:
    """The numeral at ``pos``."""
    if text[pos : pos + 1] not in _NUMERAL_CHARS or (match := _NUMERAL.match(text, pos)) is None:
        return None
    run = match.group()
    if len(run) > 12:
        return None
    figures = run[0].isascii()
    value = int(run) if figures and len(run) < 10 else None if figures else chinese_value(run)
    return None if value is None else Numeral(pos, match.end(), value, figures)


def two_digits(text: str, pos: int) -> Pair | None:
    """The two numbers of 三四, 三、四 or 十二三 at ``pos``, the smaller first."""
    match = _TWO.match(text, pos)
    if match is None or (low := chinese_value(match[1])) is None:
        return None
    high = low - DIGITS[match[1][-1]] + DIGITS[match[2]]
    return Pair(low, high, match.end()) if 0 < low < high else None
