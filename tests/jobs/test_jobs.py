"""Imports in processes of their own: they end by themselves, can be stopped, and come back after a kill."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ROOT

from analytics.jobs import Request, board, dismiss, incoming, job, jobs, stop, submit, tend, try_again
from analytics.measures import articles, open_collection
from analytics.settings import settings
from analytics.store.tables import Job
from analytics.store.workspace import Workspace, open_workspace

PATIENCE = 90
"""Seconds: two processes start on a machine that does other things too."""
REPORT = "{day}，{name}村党支部组织{count}名党员志愿者到村里清扫道路，并走访慰问了困难老人。"


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("JUSHI_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    yield open_workspace()
    settings.cache_clear()


def table(count: int, seed: str = "柳") -> bytes:
    rows = [
        f"第{n}次活动,2024-03-{n % 28 + 1:02d},{REPORT.format(day='3月5日', name=f'{seed}{n}', count=n + 3)}"
        for n in range(count)
    ]
    return ("标题,发布时间,正文\n" + "\n".join(rows) + "\n").encode()


def put(space: Workspace, data: bytes, dataset: str = "甲") -> str:
    folder = incoming(space)
    (folder.files / "报道.csv").write_bytes(data)
    return submit(space, Request(dataset=dataset, files=("files/报道.csv",)), "王", folder.id).id


def wait(space: Workspace, job_id: str, ready: Callable[[board.JobInfo], bool]) -> board.JobInfo:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        tend(space)
        found = job(space, job_id)
        assert found is not None
        if ready(found):
            return found
        time.sleep(0.1)
    raise AssertionError(f"{found}")


def ended(found: board.JobInfo) -> bool:
    return found.state not in board.ACTIVE


def worker_of(space: Workspace, job_id: str) -> int:
    with space.reading() as session:
        return session.get_one(Job, job_id).process or 0


def test_an_import_goes_on_without_the_page_and_leaves_its_report(space: Workspace) -> None:
    first, second = put(space, table(30)), put(space, table(20, "桃") + "坏,行,列,多\n".encode(), "乙")
    done = wait(space, first, ended)
    assert (done.state, done.version, done.who, done.problem) == ("done", 1, "王", None)
    assert len(articles(open_collection(space, "甲"))) == 30
    report = incoming(space, first).report()
    assert report is not None
    assert (report.added, report.version, report.refused) == (30, 1, ())
    other = wait(space, second, ended)
    report = incoming(space, second).report()
    assert report is not None
    assert (other.state, report.added, len(report.refused)) == ("done", 20, 1)
    assert not incoming(space, first).files.exists()
    assert [j.id for j in jobs(space)] == [second, first]
    assert [j.id for j in jobs(space, "甲")] == [first]
    dismiss(space, first)
    assert job(space, first) is None
    assert not incoming(space, first).folder.exists()


def test_nothing_new_is_told_with_a_report(space: Workspace) -> None:
    wait(space, put(space, table(3)), ended)
    again = wait(space, put(space, table(3)), ended)
    report = incoming(space, again.id).report()
    assert report is not None
    assert (again.state, again.version, report.duplicates) == ("done", None, 3)


def test_a_stopped_import_leaves_nothing(space: Workspace) -> None:
    job_id = put(space, table(4000))
    wait(space, job_id, lambda j: j.stage == "extracting" and j.done > 0)
    found = job(space, job_id)
    assert found is not None
    assert found.total == 4000
    stop(space, job_id)
    done = wait(space, job_id, ended)
    assert (done.state, done.version) == ("stopped", None)
    assert space.datasets() == []
    assert list(space.snapshots.iterdir()) == []
    assert not incoming(space, job_id).folder.exists()


def test_a_killed_worker_is_followed_by_another(space: Workspace) -> None:
    job_id = put(space, table(600))
    wait(space, job_id, lambda j: j.state == "running")
    os.kill(worker_of(space, job_id), signal.SIGKILL)
    done = wait(space, job_id, ended)
    assert (done.state, done.version, done.tries) == ("done", 1, 2)
    assert len(articles(open_collection(space, "甲"))) == 600


def test_work_that_kills_its_process_each_time_is_given_up_and_can_be_tried_again(space: Workspace) -> None:
    job_id = put(space, table(4000))
    for number in range(1, board.TRIES + 1):
        wait(space, job_id, lambda j, n=number: j.state == "running" and j.tries == n)
        os.kill(worker_of(space, job_id), signal.SIGKILL)
    done = wait(space, job_id, ended)
    assert done.state == "failed"
    assert done.problem is not None
    assert done.problem.code == "job_died"
    assert "没有写入" in done.problem.text()
    assert incoming(space, job_id).files.is_dir()
    assert space.datasets() == []
    try_again(space, job_id)
    wait(space, job_id, lambda j: j.state == "running")
    stop(space, job_id)
    wait(space, job_id, ended)


def test_a_third_import_waits_for_its_turn(space: Workspace) -> None:
    found = [put(space, table(2500, name), name) for name in "甲乙丙"]
    wait(space, found[0], lambda j: j.state == "running")
    wait(space, found[1], lambda j: j.state == "running")
    third = job(space, found[2])
    assert third is not None
    assert third.state == "waiting"
    stop(space, found[2])
    third = job(space, found[2])
    assert third is not None
    assert third.state == "stopped"
    for job_id in found[:2]:
        stop(space, job_id)
        wait(space, job_id, ended)


def test_a_request_never_reaches_outside_its_folder(space: Workspace) -> None:
    secret = ROOT / "README.md"
    folder = incoming(space)
    found = submit(space, Request(dataset="甲", files=(str(secret), "../../workspace.sqlite")), "", folder.id)
    done = wait(space, found.id, ended)
    assert done.version is None
    assert space.datasets() == []
