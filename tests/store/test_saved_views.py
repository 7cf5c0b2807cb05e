"""Saved views: states are numbered and kept, two at once lose nothing; on SQLite and on PostgreSQL."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from analytics.problems import Problem
from analytics.settings import settings
from analytics.store import saved_views as views
from analytics.store.saved_views import Details, Kept, Saved
from analytics.store.tables import Base
from analytics.store.workspace import Workspace, open_workspace

KEPT = Kept("试", 1, 0, "/trends?data=试&v=1", ["b", "a", "c"])
HOSTILE = "=1+1 <b>名</b> `x` 'a\" ]( 😀"


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    found = open_workspace(tmp_path)
    found.create("试")
    yield found
    found.close()


def new(space: Workspace, name: str = "名", who: str = "甲", **more: object) -> Saved:
    return views.save(space, Details(name, **more), KEPT, who)  # type: ignore[arg-type]


def test_the_schema_is_that_of_the_models(space: Workspace) -> None:
    with space.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_what_is_kept_comes_back(space: Workspace) -> None:
    details = Details(f"  {HOSTILE}  ", "一\n二 ", "everyone", ("要", " 要 ", "", "b  c"))
    one = views.saved(space, views.save(space, details, KEPT, "甲").id, "乙")
    assert one.details == Details(HOSTILE, "一\n二", "everyone", ("要", "b c"))
    assert (one.owner, one.state.number, one.state.count, one.state.link) == ("甲", 1, 3, KEPT.link)
    assert one.state.fingerprint == hashlib.sha256(b"a\nb\nc").hexdigest()
    assert views.ids_of(space, one.id, 1, "甲") == ("a", "b", "c")


def test_every_state_is_kept(space: Workspace) -> None:
    one = new(space)
    later = views.update(space, one.id, one.edition, replace(KEPT, version=2, ids=[]), "甲")
    assert [s.number for s in views.states(space, one.id, "甲")] == [2, 1]
    assert (later.state.version, later.state.count) == (2, 0)
    assert views.ids_of(space, one.id, 1, "甲") == ("a", "b", "c")
    assert views.ids_of(space, one.id, 2, "甲") == ()


def test_of_two_at_once_the_second_is_told(space: Workspace) -> None:
    one = new(space)
    views.describe(space, one.id, one.edition, Details("另"), "甲")
    for late in (
        lambda: views.describe(space, one.id, one.edition, Details("又"), "甲"),
        lambda: views.update(space, one.id, one.edition, KEPT, "甲"),
        lambda: views.delete(space, one.id, one.edition, "甲"),
    ):
        with pytest.raises(Problem) as told:
            late()
        assert told.value.code == "saved_changed"
    assert views.saved(space, one.id, "甲").details.name == "另"


def test_many_writers_lose_nothing(space: Workspace) -> None:
    one = new(space)

    def add(n: int) -> bool:
        """Tries until its state is in."""
        while True:
            now = views.saved(space, one.id, "甲")
            with suppress(Problem):
                views.update(space, one.id, now.edition, replace(KEPT, ids=[f"x{n}"]), "甲")
                return True

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(add, range(12)))
    found = views.states(space, one.id, "甲")
    assert [s.number for s in found] == list(range(13, 0, -1))
    kept = {views.ids_of(space, one.id, s.number, "甲") for s in found}
    assert kept == {("a", "b", "c"), *((f"x{n}",) for n in range(12))}


def test_private_ones_are_for_their_owner(space: Workspace) -> None:
    mine, ours = new(space, "私", audience="private"), new(space, "共")
    assert [s.id for s in views.every_saved(space, "乙")] == [ours.id]
    assert {s.id for s in views.every_saved(space, "甲")} == {mine.id, ours.id}
    for ask in (views.saved, views.states, lambda s, n, w: views.duplicate(s, n, "x", w)):
        with pytest.raises(Problem, match="没有这个"):
            ask(space, mine.id, "乙")
    with pytest.raises(Problem) as told:
        views.describe(space, ours.id, ours.edition, Details("夺"), "乙")
    assert told.value.code == "saved_not_yours"


def test_a_copy_is_ones_own(space: Workspace) -> None:
    one = new(space, note="记", tags=("要",))
    copy = views.duplicate(space, one.id, "副本", "乙")
    assert (copy.owner, copy.details) == ("乙", Details("副本", "记", "private", ("要",)))
    assert views.ids_of(space, copy.id, 1, "乙") == ("a", "b", "c")
    views.update(space, copy.id, copy.edition, replace(KEPT, ids=["z"]), "乙")
    assert views.saved(space, one.id, "甲") == one


def test_deleted_ones_come_back_with_their_states(space: Workspace) -> None:
    one = new(space)
    one = views.update(space, one.id, one.edition, replace(KEPT, version=2), "甲")
    views.delete(space, one.id, one.edition, "甲")
    assert views.every_saved(space, "甲") == []
    assert [s.id for s in views.every_saved(space, "甲", deleted=True)] == [one.id]
    assert views.every_saved(space, "乙", deleted=True) == []
    with pytest.raises(Problem):
        views.saved(space, one.id, "甲")
    with pytest.raises(Problem):
        views.undelete(space, one.id, "乙")
    back = views.undelete(space, one.id, "甲")
    assert (back.details, back.state) == (one.details, one.state)
    assert len(views.states(space, one.id, "甲")) == 2


@pytest.mark.parametrize(
    ("details", "code"),
    [
        (Details(" \n "), "saved_name"),
        (Details("字" * 101), "saved_name"),
        (Details("名", "字" * 2_001), "saved_note"),
        (Details("名", tags=tuple(map(str, range(13)))), "saved_tags"),
        (Details("名", tags=("字" * 31,)), "saved_tags"),
        (Details("名", audience="all"), "saved_audience"),  # type: ignore[arg-type]
    ],
)
def test_what_is_too_long_is_told(tmp_path: Path, details: Details, code: str) -> None:
    space = open_workspace(tmp_path)
    space.create("试")
    with pytest.raises(Problem) as told:
        views.save(space, details, KEPT, "甲")
    assert told.value.code == code
    assert views.every_saved(space, "甲") == []
    assert settings().saved_name_chars == 100
