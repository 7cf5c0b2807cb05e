"""Annotated articles beside extractions: precision, recall and F1 of what was found.

An event is found when the characters of its evidence and a gold event's overlap by at least ``OVERLAP`` (intersection over
union), one to one, best overlap first. Types, dates and head counts are compared over the events found; villages and
pairings per article, by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.extract.when.edtf import bounds
from analytics.model import TYPES, Activity, Extraction

OVERLAP = 0.15
Gold = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Share:
    """Right ones among those predicted and those annotated."""

    right: int = 0
    predicted: int = 0
    annotated: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.predicted + other.predicted, self.annotated + other.annotated)

    @property
    def precision(self) -> float:
        """Right of predicted; 1 where nothing was predicted and nothing was to find."""
        return self.right / self.predicted if self.predicted else float(not self.annotated)

    @property
    def recall(self) -> float:
        """Right of annotated; 1 where there was nothing to find."""
        return self.right / self.annotated if self.annotated else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def figures(pairs: Iterable[tuple[Gold, Extraction]]) -> dict[str, Share]:
    """Figure name to share over all articles: events, types, a type each (``type:CODE``), dates, villages, people."""
    total: dict[str, Share] = {}
    for gold, found in pairs:
        for name, share in _article(gold, found):
            total[name] = total.get(name, Share()) + share
    return total


def _article(gold: Gold, found: Extraction) -> Iterable[tuple[str, Share]]:
    text = found.article.text
    wanted = [a for a in gold["activities"] if a["kind"] == "event"]
    events = [a for a in found.activities if a.kind == "event"]
    links = match(
        [_characters(text, [s.quote for s in a.evidence]) for a in events],
        [_characters(text, a["evidence"]) for a in wanted],
    )
    yield "events", Share(len(links), len(events), len(wanted))
    yield from _types([(events[i], wanted[j]) for i, j in links], events, wanted)
    yield from _fields([(events[i], wanted[j]) for i, j in links], found)
    yield "villages", _names([v.name for v in found.villages], gold.get("villages", []))


def match(found: Sequence[set[int]], wanted: Sequence[set[int]]) -> list[tuple[int, int]]:
    """Index pairs, one to one, best overlap first; below ``OVERLAP`` is no match."""
    overlaps = [(len(a & b) / len(a | b), i, j) for i, a in enumerate(found) for j, b in enumerate(wanted) if a & b]
    links: list[tuple[int, int]] = []
    for overlap, i, j in sorted(overlaps, key=lambda o: (-o[0], o[1], o[2])):
        if overlap >= OVERLAP and not any(i == x or j == y for x, y in links):
            links.append((i, j))
    return links


def _characters(text: str, quotes: Iterable[str]) -> set[int]:
    spans = ((at, at + len(q)) for q in quotes if (at := text.find(q)) >= 0)
    return {i for start, end in spans for i in range(start, end)}


def _types(
    links: Sequence[tuple[Activity, Gold]], events: Sequence[Activity], wanted: Sequence[Gold]
) -> Iterable[tuple[str, Share]]:
    """Over all events, found or not: a type of a missed event is missed too."""
    for code in TYPES:
        right = sum(code in a.types and code in g["types"] for a, g in links)
        share = Share(right, sum(code in a.types for a in events), sum(code in g["types"] for g in wanted))
        yield f"type:{code}", share
        yield "types", share


def _fields(links: Sequence[tuple[Activity, Gold]], found: Extraction) -> Iterable[tuple[str, Share]]:
    for activity, gold in links:
        want = bounds(gold["date"], found.article.published)
        if want != (None, None):
            yield "dates", Share(int((activity.date.start, activity.date.end) == want), 1, 1)
        said, have = activity.people, gold["people"]
        right = said is not None and said == have
        yield "people", Share(int(right), int(said is not None), int(have is not None))


def _names(found: Sequence[str], wanted: Sequence[str]) -> Share:
    """Distinct names; a chain in front of a gold name is forgiven."""
    left = list(dict.fromkeys(wanted))
    right = 0
    for name in dict.fromkeys(found):
        hit = next((w for w in left if w == name or w.endswith(name)), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    return Share(right, len(set(found)), len(set(wanted)))
