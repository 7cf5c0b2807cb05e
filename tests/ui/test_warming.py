"""What the server makes ready by itself: the newest versions at its start, and one that an import brings."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import FakeMaker, many, read, write

from analytics.importing import import_files
from analytics.measures import Collection
from analytics.problems import Problem
from analytics.store.workspace import Workspace, open_workspace
from analytics.ui import warming


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    space = open_workspace(tmp_path / "home")
    monkeypatch.setattr(warming, "open_workspace", lambda: space)
    monkeypatch.setattr(warming, "EVERY", 0.05)
    return space


def bring(space: Workspace, folder: Path, name: str, count: int) -> None:
    path = write(folder / f"{name}{count}.jsonl", many(count))
    import_files([path], name, workspace=space, maker=FakeMaker(), reader=read)


def until(wanted: Callable[[], bool]) -> None:
    ends = time.monotonic() + 30
    while not wanted():
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_a_new_version_is_made_ready(space: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, int]] = []
    monkeypatch.setattr(warming, "warm", lambda c: seen.append((c.dataset, c.version)))
    bring(space, tmp_path, "试", 3)

    async def serve() -> None:
        async with warming.warmed(None):
            await asyncio.to_thread(until, lambda: seen == [("试", 1)])
            await asyncio.to_thread(bring, space, tmp_path, "试", 6)
            await asyncio.to_thread(until, lambda: seen == [("试", 1), ("试", 2)])

    aside = threading.Thread(target=asyncio.run, args=(serve(),))  # this thread may have the loop of a browser
    aside.start()
    aside.join(60)
    assert seen == [("试", 1), ("试", 2)]
    assert not any(thread.name == "warming" for thread in threading.enumerate())


def test_what_fails_hinders_nothing_else(space: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def fails(collection: Collection) -> None:
        seen.append(collection.dataset)
        if collection.dataset == "a":
            raise Problem.of("part_missing", "here", part="x")
        if seen.count("b") == 1:
            raise RuntimeError("broken")

    monkeypatch.setattr(warming, "warm", fails)
    bring(space, tmp_path, "a", 3)
    bring(space, tmp_path, "b", 3)
    ends = threading.Event()
    thread = threading.Thread(target=warming.keep_warm, args=(ends,))
    thread.start()
    until(lambda: seen == ["a", "b"])
    space.create("c")  # a commit: it looks again
    until(lambda: seen == ["a", "b", "a", "b"])
    ends.set()
    thread.join(10)
    assert not thread.is_alive()
