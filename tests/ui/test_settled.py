"""What a run leaves behind is looked through once, and nothing that dies in a ring stays for ever."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from itertools import count

import pytest

from analytics.ui import settled


class Ring:
    """Holds itself: only the collector frees it."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_a_run_leaves_is_out_of_sight_of_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settled, "_runs", count(1))
    settled.settle()
    held = [[n] for n in range(100_000)]
    assert len(gc.get_objects()) > 100_000
    settled.settle()
    assert len(gc.get_objects()) < 10_000 < 100_000 < gc.get_freeze_count()
    assert len(held) == 100_000


def test_a_ring_of_the_run_goes_at_once_and_an_older_one_with_the_turn_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settled, "_runs", count(settled.SELDOM - 2))
    gone, kept = weakref.ref(Ring()), Ring()
    older = weakref.ref(kept)
    settled.settle()
    assert gone() is None
    assert older() is kept
    del kept
    settled.settle()
    assert older() is not None
    settled.settle()
    assert older() is None
