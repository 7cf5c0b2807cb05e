"""What is backed up comes back whole, in another place and process; what is damaged changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import ROOT
from fakes import FakeMaker, many, read, write

from analytics import measures
from analytics.backup import DATABASE, MANIFEST, back_up, restore, verify
from analytics.importing import import_files
from analytics.problems import Problem
from analytics.store.notes import add_note
from analytics.store.snapshots import PartWriter
from analytics.store.statements import statements
from analytics.store.workspace import Workspace, open_workspace

NAME = "试"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TOLD = """
import json, sys
from analytics import measures
from analytics.store.workspace import open_workspace
from analytics.views import View
space = open_workspace()
found = []
for number in (1, 2):
    collection = measures.open_collection(space, "试", number)
    articles = measures.articles(collection)
    head = measures.headline(collection, View())
    text = measures.article(collection, articles["id"][0]).extraction.article.text
    found.append([list(head.activities.ids), len(articles), head.people.value, text])
print(json.dumps(found))
"""

HOLDS = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1])
held.execute("SELECT 1 FROM dataset")
print(1, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """Two versions and a note."""
    found = open_workspace(tmp_path / "home")
    put(found, tmp_path, 1)
    put(found, tmp_path, 2)
    add_note(found, NAME, date(2024, 1, 1), date(2024, 1, 1), "启动", "王")
    return found


def put(space: Workspace, folder: Path, seed: int) -> None:
    articles = many(12 * seed)[12 * (seed - 1) :]
    import_files([write(folder / f"{seed}.jsonl", articles)], NAME, workspace=space, maker=FakeMaker(), reader=read)


def told(home: Path) -> str:
    """The figures and a text, from a fresh process."""
    environment = os.environ | {"JUSHI_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", TOLD], env=environment, capture_output=True, check=True, text=True
    ).stdout


def holds(home: Path) -> dict[str, bytes]:
    return {str(p.relative_to(home)): p.read_bytes() for p in home.rglob("*") if p.is_file()}


def test_everything_comes_back_in_another_place_and_process(space: Workspace, tmp_path: Path) -> None:
    made = back_up(space, tmp_path / "all.zip", NOW)
    assert made.counts["collections"] == 1
    assert made.counts["versions"] == 2
    assert verify(tmp_path / "all.zip") == made
    restore(tmp_path / "all.zip", tmp_path / "other", NOW)
    assert told(tmp_path / "other") == told(space.home)
    other = open_workspace(tmp_path / "other")
    assert statements(other, NAME) == statements(space, NAME)
    assert other.dataset(NAME) == space.dataset(NAME)
    put(other, tmp_path, 3)
    assert other.version(NAME).number == 3, "it can be written again"
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")], "nothing is left beside it"


def test_the_same_gives_the_same_bytes(space: Workspace, tmp_path: Path) -> None:
    back_up(space, tmp_path / "a.zip", NOW)
    back_up(space, tmp_path / "b.zip", NOW)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_part_on_its_way_is_none_of_it(space: Workspace, tmp_path: Path) -> None:
    """What an import has written and not committed is left to its import."""
    with PartWriter(space.snapshots) as writer:
        assert len([p for p in space.snapshots.iterdir() if p.is_dir()]) > 2
        made = back_up(space, tmp_path / "all.zip", NOW)
        del writer
    listed = {name.split("/")[1] for name in made.files if name.startswith("snapshots/")}
    wanted = {part for n in (1, 2) for part in (*space.version(NAME, n).parts, space.version(NAME, n).state_id)}
    assert listed == wanted


def again(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """The archive with other members."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def _flip(members: dict[str, bytes]) -> None:
    name = next(n for n in members if n.endswith("articles.parquet"))
    members[name] = members[name][:-1] + bytes([members[name][-1] ^ 1])


def _slip(members: dict[str, bytes]) -> None:
    told = json.loads(members[MANIFEST])
    told["files"]["snapshots/../../evil"] = [1, "x"]
    members["snapshots/../../evil"], members[MANIFEST] = b"x", json.dumps(told).encode()


def _absolute(members: dict[str, bytes]) -> None:
    told = json.loads(members[MANIFEST])
    told["files"]["/evil"] = [1, "x"]
    members["/evil"], members[MANIFEST] = b"x", json.dumps(told).encode()


def _later(members: dict[str, bytes]) -> None:
    members[MANIFEST] = json.dumps(json.loads(members[MANIFEST]) | {"format": 2}).encode()


def _bare(members: dict[str, bytes]) -> None:
    del members[MANIFEST]


CHANGES: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "a byte": (_flip, "backup_damaged"), "a way out": (_slip, "backup_damaged"), "another place": (_absolute, "backup_damaged"),
    "one more": (lambda m: m.update({"snapshots/x/y": b"x"}), "backup_damaged"), "no list": (_bare, "backup_damaged"),
    "one less": (lambda m: m.pop(DATABASE) and None, "backup_damaged"), "a later form": (_later, "backup_newer"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_changed_is_refused_and_changes_nothing(space: Workspace, tmp_path: Path, what: str) -> None:
    change, code = CHANGES[what]
    back_up(space, tmp_path / "all.zip", NOW)
    again(tmp_path / "all.zip", change)
    _refused(space, tmp_path, code)


@pytest.mark.parametrize("size", [0, 1, 100, 0.5, 0.99])
def test_what_is_cut_off_is_refused(space: Workspace, tmp_path: Path, size: float) -> None:
    back_up(space, tmp_path / "all.zip", NOW)
    data = (tmp_path / "all.zip").read_bytes()
    (tmp_path / "all.zip").write_bytes(data[: int(size * len(data)) if isinstance(size, float) else size])
    _refused(space, tmp_path, "backup_damaged")


def _refused(space: Workspace, tmp_path: Path, code: str) -> None:
    space.close()
    before = holds(space.home)
    for target, replace in ((tmp_path / "new", False), (space.home, True)):
        with pytest.raises(Problem) as told_:
            restore(tmp_path / "all.zip", target, NOW, replace)
        assert told_.value.code == code
        assert told_.value.text("zh")
        assert told_.value.text("en")
    assert holds(space.home) == before
    assert not (tmp_path / "new" / DATABASE).exists()
    assert not (tmp_path.parent / "evil").exists()


def test_what_is_there_is_replaced_only_when_asked_and_is_kept(space: Workspace, tmp_path: Path) -> None:
    back_up(space, tmp_path / "two.zip", NOW)
    put(space, tmp_path, 3)
    space.close()
    with pytest.raises(Problem, match="replace"):
        restore(tmp_path / "two.zip", space.home, NOW)
    _, kept = restore(tmp_path / "two.zip", space.home, NOW, replace=True)
    assert open_workspace(space.home).version(NAME).number == 2
    assert kept is not None
    restore(kept, tmp_path / "three", NOW)
    assert open_workspace(tmp_path / "three").version(NAME).number == 3


def test_nothing_is_restored_under_a_running_program(space: Workspace, tmp_path: Path) -> None:
    back_up(space, tmp_path / "all.zip", NOW)
    command = [sys.executable, "-c", HOLDS, str(space.home / DATABASE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(Problem) as told_:
            restore(tmp_path / "all.zip", space.home, NOW, replace=True)
        other.communicate()
    assert told_.value.code == "restore_in_use"


@pytest.mark.parametrize("after", range(6))
def test_an_end_at_any_step_leaves_the_old_or_the_new(
    space: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    back_up(space, tmp_path / "two.zip", NOW)
    put(space, tmp_path, 3)
    space.close()
    ours, steps = Path.replace, iter(range(100))

    def stops(path: Path, target: Path) -> Path:
        if next(steps) == after:
            raise KeyboardInterrupt
        return ours(path, target)

    monkeypatch.setattr(Path, "replace", stops)
    with pytest.raises(KeyboardInterrupt) if after == 0 else _either():
        restore(tmp_path / "two.zip", space.home, NOW, replace=True)
    monkeypatch.undo()
    found = open_workspace(space.home)
    assert found.version(NAME).number in (2, 3)
    collection = measures.open_collection(found, NAME)
    assert len(measures.articles(collection)) == 12 * found.version(NAME).number


def _either():
    from contextlib import suppress

    return suppress(KeyboardInterrupt)
