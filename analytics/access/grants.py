"""Roles as they were given: rows of the workspace, each change with a row of the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.access.person import MAX_PERSON
from analytics.access.roles import EVERY, Role, role_of
from analytics.problems import Problem
from analytics.store.audit import record
from analytics.store.moments import utc
from analytics.store.tables import RoleGrant, SessionEnd
from analytics.store.workspace import Workspace, found_dataset


@dataclass(frozen=True, slots=True)
class Grant:
    """A role of a person in a collection (``*``: in all). ``given_at``: UTC."""

    person: str
    dataset: str
    role: Role
    given_by: str
    given_at: datetime


def every_grant(space: Workspace, dataset: str | None = None) -> list[Grant]:
    """All roles given (or those of one collection), by person and collection."""
    with space.reading() as session:
        query = select(RoleGrant) if dataset is None else select(RoleGrant).where(RoleGrant.dataset == dataset)
        return sorted(
            map(_grant, session.scalars(query)), key=lambda one: (one.person, one.dataset != EVERY, one.dataset)
        )


def given_to(space: Workspace, person: str) -> Mapping[str, Role]:
    """Collection to role of one person, as it is now."""
    with space.reading() as session:
        return {
            row.dataset: role_of(row.role)
            for row in session.scalars(select(RoleGrant).where(RoleGrant.person == person))
        }


def give(space: Workspace, person: str, dataset: str, role: Role, who: str) -> Grant:
    """Gives a person a role in a collection, in place of the one they had there.

    Raises Problem person_id, role_unknown, no_dataset, dataset_deleted.
    """
    name, wanted = checked_person(person), role_of(role)
    with space.writing() as session:
        if dataset != EVERY:
            found_dataset(session, dataset)
        row = _row(session, name, dataset)
        old = {"role": row.role} if row else None
        if row is None:
            row = RoleGrant(person=name, dataset=dataset, role=wanted, given_by=who, given_at=datetime.now(UTC))
            session.add(row)
        elif row.role != wanted:
            row.role, row.given_by, row.given_at = wanted, who, datetime.now(UTC)
        else:
            return _grant(row)
        session.flush()
        record(session, who, "people.give", f"person/{name}", old, {"role": wanted}, dataset=_told(dataset))
        return _grant(row)


def revoke(space: Workspace, person: str, dataset: str, who: str) -> None:
    """Takes a person's role in a collection away. Raises Problem no_grant."""
    name = checked_person(person)
    with space.writing() as session:
        row = _row(session, name, dataset)
        if row is None:
            raise Problem.of("no_grant", name, person=name)
        session.delete(row)
        session.flush()
        record(session, who, "people.revoke", f"person/{name}", {"role": row.role}, None, dataset=_told(dataset))


def end_sessions(space: Workspace, person: str, who: str) -> None:
    """Ends every session of a person that began before now, in all browsers: a cookie that was copied is worth nothing."""
    name = checked_person(person)
    with space.writing() as session:
        now = datetime.now(UTC)
        row = session.get(SessionEnd, name)
        if row is None:
            session.add(SessionEnd(person=name, ended_at=now))
        else:
            row.ended_at = now
        session.flush()
        record(session, who, "people.sign_out", f"person/{name}")


def ended_at(space: Workspace, person: str) -> datetime | None:
    """Up to when the sessions of a person were ended (UTC), None when they never were."""
    with space.reading() as session:
        row = session.get(SessionEnd, person)
        return utc(row.ended_at) if row else None


def people(space: Workspace) -> list[str]:
    """Everybody who has a role, sorted."""
    with space.reading() as session:
        return sorted(session.scalars(select(RoleGrant.person).distinct()))


def checked_person(text: str) -> str:
    """The id of a person as it is kept: without blanks around it, an address in small letters. Raises Problem person_id."""
    found = text.strip()
    found = found.lower() if "@" in found else found
    if not found or len(found) > MAX_PERSON or not found.isprintable() or any(c.isspace() or c in ",*" for c in found):
        raise Problem.of("person_id", most=MAX_PERSON)
    return found


def _row(session: Session, person: str, dataset: str) -> RoleGrant | None:
    return session.scalar(select(RoleGrant).where(RoleGrant.person == person, RoleGrant.dataset == dataset))


def _grant(row: RoleGrant) -> Grant:
    return Grant(row.person, row.dataset, role_of(row.role), row.given_by, utc(row.given_at))


def _told(dataset: str) -> str:
    return "" if dataset == EVERY else dataset
