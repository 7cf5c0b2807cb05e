"""A team's own notes on the time axis of a collection: statements of the kind "note", pinned and undone as such."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from analytics.problems import Problem
from analytics.store.statements import effective, state_that
from analytics.store.workspace import Workspace

MOST_CHARS = 200
"""Characters of a note: one line beside an axis."""


@dataclass(frozen=True, slots=True)
class Note:
    """``number``: of its statement. ``end`` is ``start`` for a single day. ``made_at``: UTC."""

    number: int
    start: date
    end: date
    text: str
    who: str
    made_at: datetime


def add_note(space: Workspace, dataset: str, start: date | None, end: date | None, text: str, who: str) -> int:
    """Keeps a note and returns its number. Raises Problem note_day, note_text, note_period, no_dataset, dataset_deleted."""
    if start is None:
        raise Problem.of("note_day")
    line = " ".join(text.split())
    if not line or len(line) > MOST_CHARS:
        raise Problem.of("note_text", most=MOST_CHARS)
    if (end or start) < start:
        raise Problem.of("note_period", start=start, end=end)
    payload = {"start": start.isoformat(), "end": (end or start).isoformat(), "text": line}
    return state_that(space, dataset, "note", payload, who)


def notes(space: Workspace, dataset: str, until: int | None = None) -> tuple[Note, ...]:
    """Those that hold at a revision (None: the latest), in order of time."""
    found = [
        Note(
            s.number, date.fromisoformat(s.payload["start"]), date.fromisoformat(s.payload["end"]), s.payload["text"],
            s.who, s.made_at,
        )
        for s in effective(space, dataset, until)
        if s.kind == "note"
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda note: (note.start, note.end, note.number)))
