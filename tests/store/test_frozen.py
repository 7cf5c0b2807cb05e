"""Frozen views: files and row together or not at all; a purge takes both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fakes import FakeMaker, many, read, write

from analytics.editing import delete_articles, put_away
from analytics.importing import import_files
from analytics.problems import Problem
from analytics.purging import purge_articles, purge_dataset
from analytics.store import frozen
from analytics.store.frozen import Draft, Frozen
from analytics.store.workspace import Workspace, open_workspace


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    found = open_workspace(tmp_path / "home")
    path = write(tmp_path / "a.jsonl", many(20))
    import_files([path], "试", workspace=found, maker=FakeMaker(), reader=read)
    return found


def draft(space: Workspace, **changes: object) -> Draft:
    version = space.version("试")
    made = Draft(
        dataset="试", version=version.number, revision=0, rules_version=version.rules_version, link="/?data=试&v=1",
        language="zh", label="试", address="https://x", made=date(2026, 1, 2), fingerprint="f" * 64, count=3, title="一月",
        parts=version.parts, articles=("a1", "a2"), account=b'{"a":1}', page=b"<p>page</p>",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def files(space: Workspace) -> set[str]:
    folder = space.home / frozen.FOLDER
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def both(one: Frozen) -> set[str]:
    return {f"{one.id}.json", f"{one.id}.html"}


def test_what_is_frozen_comes_back(space: Workspace) -> None:
    one = frozen.freeze(space, draft(space), "甲")
    assert frozen.frozen(space, one.id) == one
    assert (frozen.account_bytes(space, one), frozen.page_bytes(space, one)) == (b'{"a":1}', b"<p>page</p>")
    assert len(one.id) == frozen.ID_CHARS
    assert one.id.isalnum()
    assert files(space) == both(one)


def test_the_same_again_is_the_same(space: Workspace) -> None:
    one = frozen.freeze(space, draft(space), "甲")
    assert frozen.freeze(space, draft(space), "乙") == one
    other = frozen.freeze(space, draft(space, title="二月"), "乙")
    assert other.id != one.id
    assert frozen.every_frozen(space) == [other, one]


def test_a_crash_leaves_no_half(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are there, the row is not: nothing is frozen, and the next freeze sweeps."""
    with monkeypatch.context() as patch:
        patch.setattr(frozen, "_frozen", lambda row: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            frozen.freeze(space, draft(space), "甲")
    assert len(files(space)) == 2
    assert frozen.every_frozen(space) == []
    one = frozen.freeze(space, draft(space, title="又"), "甲")
    assert files(space) == both(one)


def test_a_purge_between_reading_and_freezing_is_told(space: Workspace) -> None:
    made = draft(space)
    purge_articles(space, "试", ["a5"], "甲")
    with pytest.raises(Problem) as told:
        frozen.freeze(space, made, "甲")
    assert told.value.code == "snapshot_moved"
    assert files(space) == set()


def test_purging_an_article_takes_what_tells_of_it(space: Workspace) -> None:
    one = frozen.freeze(space, draft(space), "甲")
    other = frozen.freeze(space, draft(space, title="无关", articles=("a9",)), "甲")
    purge_articles(space, "试", ["a2"], "甲")
    gone = frozen.frozen(space, one.id)
    assert gone.purged_at is not None
    assert (gone.title, gone.link) == ("", "")
    assert files(space) == both(other)
    for ask in (frozen.account_bytes, frozen.page_bytes):
        with pytest.raises(Problem) as told:
            ask(space, gone)
        assert told.value.code == "snapshot_purged"
    frozen.mend(space, replace(one), b'{"a":1}', b"<p>page</p>")
    assert files(space) == both(other)
    assert frozen.page_bytes(space, frozen.frozen(space, other.id)) == b"<p>page</p>"


def test_deleting_an_article_takes_nothing(space: Workspace) -> None:
    one = frozen.freeze(space, draft(space), "甲")
    delete_articles(space, "试", ["a2"], "甲")
    assert frozen.frozen(space, one.id) == one


def test_purging_a_collection_takes_all_of_its_own(space: Workspace) -> None:
    one = frozen.freeze(space, draft(space), "甲")
    put_away(space, "试")
    assert frozen.page_bytes(space, one)
    purge_dataset(space, "试", "甲")
    assert frozen.frozen(space, one.id).purged_at is not None
    assert files(space) == set()


def test_a_changed_file_is_told_and_mended(space: Workspace) -> None:
    one = frozen.freeze(space, draft(space), "甲")
    path = space.home / frozen.FOLDER / f"{one.id}.html"
    for spoil in (lambda: path.write_bytes(b"other"), path.unlink):
        spoil()
        with pytest.raises(Problem) as told:
            frozen.page_bytes(space, one)
        assert told.value.code == "snapshot_file"
        with pytest.raises(Problem):
            frozen.mend(space, one, b"{}", b"wrong")
        frozen.mend(space, one, b'{"a":1}', b"<p>page</p>")
        assert frozen.page_bytes(space, one) == b"<p>page</p>"


@pytest.mark.parametrize("name", ["", "x", "../../etc", "a" * 500, "一"])
def test_an_unknown_address_is_told(space: Workspace, name: str) -> None:
    with pytest.raises(Problem) as told:
        frozen.frozen(space, name)
    assert told.value.code == "no_snapshot"
