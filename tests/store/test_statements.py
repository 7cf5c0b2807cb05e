"""Statements of people are never changed, only undone; a revision sees those up to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.problems import Problem
from analytics.store.statements import effective, revision, state_that, statements, undo
from analytics.store.workspace import Workspace, open_workspace


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    found = open_workspace(tmp_path)
    found.create("a")
    found.create("b")
    return found


def test_a_revision_sees_what_was_said_up_to_it(space: Workspace) -> None:
    assert revision(space, "a") == 0
    first = state_that(space, "a", "cut", {"a": "x", "b": "y"}, "王")
    other = state_that(space, "b", "cut", {"a": "p", "b": "q"}, "王")
    second = state_that(space, "a", "join", {"a": "u", "b": "v"}, "李")
    assert first < other < second == revision(space, "a")
    assert revision(space, "b") == other
    assert [s.number for s in effective(space, "a")] == [first, second]
    assert [s.number for s in effective(space, "a", first)] == [first]
    third = undo(space, "a", first, "李")
    assert [s.number for s in effective(space, "a")] == [second]
    assert [s.number for s in effective(space, "a", second)] == [first, second]
    assert [(s.number, s.undoes, s.who) for s in statements(space, "a")][-1] == (third, first, "李")


def test_what_does_not_hold_cannot_be_undone(space: Workspace) -> None:
    first = state_that(space, "a", "cut", {"a": "x", "b": "y"}, "王")
    taken = undo(space, "a", first, "王")
    for number in (first, taken, 99):
        with pytest.raises(Problem, match="撤销"):
            undo(space, "a", number, "王")
    with pytest.raises(Problem):
        undo(space, "b", first, "王")
