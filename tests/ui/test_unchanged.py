"""What the workspace is asked at every run of a page: an answer holds until anybody commits anything, and no longer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event

from analytics.problems import Problem
from analytics.store.workspace import Workspace, open_workspace
from analytics.ui.unchanged import datasets_of, versions_of


def questions(space: Workspace) -> list[str]:
    """Fills with every statement that reaches the database."""
    found: list[str] = []
    event.listen(space.engine, "before_cursor_execute", lambda *args: found.append(args[2]))
    return found


def test_nothing_is_asked_twice(tmp_path: Path) -> None:
    space = open_workspace(tmp_path)
    space.create("a")
    first, asked = datasets_of(space), questions(space)
    assert datasets_of(space) == first
    assert asked == []


def test_what_was_just_committed_is_seen(tmp_path: Path) -> None:
    space = open_workspace(tmp_path)
    for n in range(30):
        space.create(f"d{n:02}")
        assert [d.name for d in datasets_of(space)] == [f"d{k:02}" for k in range(n + 1)]


def test_what_another_process_commits_is_seen(tmp_path: Path) -> None:
    space = open_workspace(tmp_path)
    assert datasets_of(space) == ()
    code = "import sys; from pathlib import Path; from analytics.store.workspace import open_workspace; "
    code += "open_workspace(Path(sys.argv[1])).create('other')"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
    assert [d.name for d in datasets_of(space)] == ["other"]


def test_what_is_missing_is_said_each_time(tmp_path: Path) -> None:
    space = open_workspace(tmp_path)
    for _ in range(2):
        with pytest.raises(Problem) as caught:
            versions_of(space, "none")
        assert caught.value.code == "no_dataset"


def test_a_workspace_that_cannot_tell_is_asked_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = open_workspace(tmp_path)
    monkeypatch.setattr(Workspace, "stamp", lambda _self: None)
    asked = questions(space)
    datasets_of(space)
    once = len(asked)
    datasets_of(space)
    assert len(asked) == 2 * once > 0
