"""Parts: immutable folders of Parquet tables with their full-text index, written once, committed by the workspace.

A part is written into a folder ``.writing-ID``, synced to disk and renamed. Until a version lists it, nobody reads it;
after a crash it is an orphan that a later import sweeps away.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from analytics.model import Extraction
from analytics.problems import Problem
from analytics.store.fulltext import IndexWriter
from analytics.store.schema import SCHEMAS, Origin, Rows, problem_from, rows_of
from analytics.store.tally import Told
from analytics.store.workspace import Workspace

WRITING, TRASH = ".writing-", ".trash-"
INDEX, MANIFEST = "search.sqlite", "part.json"
ROWS_PER_GROUP = 50_000
"""Rows of one table that are kept in memory before they are written."""
ORPHAN_SECONDS = 6 * 3600
"""Age from which an unreferenced folder counts as left behind; a running import keeps its folder young."""


class PartWriter:
    """Writes one part; ``add`` rows, then ``finish``. Leaving the block without ``finish`` removes everything."""

    def __init__(self, snapshots: Path) -> None:
        self.id = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(6)}"
        self._final = snapshots / self.id
        self._folder = snapshots / f"{WRITING}{self.id}"
        self._folder.mkdir()
        self._pending: Rows = {name: [] for name in SCHEMAS}
        self._rows = dict.fromkeys(SCHEMAS, 0)
        self._files: dict[str, Any] = {}
        self._index = IndexWriter(self._folder / INDEX)
        self._finished = False

    def add(self, extraction: Extraction, origin: Origin) -> None:
        """Adds one article with all that was read from it."""
        article = extraction.article
        self._index.add([(article.id, article.title, article.text)])
        for name, rows in rows_of(extraction, origin).items():
            self.add_rows(name, rows)

    def add_rows(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        """Adds rows of one table; columns that a row lacks are null."""
        pending = self._pending[table]
        pending.extend(rows)
        if len(pending) >= ROWS_PER_GROUP:
            self._flush(table)

    def finish(self) -> str:
        """Writes and syncs everything, gives the folder its name, and returns the id of the part."""
        for table in SCHEMAS:
            self._flush(table)
            self._files[table].close()
        self._index.close()
        (self._folder / MANIFEST).write_bytes(orjson.dumps({"id": self.id, "rows": self._rows}))
        for path in self._folder.iterdir():
            _sync(path)
        _sync(self._folder)
        self._folder.rename(self._final)
        _sync(self._final.parent)
        self._finished = True
        return self.id

    def __enter__(self) -> PartWriter:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._finished:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _flush(self, table: str) -> None:
        rows = self._pending[table]
        if table not in self._files:
            path = self._folder / f"{table}.parquet"
            self._files[table] = pq.ParquetWriter(path, SCHEMAS[table], compression="zstd")
        if rows:
            self._files[table].write_table(pa.Table.from_pylist(rows, schema=SCHEMAS[table]))
            self._rows[table] += len(rows)
            rows.clear()
        os.utime(self._folder)


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


def problems(folder: Path, kind: str) -> tuple[Told, ...]:
    """What the import of a part refused (``refusal``) or warned of (``warning``), in order."""
    rows = pq.read_table(folder / "problems.parquet").to_pylist()
    return tuple(problem_from(row) for row in rows if row["kind"] == kind)


def sweep(workspace: Workspace, older_than: float = ORPHAN_SECONDS) -> list[str]:
    """Removes the folders that no version lists and that nothing was written to for so many seconds; their names.

    Renamed under the writers' lock, so that no import can commit one of them meanwhile.
    """
    old = [p for p in workspace.snapshots.iterdir() if p.is_dir() and time.time() - p.stat().st_mtime > older_than]
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


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows syncs folders by itself and opens none
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
