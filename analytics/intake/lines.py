"""Which lines of a page are no part of the article: the table ``intake_lines.csv`` at work, one line at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from analytics.rules import RuleBook
from analytics.rules.intake_rows import LineRule

_STOPS = frozenset("。！？；")
_OPENERS = '(（[［【〔<《「『“"|｜·•■◆▶►□●-— \u3000'
_CLOSERS = ')）]］】〕>》」』”"|｜:： \u3000'
_LABEL_ENDS = frozenset(":：/|｜丨】］] \u3000\t")
_PARAGRAPH = 12
_LONG = 80
_NOT_A_WORD = re.compile(r"[\W\d_]+")


def is_prose(line: str) -> bool:
    """Whether the line has a full stop: a sentence, not a heading, a button or a list entry."""
    return not _STOPS.isdisjoint(line)


def is_paragraph(line: str) -> bool:
    """Whether the line reads as a paragraph: a sentence of some length, a lead to another, or a very long line."""
    if len(line) >= _LONG:
        return True
    return len(line) >= _PARAGRAPH and (is_prose(line) or line.endswith(("…", "：", "，", "！”", "?", "!")))


@dataclass(frozen=True)
class LineBook:
    """The line rules, ready to be asked."""

    rules: tuple[LineRule, ...]

    @staticmethod
    def of(book: RuleBook) -> LineBook:
        """The line rules of ``book``."""
        return LineBook(tuple(r for r in book.rows("intake_lines.csv", LineRule) if r.match != "position"))

    @cached_property
    def _tests(self) -> tuple[tuple[LineRule, Callable[[str], bool]], ...]:
        return tuple((rule, _test(rule)) for rule in self.rules)

    @cached_property
    def _longest(self) -> int:
        return max((r.longest for r in self.rules), default=0)

    def known(self, line: str) -> tuple[LineRule, ...]:
        """Every rule that knows the line, in the order of the table."""
        if len(line) > self._longest:
            return ()
        folded, prose = line.casefold(), is_prose(line)
        return tuple(
            rule
            for rule, test in self._tests
            if len(line) <= rule.longest and not (prose and rule.place not in ("notice", "body")) and test(folded)
        )


def _test(rule: LineRule) -> Callable[[str], bool]:
    words = tuple(w.casefold() for w in rule.words)
    if rule.match == "equals":
        alone = frozenset(map(_bare, words))
        return lambda line: _bare(line) in alone
    if rule.match == "starts":
        return lambda line: line.startswith(words) or line.lstrip(_OPENERS).startswith(words)
    if rule.match == "ends":
        return lambda line: line.endswith(words)
    if rule.match == "contains":
        return lambda line: any(w in line for w in words)
    if rule.match == "label":
        return lambda line: _has_label(line, words)
    return _only(words)


def _bare(line: str) -> str:
    return "".join(line.strip(_OPENERS + _CLOSERS).split())


def _has_label(line: str, words: tuple[str, ...]) -> bool:
    inner = line.lstrip(_OPENERS)
    return any(inner.startswith(w) and inner[len(w) : len(w) + 1] in _LABEL_ENDS for w in words if len(inner) > len(w))


def _only(words: tuple[str, ...]) -> Callable[[str], bool]:
    longest_first = sorted(words, key=len, reverse=True)
    one = re.compile("|".join(map(re.escape, longest_first)))

    def test(line: str) -> bool:
        rest, count = one.subn(" ", line)
        return count > 0 and not _NOT_A_WORD.sub("", rest)

    return test
