"""An importer that is killed at any moment leaves whole versions only. ``JUSHI_TORTURE``: how many kills."""

from __future__ import annotations

import math
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from fakes import FakeMaker, extract, many, read, write

from analytics.importing import import_files
from analytics.measures import articles, open_collection, placed, search
from analytics.model import KINDS
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.schema import SCHEMAS
from analytics.store.snapshots import manifest, part_folder, state_folder, sweep
from analytics.store.workspace import Workspace, open_workspace
from analytics.views import View

KILLS = int(os.environ.get("JUSHI_TORTURE", "8"))
FILE_ARTICLES = 60
PART_ARTICLES = 25
"""So that an import is of several parts."""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("JUSHI_PART_ARTICLES", str(PART_ARTICLES))
    settings.cache_clear()
    yield
    settings.cache_clear()


def whole(home: Path) -> Workspace:
    """The workspace after a kill, with every committed version read completely."""
    space = open_workspace(home)
    versions = space.versions("试") if space.datasets() else []
    assert [v.number for v in versions] == list(range(len(versions), 0, -1))
    for version in versions:
        added = 0
        for part in version.parts:
            folder = part_folder(space, part)
            rows = manifest(folder)["rows"]
            assert rows == {name: pq.read_table(folder / f"{name}.parquet").num_rows for name in SCHEMAS}
            added += rows["articles"]
        assert state_folder(space, version.state_id or "").is_dir()
        assert added == version.number * FILE_ARTICLES
        collection = open_collection(space, "试", version.number)
        assert len(articles(collection)) == len(search(collection, "𠮷")) == added
    return space


def run(home: Path, path: Path, seconds: float) -> float:
    """Imports in a process that is killed after so many seconds; how many it took."""
    command = [sys.executable, str(Path(__file__).with_name("importer.py")), str(home), str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    began = time.monotonic()
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
    return time.monotonic() - began


@pytest.mark.slow
def test_killed_imports_leave_whole_versions(tmp_path: Path, database: str) -> None:
    rng = random.Random(2024)
    home = tmp_path / "home"
    kills = KILLS if database == "sqlite" else math.ceil(KILLS / 2)
    found = many(FILE_ARTICLES * (kills + 2))
    needed = run(home, write(tmp_path / "rehearsal.jsonl", found[:FILE_ARTICLES]), 60)
    done, cut_short = 1, 0
    for number in range(kills):
        start = done * FILE_ARTICLES
        path = write(tmp_path / f"{number}.jsonl", found[start : start + FILE_ARTICLES])
        run(home, path, rng.uniform(0, 1.2 * needed))
        space = whole(home)
        before, done = done, space.dataset("试").versions if space.datasets() else 0
        assert done - before in (0, 1)
        cut_short += done == before
        space.close()
    assert cut_short, "no import was hit: the trial shows nothing"

    # What was cut short can be done again, what was done says so, and the orphans go.
    space = open_workspace(home)
    start = done * FILE_ARTICLES
    path = write(tmp_path / "last.jsonl", found[start : start + FILE_ARTICLES])
    report = import_files([path], "试", workspace=space, maker=FakeMaker(), reader=read)
    again = import_files([path], "试", workspace=space, maker=FakeMaker(), reader=read)
    assert (report.version, report.added, report.already) == (done + 1, FILE_ARTICLES, False)
    assert (again.version, again.already) == (done + 1, True)
    sweep(space, older_than=-1)
    wanted = {*space.version("试").parts, *(v.state_id for v in space.versions("试"))}
    assert {p.name for p in space.snapshots.iterdir()} == wanted
    expected = sum(len(extract(a).activities) for a in found[: start + FILE_ARTICLES])
    assert len(placed(open_collection(space, "试"), View(kinds=KINDS)).counted) == expected


def test_the_trial_would_see_damage(tmp_path: Path) -> None:
    """The control: a lost row, a lost file and a lost table each make ``whole`` fail."""
    home = tmp_path / "home"
    run(home, write(tmp_path / "a.jsonl", many(FILE_ARTICLES)), 60)
    whole(home).close()
    space = open_workspace(home)
    part = space.snapshots / space.version("试").parts[1]
    for name in ("articles.parquet", "places.parquet", "search.sqlite"):
        kept = (part / name).read_bytes()
        if name.endswith(".parquet"):
            table = pq.read_table(part / name)
            pq.write_table(table.slice(0, table.num_rows - 1), part / name)
        else:
            (part / name).unlink()
        with pytest.raises((AssertionError, Problem)):
            whole(home)
        (part / name).write_bytes(kept)
    whole(home).close()
