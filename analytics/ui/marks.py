"""Overlapping spans of an article cut into pieces that do not overlap, ready for the reader component."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from analytics.model import Activity, Span

Field = Literal["evidence", "date", "organisation", "place", "people", "claim", "cut"]
FIELDS: tuple[Field, ...] = ("evidence", "date", "organisation", "place", "people", "claim", "cut")


@dataclass(frozen=True, slots=True)
class Mark:
    """One span to highlight and what was read from it."""

    start: int
    end: int
    field: Field


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
    found += [Mark(o.start, o.end, "organisation") for o in activity.organisations]
    found += [Mark(p.start, p.end, "place") for p in activity.places]
    found += [_mark(s, "people") for s in (activity.people_evidence,) if s]
    found += [_mark(c.span, "claim") for c in activity.claims]
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
            over.sort(key=lambda m: (m.field == "evidence", m.end - m.start, m.start, m.field))
            found.append(Piece(start, end, tuple(over)))
    return tuple(found)


def _mark(span: Span, field: Field) -> Mark:
    return Mark(span.start, span.end, field)
