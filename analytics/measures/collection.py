"""One version of a dataset, opened for reading: its parts as Ibis tables on the engine of the settings."""

from __future__ import annotations

import hashlib
import queue
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa
from ibis.expr.types import Table

from analytics.linking.name_values import NameStatement
from analytics.measures.engines import open_engine
from analytics.privacy import OPEN, Masking, masked_copies, masking_of
from analytics.store.placings import Placing, placings
from analytics.store.snapshots import part_folder, state_folder
from analytics.store.statements import Said, effective
from analytics.store.statements import revision as latest_revision
from analytics.store.workspace import Workspace

IDLE = 8
"""Sessions that are kept for the next query; more are opened when more threads ask at once."""
VIEWS = 200
"""Tables that a session may know before it is given up for a new one."""


Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Overlay:
    """What people have said about links, up to a revision: pairs of activities or articles that are not the same,
    pairs that are, what names of organisations mean, and where villages lie."""

    cut: tuple[Pair, ...] = ()
    joined: tuple[Pair, ...] = ()
    names: tuple[NameStatement, ...] = ()
    places: tuple[Placing, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """One version of a dataset. Hashable, cheap, safe to share across threads. ``created_at``: ISO, UTC.

    ``state``: the folder of what was found across its articles (None: an old version). ``revision``: up to which
    statement the ``overlay`` goes. ``masking``: its setting; ``masked``: ``folders`` are masked copies; ``searched``: where
    words are looked for, in masked copies too unless whoever asks may read the articles.
    """

    dataset: str
    version: int
    label: str
    is_demo: bool
    rules_version: str
    gazetteer_version: str
    created_at: str
    folders: tuple[Path, ...]
    state: Path | None = None
    revision: int = 0
    overlay: Overlay = Overlay()
    masking: Masking = OPEN
    masked: bool = False
    searched: tuple[Path, ...] = ()

    @property
    def indexes(self) -> tuple[Path, ...]:
        """The folders whose full-text indexes are asked."""
        return self.searched or self.folders


def for_guests(collection: Collection) -> Collection:
    """As guests see it: masked, where the setting says so, and searched as it is seen."""
    if not collection.masking.on:
        return collection
    folders = collection.folders if collection.masked else masked_copies(collection.folders, collection.masking.masks)
    return replace(collection, folders=folders, masked=True, searched=())


def for_export(collection: Collection) -> Collection:
    """As it is taken away: masked, where the setting says so. What was searched for stays found, so that files hold as many
    rows as the screen that they are taken from."""
    if collection.masked or not collection.masking.in_exports:
        return collection
    copies = masked_copies(collection.folders, collection.masking.masks)
    return replace(collection, folders=copies, masked=True, searched=collection.folders)


def as_written(collection: Collection) -> Collection:
    """The same, whatever its setting says of exports: for what is kept in the workspace and masked when it is given out."""
    return replace(collection, masking=OPEN)


def open_collection(
    workspace: Workspace, dataset: str, version: int | None = None, revision: int | None = None
) -> Collection:
    """A version of a dataset with what people have said about it (None: the latest of each), masked for guests.

    Raises Problem no_dataset, dataset_deleted, dataset_purged, no_version or part_missing.
    """
    found = workspace.version(dataset, version)
    about = workspace.dataset(dataset)
    said = effective(workspace, dataset, revision)
    last = latest_revision(workspace, dataset) if revision is None else revision
    opened = Collection(
        dataset, found.number, about.label, about.is_demo, found.rules_version, found.gazetteer_version,
        found.created_at.isoformat(), tuple(part_folder(workspace, part) for part in found.parts),
        state_folder(workspace, found.state_id) if found.state_id else None, last, _overlay(said),
        masking_of(workspace, dataset),
    )  # fmt: skip
    return for_guests(opened) if workspace.guest else opened


def _overlay(said: Sequence[Said]) -> Overlay:
    pairs = {
        kind: tuple((s.payload["a"], s.payload["b"]) for s in said if s.kind == kind) for kind in ("cut", "join")
    }
    names = tuple(
        NameStatement(s.payload["name"], s.payload["target"], s.payload["relation"], s.who)
        for s in said
        if s.kind == "name"
    )
    return Overlay(pairs["cut"], pairs["join"], names, placings(said))


class Session:
    """A connection of one thread at a time, with the tables that it knows."""

    def __init__(self) -> None:
        self.engine = open_engine()
        self.tables: dict[tuple[str, tuple[Path, ...]], Table] = {}


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a collection within one session."""

    collection: Collection
    session: Session

    def __getitem__(self, name: str) -> Table:
        key = (name, self.collection.folders)
        if key not in self.session.tables:
            paths = [str(folder / f"{name}.parquet") for folder in self.collection.folders]
            digest = hashlib.sha256("\n".join(paths).encode()).hexdigest()[:16]
            # Parts of an older program lack columns that came later.
            self.session.tables[key] = self.session.engine.table(paths, f"{name}_{digest}")
        return self.session.tables[key]

    def frame(self, expression: Any) -> pd.DataFrame:
        """Runs an expression; nulls come as None, lists as lists, days as dates."""
        table = self.arrow(expression)
        return pd.DataFrame({f.name: _series(table[f.name], f.type) for f in table.schema})

    def arrow(self, expression: Any) -> Any:
        """Runs an expression; an Arrow table."""
        return self.session.engine.backend.to_pyarrow(expression)


@contextmanager
def reading(collection: Collection) -> Iterator[Tables]:
    """The tables, for one measure in one thread."""
    try:
        session = _idle.get_nowait()
    except queue.Empty:
        session = Session()
    try:
        yield Tables(collection, session)
    finally:
        if len(session.tables) < VIEWS:
            try:
                _idle.put_nowait(session)
            except queue.Full:
                session.engine.close()
        else:
            session.engine.close()


def texts(values: Sequence[str], column: str = "id") -> Table:
    """Values as a table of one text column."""
    return ibis.memtable({column: list(values)}, schema=ibis.schema({column: "string"}))


_idle: queue.LifoQueue[Session] = queue.LifoQueue(IDLE)


def _series(column: Any, kind: Any) -> pd.Series:
    """Numbers as numbers (whole ones with nulls as Int64), everything else as Python values."""
    whole = pa.types.is_integer(kind)
    if whole and column.null_count:
        return pd.Series(column.to_pandas(), dtype="Int64")
    if whole or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        return pd.Series(column.to_pandas())
    return pd.Series(column.to_pylist(), dtype=object)
