"""Overlapping spans of an article cut into pieces that do not overlap, ready for the reader component."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from analytics.model import Activity, Span

Field = Literal[
    "evidence", "date", "organisation", "partner", "beneficiary", "place", "people", "claim", "cut", "other", "hit"
]
FIELDS: tuple[Field, ...] = (
    "evidence", "date", "organisation", "partner", "beneficiary", "place", "people", "claim", "cut", "other", "hit",
)  # fmt: skip
"""What a run was read for; ``other``: evidence of an activity that is not the chosen one; ``hit``: it was searched for."""
_OUTER = ("hit", "evidence", "other")
"""Fields that lie around those that are read out of them, the inner ones first."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One span to highlight and what was read from it."""

    start: int
    end: int
    field: Field
    activity: int | None = None
    """Which activity of the article it is evidence of, counted from 0."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks, the innermost first; offsets are code points."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def activity_marks(activity: Activity) -> tuple[Mark, ...]:
    """Every span that an activity was read from."""
    found = [_mark(s, "evidence") for s in activity.evidence]
    found += [_mark(s, "date") for s in (activity.date_evidence,) if s]
    found += [Mark(o.start, o.end, "organisation" if o.role == "organiser" else o.role) for o in activity.organisations]
    found += [Mark(p.start, p.end, "place") for p in activity.places]
    found += [_mark(s, "people") for s in (activity.people_evidence,) if s]
    found += [_mark(c.span, "claim") for c in activity.claims]
    return tuple(dict.fromkeys(found))


def article_marks(activities: Sequence[Activity], chosen: int | None) -> tuple[Mark, ...]:
    """The evidence of all activities of an article, and all that was read out of the ``chosen`` one."""
    found = [
        Mark(s.start, s.end, "evidence" if n == chosen else "other", n)
        for n, one in enumerate(activities)
        for s in one.evidence
    ]
    if chosen is not None:
        found += [m for m in activity_marks(activities[chosen]) if m.field != "evidence"]
    return tuple(dict.fromkeys(found))


def evidence_marks(spans: Iterable[Span]) -> tuple[Mark, ...]:
    """Spans marked as evidence and nothing else, as villages and pairings have them."""
    return tuple(dict.fromkeys(_mark(s, "evidence") for s in spans))


def pieces(marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """The marked runs in order of the text; what no mark covers is left out, empty marks are dropped."""
    kept = [m for m in marks if m.start < m.end]
    cuts = sorted({c for m in kept for c in (m.start, m.end)})
    found = []
    for start, end in itertools.pairwise(cuts):
        over = [m for m in kept if m.start <= start and end <= m.end]
        if over:
            over.sort(key=lambda m: (_rank(m.field), m.end - m.start, m.start, m.field))
            found.append(Piece(start, end, tuple(over)))
    return tuple(found)


def _rank(field: Field) -> int:
    return _OUTER.index(field) + 1 if field in _OUTER else 0


def _mark(span: Span, field: Field) -> Mark:
    return Mark(span.start, span.end, field)
