"""What was read out of the parts of a version, saved for the next process, so that its first reader does not wait.

One file for each question in ``home/indexes``: 32 bytes of SHA-256, then an Arrow stream. Its name is made of the parts
(which never change), the question, and the program that answers it. A file that is damaged, cut or from another program is
never used: what it held is read again from the parts. A purge takes all files away (``forget``).
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import shutil
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

log = logging.getLogger(__name__)
FOLDER, ENDING = "indexes", ".index"
MASKED = "masked"
"""The folder of the masked copies of parts (``analytics.privacy.copies``)."""
DIGEST = 32
KEPT = 60
"""Files kept, the last used ones: a version has about eight."""
_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def saved(
    folders: Sequence[Path], question: str, program: Sequence[Path], make: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Arrow tables by name: read from their file, else made and written to it. ``make`` answers from the parts in
    ``folders`` alone; ``program``: the files whose change makes old answers worthless.

    Threads that ask the same wait for the first of them.
    """
    if not folders:
        return make()
    path = _path(folders, question, _program(tuple(program)))
    with _locks[path.name]:
        found = _read(path)
        if found is None:
            found = make()
            _write(path, found, folders)
        return found


def forget(home: Path) -> None:
    """Takes away all that was saved, masked copies too: the parts that it came from were purged."""
    shutil.rmtree(home / MASKED, ignore_errors=True)
    for path in _files(home / FOLDER):
        with suppress(OSError):
            path.unlink()


def _path(folders: Sequence[Path], question: str, program: str) -> Path:
    told = "\n".join([program, question, *(folder.name for folder in folders)])
    name = hashlib.sha256(told.encode()).hexdigest()[:32]
    return folders[0].parent.parent / FOLDER / f"{name}{ENDING}"


@cache
def _program(files: tuple[Path, ...]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in (Path(__file__), *files))).hexdigest()


def _read(path: Path) -> dict[str, Any] | None:
    try:
        content = path.read_bytes()
        if len(content) <= DIGEST or hashlib.sha256(memoryview(content)[DIGEST:]).digest() != content[:DIGEST]:
            if content:
                log.warning("a saved index is damaged and is made again: %s", path.name)
            return None
        os.utime(path)
    except OSError:
        return None
    found: dict[str, Any] = {}
    rest = pa.py_buffer(content).slice(DIGEST)
    reader = pa.BufferReader(rest)
    while reader.tell() < rest.size:
        with pa.ipc.open_stream(reader) as stream:
            found[stream.schema.metadata[b"name"].decode()] = stream.read_all().replace_schema_metadata()
    return found


def _write(path: Path, tables: dict[str, Any], folders: Sequence[Path]) -> None:
    """Whole or not at all. A full disk only costs the next process its time."""
    sink = pa.BufferOutputStream()
    for name, table in tables.items():
        named = table.replace_schema_metadata({"name": name})
        with pa.ipc.new_stream(sink, named.schema) as stream:
            stream.write_table(named)
    content = sink.getvalue()
    own = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(exist_ok=True)
        with own.open("wb") as file:
            file.write(hashlib.sha256(content).digest())
            file.write(content)
        own.replace(path)
        # A purge takes the parts first and then the files: one of the two sees the other.
        if not all(folder.is_dir() for folder in folders):
            path.unlink(missing_ok=True)
        for old in _files(path.parent)[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        log.warning("an index could not be saved: %s", error)
        with suppress(OSError):
            own.unlink(missing_ok=True)


def _files(folder: Path) -> list[Path]:
    """The files there, the last used first; those that a crash left half written among them."""
    found = []
    with suppress(OSError):
        for path in folder.iterdir():
            with suppress(OSError):
                found.append((path.stat().st_mtime, path))
    return [path for _, path in sorted(found, reverse=True)]
