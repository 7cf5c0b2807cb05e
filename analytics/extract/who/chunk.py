"""A run of the text without hard punctuation, cut into words: where names are looked for."""

from __future__ import annotations

from typing import NamedTuple

from analytics.extract.who.lexicon import Mark
from analytics.text.scan import Hit
from analytics.text.words import tagged

BREAKS = frozenset("，,。；;：:！!？?、\n\r\t 　《》【】—…~～|/▲●■◆★＊*·")
_REACH = 200  # characters on either side; runs of real text are shorter


class Word(NamedTuple):
    """A word of the dictionary with its part of speech (see ``text.words.tagged``)."""

    start: int
    end: int
    text: str
    tag: str


class Chunk:
    """A run of the text without hard punctuation, cut into words."""

    __slots__ = ("_by_end", "_edges", "end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start, self.end, self.text = start, end, text[start:end]
        self._by_end: dict[int, Word] = {}
        self._edges = {start}
        at = start
        for word, tag in tagged(self.text):
            self._by_end[at + len(word)] = Word(at, at + len(word), word, tag)
            at += len(word)
            self._edges.add(at)

    @staticmethod
    def around(text: str, at: int) -> Chunk:
        """The run around ``at``, cut off where there is no punctuation far and wide."""
        start, end = at, at
        first, last = max(0, at - _REACH), min(len(text), at + _REACH)
        while start > first and text[start - 1] not in BREAKS:
            start -= 1
        while end < last and text[end] not in BREAKS:
            end += 1
        return Chunk(text, start, max(end, at + 1))

    def word_ending(self, at: int) -> Word | None:
        """The word that ends at ``at``."""
        return self._by_end.get(at)

    def opening(self, at: int) -> str:
        """The last one-character word before ``at`` that a place would follow (在, 到 …), else empty."""
        run = [w for w in self.between(self.start, at) if len(w) == 1 and w in "在到于赴往至沿是由与和、"]
        return run[-1] if run else ""

    def splits(self, at: int) -> bool:
        """Whether a word of two like characters (村村) lies across ``at``."""
        return at < self.end and self.text[at - self.start] == self.text[at - 1 - self.start]

    def after(self, at: int) -> Word | None:
        """The word that begins at ``at``."""
        end = min((e for e in self._edges if e > at), default=at)
        return self._by_end.get(end)

    def ends(self, hit: Hit[Mark]) -> bool:
        """Whether a word ends where the hit ends; long suffixes need no such proof."""
        return hit.end in self._edges or len(hit.term) >= 3 or hit.end >= self.end

    def rest(self, hit: Hit[Mark]) -> str:
        """What the dictionary word that begins with the hit has after it: 老师 of 小学老师; empty where none begins so."""
        word = self.after(hit.end - 1)
        return word.text[len(hit.term) :] if word and word.start == hit.start else ""

    def before(self, at: int) -> Word | None:
        """The word that ends at ``at``, or the part before ``at`` of the word around it."""
        if at <= self.start:
            return None
        if word := self._by_end.get(at):
            return cut(word)
        start = max(e for e in self._edges if e < at)
        return Word(start, at, self.text[start - self.start : at - self.start], "n")

    def between(self, start: int, end: int) -> list[str]:
        """The words between two positions; words across them are cut."""
        out: list[str] = []
        at = end
        while at > start and (word := self.before(at)):
            out.append(word.text[max(0, start - word.start) :])
            at = word.start
        return out[::-1]


def cut(word: Word) -> Word:
    """The last character of 在县, 后市, 和市: the segmenter takes a preposition and a division for one word."""
    if (
        len(word.text) == 2
        and word.text[1] in "县市省镇乡村院校"
        and word.text[0] in "在到为向与对从由给于和及同或后前让将把被是有"
    ):
        return Word(word.start + 1, word.end, word.text[1], "n")
    return word
