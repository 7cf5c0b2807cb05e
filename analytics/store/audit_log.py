"""The audit log as it is read: its rows by person, action, collection and day, and where it is broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from analytics.store.audit import HEAD, NONE, Values, digest, told
from analytics.store.moments import utc
from analytics.store.tables import Audit, Setting, Statement
from analytics.store.workspace import GATE, Workspace, shown

EVERY = "*"
"""All collections, before a gate."""
STATEMENT = "statement."
"""How the actions of statements begin."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. ``what``: the thing, as KIND/NUMBER; ``dataset``: its collection, "" for none; ``made_at``: UTC.

    ``said``: the words of the statement that it tells of, where it still exists.
    """

    id: int
    made_at: datetime
    who: str
    action: str
    dataset: str
    what: str
    old: Values | None = field(hash=False, default=None)
    new: Values | None = field(hash=False, default=None)
    said: Values | None = field(hash=False, default=None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for; "" and None: all. ``since`` (itself included) and ``until`` (not included): moments with
    their zone; ``before``: only rows with a smaller id."""

    who: str = ""
    action: str = ""
    dataset: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def entries(space: Workspace, wanted: Wanted, limit: int | None = None, skip: int = 0) -> list[Entry]:
    """The rows asked for, newest first."""
    with space.reading() as session:
        query = _where(session, select(Audit), wanted).order_by(Audit.id.desc()).offset(skip)
        rows = list(session.scalars(query if limit is None else query.limit(limit)))
        numbers = {n for row in rows if (n := _number(row)) is not None}
        found = session.scalars(select(Statement).where(Statement.id.in_(numbers))) if numbers else ()
        said = {one.id: one for one in found}
        return [_entry(row, said) for row in rows]


def each(space: Workspace, wanted: Wanted, at_once: int = 1000) -> Iterator[Entry]:
    """All rows asked for, newest first, some at a time; those added meanwhile are left out."""
    while True:
        found = entries(space, wanted, at_once)
        yield from found
        if len(found) < at_once:
            return
        wanted = replace(wanted, before=found[-1].id)


def count(space: Workspace, wanted: Wanted) -> int:
    """How many rows there are of those asked for."""
    with space.reading() as session:
        return session.scalar(_where(session, select(func.count()).select_from(Audit), wanted)) or 0


def choices(space: Workspace) -> tuple[list[str], list[str], list[str]]:
    """All persons, actions and collections that the log names, each sorted."""
    with space.reading() as session:
        who, action, dataset = (
            sorted(session.scalars(_where(session, select(column).where(column != "").distinct(), Wanted())))
            for column in (Audit.who, Audit.action, Audit.dataset)
        )
        return who, action, dataset


def faults(space: Workspace) -> list[int]:
    """Where the log is broken: ids of rows that are missing or not what they were, or whose statement is not; sorted."""
    broken: set[int] = set()
    number, digests = 0, ""
    with space.reading() as session:
        said = {one.id: one for one in session.scalars(select(Statement))}
        for row in session.scalars(select(Audit).order_by(Audit.id)).yield_per(1000):
            broken |= set(range(number + 1, row.id))
            chained = row.previous == digests or row.id > number + 1  # behind a gap only the gap is told
            if not chained or row.digest != digest(row) or not _holds(row, said):
                broken.add(row.id)
            number, digests = row.id, row.digest
        head = session.get(Setting, HEAD)
        last: Values = head.value if head else NONE
    broken |= set(range(number + 1, last["id"] + 1))
    if last["id"] < number or (last["id"] == number and last["digest"] != digests):
        broken.add(number)
    return sorted(broken)


def _holds(row: Audit, said: Mapping[int, Statement]) -> bool:
    """Whether the statement of a row, if it has one that still exists, says what it said."""
    found = _of(row, said)
    return found is None or told(found)["sha256"] == (row.new or {}).get("sha256")


def _of(row: Audit, said: Mapping[int, Statement]) -> Statement | None:
    """The statement of a row. Its number may be given again once a collection was purged: then it is a younger one."""
    found = said.get(_number(row) or 0)
    return found if found is not None and utc(found.made_at) <= utc(row.made_at) else None


def _number(row: Audit) -> int | None:
    return (row.new or {}).get("statement") if row.action.startswith(STATEMENT) else None


def _entry(row: Audit, said: Mapping[int, Statement]) -> Entry:
    found = _of(row, said)
    words = found.payload if found is not None and _holds(row, said) else None
    return Entry(row.id, utc(row.made_at), row.who, row.action, row.dataset, row.what, row.old, row.new, words)


def _where(session: Session, query: Select[Any], wanted: Wanted) -> Select[Any]:
    """With what is asked for, within what the gate of the session lets through; rows of no collection are for those only
    who may see all of them."""
    if session.info.get(GATE) is not None:
        every = session.scalars(select(Audit.dataset).distinct())
        query = query.where(Audit.dataset.in_([name for name in every if shown(session, name or EVERY)]))
    for column, value in ((Audit.who, wanted.who), (Audit.action, wanted.action), (Audit.dataset, wanted.dataset)):
        if value:
            query = query.where(column == value)
    if wanted.since:
        query = query.where(Audit.made_at >= wanted.since.astimezone(UTC))
    if wanted.before is not None:
        query = query.where(Audit.id < wanted.before)
    if wanted.until:
        query = query.where(Audit.made_at < wanted.until.astimezone(UTC))
    return query
