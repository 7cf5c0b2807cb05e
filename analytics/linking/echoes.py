"""Which activity of a repost is which activity of the original: the same passage, read in another article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from analytics.linking.differences import Reading, clashes, read, shared
from analytics.linking.groups import groups
from analytics.linking.reposts import together
from analytics.linking.rules import LinkRules

PASSAGES = pa.schema([
    ("id", pa.string()), ("article_id", pa.string()), ("kind", pa.string()), ("quote", pa.string()),
])  # fmt: skip
"""What is asked of every activity; ``quote``: its evidence, joined by line ends. Columns of ``same.ACTIVITIES``."""

ECHOES = pa.schema([("a", pa.string()), ("b", pa.string())])
"""Pairs of activities, sorted; ``a`` stands nearer to the original."""

_FEW = 8
"""Smallest shingles of a passage by which it is found again."""
_MOST = 24
"""Passages of one group that share a shingle and are compared."""


@dataclass(frozen=True)
class _Passage:
    id: str
    kind: str
    reading: Reading

    @property
    def exact(self) -> tuple[str, bytes]:
        return self.kind, self.reading.bare.tobytes()


@dataclass
class _Told:
    """The activities of a group of reposts, each once, as its earliest article tells it."""

    passages: list[_Passage] = field(default_factory=list)
    _exact: dict[tuple[str, bytes], list[int]] = field(default_factory=lambda: defaultdict(list))
    _near: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, passage: _Passage) -> None:
        place = len(self.passages)
        self.passages.append(passage)
        self._exact[passage.exact].append(place)
        for key in passage.reading.distinct[:_FEW].tolist():
            if len(self._near[key]) < _MOST:
                self._near[key].append(place)

    def match(self, others: Sequence[_Passage], rules: LinkRules) -> dict[int, int]:
        """Which of ``others`` (an article's activities) is which of these; each once, the surest first."""
        taken: dict[int, int] = {}
        for i, other in enumerate(others):
            free = [p for p in self._exact.get(other.exact, ()) if p not in taken.values()]
            if free:
                taken[i] = free[0]
        ways = sorted(
            (-likeness, i, place)
            for i, other in enumerate(others)
            if i not in taken
            for place in sorted({p for key in other.reading.distinct[:_FEW].tolist() for p in self._near.get(key, ())})
            if (likeness := _likeness(self.passages[place], other, rules))
        )
        for _, i, place in ways:
            if i not in taken and place not in taken.values():
                taken[i] = place
        return taken


def echoes(activities: pa.Table, edges: pa.Table, originals: Mapping[str, str], rules: LinkRules) -> pa.Table:
    """Pairs (``ECHOES``) of ``activities`` (at least the columns of ``PASSAGES``) along reposts (``reposts.REPOSTS``).

    ``originals``: every article of a group to its original (``reposts.originals``). Within a group every activity is
    compared with those of the original first, then with what other members told beyond it. What a copy alone tells has
    no pair: it stays counted on its own.
    """
    ends = list(zip(edges["a"].to_pylist(), edges["b"].to_pylist(), strict=True))
    articles = {i for pair in ends for i in pair}
    found = _passages(activities, articles, rules)
    group = groups(articles, together(edges), rank=lambda i: (originals.get(i, i) != i, i))
    members: dict[str, list[str]] = defaultdict(list)
    for article in sorted(articles, key=lambda i: (originals.get(i, i) != i, i)):
        members[group[article]].append(article)
    pairs: set[tuple[str, str]] = set()
    told: dict[str, _Told] = {}
    for first, those in members.items():
        told[first] = _Told()
        for article in those:
            pairs |= _taken_up(told[first], found.get(article, ()), rules, add=True)
    for a, b in sorted({(group[a], group[b]) for a, b in ends if group[a] != group[b]}):
        pairs |= _taken_up(told[a], told[b].passages, rules, add=False)
    rows = [{"a": a, "b": b} for a, b in sorted(pairs)]
    return pa.Table.from_pylist(rows, schema=ECHOES)


def _taken_up(told: _Told, passages: Sequence[_Passage], rules: LinkRules, *, add: bool) -> set[tuple[str, str]]:
    matched = told.match(passages, rules)
    pairs = {(told.passages[place].id, passages[i].id) for i, place in matched.items()}
    for i, passage in enumerate(passages):
        if add and i not in matched:
            told.add(passage)
    return pairs


def _passages(activities: pa.Table, articles: Iterable[str], rules: LinkRules) -> dict[str, list[_Passage]]:
    wanted = set(articles)
    out: dict[str, list[_Passage]] = defaultdict(list)
    for row in _rows(activities):
        if row["article_id"] in wanted:
            out[row["article_id"]].append(_Passage(row["id"], row["kind"], read(row["quote"] or "", rules)))
    return out


def _rows(activities: pa.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = activities.select(PASSAGES.names).sort_by("id").to_pylist()
    return rows


def _likeness(a: _Passage, b: _Passage, rules: LinkRules) -> float:
    """The part of the shorter passage that stands in the other; 0 when they are not one."""
    least = min(len(a.reading.bare), len(b.reading.bare))
    if a.kind != b.kind or least < rules.limit("echo_characters"):
        return 0.0
    part = shared(a.reading, b.reading)[1]
    return part if part >= rules.limit("echo") and not clashes(a.reading, b.reading, rules) else 0.0
