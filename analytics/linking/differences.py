"""Two texts side by side: how much of the wording they share, and whether what differs is a fact.

A copy has another headline, another dateline, a cut tail. A template that two units fill in has another name, date or
number where the rest is equal: that is another report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.extract.numbers import CHINESE, chinese_value
from analytics.linking.rules import LinkRules
from analytics.linking.shingles import WIDTH, Codes, Hashes, even, hashes, spoken

_FIGURES = re.compile(rf"[0-9]+(?:\.[0-9]+)?|[{CHINESE}]+")
_IN_FIGURES = frozenset("0123456789." + CHINESE)
_DAY = re.compile(r"([0-9]{1,2})月([0-9]{1,2})日")
_DATE_UNITS = frozenset("年月日号时点")
_STOPS = frozenset("。!?;\n")
_BLOCKS = 300
"""Equal runs that are chained at most, the longest ones."""


class Run(NamedTuple):
    """``a`` and ``b``: where an equal run of ``length`` characters begins in the two texts, marks aside."""

    a: int
    b: int
    length: int


class Gap(NamedTuple):
    """What stands between two equal runs, as offsets of the characters without marks; one side may be empty."""

    a: tuple[int, int]
    b: tuple[int, int]


class Clash(NamedTuple):
    """A fact that differs. ``code``: date, number or name; ``at``: where in the first text, marks aside."""

    code: str
    at: int
    a: str
    b: str


@dataclass(frozen=True)
class Reading:
    """A text made ready for comparison: ``marked`` has widths and case evened, ``at`` says where its letters stand."""

    marked: str
    bare: Codes
    at: NDArray[np.int64]

    @cached_property
    def shingles(self) -> Hashes:
        """Hashes of the shingles in order."""
        return hashes(self.bare)

    @cached_property
    def distinct(self) -> Hashes:
        """The hashes of the shingles, each once, sorted."""
        return np.unique(self.shingles)

    @cached_property
    def days(self) -> frozenset[tuple[int, int]]:
        """The days (month, day) that the text names."""
        return frozenset((int(m[1]), int(m[2])) for m in _DAY.finditer(self.marked))

    def within(self, span: tuple[int, int]) -> tuple[int, int]:
        """The offsets in ``marked`` of a run of letters; of the place between two letters when it is empty."""
        start, end = span
        if start < end:
            return int(self.at[start]), int(self.at[end - 1]) + 1
        place = int(self.at[start]) if start < len(self.at) else len(self.marked)
        return place, place


def read(text: str, rules: LinkRules) -> Reading:
    """A text without names of hands and sources, ready for comparison."""
    marked = even(rules.without_credits(text))
    says = spoken(marked)
    kept = marked[says | (marked != 0x20)]  # no blanks: a mark is what bounds a name
    says = spoken(kept)
    return Reading(kept.tobytes().decode("utf-32-le", "surrogatepass"), kept[says], np.flatnonzero(says))


def shared(a: Reading, b: Reading) -> tuple[float, float]:
    """The share of the shingles that both have: in all of them, and in those of the shorter text (0 to 1)."""
    common = len(np.intersect1d(a.distinct, b.distinct, assume_unique=True))
    least = min(len(a.distinct), len(b.distinct))
    if not least:
        return 0.0, 0.0
    return common / (len(a.distinct) + len(b.distinct) - common), common / least


def clashes(a: Reading, b: Reading, rules: LinkRules) -> tuple[Clash, ...]:
    """The facts that differ where the texts are otherwise equal, in the order of the first text."""
    found = [c for gap in gaps(a, b) if (c := _clash(a, b, gap, rules))]
    if a.days and b.days and not a.days & b.days and not any(c.code == "date" for c in found):
        found.insert(0, Clash("date", 0, _days(a.days), _days(b.days)))
    return tuple(found)


def gaps(a: Reading, b: Reading) -> list[Gap]:
    """What differs between two texts, in order."""
    head = _equal_head(a.bare, b.bare)
    if head == len(a.bare) == len(b.bare):
        return []
    tail = _equal_head(a.bare[head:][::-1], b.bare[head:][::-1])
    inner = _chain(_runs(a, b, head, tail))
    runs = [Run(0, 0, head), *inner, Run(len(a.bare) - tail, len(b.bare) - tail, tail)]
    out = []
    for left, right in pairwise(runs):
        gap = Gap((left.a + left.length, right.a), (left.b + left.length, right.b))
        if gap.a[0] < gap.a[1] or gap.b[0] < gap.b[1]:
            out.append(_trimmed(a.bare, b.bare, gap))
    return out


def _equal_head(a: Codes, b: Codes) -> int:
    least = min(len(a), len(b))
    differs = a[:least] != b[:least]
    first = int(differs.argmax()) if least else 0
    return first if least and differs[first] else least


def _trimmed(a: Codes, b: Codes, gap: Gap) -> Gap:
    """The gap without what both sides begin and end with."""
    (a0, a1), (b0, b1) = gap
    head = _equal_head(a[a0:a1], b[b0:b1])
    tail = _equal_head(a[a0 + head : a1][::-1], b[b0 + head : b1][::-1])
    return Gap((a0 + head, a1 - tail), (b0 + head, b1 - tail))


def _runs(a: Reading, b: Reading, head: int, tail: int) -> list[Run]:
    """Equal runs between the equal head and tail, by shingles that stand once on each side."""
    left = a.shingles[head : max(head, len(a.bare) - tail - WIDTH + 1)]
    right = b.shingles[head : max(head, len(b.bare) - tail - WIDTH + 1)]
    if not len(left) or not len(right):
        return []
    ours, at_a, times_a = np.unique(left, return_index=True, return_counts=True)
    theirs, at_b, times_b = np.unique(right, return_index=True, return_counts=True)
    _, i, j = np.intersect1d(ours[times_a == 1], theirs[times_b == 1], assume_unique=True, return_indices=True)
    at = np.sort(at_a[times_a == 1][i].astype(np.int64) * (len(b.bare) + 1) + at_b[times_b == 1][j])
    if not len(at):
        return []
    x, y = at // (len(b.bare) + 1) + head, at % (len(b.bare) + 1) + head
    breaks = np.flatnonzero((np.diff(x) != np.diff(y)) | (np.diff(x) > WIDTH)) + 1
    starts, ends = np.r_[0, breaks], np.r_[breaks, len(x)] - 1
    runs = [Run(int(x[s]), int(y[s]), int(x[e] - x[s]) + WIDTH) for s, e in zip(starts, ends, strict=True)]
    return sorted(sorted(runs, key=lambda r: (-r.length, r))[:_BLOCKS])


def _chain(runs: list[Run]) -> list[Run]:
    """The runs, in the order of both texts, that cover most; where two overlap the later one is cut."""
    best: list[tuple[int, int]] = []
    for i, run in enumerate(runs):
        ways = [
            (best[j][0] + max(0, run.length - _overlap(runs[j], run)), -j)
            for j in range(i)
            if runs[j].a < run.a and runs[j].b < run.b
        ]
        covered, j = max([*ways, (run.length, 1)])
        best.append((covered, -j))
    kept: list[Run] = []
    at = max(range(len(runs)), key=lambda i: (best[i][0], -i), default=-1)
    while at >= 0:
        kept.append(runs[at])
        at = best[at][1]
    out: list[Run] = []
    for run in reversed(kept):
        cut = _overlap(out[-1], run) if out else 0
        if run.length > cut:
            out.append(Run(run.a + cut, run.b + cut, run.length - cut))
    return out


def _overlap(before: Run, after: Run) -> int:
    return max(0, before.a + before.length - after.a, before.b + before.length - after.b)


def _clash(a: Reading, b: Reading, gap: Gap, rules: LinkRules) -> Clash | None:
    """The fact that a replacement changes: both sides have a number, or both have a name."""
    lengths = gap.a[1] - gap.a[0], gap.b[1] - gap.b[0]
    if not all(lengths) or max(lengths) > rules.limit("gap") or _own_sentence(a, b, gap):
        return None
    ours, theirs = a.within(gap.a), b.within(gap.b)
    left, right = _figures(a.marked, ours), _figures(b.marked, theirs)
    if left and right:
        units = [u for u in left if u in right and _values(left[u]) != _values(right[u])]
        code = "date" if set(units) & _DATE_UNITS else "number"
        return Clash(code, gap.a[0], _told(left), _told(right)) if units else None
    one, other = rules.name_at(a.marked, *ours), rules.name_at(b.marked, *theirs)
    if one and other and rules.differ(one, other) and one not in b.marked and other not in a.marked:
        return Clash("name", gap.a[0], one, other)
    return None


def _own_sentence(a: Reading, b: Reading, gap: Gap) -> bool:
    """Whether the gap is made of whole sentences on both sides: something else is said, nothing is replaced in it."""
    return all(_whole(r.marked, *r.within(span)) for r, span in ((a, gap.a), (b, gap.b)))


def _whole(text: str, start: int, end: int) -> bool:
    while start and text[start - 1] in "\"'“”‘’「」『』()":
        start -= 1
    opens = start == 0 or text[start - 1] in _STOPS
    return opens and (end == len(text) or text[end] in _STOPS)


def _figures(text: str, span: tuple[int, int]) -> dict[str, list[tuple[float, str]]]:
    """Values and wording of the numbers that a span touches, by the character behind them (which tells the unit)."""
    start, end = span
    while start and text[start - 1] in _IN_FIGURES:
        start -= 1
    while end < len(text) and text[end] in _IN_FIGURES:
        end += 1
    found: dict[str, list[tuple[float, str]]] = {}
    for m in _FIGURES.finditer(text, start, end):
        if (value := _value(m[0])) is not None:
            found.setdefault(text[m.end() : m.end() + 1], []).append((value, m[0]))
    return found


def _told(figures: dict[str, list[tuple[float, str]]]) -> str:
    return "、".join(wording + unit for unit, found in figures.items() for _, wording in found)


def _values(found: list[tuple[float, str]]) -> list[float]:
    return [value for value, _ in found]


def _value(numeral: str) -> float | None:
    return float(numeral) if numeral[0].isdigit() and numeral.isascii() else chinese_value(numeral)


def _days(days: frozenset[tuple[int, int]]) -> str:
    return "、".join(f"{month}月{day}日" for month, day in sorted(days))
