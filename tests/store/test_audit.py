"""The audit log: what is done is written with it, and nothing that is written can be changed unseen."""

from __future__ import annotations

from datetime import timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from analytics.store.audit import record
from analytics.store.audit_log import Wanted, choices, count, each, entries, faults
from analytics.store.workspace import Workspace, open_workspace


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path)


def fill(space: Workspace, number: int) -> None:
    for n in range(number):
        with space.writing() as session:
            record(
                session, ("甲", "乙")[n % 2], f"thing.deed{n % 3}", f"thing/{n}", {"n": n}, {"n": n + 1, "值": [1.5, None, "四"]},
                dataset=("", "试")[n % 2],
            )  # fmt: skip


def test_rows_are_told_newest_first_and_filtered(space: Workspace) -> None:
    fill(space, 12)
    found = entries(space, Wanted())
    assert [e.id for e in found] == list(range(12, 0, -1))
    assert (found[0].who, found[0].action, found[0].what) == ("乙", "thing.deed2", "thing/11")
    assert (found[0].old, found[0].new) == ({"n": 11}, {"n": 12, "值": [1.5, None, "四"]})
    assert {e.id for e in entries(space, Wanted(who="甲"))} == {1, 3, 5, 7, 9, 11}
    assert {e.id for e in entries(space, Wanted(action="thing.deed0", dataset="试"))} == {4, 10}
    assert [e.id for e in entries(space, Wanted(), limit=3, skip=2)] == [10, 9, 8]
    assert [e.id for e in each(space, Wanted(who="甲"), at_once=4)] == [11, 9, 7, 5, 3, 1]
    assert count(space, Wanted(who="乙", action="thing.deed1")) == 2
    assert choices(space) == (["乙", "甲"], ["thing.deed0", "thing.deed1", "thing.deed2"], ["试"])
    zone = timezone(timedelta(hours=8))
    moments = [e.made_at.astimezone(zone) for e in reversed(found)]
    assert count(space, Wanted(since=moments[0], until=moments[11])) == 11
    assert count(space, Wanted(since=moments[11] + timedelta(microseconds=1))) == 0
    assert count(space, Wanted(until=moments[3], who="甲")) == 2


def break_off(space: Workspace) -> None:
    with space.writing() as session:
        record(session, "甲", "thing.deed", "thing/9")
        raise ZeroDivisionError


def test_a_row_stands_and_falls_with_what_it_tells(space: Workspace) -> None:
    fill(space, 1)
    with pytest.raises(ZeroDivisionError):
        break_off(space)
    fill(space, 1)
    assert [e.what for e in entries(space, Wanted())] == ["thing/0", "thing/0"]
    assert faults(space) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET who = 'x' WHERE id = 2",
        "DELETE FROM audit WHERE id = 2",
        "DELETE FROM audit",
    ],
)
def test_the_database_refuses_to_change_a_row(space: Workspace, change: str) -> None:
    fill(space, 3)
    with pytest.raises(DBAPIError, match="append-only"), space.writing() as session:
        session.connection().exec_driver_sql(change)
    assert count(space, Wanted()) == 3
    assert faults(space) == []


def unguarded(space: Workspace, *changes: str) -> None:
    """Somebody who takes the guards away first."""
    with space.writing() as session:
        link = session.connection()
        if space.engine.dialect.name == "sqlite":
            for name in ("audit_update", "audit_delete", "audit_replace"):
                link.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            link.exec_driver_sql("DROP TRIGGER audit_kept ON audit")
        for change in changes:
            link.exec_driver_sql(change)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("UPDATE audit SET who = 'x' WHERE id = 2", [2]),
        ("UPDATE audit SET new = NULL WHERE id = 5", [5]),
        ("UPDATE audit SET digest = 'x' WHERE id = 3", [3, 4]),
        ("DELETE FROM audit WHERE id = 2", [2]),
        ("DELETE FROM audit WHERE id IN (2, 3)", [2, 3]),
        ("DELETE FROM audit WHERE id >= 4", [4, 5]),
        ("DELETE FROM audit WHERE id = 1", [1]),
        ("DELETE FROM audit", [1, 2, 3, 4, 5]),
        ("UPDATE audit SET id = 9 WHERE id = 5", [5, 6, 7, 8, 9]),
    ],
)
def test_what_was_changed_past_the_guards_shows(space: Workspace, change: str, where: list[int]) -> None:
    fill(space, 5)
    assert faults(space) == []
    unguarded(space, change)
    assert faults(space) == where


def test_a_row_put_in_at_the_end_without_its_chain_shows(space: Workspace) -> None:
    fill(space, 2)
    columns = "made_at, who, action, dataset, what, old, new"
    unguarded(space, f"INSERT INTO audit SELECT 3, {columns}, digest, 'x' FROM audit WHERE id = 2")
    assert faults(space) == [3]
    assert count(space, Wanted()) == 3
