"""Activities of different articles that tell one occasion in other words, each pair with its score and its reasons.

The result is a function of the set of activities. A wrong merge hides an activity, so that doubt speaks against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import orjson
import pyarrow as pa

from analytics.linking.groups import Union
from analytics.linking.occasion import COUNTY, Facts, conflict, facts_of, reasons, score
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
    table = activities.select(ACTIVITIES.names).sort_by("id")
    known = {row["id"]: f for row in table.to_pylist() if row["kind"] == "event" and (f := facts_of(row, rules))}
    links = sorted((link for pair in _candidates(known) if (link := _link(known, *pair, rules))), key=_order)
    meet = _Occasions(known, rules)
    for link in links:
        meet.join(link.a, link.b)
    rows = [
        {"a": x.a, "b": x.b, "score": x.score, "reasons": orjson.dumps(x.reasons).decode()}
        for x in sorted(links, key=lambda x: (x.a, x.b))
        if meet.union.find(x.a) == meet.union.find(x.b)
    ]
    return pa.Table.from_pylist(rows, schema=SAME)


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


def _candidates(known: dict[str, Facts]) -> list[tuple[str, str]]:
    """Pairs with a day and an organisation, a place, or or a number in common."""
    blocks: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for name, facts in known.items():
        for key in _keys(facts):
            for day in range(facts.first, facts.last + 1):
                blocks[(day, *key)].append(name)
    found: set[tuple[str, str]] = set()
    for members in blocks.values():
        if len(members) > _BLOCK:
            members.sort(key=lambda n: (sorted(known[n].organisers), sorted(known[n].villages), n))
        for i, a in enumerate(members):
            for b in members[i + 1 : i + 1 + _BLOCK]:
                if known[a].article != known[b].article:
                    found.add((a, b) if a < b else (b, a))
    return sorted(found)


def _keys(facts: Facts) -> Iterator[tuple[object, ...]]:
    for name in facts.organisations:
        yield ("organisation", name)
    for name in {n for chain in facts.places | facts.villages for n in chain[-2:] if not n.endswith(("市", "省"))}:
        if not name.endswith(COUNTY) or not facts.villages:
            yield ("place", name)
    for number in facts.numbers | {facts.people or 0}:
        if number >= _TELLING:
            yield ("number", number)


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
