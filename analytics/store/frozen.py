"""Frozen views: an account and its page as files that never change, committed with one row.

The files are written first, each whole, under the writers' lock; what a crash leaves without a row is an orphan, swept by
the next freeze or purge. A purge takes the files of every frozen view that tells of what is purged; its row says so.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.files import replacing
from analytics.problems import Problem
from analytics.store.audit import record
from analytics.store.packing import pack, unpack
from analytics.store.tables import Snapshot, Version, VersionPart
from analytics.store.workspace import Workspace, found_dataset, shown, utc

FOLDER = "frozen"
ACCOUNT, PAGE = ".json", ".html"
TITLE_CHARS = 200
"""Characters of a title; a View in words may be longer and is cut."""
ID_CHARS = 12
"""Characters of an address: 60 bits of its content's hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a frozen view is of, and how it is called. ``fingerprint``: of its account; ``count``: its activities."""

    dataset: str
    version: int
    revision: int
    rules_version: str
    link: str
    language: str
    label: str
    address: str
    made: date
    fingerprint: str
    count: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(About):
    """What is to be frozen. ``parts``: names of the parts that it was read from; ``articles``: ids of those it tells of."""

    parts: tuple[str, ...]
    articles: Collection[str]
    account: bytes
    page: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen(About):
    """A frozen view. ``purged_at``: something that it told of was purged; then it has no files and no words any more."""

    id: str
    page_fingerprint: str
    who: str
    made_at: datetime
    purged_at: datetime | None = None


def freeze(space: Workspace, draft: Draft, who: str) -> Frozen:
    """Writes files and row. The same content under the same title is the same frozen view, given as it is.

    Raises Problem no_dataset …, snapshot_moved when a purge came between reading and freezing.
    """
    name = _name(draft)
    with space.writing() as session:
        dataset = found_dataset(session, draft.dataset)
        if row := session.get(Snapshot, name):
            return _frozen(row)
        parts = select(VersionPart.part_id).join(Version, Version.id == VersionPart.version_id)
        parts = parts.where(Version.dataset_id == dataset.id, Version.number == draft.version)
        if tuple(session.scalars(parts.order_by(VersionPart.position))) != draft.parts:
            raise Problem.of("snapshot_moved", draft.title)
        _sweep(session, space)
        _write(space, name, draft.account, draft.page)
        row = Snapshot(
            id=name, dataset=draft.dataset, version=draft.version, revision=draft.revision,
            rules_version=draft.rules_version, query=draft.link, language=draft.language, label=draft.label,
            address=draft.address, made=draft.made, fingerprint=draft.fingerprint, page_fingerprint=digest(draft.page),
            count=draft.count, title=draft.title, articles=pack(draft.articles), who=who, made_at=datetime.now(UTC),
        )  # fmt: skip
        session.add(row)
        session.flush()
        new = {
            "version": row.version, "revision": row.revision, "rules": row.rules_version, "count": row.count,
            "fingerprint": row.fingerprint, "page": row.page_fingerprint,
        }  # fmt: skip
        record(session, who, "frozen.freeze", f"snapshot/{name}", None, new, dataset=draft.dataset)
        return _frozen(row)


def frozen(space: Workspace, name: str) -> Frozen:
    """One frozen view, purged or not. Raises Problem no_snapshot."""
    with space.reading() as session:
        row = session.get(Snapshot, name)
        if row is None or not shown(session, row.dataset):
            raise Problem.of("no_snapshot", name)
        return _frozen(row)


def every_frozen(space: Workspace) -> list[Frozen]:
    """All of them, newest first."""
    with space.reading() as session:
        rows = session.scalars(select(Snapshot).order_by(Snapshot.made_at.desc()))
        return [_frozen(row) for row in rows if shown(session, row.dataset)]


def account_bytes(space: Workspace, one: Frozen) -> bytes:
    """The account of a frozen view. Raises Problem snapshot_purged, snapshot_file when it is not there."""
    return _read(space, one, ACCOUNT)


def page_bytes(space: Workspace, one: Frozen) -> bytes:
    """The self-contained page, as it was frozen. Raises Problem snapshot_purged, snapshot_file when it is not there, or
    not the same."""
    found = _read(space, one, PAGE)
    if digest(found) != one.page_fingerprint:
        raise Problem.of("snapshot_file", one.id)
    return found


def mend(space: Workspace, one: Frozen, account: bytes, page: bytes) -> None:
    """Writes the files of a frozen view again, if its row says that they are the same. Raises Problem snapshot_file."""
    if digest(page) != one.page_fingerprint:
        raise Problem.of("snapshot_file", one.id)
    with space.writing() as session:
        row = session.get(Snapshot, one.id)
        if row is not None and row.purged_at is None:
            _write(space, one.id, account, page)


def mark_purged(session: Session, dataset: str, articles: Collection[str] | None) -> int:
    """Takes the words from every frozen view that tells of one of these articles (None: of the whole dataset), within a
    purge; how many there are. Their files go with the ``sweep`` after it."""
    query = select(Snapshot).where(Snapshot.dataset == dataset, Snapshot.purged_at.is_(None))
    gone = None if articles is None else set(articles)
    found = [row for row in session.scalars(query) if gone is None or not gone.isdisjoint(unpack(row.articles))]
    for row in found:
        row.purged_at = datetime.now(UTC)
        row.title, row.query, row.articles = "", "", pack(())
    return len(found)


def sweep(space: Workspace) -> list[str]:
    """Removes the files that no row lists and those of purged ones; their names. Files are only written by whoever holds
    the writers' lock, so that none of them is on its way."""
    with space.writing() as session:
        return _sweep(session, space)


def _sweep(session: Session, space: Workspace) -> list[str]:
    folder = space.home / FOLDER
    if not folder.is_dir():
        return []
    kept = {
        f"{name}{ending}"
        for name in session.scalars(select(Snapshot.id).where(Snapshot.purged_at.is_(None)))
        for ending in (ACCOUNT, PAGE)
    }
    gone = sorted(path.name for path in folder.iterdir() if path.is_file() and path.name not in kept)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    return gone


def digest(data: bytes) -> str:
    """SHA-256 (hex)."""
    return hashlib.sha256(data).hexdigest()


def _name(draft: Draft) -> str:
    """Out of the content, so that nothing in it is chance."""
    content = hashlib.sha256(b"\n".join((draft.account, draft.page, draft.title.encode()))).digest()
    return base64.b32encode(content).decode().lower()[:ID_CHARS]


def _write(space: Workspace, name: str, account: bytes, page: bytes) -> None:
    (space.home / FOLDER).mkdir(exist_ok=True)
    for ending, data in ((ACCOUNT, account), (PAGE, page)):
        with replacing(_path(space, name, ending)) as out:
            out.write(data)


def _read(space: Workspace, one: Frozen, ending: str) -> bytes:
    if one.purged_at is not None:
        raise Problem.of("snapshot_purged", one.id, when=f"{one.purged_at:%Y-%m-%d}")
    try:
        return _path(space, one.id, ending).read_bytes()
    except FileNotFoundError:
        raise Problem.of("snapshot_file", one.id) from None


def _path(space: Workspace, name: str, ending: str) -> Path:
    return space.home / FOLDER / f"{name}{ending}"


def _frozen(row: Snapshot) -> Frozen:
    return Frozen(
        id=row.id, dataset=row.dataset, version=row.version, revision=row.revision, rules_version=row.rules_version,
        link=row.query, language=row.language, label=row.label, address=row.address, made=row.made,
        fingerprint=row.fingerprint, page_fingerprint=row.page_fingerprint, count=row.count, title=row.title, who=row.who,
        made_at=utc(row.made_at), purged_at=utc(row.purged_at) if row.purged_at else None,
    )  # fmt: skip
