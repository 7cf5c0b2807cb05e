"""From the laptop to the server and back: a backup of either database goes back into the other, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from databases import Server
from fakes import FakeMaker, many, read, write
from sqlalchemy import select

from analytics.backup import back_up, restore, verify
from analytics.importing import import_files
from analytics.problems import Problem
from analytics.store.audit_log import faults
from analytics.store.notes import add_note
from analytics.store.tables import Base
from analytics.store.workspace import Workspace, open_workspace

NAME = "试"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def url(postgresql: Server) -> Iterator[str]:
    found = postgresql.fresh(empty=True)
    yield found
    postgresql.drop(found)


def put(space: Workspace, folder: Path, seed: int) -> None:
    articles = many(12 * seed)[12 * (seed - 1) :]
    import_files([write(folder / f"{seed}.jsonl", articles)], NAME, workspace=space, maker=FakeMaker(), reader=read)


def fill(space: Workspace, folder: Path) -> None:
    put(space, folder, 1)
    put(space, folder, 2)
    add_note(space, NAME, date(2024, 1, 1), date(2024, 1, 1), "启动", "王")


def rows(space: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that the database holds, moments without their zone (all are in UTC)."""
    found = {}
    with space.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            every = connection.execute(select(table).order_by(*table.primary_key.columns))
            found[table.name] = [tuple(_plain(cell) for cell in row) for row in every]
    return found


def _plain(cell: object) -> object:
    return cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell


def files(space: Workspace) -> dict[str, bytes]:
    return {p.relative_to(space.home).as_posix(): p.read_bytes() for p in space.snapshots.rglob("*") if p.is_file()}


def same(one: Workspace, other: Workspace) -> None:
    assert rows(one) == rows(other)
    assert files(one) == files(other)
    assert len(rows(one)["version"]) == 2
    assert len(rows(one)["audit"]) > 2
    assert not faults(other), "the chain of the audit log holds"


def test_there_and_back_again(tmp_path: Path, url: str) -> None:
    laptop = open_workspace(tmp_path / "laptop", f"sqlite:///{tmp_path / 'laptop' / 'workspace.sqlite'}")
    fill(laptop, tmp_path)
    back_up(laptop, tmp_path / "a.zip", NOW)
    restore(tmp_path / "a.zip", tmp_path / "server", NOW, url=url)
    server = open_workspace(tmp_path / "server", url)
    same(laptop, server)
    made = back_up(server, tmp_path / "b.zip", NOW)
    assert verify(tmp_path / "b.zip") == made
    assert made.counts["versions"] == 2
    restore(tmp_path / "b.zip", tmp_path / "home", NOW, url="")
    home = open_workspace(tmp_path / "home", f"sqlite:///{tmp_path / 'home' / 'workspace.sqlite'}")
    same(laptop, home)
    for space in (server, home):
        put(space, tmp_path, 3)
        add_note(space, NAME, date(2024, 2, 1), date(2024, 2, 1), "又一条", "王")
        assert space.version(NAME).number == 3, "it can be written again, under numbers that follow"
        assert not faults(space)
        space.close()


def test_what_is_there_is_replaced_only_when_asked_and_is_kept(tmp_path: Path, url: str) -> None:
    server = open_workspace(tmp_path / "server", url)
    fill(server, tmp_path)
    back_up(server, tmp_path / "two.zip", NOW)
    put(server, tmp_path, 3)
    before = rows(server)
    for replace, code in ((False, "restore_not_empty"), (True, "restore_in_use")):
        with pytest.raises(Problem) as told:
            restore(tmp_path / "two.zip", server.home, NOW, replace, url)
        assert told.value.code == code
        assert rows(server) == before
    server.close()
    _, kept = restore(tmp_path / "two.zip", server.home, NOW, replace=True, url=url)
    assert open_workspace(server.home, url).version(NAME).number == 2
    assert kept is not None
    restore(kept, tmp_path / "three", NOW, url="")
    three = open_workspace(tmp_path / "three", f"sqlite:///{tmp_path / 'three' / 'workspace.sqlite'}")
    assert three.version(NAME).number == 3


def test_an_end_in_the_middle_leaves_the_old(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    server = open_workspace(tmp_path / "server", url)
    fill(server, tmp_path)
    back_up(server, tmp_path / "two.zip", NOW)
    put(server, tmp_path, 3)
    before = rows(server)
    server.close()

    def stops(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("analytics.store.copying._count_on", stops)
    with pytest.raises(KeyboardInterrupt):
        restore(tmp_path / "two.zip", server.home, NOW, replace=True, url=url)
    assert rows(open_workspace(server.home, url)) == before


def test_a_database_that_does_not_answer_is_told(tmp_path: Path, url: str) -> None:
    server = open_workspace(tmp_path / "server", url)
    fill(server, tmp_path)
    back_up(server, tmp_path / "a.zip", NOW)
    server.close()
    with pytest.raises(Problem) as told:
        restore(tmp_path / "a.zip", tmp_path / "other", NOW, url="postgresql://postgres@/x?host=/nowhere")
    assert told.value.code == "database_unreachable"
