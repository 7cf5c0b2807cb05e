"""What a change of the rules does: which activities of an article appear, vanish or read otherwise.

An activity is the same before and after when its id is, else when its evidence overlaps that of one more than of any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from analytics.model import Activity, Extraction, Span

What = Literal["appears", "vanishes", "changes"]
FIELDS = ("kind", "types", "repeated", "date", "organisations", "places", "people", "claims", "evidence")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an activity: what it said and no longer does, and what it says now, as short text."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """An activity that is not as it was; ``differences`` is empty unless it ``changes``."""

    article: str
    what: What
    activity: Activity
    differences: tuple[Difference, ...] = ()

    @property
    def sentences(self) -> tuple[Span, ...]:
        """What the activity rests on: now, or before when it vanishes."""
        return self.activity.evidence


def changes(old: Extraction, new: Extraction) -> list[Change]:
    """Every difference between two readings of one article, in the order of the text. ValueError for two articles."""
    if old.article != new.article:
        raise ValueError(f"not the same article: {old.article.id}, {new.article.id}")
    name = new.article.id
    links = dict(_same(old.activities, new.activities))
    found = [Change(name, "vanishes", a) for i, a in enumerate(old.activities) if i not in links]
    found += [Change(name, "appears", b) for j, b in enumerate(new.activities) if j not in links.values()]
    for i, j in links.items():
        if differences := tuple(_differences(old.activities[i], new.activities[j])):
            found.append(Change(name, "changes", new.activities[j], differences))
    return sorted(found, key=lambda c: (c.sentences[0].start, c.what))


def _same(old: Sequence[Activity], new: Sequence[Activity]) -> Iterator[tuple[int, int]]:
    """Index pairs, one to one: equal ids first, then the largest shared evidence."""
    shared = sorted(
        ((a.id == b.id, _overlap(a, b), -i, -j) for i, a in enumerate(old) for j, b in enumerate(new)), reverse=True
    )
    left, right = set(range(len(old))), set(range(len(new)))
    for same, overlap, i, j in shared:
        if (same or overlap) and -i in left and -j in right:
            left.discard(-i)
            right.discard(-j)
            yield -i, -j


def _overlap(a: Activity, b: Activity) -> int:
    """Code points that both rest on."""
    return sum(max(0, min(s.end, t.end) - max(s.start, t.start)) for s in a.evidence for t in b.evidence)


def _differences(a: Activity, b: Activity) -> Iterator[Difference]:
    for field in FIELDS:
        before, now = _told(field, a), _told(field, b)
        if before != now:
            gone, come = ([t for t in x if t not in y] for x, y in ((before, now), (now, before)))
            yield Difference(field, "、".join(gone) or "-", "、".join(come) or "-")


def _told(field: str, activity: Activity) -> list[str]:
    """What a field says, item by item."""
    value: Any = getattr(activity, field)
    if field == "date":
        return [value.edtf or "-"]
    if field == "organisations":
        return [f"{o.name}({o.role})" for o in value]
    if field == "places":
        return [p.name for p in value]
    if field in ("evidence", "claims"):
        return [(v if field == "evidence" else v.span).quote for v in value]
    return list(value) if isinstance(value, tuple) else [str(value)]
