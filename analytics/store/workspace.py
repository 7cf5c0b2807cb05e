"""The workspace: which datasets there are, which versions they have, and which parts a version is made of.

SQLite in ``home`` by default, PostgreSQL by URL (``store/engine.py``). What was acknowledged survives a power loss, and
writers queue up.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.audit import record
from analytics.store.engine import connect, for_readers, in_turn, look_at_rows, told
from analytics.store.migrate import upgrade
from analytics.store.moments import utc as utc
from analytics.store.tables import Dataset, Setting, Version, VersionPart

COUNTER = slice(24, 28)
"""Where a file of SQLite counts its commits."""
WRITER = "writer"
"""The setting whose row every writer locks, so that writers queue up on any database."""


@dataclass(frozen=True, slots=True)
class DatasetInfo:
    """A dataset and how many versions it has (0: never filled). ``deleted_at``: put away, by ``deleted_by``, and can be
    taken back until ``purged_at``."""

    name: str
    label: str
    is_demo: bool
    created: datetime
    versions: int
    deleted_at: datetime | None = None
    purged_at: datetime | None = None
    deleted_by: str = ""


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """A committed version. ``counts``: the counts of its import; ``parts``: all parts that it is made of, in order.

    ``action``: import, again (read by other rules), delete, restore (``of``: the version that was made current again).
    ``changes``: articles and activities added, changed and removed against the version before. ``state_id``: the folder
    of what was found across the version.
    """

    dataset: str
    number: int
    created_at: datetime
    rules_version: str
    gazetteer_version: str
    import_key: str
    counts: Mapping[str, int] = field(hash=False)
    note: str
    parts: tuple[str, ...]
    action: str = "import"
    who: str = ""
    of: int | None = None
    changes: Mapping[str, int] = field(hash=False, default_factory=dict)
    state_id: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A version that is to be committed on top of version ``base`` (0: the first)."""

    dataset: str
    base: int
    parts: Sequence[str]
    key: str
    rules_version: str
    gazetteer_version: str
    counts: Mapping[str, int]
    note: str = ""
    action: str = "import"
    who: str = ""
    of: int | None = None
    changes: Mapping[str, int] = field(default_factory=dict)
    state_id: str | None = None
    fresh: frozenset[str] | None = None
    """The parts written for it: all others must be those of a version of the dataset. None: not looked at."""


Gate = Callable[[str], bool]
"""Whether a collection, by its name, may be seen."""
GATE = "gate"
"""Where a session keeps it."""


class Moved(Exception):
    """The dataset got another version since the import began."""


class Workspace:
    """Reads and writes the workspace. Make it with ``open_workspace``; safe to share across threads.

    ``gate`` says which collections there are for whoever asks (None: all); to anybody else they are as if there were none.
    ``whole`` is the same workspace without it. ``guest``: whoever asks is one, and sees names masked where a collection says so.
    """

    def __init__(self, engine: Engine, home: Path) -> None:
        self.engine = engine
        self._readers, self._writers = for_readers(engine), engine.execution_options(writes=True)
        self.home = home
        self.gate: Gate | None = None
        self.guest = False
        self.whole = self

    def seen_by(self, gate: Gate | None, *, guest: bool = False) -> Workspace:
        """The same workspace as somebody sees it who may see only what ``gate`` lets through."""
        if gate is None and not guest:
            return self.whole
        found = copy(self.whole)
        found.gate, found.guest = gate, guest
        return found

    def shows(self, dataset: str) -> bool:
        """Whether a collection may be seen through the gate."""
        return self.gate is None or self.gate(dataset)

    @property
    def snapshots(self) -> Path:
        """The folder of the parts."""
        return self.home / "snapshots"

    def stamp(self) -> tuple[int, ...] | None:
        """Changes with whatever anybody commits, in this process or another; None where that cannot be told cheaply.

        A file of SQLite counts its commits in its bytes 24 to 27 (SQLite file format, 1.3.7), as long as it keeps a
        rollback journal (``_engine``). Read it before what it is to stand for.
        """
        file = self.engine.url.database
        if self.engine.url.get_backend_name() != "sqlite" or not file:
            return None
        try:
            with open(file, "rb") as opened:
                head, about = opened.read(COUNTER.stop), os.fstat(opened.fileno())
        except OSError:
            return None
        # With the time, for a count that a crash took back, and the file itself, for one that was put in its place.
        return (int.from_bytes(head[COUNTER], "big"), about.st_mtime_ns, about.st_ino)

    def datasets(self, deleted: bool = False) -> list[DatasetInfo]:
        """All datasets, or those that are deleted and not purged: demonstration ones last, otherwise by name."""
        with self.reading() as session:
            wanted = select(Dataset).where(Dataset.purged_at.is_(None), Dataset.deleted_at.is_not(None) == deleted)
            found = [_dataset(session, row) for row in session.scalars(wanted) if self.shows(row.name)]
        return sorted(found, key=lambda one: (one.is_demo, one.name))  # here: databases sort texts in their own ways

    def dataset(self, name: str) -> DatasetInfo:
        """One dataset. Raises Problem no_dataset."""
        with self.reading() as session:
            return _dataset(session, found_dataset(session, name))

    def create(self, name: str, label: str = "", is_demo: bool = False, who: str = "") -> DatasetInfo:
        """Makes an empty dataset, or gives the one of that name as it is."""
        try:
            with self.writing() as session:
                return _dataset(session, _make(session, name, label, is_demo, who))
        except IntegrityError:
            return self.dataset(name)

    def versions(self, dataset: str) -> list[VersionInfo]:
        """The versions of a dataset, newest first. Raises Problem no_dataset."""
        with self.reading() as session:
            found = found_dataset(session, dataset)
            query = select(Version).where(Version.dataset_id == found.id).order_by(Version.number.desc())
            return [_version(session, dataset, row) for row in session.scalars(query)]

    def version(self, dataset: str, number: int | None = None) -> VersionInfo:
        """One version (None: the latest). Raises Problem no_dataset or no_version."""
        with self.reading() as session:
            query = select(Version).where(Version.dataset_id == found_dataset(session, dataset).id)
            query = query.order_by(Version.number.desc()) if number is None else query.where(Version.number == number)
            row = session.scalar(query.limit(1))
            if row is None:
                raise Problem.of("no_version", dataset, dataset=dataset, version=number or "-")
            return _version(session, dataset, row)

    def imported(self, dataset: str, import_key: str) -> VersionInfo | None:
        """The version that this import has made already, if any."""
        with self.reading() as session:
            if not self.shows(dataset):
                return None
            query = select(Version).join(Dataset).where(Dataset.name == dataset, Version.import_key == import_key)
            row = session.scalar(query)
            return _version(session, dataset, row) if row else None

    def commit(
        self, draft: Draft, label: str = "", is_demo: bool = False, ready: Callable[[], None] = lambda: None
    ) -> VersionInfo:
        """Version ``base`` + 1 in one transaction, with its dataset when that is new; ``ready`` runs inside, may raise.

        Raises Moved when ``base`` is not the latest number any more, Problem dataset_deleted.
        """
        try:
            with self.writing() as session:
                found = _make(session, draft.dataset, label, is_demo, draft.who)
                _alive(found)
                latest = session.scalar(select(func.max(Version.number)).where(Version.dataset_id == found.id)) or 0
                if latest != draft.base:
                    raise Moved
                if draft.fresh is not None and set(draft.parts) - draft.fresh - _listed(session, found):
                    raise Moved  # a part was purged meanwhile
                ready()
                row = Version(
                    dataset_id=found.id, number=draft.base + 1, created_at=datetime.now(UTC),
                    rules_version=draft.rules_version, gazetteer_version=draft.gazetteer_version, import_key=draft.key,
                    counts=dict(draft.counts), note=draft.note, action=draft.action, who=draft.who, of=draft.of,
                    changes=dict(draft.changes), state_id=draft.state_id,
                )  # fmt: skip
                session.add(row)
                session.flush()
                session.add_all(VersionPart(version_id=row.id, position=i, part_id=p) for i, p in enumerate(draft.parts))
                session.flush()
                _record(session, draft, row)
                return _version(session, draft.dataset, row)
        except IntegrityError:
            raise Moved from None

    @contextmanager
    def holding(self) -> Iterator[frozenset[str]]:
        """The ids of all parts and states in use, while no other process can commit (so what is not among them may go)."""
        with self.writing() as session:
            states = session.scalars(select(Version.state_id).where(Version.state_id.is_not(None)))
            yield frozenset(session.scalars(select(VersionPart.part_id))) | {s for s in states if s}

    def setting(self, key: str) -> Any:
        """A stored value, None when it was never set."""
        with self.reading() as session:
            row = session.get(Setting, key)
            return row.value if row else None

    def set(self, key: str, value: Any) -> None:
        """Stores a value that JSON can hold."""
        with self.writing() as session:
            session.merge(Setting(key=key, value=value))

    def close(self) -> None:
        """Gives back all connections."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads. Raises Problem workspace_busy, database_unreachable."""
        with Session(self._readers, info={GATE: self.gate}) as session, told():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction; writers queue up.

        Raises Problem workspace_busy, database_unreachable, and for what cannot be kept text_too_long, text_unstorable.
        """
        with Session(self._writers, expire_on_commit=False, info={GATE: self.gate}) as session, told():
            event.listen(session, "before_flush", look_at_rows)
            in_turn(lambda: _take_turn(session))
            yield session
            session.commit()


def open_workspace(home: Path | None = None, url: str | None = None) -> Workspace:
    """The workspace in ``home`` with the database of ``url`` (both by default of the settings; without any: SQLite in
    ``home``), with the newest schema. Raises Problem workspace_newer, database_… when it cannot be opened."""
    folder = (home or settings().home).resolve()
    (folder / "snapshots").mkdir(parents=True, exist_ok=True)
    engine = connect(url or settings().database_url or f"sqlite:///{folder / 'workspace.sqlite'}")
    with told():
        upgrade(engine)
    return Workspace(engine, folder)


def _take_turn(session: Session) -> None:
    try:
        session.get(Setting, WRITER, with_for_update=True)
    except BaseException:
        session.rollback()
        raise


def _record(session: Session, draft: Draft, row: Version) -> None:
    """The version in the audit log; its note stays with it, where a purge finds it."""
    new = {
        "version": row.number, "of": row.of, "rules": row.rules_version, "gazetteer": row.gazetteer_version,
        "counts": row.counts, "changes": row.changes,
    }  # fmt: skip
    what = f"version/{row.number}"
    record(session, row.who, f"version.{row.action}", what, {"version": draft.base}, new, dataset=draft.dataset)


def _make(session: Session, name: str, label: str, is_demo: bool, who: str) -> Dataset:
    row = session.scalar(select(Dataset).where(Dataset.name == name))
    if row is None:
        row = Dataset(name=name, label=label or name, is_demo=is_demo, created=datetime.now(UTC))
        session.add(row)
        session.flush()
        record(session, who, "dataset.create", f"dataset/{row.id}", None, {"label": row.label}, dataset=name)
    return row


def _listed(session: Session, dataset: Dataset) -> set[str]:
    """The parts of all versions of a dataset."""
    query = select(VersionPart.part_id).join(Version, Version.id == VersionPart.version_id)
    return set(session.scalars(query.where(Version.dataset_id == dataset.id)))


def found_dataset(session: Session, name: str, deleted: bool = False) -> Dataset:
    """The row of a dataset. Raises Problem no_dataset, dataset_purged and, unless ``deleted``, dataset_deleted; where a gate
    stands before the workspace, not_seen for what is behind it and for what there is not at all."""
    gated = session.info.get(GATE) is not None
    row = session.scalar(select(Dataset).where(Dataset.name == name))
    if row is None or not shown(session, name):
        raise Problem.of("not_seen" if gated else "no_dataset", name, dataset=name)
    if not deleted or row.purged_at is not None:
        _alive(row)
    return row


def shown(session: Session, dataset: str) -> bool:
    """Whether the gate of a session lets a collection through."""
    gate: Gate | None = session.info.get(GATE)
    return gate is None or gate(dataset)


def _alive(row: Dataset) -> None:
    if row.purged_at is not None:
        raise Problem.of("dataset_purged", row.name, dataset=row.label, when=f"{utc(row.purged_at):%Y-%m-%d}")
    if row.deleted_at is not None:
        raise Problem.of("dataset_deleted", row.name, dataset=row.label, when=f"{utc(row.deleted_at):%Y-%m-%d}")


def _dataset(session: Session, row: Dataset) -> DatasetInfo:
    count = session.scalar(select(func.count()).select_from(Version).where(Version.dataset_id == row.id)) or 0
    deleted, purged = (utc(m) if m else None for m in (row.deleted_at, row.purged_at))
    return DatasetInfo(row.name, row.label, row.is_demo, utc(row.created), count, deleted, purged, row.deleted_by)


def _version(session: Session, dataset: str, row: Version) -> VersionInfo:
    query = select(VersionPart.part_id).where(VersionPart.version_id == row.id).order_by(VersionPart.position)
    return VersionInfo(
        dataset, row.number, utc(row.created_at), row.rules_version, row.gazetteer_version, row.import_key,
        row.counts, row.note, tuple(session.scalars(query)), row.action, row.who, row.of, row.changes, row.state_id,
    )  # fmt: skip
