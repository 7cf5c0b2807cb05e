"""What the words of a run of text say together about kind and types, by the weights that they have in ``word_weights.csv``."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from analytics.model import KINDS, TYPES
from analytics.rules import RuleBook
from analytics.rules.weight_rows import WordWeight
from analytics.text.scan import LiteralScan

LABELS: tuple[str, ...] = (*KINDS, "none", *TYPES)
"""What a word may speak for: the kinds, no activity at all, and the types."""
BASE = "*"
"""The row of the weights that hold for every sentence."""
_UNIT = 100
Votes = tuple[int, ...]


class WordScan:
    """Finds every word with weights, overlapping ones too."""

    def __init__(self, book: RuleBook) -> None:
        rows = {w.word: _votes(w) for w in book.rows("word_weights.csv", WordWeight)}
        self._base = rows.pop(BASE, (0,) * len(LABELS))
        self._scan: LiteralScan[Votes] = LiteralScan(rows, overlap=True)

    def read(self, text: str) -> Leaning:
        """The words of a text."""
        return Leaning([(h.start, h.end, h.term, h.value) for h in self._scan.find(text)], self._base)


class Leaning:
    """The words of one text in order of their start."""

    def __init__(self, hits: Sequence[tuple[int, int, str, Votes]], base: Votes) -> None:
        self._hits = hits
        self._starts = [h[0] for h in hits]
        self._base = base

    def of(self, start: int, end: int, hidden: Sequence[tuple[int, int]] = ()) -> Mapping[str, float]:
        """Log-odds for every label from the words of ``[start, end)`` outside ``hidden``; each word counts once."""
        seen: set[str] = set()
        sums = list(self._base)
        for i in range(bisect_left(self._starts, start), len(self._hits)):
            at, until, word, votes = self._hits[i]
            if at >= end:
                break
            if until > end or word in seen or any(a <= at < b for a, b in hidden):
                continue
            seen.add(word)
            for label, vote in enumerate(votes):
                sums[label] += vote
        return {label: value / _UNIT for label, value in zip(LABELS, sums, strict=True)}

    def peak(self, runs: Sequence[tuple[int, int]], hidden: Sequence[tuple[int, int]] = ()) -> Mapping[str, float]:
        """For every label the log-odds of the run that speaks most for it."""
        told = [self.of(a, b, hidden) for a, b in runs]
        return {label: max((t[label] for t in told), default=0.0) for label in LABELS}


def _votes(row: WordWeight) -> Votes:
    return tuple(getattr(row, label) for label in LABELS)
