"""Tokens by which a program asks the API for somebody. The secret is told once and kept nowhere: the workspace has its digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from analytics.access.grants import checked_person
from analytics.access.passes import Pass, digest, new_secret, note_use, pass_of, proper_name
from analytics.access.person import MAX_PERSON, Person
from analytics.access.roles import EVERY, Role, role_of
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.audit import record
from analytics.store.tables import ApiToken
from analytics.store.workspace import Workspace, found_dataset

PREFIX = "jushi_"
"""What every secret begins with, so that whoever finds one in a file knows what it is."""
TOKEN_ROLES: tuple[Role, ...] = ("viewer", "analyst")
"""What a token may be: the API only reads, as JSON and, for analysts, as CSV."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token(Pass):
    """A token as it is shown; moments in UTC. ``dataset``: the one collection it is for, ``*``: all that its owner may see."""

    person: str
    role: Role


def make_token(
    space: Workspace, person: str, name: str, dataset: str, role: Role, days: int, who: str, now: datetime | None = None
) -> tuple[Token, str]:
    """A new token of ``person`` and its secret, which nobody can ask for again.

    Raises Problem person_id, token_name, token_days, role_unknown, no_dataset, dataset_deleted.
    """
    owner, told, most = checked_person(person), proper_name(name), settings().token_days
    if not told:
        raise Problem.of("token_name", most=MAX_PERSON)
    if not 1 <= days <= most:
        raise Problem.of("token_days", days=days, most=most)
    if role_of(role) not in TOKEN_ROLES:
        raise Problem.of("role_unknown", role=role)
    secret, now = PREFIX + new_secret(), now or datetime.now(UTC)
    with space.writing() as session:
        if dataset != EVERY:
            found_dataset(session, dataset)
        row = ApiToken(
            person=owner, name=told, digest=digest(secret), dataset=dataset, role=role, made_by=who, made_at=now,
            expires_at=now + timedelta(days=days),
        )  # fmt: skip
        session.add(row)
        session.flush()
        new = {"name": told, "role": role, "expires": f"{row.expires_at:%Y-%m-%d}"}
        record(session, who, "token.make", f"person/{owner}", None, new, dataset="" if dataset == EVERY else dataset)
        return _token(row), secret


def every_token(space: Workspace, person: str | None = None) -> list[Token]:
    """All tokens (or those of one person), the newest first; also those that have ended."""
    with space.reading() as session:
        query = select(ApiToken) if person is None else select(ApiToken).where(ApiToken.person == person)
        return [_token(row) for row in session.scalars(query.order_by(ApiToken.id.desc()))]


def revoke_token(space: Workspace, token: int, who: str, person: str | None = None) -> Token:
    """Ends a token at once; ``person``: only if it is theirs. Raises Problem no_token."""
    with space.writing() as session:
        row = session.get(ApiToken, token)
        if row is None or (person is not None and row.person != person):
            raise Problem.of("no_token", str(token))
        if row.revoked_at is None:
            row.revoked_at = datetime.now(UTC)
            session.flush()
            told = "" if row.dataset == EVERY else row.dataset
            record(session, who, "token.revoke", f"person/{row.person}", {"name": row.name}, None, dataset=told)
        return _token(row)


def person_of_token(space: Workspace, secret: str, now: datetime | None = None) -> Person:
    """For whom a program asks: never more than the token allows, and never more than its owner may at this moment.

    Raises Problem token_invalid: one that was never given, was changed, has expired or was revoked; which is not told.
    """
    now = now or datetime.now(UTC)
    if not secret.startswith(PREFIX) or not secret.isascii() or len(secret) > 2 * MAX_PERSON:
        raise Problem.of("token_invalid")
    with space.reading() as session:
        row = session.scalar(select(ApiToken).where(ApiToken.digest == digest(secret)))
        found = _token(row) if row else None
    if found is None or not found.holds(now):
        raise Problem.of("token_invalid")
    note_use(space, ApiToken, found, now)
    only = None if found.dataset == EVERY else frozenset({found.dataset})
    return Person(found.person, found.name, "token", most=found.role, only=only)


def _token(row: ApiToken) -> Token:
    return Token(**pass_of(row), person=row.person, role=role_of(row.role))
