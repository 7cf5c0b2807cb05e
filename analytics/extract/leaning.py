"""What the words of a run of text say together about kind and types, by the weights that they have in ``word_weights.csv``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

import numpy as np

from analytics.model import KINDS, TYPES
from analytics.rules import RuleBook
from analytics.rules.weight_rows import WordWeight
from analytics.text.scan import LiteralScan

LABELS: tuple[str, ...] = (*KINDS, "none", *TYPES)
"""What a word may speak for: the kinds, no activity at all, and the types."""
BASE = "*"
"""The row of the weights that hold for every sentence."""
_UNIT = 100


class WordScan:
    """Finds every word with weights, overlapping ones too."""

    def __init__(self, book: RuleBook) -> None:
        rows = {w.word: [getattr(w, label) for label in LABELS] for w in book.rows("word_weights.csv", WordWeight)}
        base = rows.pop(BASE, [0] * len(LABELS))
        self._scan: LiteralScan[None] = LiteralScan(dict.fromkeys(rows), overlap=True)
        self._votes = np.array([*rows.values(), base], dtype=np.int64)

    def read(self, text: str) -> Leaning:
        """The words of a text."""
        return Leaning(self._scan.numbered(text), self._votes)


class Leaning:
    """The words of one text as (number, start, end) in order of their end; ``votes`` has a row for each and the base as
    its last."""

    def __init__(self, runs: Sequence[tuple[int, int, int]], votes: np.ndarray) -> None:
        self._runs = runs
        self._ends = [end for _, _, end in runs]
        self._votes = votes

    def of(self, start: int, end: int, hidden: Sequence[tuple[int, int]] = ()) -> Mapping[str, float]:
        """Log-odds for every label from the words of ``[start, end)`` outside ``hidden``; each word counts once."""
        # Hundredths of log-odds as whole numbers: exact, in whatever order they are added.
        sums = np.add.reduce(self._votes.take([*self._told(start, end, hidden), -1], axis=0), axis=0)
        return dict(zip(LABELS, (sums / _UNIT).tolist(), strict=True))

    def peak(self, runs: Sequence[tuple[int, int]], hidden: Sequence[tuple[int, int]] = ()) -> Mapping[str, float]:
        """For every label the log-odds of the run that speaks most for it; 0 where there is no run."""
        if not runs:
            return dict.fromkeys(LABELS, 0.0)
        words: list[int] = []
        begins: list[int] = []
        for start, end in runs:
            begins.append(len(words))
            words += (*self._told(start, end, hidden), -1)
        highest = np.maximum.reduce(np.add.reduceat(self._votes.take(words, axis=0), begins, axis=0), axis=0)
        return dict(zip(LABELS, (highest / _UNIT).tolist(), strict=True))

    def _told(self, start: int, end: int, hidden: Sequence[tuple[int, int]]) -> set[int]:
        """The words that lie in ``[start, end)`` and do not begin in ``hidden``."""
        low = bisect_right(self._ends, start)
        found = self._runs[low : bisect_right(self._ends, end, low)]
        for a, b in hidden:
            found = [run for run in found if not a <= run[1] < b]
        return {word for word, begin, _ in found if begin >= start}
