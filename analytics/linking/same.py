"""Activities of different articles that tell one occasion in other words, each pair with its score and its reasons.

The result is a function of the set of activities. A wrong merge hides an activity, so that doubt speaks against it.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from analytics.linking.candidates import Ints, buckets
from analytics.linking.groups import Union
from analytics.linking.occasion import COUNTY, Facts, conflict, facts_of, reasons, score, window
from analytics.linking.rules import LinkRules
from analytics.model import Extraction

_TEXTS = pa.list_(pa.string())

ACTIVITIES = pa.schema([
    ("id", pa.string()), ("article_id", pa.string()), ("kind", pa.string()), ("start", pa.date32()),
    ("end", pa.date32()), ("precision", pa.string()), ("date_from", pa.string()), ("types", _TEXTS),
    ("organisations", pa.list_(pa.struct([("name", pa.string()), ("role", pa.string())]))), ("places", _TEXTS),
    ("villages", _TEXTS), ("people", pa.int64()), ("numbers", pa.list_(pa.float64())), ("quote", pa.string()),
    ("published", pa.date32()),
])  # fmt: skip
"""What is asked of every activity. ``organisations``: canonical names. ``places``, ``villages``: chains of names from
the top down as far as known, joined by "/" (东屏省/澄州市/云岫县/石桥村). ``quote``: its evidence, joined by line ends."""

SAME = pa.schema([("a", pa.string()), ("b", pa.string()), ("score", pa.float64()), ("reasons", pa.string())])
"""Pairs, a < b, sorted. ``reasons``: a JSON list of CODE=VALUE; ``link.CODE`` is the message."""

_TELLING = 12
"""Smaller numbers stand in too many reports to bring two together."""
_BATCH = 2_000
_SLICE = 6_000
"""Activities that are held in memory at a time, about."""
_LONGEST = 400
"""Days, more than any window that is compared has."""
_SPREAD = 0x9E3779B97F4A7C1
_BLOCK = 40
"""Members of a block that are compared all with all; in a larger one each is compared with so many after it."""


class _Link(NamedTuple):
    score: float
    a: str
    b: str
    reasons: tuple[str, ...]


def activity_rows(extraction: Extraction, canonical: Callable[[str], str] = str) -> list[dict[str, Any]]:
    """The rows of ``ACTIVITIES`` for one article. ``canonical``: the name that an organisation goes by."""
    served: dict[str, list[str]] = defaultdict(list)
    for village in extraction.villages:
        for name in village.activities:
            served[name].append("/".join(village.division) or village.name)
    return [
        {
            "id": a.id, "article_id": extraction.article.id, "kind": a.kind, "start": a.date.start, "end": a.date.end,
            "precision": a.date.precision, "date_from": a.date_from, "types": list(a.types),
            "organisations": [{"name": canonical(o.name), "role": o.role} for o in a.organisations],
            "places": sorted({"/".join(p.division) or p.name for p in a.places}), "villages": sorted(served[a.id]),
            "people": a.people, "numbers": sorted({c.number for c in a.claims}),
            "quote": "\n".join(s.quote for s in a.evidence), "published": extraction.article.published,
        }
        for a in extraction.activities
    ]  # fmt: skip


def same(activities: pa.Table, rules: LinkRules) -> pa.Table:
    """Pairs (``SAME``) out of ``activities`` (``ACTIVITIES``): events of different articles that are one occasion.

    Of reposted texts give the activities of one article only: the echoes link the others. In the groups that the pairs
    make no two members contradict each other: pairs are taken in the order of their scores, and one that would bring a
    contradiction into a group is left out.
    """
    table = activities.select(ACTIVITIES.names)
    found: set[_Link] = set()
    firsts, lasts = _windows(table, rules)
    # In order of the ids without a copy of the table.
    order = pc.sort_indices(table["id"]).to_numpy()
    order = order[pc.equal(table["kind"], "event").to_numpy()[order]]
    for day, end in _slices(firsts[order][(firsts <= lasts)[order]]):
        there = order[((firsts < end) & (lasts >= day) & (firsts <= lasts))[order]]
        facts = _facts(table.take(pa.array(there)), rules)
        found |= {link for pair in _candidates(facts, day, end) if (link := _link(facts, *pair, rules))}
    links = sorted(found, key=_order)
    ids = pa.array(sorted({i for link in links for i in (link.a, link.b)}), pa.string())
    known = _facts(table.filter(pc.is_in(table["id"], ids)), rules)
    meet = _Occasions(known, rules)
    for link in links:
        meet.join(link.a, link.b)
    rows = [
        {"a": x.a, "b": x.b, "score": x.score, "reasons": orjson.dumps(x.reasons).decode()}
        for x in sorted(links, key=lambda x: (x.a, x.b))
        if meet.union.find(x.a) == meet.union.find(x.b)
    ]
    return pa.Table.from_pylist(rows, schema=SAME)


def _facts(table: pa.Table, rules: LinkRules) -> dict[str, Facts]:
    shared: dict[Any, Any] = {}
    rows = (row for batch in table.to_batches(_BATCH) for row in batch.to_pylist())
    return {row["id"]: facts for row in rows if (facts := facts_of(row, rules, shared))}


def _windows(table: pa.Table, rules: LinkRules) -> tuple[Ints, Ints]:
    """The first and last day of every row as ordinals; the last before the first where no time can be compared."""
    days = table.select(["start", "end", "precision", "published"])
    rows = (row for batch in days.to_batches(_BATCH) for row in batch.to_pylist())
    both = np.fromiter((day for row in rows for day in window(row, rules) or (1, 0)), np.int64, 2 * days.num_rows)
    return both[0::2], both[1::2]


def _slices(firsts: Ints) -> Iterator[tuple[int, int]]:
    """Spans of days, the end exclusive, in each of which about ``_SLICE`` activities begin: only they are in memory."""
    days, counts = np.unique(firsts, return_counts=True)
    if not len(days):
        return
    part = np.cumsum(counts) // _SLICE
    starts = [int(days[0]), *(int(day) for day in days[1:][np.diff(part) > 0])]
    # A window reaches beyond the last first day; the last slice takes all days that follow.
    yield from zip(starts, [*starts[1:], int(days[-1]) + _LONGEST], strict=True)


def _order(link: _Link) -> tuple[float, str, str]:
    return (-link.score, link.a, link.b)


def _link(known: dict[str, Facts], a: str, b: str, rules: LinkRules) -> _Link | None:
    one, other = known[a], known[b]
    if conflict(one, other, float("inf"), rules):
        return None
    found = reasons(one, other, rules)
    points = score(found, rules)
    if points < rules.limit("threshold") or conflict(one, other, points, rules):
        return None
    return _Link(points, a, b, tuple(f"{r.code}={r.value}" for r in found))


def _candidates(known: dict[str, Facts], day: int, end: int) -> Iterator[tuple[str, str]]:
    """Pairs with a day from ``day`` on and before ``end`` and an organisation, a place or a number in common, each once,
    in order."""
    names = list(known)
    found: list[Ints] = []
    for members in buckets(*_blocks(known, day, end)):
        if len(members) > _BLOCK:
            members = np.array(sorted(members.tolist(), key=lambda i: _standing(known[names[i]])))
        first, second = _ahead(len(members))
        found.append(np.sort(np.stack([members[first], members[second]], axis=1), axis=1))
    pairs = np.unique(np.concatenate(found), axis=0) if found else np.zeros((0, 2), np.int64)
    for i, j in pairs:
        if known[names[i]].article != known[names[j]].article:
            yield names[i], names[j]


def _blocks(known: dict[str, Facts], day: int, end: int) -> tuple[Ints, Ints]:
    """For every such day and key of every activity a digest of both, and the place of the activity."""
    digests, firsts, lengths, places = array("q"), array("q"), array("q"), array("q")
    for place, facts in enumerate(known.values()):
        for key in _keys(facts):
            drawn = hashlib.blake2b("\0".join(key).encode("utf-8", "surrogatepass"), digest_size=8).digest()
            digests.append(int.from_bytes(drawn, "little", signed=True))
            first, last = max(facts.first, day), min(facts.last, end - 1)
            firsts.append(first)
            lengths.append(last - first + 1)
            places.append(place)
    counts = np.array(lengths, np.int64)
    begins = np.cumsum(counts) - counts
    days = np.arange(counts.sum()) - np.repeat(begins, counts) + np.repeat(np.array(firsts, np.int64), counts)
    return np.repeat(np.array(digests, np.int64), counts) ^ (days * _SPREAD), np.repeat(np.array(places), counts)


def _standing(facts: Facts) -> tuple[list[str], list[tuple[str, ...]], str]:
    return sorted(facts.organisers), sorted(facts.villages), facts.id


def _ahead(size: int) -> tuple[Ints, Ints]:
    """Positions of the pairs of a block that stand at most ``_BLOCK`` places apart: all pairs of a small one."""
    first = [np.arange(size - step) for step in range(1, min(size, _BLOCK + 1))]
    return np.concatenate(first), np.concatenate([f + step for step, f in enumerate(first, start=1)])


def _keys(facts: Facts) -> Iterator[tuple[str, str]]:
    for name in facts.organisations:
        yield ("organisation", name)
    for name in {n for chain in facts.all for n in chain[-2:] if not n.endswith(("市", "省"))}:
        if not name.endswith(COUNTY) or not facts.villages:
            yield ("place", name)
    for number in facts.numbers | {facts.people or 0}:
        if number >= _TELLING:
            yield ("number", f"{number:g}")


class _Occasions:
    """Groups of activities in which nothing contradicts anything."""

    def __init__(self, known: dict[str, Facts], rules: LinkRules) -> None:
        self.union: Union[str] = Union()
        self._known, self._rules = known, rules
        self._articles: dict[str, set[str]] = {}
        self._profiles: dict[str, dict[tuple[object, ...], str]] = {}
        """Root to one member for each of the profiles in its group."""

    def join(self, a: str, b: str) -> None:
        """Puts the groups of two activities together, unless that would bring a contradiction into them."""
        one, other = self.union.find(a), self.union.find(b)
        if one == other or not self._agree(one, other):
            return
        articles, profiles = self._of(one), self._of(other)
        self.union.join(one, other)
        root = self.union.find(one)
        self._articles[root] = articles[0] | profiles[0]
        self._profiles[root] = articles[1] | profiles[1]

    def _of(self, root: str) -> tuple[set[str], dict[tuple[object, ...], str]]:
        facts = self._known[root]
        return self._articles.get(root) or {facts.article}, self._profiles.get(root) or {facts.profile: root}

    def _agree(self, one: str, other: str) -> bool:
        (here, ours), (there, theirs) = self._of(one), self._of(other)
        return here.isdisjoint(there) and not any(self._clash(a, b) for a in ours.values() for b in theirs.values())

    def _clash(self, a: str, b: str) -> bool:
        one, other = self._known[a], self._known[b]
        points = score(reasons(one, other, self._rules), self._rules)
        return conflict(one, other, points, self._rules) is not None
