"""Tokens by which a program asks the API for somebody. The secret is told once and kept nowhere: the workspace has its digest."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from analytics.access.grants import checked_person
from analytics.access.person import MAX_PERSON, Person
from analytics.access.roles import EVERY, Role, role_of
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.audit import record
from analytics.store.moments import utc
from analytics.store.tables import ApiToken
from analytics.store.workspace import Workspace, found_dataset

PREFIX = "jushi_"
"""What every secret begins with, so that whoever finds one in a file knows what it is."""
BYTES = 32
"""Random bytes of a secret: 256 bits, nothing to guess, so that a plain digest is enough."""
TOKEN_ROLES: tuple[Role, ...] = ("viewer", "analyst")
"""What a token may be: the API only reads, as JSON and, for analysts, as CSV."""
USED = timedelta(minutes=1)
"""How exactly the last use is kept: a program that asks a hundred times a second writes once a minute."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is shown; moments in UTC. ``dataset``: the one collection it is for, ``*``: all that its owner may see."""

    id: int
    person: str
    name: str
    dataset: str
    role: Role
    made_by: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether it is still worth something."""
        return self.revoked_at is None and now < self.expires_at


def make_token(
    space: Workspace, person: str, name: str, dataset: str, role: Role, days: int, who: str, now: datetime | None = None
) -> tuple[Token, str]:
    """A new token of ``person`` and its secret, which nobody can ask for again.

    Raises Problem person_id, token_name, token_days, role_unknown, no_dataset, dataset_deleted.
    """
    owner, told, most = checked_person(person), name.strip(), settings().token_days
    if not told or len(told) > MAX_PERSON or not told.isprintable():
        raise Problem.of("token_name", most=MAX_PERSON)
    if not 1 <= days <= most:
        raise Problem.of("token_days", days=days, most=most)
    if role_of(role) not in TOKEN_ROLES:
        raise Problem.of("role_unknown", role=role)
    secret, now = PREFIX + secrets.token_urlsafe(BYTES), now or datetime.now(UTC)
    with space.writing() as session:
        if dataset != EVERY:
            found_dataset(session, dataset)
        row = ApiToken(
            person=owner, name=told, digest=_digest(secret), dataset=dataset, role=role, made_by=who, made_at=now,
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
        row = session.scalar(select(ApiToken).where(ApiToken.digest == _digest(secret)))
        found = _token(row) if row else None
    if found is None or not found.holds(now):
        raise Problem.of("token_invalid")
    if found.used_at is None or now - found.used_at >= USED:
        _note_use(space, found.id, now)
    only = None if found.dataset == EVERY else frozenset({found.dataset})
    return Person(found.person, found.name, "token", most=found.role, only=only)


def _note_use(space: Workspace, token: int, now: datetime) -> None:
    with space.writing() as session:
        if row := session.get(ApiToken, token):
            row.used_at = now


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _token(row: ApiToken) -> Token:
    return Token(
        row.id, row.person, row.name, row.dataset, role_of(row.role), row.made_by, utc(row.made_at), utc(row.expires_at),
        utc(row.used_at) if row.used_at else None, utc(row.revoked_at) if row.revoked_at else None,
    )  # fmt: skip
