"""A text as the register would write it: simplified characters, no pronunciation in brackets, offsets kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from analytics.text.words import words

# 鎮(zhèn): web pages for learners put the pronunciation behind a character.
_SOUND = re.compile(r"(?<=[㐀-鿿])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[)）]")
FAR = 24
"""Characters before a place's ending within which its name, with all that may go before it, begins."""
_RUN = re.compile("[㐀-鿿〇\U00020000-\U0010ffff]+")
_DATE = frozenset("日月年时号点")


@dataclass(frozen=True)
class View:
    """``plain`` is read; ``at(i)`` and ``until(j)`` are the offsets in the article's text of a run ``plain[i:j]``."""

    plain: str
    _at: tuple[int, ...] | None = None

    @staticmethod
    def of(text: str, variants: Mapping[int, str], written: frozenset[str]) -> View:
        """The view of a text; ``written``: the characters that ``variants`` folds."""
        plain = text if written.isdisjoint(text) else text.translate(variants)
        if ("(" not in plain and "（" not in plain) or not _SOUND.search(plain):
            return View(plain)
        sounds = [m.span() for m in _SOUND.finditer(plain)]
        dropped = {i for start, end in sounds for i in range(start, end)}
        kept = tuple(i for i in range(len(plain)) if i not in dropped)
        return View("".join(plain[i] for i in kept), kept)

    def at(self, start: int) -> int:
        """Offset in the text of the character at ``start``."""
        return start if self._at is None else self._at[start]

    def until(self, end: int) -> int:
        """Offset in the text behind the character before ``end``."""
        return end if self._at is None else self._at[end - 1] + 1

    @cached_property
    def bounds(self) -> set[int]:
        """Where words begin or end."""
        return set(accumulate(map(len, words(self.plain)), initial=0))

    @cached_property
    def _runs(self) -> list[int]:
        """Where runs of Chinese characters begin."""
        return [m.start() for m in _RUN.finditer(self.plain)]

    def run_start(self, end: int) -> int:
        """Start of the run of Chinese characters before ``end``; 日 of 6月1日 belongs to the date."""
        if not end or not _hanzi(self.plain[end - 1]):
            return end
        start = max(self._runs[bisect_right(self._runs, end - 1) - 1], end - FAR)
        dated = 0 < start < end and self.plain[start - 1].isdigit() and self.plain[start] in _DATE
        return start + 1 if dated else start

    def run_end(self, start: int, most: int) -> int:
        """End of the run of Chinese characters from ``start``, at most ``most`` long."""
        end = start
        while end < len(self.plain) and end - start < most and _hanzi(self.plain[end]):
            end += 1
        return end


def _hanzi(c: str) -> bool:
    return "㐀" <= c <= "鿿" or c == "〇" or c >= "\U00020000"
