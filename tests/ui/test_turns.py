"""Pages take turns; none waits for ever, and none keeps its turn."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from analytics.ui import turns


def test_pages_that_show_run_one_after_the_other() -> None:
    running, most = 0, 0

    def page(_: int) -> None:
        nonlocal running, most
        with turns.turn("overview"):
            running += 1
            most = max(most, running)
            time.sleep(0.01)
            running -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(page, range(24)))
    assert most == turns.AT_ONCE


def test_a_slow_page_holds_nobody_up_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LOOK", 0.02)
    monkeypatch.setattr(turns, "SLOW", 0.1)
    done = threading.Event()

    def slow() -> None:
        with turns.turn("overview"):
            done.wait(20)

    holder = threading.Thread(target=slow)
    holder.start()
    while turns._turns.acquire(blocking=False):
        turns._turns.release()
    with turns.turn("trends"):
        assert not done.is_set()
    done.set()
    holder.join()
    assert turns._turns.acquire(blocking=False), "the turn of the slow page is free again, and only that one"
    assert not turns._turns.acquire(blocking=False)
    turns._turns.release()


def test_a_long_queue_stays_a_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LOOK", 0.02)
    monkeypatch.setattr(turns, "SLOW", 0.5)
    given = []

    def page(_: int) -> None:
        with turns.turn("overview"):
            given.append(not turns._turns.acquire(blocking=False))
            time.sleep(0.03)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(page, range(20)))
    assert given == [True] * 20, "each of them had the turn, though the last waited for 0.6 s"


def test_a_page_that_fails_or_goes_elsewhere_gives_its_turn_back() -> None:
    with pytest.raises(KeyError), turns.turn("overview"):
        raise KeyError
    assert turns._turns.acquire(blocking=False)
    turns._turns.release()


@pytest.mark.parametrize("page", ["intake", "report", "snapshots", "nowhere"])
def test_pages_that_read_or_make_files_take_no_turn(page: str) -> None:
    with turns.turn("overview"), turns.turn(page):
        assert not turns._turns.acquire(blocking=False)
