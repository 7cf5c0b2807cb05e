"""Guest links: whoever has one sees one version of one collection, without an account, until it ends.

The secret of a link stands in the link alone. What a browser keeps after it was opened is the
secret with a proof that the password, where there is one, was given (``entered``).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.access.passes import Pass, digest, new_secret, note_use, pass_of, proper_name
from analytics.access.person import MAX_PERSON, NOBODY, Person
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.audit import record
from analytics.store.moments import utc
from analytics.store.tables import GuestLink
from analytics.store.workspace import Workspace, found_dataset

N, R, P = 2**14, 8, 5
"""Costs of a password's digest (scrypt, RFC 7914; one of OWASP's choices): people choose passwords, so guessing must cost."""
LONGEST = 300
"""Characters of what a browser may send; a real one has 108."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest(Pass):
    """A guest link as it is shown. ``address``: the page it opens, from the root of the site, pinned; ``asks``: a password."""

    version: int
    revision: int
    address: str
    asks: bool

    @property
    def person(self) -> Person:
        """Who comes by it."""
        return Person(
            f"guest:{self.id}", self.name, "guest", ((self.dataset, "guest"),), "guest", frozenset({self.dataset}),
            (self.version, self.revision),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """What a guest link is to be."""

    name: str
    dataset: str
    version: int
    revision: int
    address: str
    days: int
    password: str = ""


def invite(space: Workspace, wish: Wish, who: str, now: datetime | None = None) -> tuple[Guest, str]:
    """A new guest link and its secret, which nobody can ask for again.

    Raises Problem guest_name, guest_days, guest_password, no_dataset, dataset_deleted.
    """
    name, limits, now = proper_name(wish.name), settings(), now or datetime.now(UTC)
    if not name:
        raise Problem.of("guest_name", most=MAX_PERSON)
    if not 1 <= wish.days <= limits.guest_days:
        raise Problem.of("guest_days", days=wish.days, most=limits.guest_days)
    if wish.password and not limits.guest_password_chars <= len(wish.password) <= MAX_PERSON:
        raise Problem.of("guest_password", least=limits.guest_password_chars, most=MAX_PERSON)
    secret = new_secret()
    with space.writing() as session:
        found_dataset(session, wish.dataset)
        row = GuestLink(
            digest=digest(secret), name=name, dataset=wish.dataset, version=wish.version, revision=wish.revision,
            address=wish.address, password=_locked(wish.password), tries=0, made_by=who, made_at=now,
            expires_at=now + timedelta(days=wish.days),
        )  # fmt: skip
        session.add(row)
        session.flush()
        new = {
            "name": name,
            "address": wish.address,
            "expires": f"{row.expires_at:%Y-%m-%d}",
            "password": bool(wish.password),
        }
        record(session, who, "guest.invite", f"guest/{row.id}", None, new, dataset=wish.dataset)
        return _guest(row), secret


def guests(space: Workspace, dataset: str | None = None) -> list[Guest]:
    """All guest links (or those of one collection), the newest first; also those that have ended."""
    with space.reading() as session:
        query = select(GuestLink) if dataset is None else select(GuestLink).where(GuestLink.dataset == dataset)
        return [_guest(row) for row in session.scalars(query.order_by(GuestLink.id.desc()))]


def dismiss_guest(space: Workspace, link: int, who: str) -> Guest:
    """Ends a guest link at once. Raises Problem no_guest."""
    with space.writing() as session:
        row = session.get(GuestLink, link)
        if row is None:
            raise Problem.of("no_guest", str(link))
        if row.revoked_at is None:
            row.revoked_at = datetime.now(UTC)
            session.flush()
            record(session, who, "guest.dismiss", f"guest/{row.id}", {"name": row.name}, None, dataset=row.dataset)
        return _guest(row)


def enter(space: Workspace, secret: str, password: str | None, now: datetime | None = None) -> tuple[Guest, str]:
    """Opens a guest link: the link, and what the browser is to keep (``person_entered``). ``password``: None: not asked yet.

    Raises Problem guest_over (unknown, changed, ended or revoked: which is not told), guest_asks (it wants a password),
    guest_wrong, guest_pauses (too many wrong ones, whoever typed them).
    """
    now = now or datetime.now(UTC)
    with space.reading() as session:
        row = _row(session, secret)
        found = (_guest(row), row.password) if row else None
    if found is None or not found[0].holds(now):
        raise Problem.of("guest_over")
    link, locked = found
    if locked:
        if password is None:
            raise Problem.of("guest_asks")
        _try(space, link.id, password, now)
    return link, f"{secret}.{_proof(secret, locked)}"


def person_entered(space: Workspace, kept: str, now: datetime | None = None) -> Person:
    """The guest whose browser keeps this; NOBODY where it was not made here. Raises Problem guest_over when the link ended."""
    now = now or datetime.now(UTC)
    secret, _, proof = kept.partition(".")
    if not kept.isascii() or len(kept) > LONGEST or not proof:
        return NOBODY
    with space.reading() as session:
        row = _row(session, secret)
        found = (_guest(row), row.password) if row else None
    if found is None or not hmac.compare_digest(_proof(secret, found[1]), proof):
        return NOBODY
    if not found[0].holds(now):
        raise Problem.of("guest_over")
    note_use(space, GuestLink, found[0], now)
    return found[0].person


def _try(space: Workspace, link: int, password: str, now: datetime) -> None:
    """One try, counted before it is looked at, so that many at once count as many."""
    limits, pauses = settings(), False
    with space.writing() as session:
        row = session.get(GuestLink, link)
        assert row is not None
        since = now - utc(row.tried_at) if row.tried_at else timedelta.max
        if row.tries >= limits.guest_tries and since < timedelta(minutes=limits.guest_pause_minutes):
            pauses = True
        else:
            row.tries = row.tries + 1 if row.tries < limits.guest_tries else 1
            row.tried_at = now
        locked = row.password
    if pauses:
        raise Problem.of("guest_pauses", minutes=f"{limits.guest_pause_minutes:g}")
    if not _opens(locked, password):
        raise Problem.of("guest_wrong")
    with space.writing() as session:
        if row := session.get(GuestLink, link):
            row.tries = 0


def _row(session: Session, secret: str) -> GuestLink | None:
    if not secret.isascii() or not 0 < len(secret) <= LONGEST:
        return None
    return session.scalar(select(GuestLink).where(GuestLink.digest == digest(secret)))


def _locked(password: str) -> str:
    """What is kept of a password: salt and scrypt, in hexadecimal; "" for none."""
    if not password:
        return ""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_scrypt(password, salt)}"


def _opens(locked: str, password: str) -> bool:
    salt, _, kept = locked.partition("$")
    return hmac.compare_digest(_scrypt(password[:MAX_PERSON], bytes.fromhex(salt)), kept)


def _scrypt(password: str, salt: bytes) -> str:
    return hashlib.scrypt(password.encode("utf-8", "surrogatepass"), salt=salt, n=N, r=R, p=P, dklen=32).hex()


def _proof(secret: str, locked: str) -> str:
    """What only this server can make of a secret: whoever knows it has passed by the password."""
    return hmac.new(f"entered{locked}".encode(), secret.encode(), hashlib.sha256).hexdigest()


def _guest(row: GuestLink) -> Guest:
    return Guest(
        **pass_of(row), version=row.version, revision=row.revision, address=row.address, asks=bool(row.password)
    )
