"""What people say about a collection: laid over its versions when they are looked at, never written into them.

A statement is never changed; another one may undo it. The number of the last one is the revision of the collection, and
a link that pins the revision sees the statements up to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from analytics.problems import Problem
from analytics.store.audit import said
from analytics.store.tables import Statement
from analytics.store.workspace import Workspace, found_dataset, utc

KINDS = ("name", "cut", "join", "columns", "note", "place")
"""A name set or taken from an organisation; two members of a merge parted; two put together; columns of a table; a note
on the time axis; where a village lies."""


@dataclass(frozen=True, slots=True)
class Said:
    """One statement. ``undoes``: the number of the one that it takes back."""

    number: int
    made_at: datetime
    who: str
    kind: str
    payload: Mapping[str, Any] = field(hash=False)
    undoes: int | None = None


def state_that(space: Workspace, dataset: str, kind: str, payload: Mapping[str, Any], who: str) -> int:
    """Adds a statement and returns its number, the new revision. Raises Problem no_dataset, dataset_deleted."""
    assert kind in KINDS
    return _add(space, dataset, kind, payload, who, None)


def undo(space: Workspace, dataset: str, number: int, who: str) -> int:
    """Takes a statement back and returns the new revision. Raises Problem no_statement when there is no such one."""
    found = next((s for s in effective(space, dataset) if s.number == number), None)
    if found is None:
        raise Problem.of("no_statement", dataset, number=number)
    return _add(space, dataset, found.kind, {}, who, number)


def revision(space: Workspace, dataset: str) -> int:
    """The number of the last statement, 0 when there is none."""
    with space.reading() as session:
        query = select(func.max(Statement.id)).where(Statement.dataset_id == found_dataset(session, dataset).id)
        return session.scalar(query) or 0


def statements(space: Workspace, dataset: str, until: int | None = None) -> list[Said]:
    """All statements up to a revision (None: the latest), in the order in which they were made."""
    with space.reading() as session:
        query = select(Statement).where(Statement.dataset_id == found_dataset(session, dataset).id)
        if until is not None:
            query = query.where(Statement.id <= until)
        rows = session.scalars(query.order_by(Statement.id))
        return [Said(r.id, utc(r.made_at), r.who, r.kind, r.payload, r.undoes) for r in rows]


def effective(space: Workspace, dataset: str, until: int | None = None) -> list[Said]:
    """Those that hold: neither taken back nor taking one back."""
    found = statements(space, dataset, until)
    undone = {s.undoes for s in found}
    return [s for s in found if s.undoes is None and s.number not in undone]


def _add(
    space: Workspace, dataset: str, kind: str, payload: Mapping[str, Any], who: str, undoes: int | None
) -> int:  # fmt: skip
    with space.writing() as session:
        row = Statement(
            dataset_id=found_dataset(session, dataset).id, made_at=datetime.now(UTC), who=who, kind=kind,
            payload=dict(payload), undoes=undoes,
        )  # fmt: skip
        session.add(row)
        session.flush()
        said(session, row, dataset)
        return row.id
