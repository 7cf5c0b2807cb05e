"""One pass over a text for thousands of literal terms, leftmost and longest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

import ahocorasick_rs

V = TypeVar("V")


class Hit(NamedTuple, Generic[V]):
    """A term found at ``[start, end)`` with the value that the table gives it."""

    start: int
    end: int
    term: str
    value: V


class LiteralScan(Generic[V]):
    """Finds every term of a mapping; where terms overlap the leftmost wins, then the longest (``overlap`` keeps all)."""

    def __init__(self, terms: Mapping[str, V] | Iterable[tuple[str, V]], *, overlap: bool = False) -> None:
        pairs = dict(terms)
        self._terms = list(pairs)
        self._values = list(pairs.values())
        kind = ahocorasick_rs.MatchKind.Standard if overlap else ahocorasick_rs.MatchKind.LeftmostLongest
        self._overlap = overlap
        self._automaton = ahocorasick_rs.AhoCorasick(self._terms, matchkind=kind)

    def numbered(self, text: str) -> list[tuple[int, int, int]]:
        """The same as (number of the term in the mapping, start, end), with ``overlap`` in the order of the ends: for
        scans with hits at almost every character."""
        return self._automaton.find_matches_as_indexes(text, self._overlap)

    def runs(self, text: str) -> list[tuple[int, int, int]]:
        """The same as (start, end, number of the term in the mapping), in order of the start, the shortest first."""
        return sorted((start, end, i) for i, start, end in self.numbered(text))

    def widest_first(self, text: str) -> list[tuple[int, int, int]]:
        """The same as (start, end, number of the term in the mapping), in order of the start, the longest first."""
        return [(start, -end, i) for start, end, i in sorted((a, -b, i) for i, a, b in self.numbered(text))]

    def find(self, text: str) -> list[Hit[V]]:
        """Hits in order of their start."""
        if self._overlap:
            return [Hit(start, end, self._terms[i], self._values[i]) for start, end, i in self.widest_first(text)]
        return [Hit(start, end, self._terms[i], self._values[i]) for i, start, end in self.numbered(text)]
