"""A text as the tables write it: simplified characters, half-width figures, no line breaks inside a sentence.

What was changed or left out is remembered, so that every run that is read goes back to the text as written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_HAN = "\u3400-\u9fff〇"
# Nothing to see (zero-width marks, the end of a line), or a blank between a figure and a character (30 余名, 6 月 1 日).
_NOTHING = re.compile(
    r"[\u00ad\u200b-\u200f\u2060\ufeff]|[ \t\r\u3000]+(?=\n)"
    rf"|(?<=[0-9０-９])[ \u00a0](?=[{_HAN}])|(?<=[{_HAN}])[ \u00a0](?=[0-9０-９])"
)
_ANY_OF_THEM = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff \t\r\u3000\u00a0]")
"""What _NOTHING begins with: most texts have none."""
_ENDS = tuple("。！？!?…")
_CLOSERS = "”’」』）)"
_WIDTHS = range(12, 100)
_FULL = 2
"""A line that is full lacks at most so many characters of the longest one."""


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` is read; ``start`` and ``end`` give the offsets of a run of it in the text as written."""

    text: str
    at: tuple[int, ...] | None = None

    def start(self, position: int) -> int:
        """Where the character at ``position`` stands as written."""
        return position if self.at is None else self.at[position]

    def end(self, position: int) -> int:
        """Behind the character before ``position`` as written."""
        return position if self.at is None or not position else self.at[position - 1] + 1


class Folding:
    """Folds texts by a table of characters."""

    def __init__(self, variants: Mapping[str, str]) -> None:
        self._table = str.maketrans(dict(variants))
        self._written = frozenset(variants)

    def plain(self, text: str) -> str:
        """The text in simplified characters and half-width figures; every offset stays."""
        return text if self._written.isdisjoint(text) else text.translate(self._table)

    def fold(self, text: str) -> Folded:
        """The folded text; ``Folded.at`` is None where nothing was left out."""
        plain = self.plain(text)
        gone = _inner_breaks(plain)
        if _ANY_OF_THEM.search(plain):
            gone |= {i for m in _NOTHING.finditer(plain) for i in range(*m.span())}
        if not gone:
            return Folded(plain)
        kept = tuple(i for i in range(len(plain)) if i not in gone)
        return Folded("".join([plain[i] for i in kept]), kept)


def _open(line: str) -> bool:
    """Whether a line ends inside a sentence."""
    told = line.rstrip()
    return bool(told) and not told.rstrip(_CLOSERS).endswith(_ENDS)


def _inner_breaks(text: str) -> set[int]:
    """Line breaks (and the blanks around them) inside sentences, where a text was broken at a fixed width.

    It was when most of its lines that end without a mark are as long as the longest ones.
    """
    lines = text.split("\n")
    lengths = [len(line.strip()) for line in lines]
    width = max(lengths)
    if len(lines) < 3 or width not in _WIDTHS:
        return set()
    open_ends = [i for i, line in enumerate(lines[:-1]) if _open(line) and lines[i + 1].strip()]
    full = [i for i in open_ends if lengths[i] >= width - _FULL]
    if len(full) < 2 or 2 * len(full) < len(open_ends):
        return set()
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    gone: set[int] = set()
    for i in full:
        begin = starts[i] + len(lines[i].rstrip())
        following = lines[i + 1]
        gone |= set(range(begin, starts[i + 1] + len(following) - len(following.lstrip())))
    return gone
