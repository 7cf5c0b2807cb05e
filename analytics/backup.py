"""Everything in one file, and back: the workspace, its immutable parts and the frozen pages, each with its hash.

A backup is consistent while others read and import: the workspace is copied at one moment (by SQLite's own backup, or table by
table from PostgreSQL into a file of SQLite), then the files that the copy lists, which never change. So the same backup goes
back into either database. A restore looks at every hash before it touches anything; its last step is one rename, or one
transaction of PostgreSQL.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

import psutil
from sqlalchemy import Engine

from analytics import __version__
from analytics.files import replacing
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.copying import copied, holds_rows, others, put_back
from analytics.store.engine import connect
from analytics.store.frozen import FOLDER as FROZEN
from analytics.store.workspace import Workspace, open_workspace

MANIFEST, DATABASE, PARTS = "manifest.json", "workspace.sqlite", "snapshots"
FORMAT = 1
PIECE = 1 << 20
COUNTED = {
    "collections": "dataset",
    "versions": "version",
    "statements": "statement",
    "saved": "saved_view",
    "frozen": "snapshot",
}
LISTED = "SELECT part_id FROM version_part UNION SELECT state_id FROM version WHERE state_id IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: ``files`` by name to (bytes, SHA-256), and how many collections, versions … there are."""

    made: str
    program: str
    files: Mapping[str, tuple[int, str]]
    counts: Mapping[str, int]


def back_up(space: Workspace, target: Path, made: datetime) -> Manifest:
    """Writes everything into ``target`` (ZIP), whole or not at all.

    Raises Problem part_missing, database_unreachable; OSError (not writable).
    """
    with tempfile.TemporaryDirectory(dir=space.home) as folder:
        database = Path(folder) / DATABASE
        if space.engine.dialect.name == "sqlite":
            _copied(space.home / DATABASE, database)
        else:
            copied(space.engine, database)
        counts = _counts(database)
        files: dict[str, tuple[int, str]] = {}
        with replacing(target) as out, zipfile.ZipFile(out, "w") as archive:
            for name, path in [(DATABASE, database), *_listed(space, database)]:
                files[name] = _put(archive, name, path)
            found = Manifest(made.isoformat(), __version__, files, counts)
            archive.writestr(MANIFEST, _text(found))
    return found


def verify(path: Path) -> Manifest:
    """Reads all of a backup. Raises Problem backup_damaged with the file that is at fault, no_such_file."""
    if not path.is_file():
        raise Problem.of("no_such_file", str(path))
    with _opened(path) as archive:
        found = _manifest(archive, path)
        for name, told in found.files.items():
            if _measured(archive, name) != told:
                raise Problem.of("backup_damaged", str(path), file=name)
    return found


def restore(
    path: Path, home: Path, made: datetime, replace: bool = False, url: str | None = None
) -> tuple[Manifest, Path | None]:
    """Puts a backup into ``home`` and the database of ``url`` (None: of the settings; "": SQLite in ``home``). Both must be
    empty unless what is there is to be replaced; it is backed up beside the folder first: the path of that file, else None.

    Raises Problem backup_damaged, restore_not_empty, restore_in_use, workspace_newer, database_…; nothing has changed then.
    """
    found = verify(path)
    home = home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    address = settings().database_url if url is None else url
    server = connect(address) if address else None
    try:
        with tempfile.TemporaryDirectory(dir=home.parent, prefix=f".{home.name}.restoring.") as folder:
            fresh = Path(folder) / "home"
            with _opened(path) as archive:
                for name, told in found.files.items():
                    _take(archive, name, told, fresh / name)
            _sound(fresh)
            filled = _filled_server(server, replace) if server else _filled(home, replace)
            kept = _kept(home, address, made) if filled else None
            _move(fresh, home, server)
    finally:
        if server:
            server.dispose()
    return found, kept


def _filled_server(server: Engine, replace: bool) -> bool:
    """The same for a database of PostgreSQL."""
    if not holds_rows(server):
        return False
    where = server.url.render_as_string()
    if not replace:
        raise Problem.of("restore_not_empty", where)
    if (process := others(server)) is not None:
        raise Problem.of("restore_in_use", where, process=process)
    return True


def _filled(home: Path, replace: bool) -> bool:
    """Whether something lies there that is to be replaced."""
    if not (home / DATABASE).exists():
        return False
    if not replace:
        raise Problem.of("restore_not_empty", str(home))
    wanted = str(home / DATABASE)
    for process in psutil.process_iter():
        try:
            if any(file.path == wanted for file in process.open_files()):
                raise Problem.of("restore_in_use", str(home), process=process.pid)
        except psutil.Error:
            continue
    return True


def _kept(home: Path, address: str, made: datetime) -> Path:
    """The backup of what is replaced."""
    path = home.parent / f"{home.name}-before-restore-{made:%Y%m%d-%H%M%S}.zip"
    space = open_workspace(home, address or _file(home))
    try:
        back_up(space, path, made)
    finally:
        space.close()
    return path


def _file(home: Path) -> str:
    return f"sqlite:///{home / DATABASE}"


def _sound(fresh: Path) -> None:
    """The restored workspace opens, has the newest schema, and all its files are there."""
    try:
        space = open_workspace(fresh, _file(fresh))
        try:
            list(_listed(space, fresh / DATABASE))
        finally:
            space.close()
    except sqlite3.DatabaseError:
        raise Problem.of("backup_damaged", str(fresh), file=DATABASE) from None


def _move(fresh: Path, home: Path, server: Engine | None) -> None:
    """Parts and frozen pages first: nobody knows of them until the workspace is in its place, the one step that counts. The
    index of the old home is made again at need."""
    for folder in (PARTS, FROZEN):
        (home / folder).mkdir(exist_ok=True)
        for one in (fresh / folder).iterdir() if (fresh / folder).is_dir() else ():
            if not (home / folder / one.name).exists():
                one.replace(home / folder / one.name)
    if server:
        return put_back(fresh / DATABASE, server)
    (home / f"{DATABASE}-journal").unlink(missing_ok=True)
    (fresh / DATABASE).replace(home / DATABASE)


def _copied(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as ours, closing(sqlite3.connect(target)) as theirs:
        ours.backup(theirs)


def _counts(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as theirs:
        there = {row[0] for row in theirs.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return {
            name: theirs.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for name, table in COUNTED.items()
            if table in there
        }


def _listed(space: Workspace, database: Path) -> Iterator[tuple[str, Path]]:
    """Name in the backup and path of every file that the workspace lists. Raises Problem part_missing."""
    with closing(sqlite3.connect(database)) as found:
        parts = sorted({row[0] for row in found.execute(LISTED)})
    for part in parts:
        folder = space.snapshots / part
        if not folder.is_dir():
            raise Problem.of("part_missing", str(folder), part=part)
        yield from ((f"{PARTS}/{part}/{p.relative_to(folder).as_posix()}", p) for p in _files(folder))
    frozen = space.home / FROZEN
    yield from ((f"{FROZEN}/{p.relative_to(frozen).as_posix()}", p) for p in _files(frozen))


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else []


def _put(archive: zipfile.ZipFile, name: str, path: Path) -> tuple[int, str]:
    """Copies a file into the archive; its bytes and hash."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_STORED if path.suffix == ".parquet" else zipfile.ZIP_DEFLATED
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
        return _poured(source, target)


def _take(archive: zipfile.ZipFile, name: str, told: tuple[int, str], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("wb") as out:
        if _poured(source, out, told[0]) != told:
            raise Problem.of("backup_damaged", name, file=name)


def _measured(archive: zipfile.ZipFile, name: str) -> tuple[int, str]:
    try:
        with archive.open(name) as source:
            return _poured(source, None, archive.getinfo(name).file_size)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as e:
        raise Problem.of("backup_damaged", str(archive.filename), file=name) from e
    except Exception as e:  # the errors of a decompressor have no common base
        raise Problem.of("backup_damaged", str(archive.filename), file=name) from e


def _poured(source: IO[bytes], target: IO[bytes] | None, most: int | None = None) -> tuple[int, str]:
    """Copies; bytes and SHA-256. Stops behind ``most``: an archive may unpack to more than it says."""
    size, digest = 0, hashlib.sha256()
    while piece := source.read(PIECE):
        size += len(piece)
        digest.update(piece)
        if target is not None:
            target.write(piece)
        if most is not None and size > most:
            break
    return size, digest.hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except zipfile.BadZipFile:
        raise Problem.of("backup_damaged", str(path), file=path.name) from None


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """The manifest, when the archive holds exactly what it says, and nothing that lies elsewhere."""
    names = archive.namelist()
    try:
        told: Any = json.loads(archive.read(MANIFEST))
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in told["files"].items()}
        found = Manifest(str(told["made"]), str(told["program"]), files, dict(told["counts"]))
        known = told["format"] == FORMAT
    except Exception:
        raise Problem.of("backup_damaged", str(path), file=MANIFEST) from None
    if not known:
        raise Problem.of("backup_newer", str(path), program=found.program)
    strange = sorted({*names} ^ {*files, MANIFEST}) + sorted(name for name in files if not _safe(name))
    if strange or len(names) != len(set(names)) or DATABASE not in files:
        raise Problem.of("backup_damaged", str(path), file=strange[0] if strange else MANIFEST)
    return found


def _safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    inside = "\\" not in name and ":" not in name and not name.startswith("/") and ".." not in parts
    return inside and (name == DATABASE or (len(parts) > 1 and parts[0] in (PARTS, FROZEN)))


def _text(found: Manifest) -> str:
    told = {
        "format": FORMAT,
        "made": found.made,
        "program": found.program,
        "counts": dict(found.counts),
        "files": dict(found.files),
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


__all__ = ["Manifest", "back_up", "restore", "verify"]
