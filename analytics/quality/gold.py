"""Annotated articles beside extractions: precision, recall and F1 of what was found.

An event is found when the characters of its evidence and a gold event's overlap by at least ``OVERLAP`` (intersection over
union), one to one, best overlap first. Types, dates and head counts are compared over the events found; villages and
pairings per article, by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.extract.when.edtf import bounds
from analytics.model import KINDS, TYPES, Activity, Extraction

OVERLAP = 0.15
Gold = Mapping[str, Any]
_SKIPPED = frozenset("“”\"'‘’《》()（）")
_PARENTS = (
    "省", "市", "县", "区", "镇", "乡", "州", "盟", "旗", "街道", "厂", "公司", "集团", "局", "院", "校", "学", "系", "行",
    "部", "所", "站", "队", "会", "委", "村", "社区", "党委", "总支", "支部", "中心",
)  # fmt: skip
"""What a parent's name ends with."""


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
    """Figure name to share over all articles: events, types, a type each (``type:CODE``), kinds, dates, people,
    organisations, villages, pairings."""
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
    pairs = [(events[i], wanted[j]) for i, j in links]
    yield "events", Share(len(links), len(events), len(wanted))
    yield from _types(pairs, events, wanted)
    yield from _kinds(gold, found)
    yield from _fields(pairs, found)
    for activity, want in pairs:
        yield "organisations", _organisations(activity, want)
    yield "villages", _names([v.name for v in found.villages], gold.get("villages", []))
    yield "pairings", _pairings(found, gold)


def right_ones(gold: Gold, found: Extraction) -> list[tuple[Activity, bool]]:
    """Each activity with whether the annotation has it, kind for kind."""
    text = found.article.text
    out: list[tuple[Activity, bool]] = []
    for kind in KINDS:
        told = [a for a in found.activities if a.kind == kind]
        wanted = [_characters(text, a["evidence"]) for a in gold["activities"] if a["kind"] == kind]
        links = dict(match([_characters(text, [s.quote for s in a.evidence]) for a in told], wanted))
        out += [(a, i in links) for i, a in enumerate(told)]
    return out


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


def _kinds(gold: Gold, found: Extraction) -> Iterable[tuple[str, Share]]:
    """Practices, plans and claimed totals found as such."""
    text = found.article.text
    for kind in KINDS[1:]:
        told = [a for a in found.activities if a.kind == kind]
        wanted = [a for a in gold["activities"] if a["kind"] == kind]
        links = match(
            [_characters(text, [s.quote for s in a.evidence]) for a in told],
            [_characters(text, a["evidence"]) for a in wanted],
        )
        yield "kinds", Share(len(links), len(told), len(wanted))


def _organisations(activity: Activity, gold: Gold) -> Share:
    wanted = [n for role in ("organisers", "partners", "beneficiaries") for n in gold.get(role, [])]
    return _matched([o.name for o in activity.organisations], wanted, same_name)


def _pairings(found: Extraction, gold: Gold) -> Share:
    def same(a: tuple[str, str], b: tuple[str, str]) -> bool:
        return any(same_name(a[0], b[i]) and same_name(a[1], b[1 - i]) for i in (0, 1))

    return _matched([(p.a, p.b) for p in found.pairings], [tuple(p) for p in gold.get("pairings", [])], same)


def _names(found: Sequence[str], wanted: Sequence[str]) -> Share:
    """Distinct names; a chain in front is forgiven."""
    return _matched(found, wanted, same_name)


def _matched(found: Sequence[Any], wanted: Sequence[Any], same: Callable[[Any, Any], bool]) -> Share:
    """One to one, equal ones first."""
    told, left = list(dict.fromkeys(found)), list(dict.fromkeys(wanted))
    total, annotated, right = len(told), len(left), 0
    for equal in (lambda a, b: a == b, same):
        rest = []
        for name in told:
            hit = next((w for w in left if equal(name, w)), None)
            if hit is None:
                rest.append(name)
            else:
                left.remove(hit)
                right += 1
        told = rest
    return Share(right, total, annotated)


def same_name(a: str, b: str) -> bool:
    """Whether two names are equal, or one has its parent unit or its chain of divisions in front; 甲|乙 accepts either."""
    return any(_same_form(x, y) for x in a.split("|") for y in b.split("|"))


def _same_form(a: str, b: str) -> bool:
    short, long = sorted(("".join(c for c in n if c not in _SKIPPED and not c.isspace()) for n in (a, b)), key=len)
    return short == long or (len(short) >= 3 and long.endswith(short) and long[: -len(short)].endswith(_PARENTS))
