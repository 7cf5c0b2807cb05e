"""A disk that is full, and the n-th write that fails: the import says so, leaves nothing, and works once there is room."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fakes import FakeMaker, many, read, write

from analytics.importing import import_files
from analytics.measures import articles, open_collection
from analytics.problems import Problem
from analytics.store.snapshots import sweep
from analytics.store.workspace import Workspace, open_workspace

LIMITS = int(os.environ.get("JUSHI_TORTURE", "0")) // 3 or 6
WRITES = 50
"""Every write up to this one is made to fail once."""
OPENING = {"open", "os.mkdir", "os.rename", "os.utime", "tempfile.mkstemp"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
HERE = Path(__file__).parent
pytestmark = pytest.mark.sqlite  # the disk that is full is that of the files; a copy of a home has its database in it


class Fault:
    """Fails the n-th of the calls that write. An audit hook cannot be taken away again, only put to sleep."""

    def __init__(self) -> None:
        self.left = -1

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.left < 0 or event not in OPENING:
            return
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & WRITING):
            return
        self.left -= 1
        if self.left == 0:
            self.left = -1
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @contextmanager
    def at(self, number: int) -> Iterator[None]:
        self.left = number
        try:
            yield
        finally:
            self.left = -1


FAULT = Fault()
sys.addaudithook(FAULT)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("full") / "home"
    space = open_workspace(folder)
    path = write(folder.parent / "first.jsonl", many(40))
    import_files([path], "试", workspace=space, maker=FakeMaker(), reader=read)
    space.close()
    return folder


def unharmed(space: Workspace) -> None:
    """The first import is whole and the only one."""
    assert space.dataset("试").versions == 1
    assert len(articles(open_collection(space, "试"))) == 40


def test_any_failing_write_leaves_what_was_and_the_next_import_works(home: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "b.jsonl", many(60)[40:])
    failed = 0
    for number in range(1, WRITES + 1):
        copy = tmp_path / f"home{number}"
        shutil.copytree(home, copy)
        space = open_workspace(copy)
        try:
            with FAULT.at(number):
                import_files([path], "试", workspace=space, maker=FakeMaker(), reader=read)
        except (Problem, OSError):
            failed += 1
            unharmed(space)
        else:
            assert space.dataset("试").versions == 2
        report = import_files([path], "试", workspace=space, maker=FakeMaker(), reader=read)
        assert (report.version, report.added) == (2, 20)
        assert len(articles(open_collection(space, "试"))) == 60
        sweep(space, older_than=-1)
        wanted = {p for v in space.versions("试") for p in (*v.parts, v.state_id)}
        assert {p.name for p in space.snapshots.iterdir()} == wanted
        space.close()
        shutil.rmtree(copy)
    assert failed > 5, "hardly any write was hit: the trial shows nothing"


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file sizes")
def test_a_full_disk_is_told_and_leaves_what_was(home: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "b.jsonl", many(400)[40:])
    largest = max(p.stat().st_size for p in home.rglob("*") if p.is_file())
    rng, told = random.Random(7), 0
    for number in range(LIMITS):
        copy = tmp_path / f"home{number}"
        shutil.copytree(home, copy)
        limit = rng.choice((rng.randrange(1, 4096), rng.randrange(4096, 2 * largest)))
        done = subprocess.run(
            [sys.executable, str(HERE / "importer.py"), str(copy), str(path), str(limit)],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        space = open_workspace(copy)
        if done.returncode:
            told += 1
            assert done.stdout.startswith("ready\nproblem")
            unharmed(space)
        report = import_files([path], "试", workspace=space, maker=FakeMaker(), reader=read)
        assert report.version == 2
        assert len(articles(open_collection(space, "试"))) == 400
        space.close()
        shutil.rmtree(copy)
    assert told, "the disk was never full: the trial shows nothing"
