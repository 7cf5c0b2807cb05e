"""What tokens and guest links have in common: a secret that is told once, an end, a last use.

The secret is kept nowhere: the workspace has its digest.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from analytics.access.person import MAX_PERSON
from analytics.store.moments import utc
from analytics.store.tables import ApiToken, GuestLink
from analytics.store.workspace import Workspace

BYTES = 32
"""Random bytes of a secret: 256 bits, nothing to guess, so that a plain digest is enough."""
USED = timedelta(minutes=1)
"""How exactly the last use is kept: a program that asks a hundred times a second writes once a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What somebody comes in by, as it is shown; moments in UTC. ``dataset``: the collection that it opens."""

    id: int
    name: str
    dataset: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and now < self.expires_at


def pass_of(row: ApiToken | GuestLink) -> dict[str, Any]:
    """The fields of a ``Pass`` out of a row."""
    return {
        "id": row.id, "name": row.name, "dataset": row.dataset, "made_by": row.made_by, "made_at": utc(row.made_at),
        "expires_at": utc(row.expires_at), "used_at": utc(row.used_at) if row.used_at else None,
        "revoked_at": utc(row.revoked_at) if row.revoked_at else None,
    }  # fmt: skip


def new_secret() -> str:
    """A secret that nobody can guess, in letters that a link may have."""
    return secrets.token_urlsafe(BYTES)


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def proper_name(name: str) -> str:
    """A name for a list, "" for what is none: empty, too long, or with what no screen shows."""
    told = name.strip()
    return told if len(told) <= MAX_PERSON and told.isprintable() else ""


def note_use(space: Workspace, table: type[ApiToken] | type[GuestLink], one: Pass, now: datetime) -> None:
    """Keeps when it was used, once in ``USED``."""
    if one.used_at is not None and now - one.used_at < USED:
        return
    with space.writing() as session:
        session.execute(update(table).where(table.id == one.id).values(used_at=now))
