"""The audit log: who did what, when, with what was there before and after. Rows are added, never changed or removed.

A row is written in the transaction of what it tells, by whoever holds the writers' lock. It carries a digest of itself and
of the row before it, and the last digest stands in a setting too: a row that was changed or taken out, at the end as well,
shows (``faults``). No text of a source is put into it, so that nothing that is purged stays here: a statement is told by its
number and a digest of what it says, and shown with its words for as long as it exists.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from analytics.store.tables import Audit, Setting, Statement
from analytics.store.workspace import Workspace, utc

HEAD = "audit"
"""The setting that holds id and digest of the last row."""
STATEMENT = "statement."
"""How the actions of statements begin."""
Values = Mapping[str, Any]
NONE: Values = {"id": 0, "digest": ""}
"""The setting before the first row."""


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
    """Which rows are asked for; "" and None: all. ``first`` and ``last``: days in UTC, both included; ``before``: only
    rows with a smaller id."""

    who: str = ""
    action: str = ""
    dataset: str = ""
    first: date | None = None
    last: date | None = None
    before: int | None = None


def record(
    session: Session, who: str, action: str, what: str, old: Values | None = None, new: Values | None = None, *,
    dataset: str = "",
) -> None:  # fmt: skip
    """Adds a row within a transaction of ``Workspace.writing``.

    ``action``: THING.DEED, such as ``saved.delete`` (message ``audit.action.saved.delete``); ``what``: the thing, as
    KIND/NUMBER; ``old`` and ``new``: values that JSON can hold, without any text of a source.
    """
    head = session.get(Setting, HEAD)
    last: Values = head.value if head else NONE
    row = Audit(
        id=last["id"] + 1, made_at=datetime.now(UTC), who=who, action=action, dataset=dataset, what=what,
        old=_plain(old), new=_plain(new), previous=last["digest"],
    )  # fmt: skip
    row.digest = digest(row)
    now = {"id": row.id, "digest": row.digest}
    if head:
        head.value = now
    else:
        session.add(Setting(key=HEAD, value=now))
    session.add(row)
    session.flush()


def entries(space: Workspace, wanted: Wanted, limit: int | None = None, skip: int = 0) -> list[Entry]:
    """The rows asked for, newest first."""
    with space.reading() as session:
        query = _where(select(Audit), wanted).order_by(Audit.id.desc()).offset(skip)
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
        return session.scalar(_where(select(func.count()).select_from(Audit), wanted)) or 0


def choices(space: Workspace) -> tuple[list[str], list[str], list[str]]:
    """All persons, actions and collections that the log names, each sorted."""
    with space.reading() as session:
        who, action, dataset = (
            sorted(session.scalars(select(column).where(column != "").distinct()))
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


def digest(row: Audit) -> str:
    """SHA-256 (hex) of a row and of the digest before it."""
    made = utc(row.made_at).astimezone(UTC).isoformat(timespec="microseconds")
    told = [row.previous, row.id, made, row.who, row.action, row.dataset, row.what, row.old, row.new]
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def told(row: Statement) -> dict[str, Any]:
    """What the log keeps of a statement: its number and kind, which one it takes back, and a digest of its words."""
    words = hashlib.sha256(orjson.dumps(row.payload, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return {"statement": row.id, "kind": row.kind, "undoes": row.undoes, "sha256": words}


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


def _where(query: Select[Any], wanted: Wanted) -> Select[Any]:
    for column, value in ((Audit.who, wanted.who), (Audit.action, wanted.action), (Audit.dataset, wanted.dataset)):
        if value:
            query = query.where(column == value)
    if wanted.first:
        query = query.where(Audit.made_at >= _midnight(wanted.first))
    if wanted.before is not None:
        query = query.where(Audit.id < wanted.before)
    if wanted.last:
        query = query.where(Audit.made_at < _midnight(wanted.last) + timedelta(days=1))
    return query


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _plain(values: Values | None) -> Any:
    """As JSON gives it back, so that the digest is of what is stored."""
    return None if values is None else orjson.loads(orjson.dumps(dict(values)))
