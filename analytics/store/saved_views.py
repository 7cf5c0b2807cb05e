"""Saved views: a name and a note over a line of numbered states. A state is never changed; an update adds one.

``edition`` counts every change of a saved view. Who changes it says which edition they saw: of two at once, the second
is told, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.audit import record
from analytics.store.packing import fingerprint, pack, unpack
from analytics.store.tables import SavedState, SavedView
from analytics.store.workspace import Workspace, found_dataset, shown, utc

Audience = Literal["private", "team", "everyone"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


@dataclass(frozen=True, slots=True)
class Details:
    """What people type about a view. Blanks are taken together; tags come once each, in order."""

    name: str
    note: str = ""
    audience: Audience = "team"
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What is to be kept of a view: its pinned link (path and parameters from the root of the site), and the activities
    that it counts."""

    dataset: str
    version: int
    revision: int
    link: str
    ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class StateOf:
    """One state. ``count`` and ``fingerprint`` (``packing.fingerprint``) are of the activities counted; ``made_at``: UTC."""

    number: int
    dataset: str
    version: int
    revision: int
    link: str
    count: int
    fingerprint: str
    who: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved view with its newest state. Moments are in UTC."""

    id: int
    details: Details
    owner: str
    created: datetime
    edition: int
    state: StateOf
    deleted_at: datetime | None = None
    deleted_by: str = ""


def save(space: Workspace, details: Details, kept: Kept, who: str) -> Saved:
    """Keeps a view as state 1 of a new saved view. Raises Problem saved_… for what cannot be kept, no_dataset …"""
    with space.writing() as session:
        found_dataset(session, kept.dataset)
        row = SavedView(owner=who, created=datetime.now(UTC), current=0, edition=0)
        _describe(row, details)
        session.add(row)
        session.flush()
        _add_state(session, row, kept, who)
        _record(session, row, who, "save")
        return _saved(session, row)


def saved(space: Workspace, number: int, who: str) -> Saved:
    """One that is not deleted. Raises Problem no_saved, also for what others keep to themselves."""
    with space.reading() as session:
        return _saved(session, _visible(session, number, who))


def every_saved(space: Workspace, who: str, *, deleted: bool = False) -> list[Saved]:
    """All that ``who`` may see, newest state first; those that are deleted: their own only."""
    with space.reading() as session:
        newest = (SavedState.view_id == SavedView.id) & (SavedState.number == SavedView.current)
        query = select(SavedView, SavedState).join(SavedState, newest)
        rows = session.execute(query.where(SavedView.deleted_at.is_not(None) == deleted))
        found = [
            _with(row, _state(one))
            for row, one in rows
            if (row.owner == who if deleted else _may_see(row, who)) and shown(session, one.dataset)
        ]
    return sorted(found, key=lambda one: (one.state.made_at, one.id), reverse=True)


def states(space: Workspace, number: int, who: str) -> list[StateOf]:
    """Every state of a saved view, newest first. Raises Problem no_saved."""
    with space.reading() as session:
        row = _visible(session, number, who)
        query = select(SavedState).where(SavedState.view_id == row.id).order_by(SavedState.number.desc())
        return [_state(one) for one in session.scalars(query) if shown(session, one.dataset)]


def ids_of(space: Workspace, number: int, state: int, who: str) -> tuple[str, ...]:
    """The activities that a state counted, sorted. Raises Problem no_saved."""
    with space.reading() as session:
        row = session.get(SavedState, (_visible(session, number, who).id, state))
        if row is None or not shown(session, row.dataset):
            raise Problem.of("no_saved", f"{number}.{state}")
        return unpack(row.ids)


def update(space: Workspace, number: int, edition: int, kept: Kept, who: str) -> Saved:
    """Adds a state. Raises Problem no_saved, saved_not_yours, saved_changed (another edition than the one seen)."""
    with space.writing() as session:
        found_dataset(session, kept.dataset)
        row = _own(session, number, edition, who)
        old = _told(session, row)
        _add_state(session, row, kept, who)
        _record(session, row, who, "update", old)
        return _saved(session, row)


def describe(space: Workspace, number: int, edition: int, details: Details, who: str) -> Saved:
    """Changes name, note, audience and tags. Raises as ``update`` does, and Problem saved_… for what cannot be kept."""
    with space.writing() as session:
        row = _own(session, number, edition, who)
        old = _told(session, row)
        _describe(row, details)
        row.edition += 1
        _record(session, row, who, "describe", old)
        return _saved(session, row)


def duplicate(space: Workspace, number: int, name: str, who: str) -> Saved:
    """A saved view of one's own, private, from the newest state of another. Raises Problem no_saved, saved_…"""
    with space.writing() as session:
        old = _visible(session, number, who)
        state = session.get_one(SavedState, (old.id, old.current))
        row = SavedView(owner=who, created=datetime.now(UTC), current=0, edition=0)
        _describe(row, Details(name, old.note, "private", tuple(old.tags)))
        session.add(row)
        session.flush()
        kept = Kept(state.dataset, state.version, state.revision, state.query, unpack(state.ids))
        _add_state(session, row, kept, who)
        _record(session, row, who, "duplicate", {"saved": old.id})
        return _saved(session, row)


def delete(space: Workspace, number: int, edition: int, who: str) -> None:
    """Puts a saved view away until ``undelete``. Raises as ``update`` does."""
    with space.writing() as session:
        row = _own(session, number, edition, who)
        row.deleted_at, row.deleted_by = datetime.now(UTC), who
        row.edition += 1
        _record(session, row, who, "delete")


def undelete(space: Workspace, number: int, who: str) -> Saved:
    """Takes a deleted one back with all its states. Raises Problem no_saved."""
    with space.writing() as session:
        row = session.get(SavedView, number)
        if row is None or row.owner != who or not _shown(session, row):
            raise Problem.of("no_saved", str(number))
        if row.deleted_at is not None:
            row.deleted_at, row.deleted_by = None, ""
            row.edition += 1
            _record(session, row, who, "undelete")
        return _saved(session, row)


def checked(details: Details) -> Details:
    """The details as they are kept. Raises Problem saved_name, saved_note, saved_tags, saved_audience."""
    limit = settings()
    name, note = " ".join(details.name.split()), details.note.strip()
    tags = tuple(dict.fromkeys(tag for one in details.tags if (tag := " ".join(one.split()))))
    if not name or len(name) > limit.saved_name_chars:
        raise Problem.of("saved_name", most=limit.saved_name_chars)
    if len(note) > limit.saved_note_chars:
        raise Problem.of("saved_note", most=limit.saved_note_chars)
    if len(tags) > limit.saved_tags or any(len(tag) > limit.saved_tag_chars for tag in tags):
        raise Problem.of("saved_tags", tags=limit.saved_tags, most=limit.saved_tag_chars)
    if details.audience not in AUDIENCES:
        raise Problem.of("saved_audience", audience=details.audience)
    return Details(name, note, details.audience, tags)


def _describe(row: SavedView, details: Details) -> None:
    found = checked(details)
    row.name, row.note, row.audience, row.tags = found.name, found.note, found.audience, list(found.tags)


def _add_state(session: Session, row: SavedView, kept: Kept, who: str) -> None:
    row.current += 1
    row.edition += 1
    ids = set(kept.ids)
    session.add(
        SavedState(
            view_id=row.id, number=row.current, dataset=kept.dataset, version=kept.version, revision=kept.revision,
            query=kept.link, count=len(ids), fingerprint=fingerprint(ids), ids=pack(ids), who=who,
            made_at=datetime.now(UTC),
        )
    )  # fmt: skip
    session.flush()


def _told(session: Session, row: SavedView) -> dict[str, Any]:
    """What the audit log keeps of a saved view: what people typed, unless it is private, and which state is its newest."""
    state = _state(session.get_one(SavedState, (row.id, row.current)))
    words = {"name": row.name, "note": row.note, "tags": list(row.tags)} if row.audience != "private" else {}
    return words | {
        "audience": row.audience, "state": state.number, "version": state.version, "revision": state.revision,
        "count": state.count, "fingerprint": state.fingerprint,
    }  # fmt: skip


def _record(session: Session, row: SavedView, who: str, deed: str, old: dict[str, Any] | None = None) -> None:
    new = _told(session, row)
    dataset = session.get_one(SavedState, (row.id, row.current)).dataset
    record(session, who, f"saved.{deed}", f"saved/{row.id}", old, new, dataset=dataset)


def _may_see(row: SavedView, who: str) -> bool:
    return row.audience != "private" or row.owner == who


def _shown(session: Session, row: SavedView) -> bool:
    """Whether the collection of its newest state may be seen."""
    return shown(session, session.get_one(SavedState, (row.id, row.current)).dataset)


def _visible(session: Session, number: int, who: str) -> SavedView:
    row = session.get(SavedView, number)
    if row is None or row.deleted_at is not None or not _may_see(row, who) or not _shown(session, row):
        raise Problem.of("no_saved", str(number))
    return row


def _own(session: Session, number: int, edition: int, who: str) -> SavedView:
    row = _visible(session, number, who)
    if row.owner != who:
        raise Problem.of("saved_not_yours", row.name, owner=row.owner)
    if row.edition != edition:
        raise Problem.of("saved_changed", row.name)
    return row


def _state(row: SavedState) -> StateOf:
    return StateOf(
        row.number, row.dataset, row.version, row.revision, row.query, row.count, row.fingerprint, row.who,
        utc(row.made_at),
    )  # fmt: skip


def _saved(session: Session, row: SavedView) -> Saved:
    return _with(row, _state(session.get_one(SavedState, (row.id, row.current))))


def _with(row: SavedView, state: StateOf) -> Saved:
    details = Details(row.name, row.note, cast(Audience, row.audience), tuple(row.tags))
    deleted = utc(row.deleted_at) if row.deleted_at else None
    return Saved(row.id, details, row.owner, utc(row.created), row.edition, state, deleted, row.deleted_by)
