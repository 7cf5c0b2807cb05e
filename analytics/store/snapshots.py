"""Parts: immutable folders of Parquet tables with their full-text index, written once, committed by the workspace.

A part is written into a folder ``.writing-ID``, synced to disk and renamed. Until a version lists it, nobody reads it;
after a crash it is an orphan that a later import sweeps away.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import orjson
import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from analytics.model import Extraction
from analytics.problems import Problem
from analytics.store.fulltext import IndexWriter
from analytics.store.schema import SCHEMAS, STATE_SCHEMAS, Origin, Rows, problem_from, rows_of
from analytics.store.tally import Told
from analytics.store.workspace import VersionInfo, Workspace

WRITING, TRASH = ".writing-", ".trash-"
INDEX, MANIFEST, OWNER = "search.sqlite", "part.json", "owner.json"
ROWS_PER_GROUP = 5_000
"""Rows of one table that are kept in memory before they are written."""
ORPHAN_SECONDS = 6 * 3600
"""Age from which an unreferenced folder counts as left behind; a running import keeps its folder young."""


class FolderWriter:
    """Writes one immutable folder of tables: ``add_rows``, then ``finish``. Leaving the block without ``finish``
    removes everything."""

    def __init__(self, snapshots: Path, schemas: Mapping[str, Any], kind: str) -> None:
        self.id = f"{kind}{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(6)}"
        self._schemas = schemas
        self._final = snapshots / self.id
        self.folder = snapshots / f"{WRITING}{self.id}"
        self.folder.mkdir()
        (self.folder / OWNER).write_bytes(orjson.dumps([socket.gethostname(), os.getpid()]))
        self._pending: Rows = {name: [] for name in schemas}
        self.rows = dict.fromkeys(schemas, 0)
        self._files: dict[str, Any] = {}
        self._finished = False

    def add_rows(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        """Adds rows of one table; columns that a row lacks are null."""
        pending = self._pending[table]
        pending.extend(rows)
        if len(pending) >= ROWS_PER_GROUP:
            self._flush(table)

    def add_table(self, table: str, found: pa.Table) -> None:
        """Adds an Arrow table of this schema."""
        self._flush(table)
        if found.num_rows:
            self._files[table].write_table(found.select(self._schemas[table].names).cast(self._schemas[table]))
            self.rows[table] += found.num_rows

    def finish(self) -> str:
        """Writes and syncs everything, gives the folder its name, and returns its id."""
        for table in self._schemas:
            self._flush(table)
            self._files[table].close()
        self._close()
        (self.folder / MANIFEST).write_bytes(orjson.dumps({"id": self.id, "rows": self.rows}))
        (self.folder / OWNER).unlink()
        for path in self.folder.iterdir():
            _sync(path)
        _sync(self.folder)
        self.folder.rename(self._final)
        _sync(self._final.parent)
        self._finished = True
        return self.id

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._finished:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _close(self) -> None:
        """What else lies in the folder is finished here."""

    def _flush(self, table: str) -> None:
        rows = self._pending[table]
        if table not in self._files:
            path = self.folder / f"{table}.parquet"
            self._files[table] = pq.ParquetWriter(path, self._schemas[table], compression="zstd")
        if rows:
            self._files[table].write_table(pa.Table.from_pylist(rows, schema=self._schemas[table]))
            self.rows[table] += len(rows)
            rows.clear()
        os.utime(self.folder)


class PartWriter(FolderWriter):
    """Writes one part: articles with all that was read from them, and their full-text index."""

    def __init__(self, snapshots: Path) -> None:
        super().__init__(snapshots, SCHEMAS, "")
        self._index = IndexWriter(self.folder / INDEX)

    def add(self, extraction: Extraction, origin: Origin) -> None:
        """Adds one article with all that was read from it."""
        article = extraction.article
        self._index.add([(article.id, article.title, article.text)])
        for name, rows in rows_of(extraction, origin).items():
            self.add_rows(name, rows)

    def index(self, articles: Iterable[tuple[str, str, str]]) -> None:
        """Adds (id, title, text) to the index alone; the rows come by ``add_table``."""
        self._index.add(articles)

    def _close(self) -> None:
        self._index.close()


class StateWriter(FolderWriter):
    """Writes the tables of a version as a whole (``STATE_SCHEMAS``)."""

    def __init__(self, snapshots: Path) -> None:
        super().__init__(snapshots, STATE_SCHEMAS, "state-")


def part_folder(workspace: Workspace, part_id: str) -> Path:
    """The folder of a part, looked at: Problem part_missing when a file of it is not there."""
    folder = workspace.snapshots / part_id
    wanted = [MANIFEST, INDEX, *(f"{table}.parquet" for table in SCHEMAS)]
    if not all((folder / name).is_file() for name in wanted):
        raise Problem.of("part_missing", str(folder), part=part_id)
    return folder


def manifest(folder: Path) -> dict[str, Any]:
    """What a part says of itself: ``id`` and ``rows`` (table to number of rows)."""
    found: dict[str, Any] = orjson.loads((folder / MANIFEST).read_bytes())
    return found


def state_folder(workspace: Workspace, state_id: str) -> Path:
    """The folder of what was found across a version. Problem part_missing when a file of it is not there."""
    folder = workspace.snapshots / state_id
    if not all((folder / name).is_file() for name in (MANIFEST, *(f"{table}.parquet" for table in STATE_SCHEMAS))):
        raise Problem.of("part_missing", str(folder), part=state_id)
    return folder


def problems(workspace: Workspace, version: VersionInfo, kind: str) -> tuple[Told, ...]:
    """What the import of a version refused (``refusal``) or warned of (``warning``), in order."""
    if version.state_id is None:  # written before versions had a state: the last part holds the list
        folder = part_folder(workspace, version.parts[-1]) if version.parts else None
    else:
        folder = state_folder(workspace, version.state_id)
    if folder is None or not (folder / "problems.parquet").is_file():
        return ()
    rows = pq.read_table(folder / "problems.parquet").to_pylist()
    return tuple(problem_from(row) for row in rows if row["kind"] == kind)


def totals(workspace: Workspace, parts: Iterable[str]) -> dict[str, int]:
    """How many articles and activities some parts hold together."""
    rows = [manifest(part_folder(workspace, part))["rows"] for part in parts]
    return {f"total_{table}": sum(found[table] for found in rows) for table in ("articles", "activities")}


def sweep(workspace: Workspace, older_than: float = ORPHAN_SECONDS) -> list[str]:
    """Removes the folders that no version lists and that nothing was written to for so many seconds, and at once those
    whose writer is dead; their names.

    Renamed under the writers' lock, so that no import can commit one of them meanwhile.
    """
    old = [p for p in workspace.snapshots.iterdir() if p.is_dir() and _left_behind(p, older_than)]
    if not old:
        return []
    gone = []
    with workspace.holding() as used:
        for path in old:
            if path.name not in used:
                path.rename(path.with_name(f"{TRASH}{path.name.removeprefix(TRASH)}"))
                gone.append(path.name)
    for name in gone:
        shutil.rmtree(workspace.snapshots / f"{TRASH}{name.removeprefix(TRASH)}", ignore_errors=True)
    return gone


def _left_behind(path: Path, older_than: float) -> bool:
    try:
        if time.time() - path.stat().st_mtime > older_than:
            return True
        host, process = orjson.loads((path / OWNER).read_bytes())
        return bool(host == socket.gethostname() and not psutil.pid_exists(process))
    except (OSError, ValueError):  # another process has just finished it, or is just beginning
        return False


def discard(workspace: Workspace, ids: Iterable[str]) -> None:
    """Removes folders that were written and will not be listed by any version."""
    for name in ids:
        shutil.rmtree(workspace.snapshots / name, ignore_errors=True)


def keep_young(workspace: Workspace, ids: Iterable[str]) -> None:
    """Shows that folders which no version lists yet are still wanted."""
    for name in ids:
        with suppress(OSError):
            os.utime(workspace.snapshots / name)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows syncs folders by itself and opens none
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
