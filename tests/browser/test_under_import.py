"""While long imports run, the figures answer, a second import starts, and whoever looks sees how far they are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bench.corpus import corpus
from conftest import ROOT
from playwright.sync_api import Browser

from analytics.contract import article_to, dumps
from analytics.jobs import Request, incoming, job, stop, submit, tend
from analytics.messages import say
from analytics.settings import settings
from analytics.store.workspace import Workspace, open_workspace

pytestmark = pytest.mark.browser
COUNT = 6_000
PATIENCE = 90
"""Seconds until two workers have begun, on a machine that does other things too."""
ANSWER = 60
"""Seconds for the first page of figures of a fresh server beside two imports on two cores that do other things too."""


@pytest.fixture
def space(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setenv("JUSHI_HOME", str(home))
    settings.cache_clear()
    yield open_workspace()
    settings.cache_clear()


def begin(space: Workspace, name: str, seed: int) -> str:
    folder = incoming(space)
    lines = b"".join(dumps(article_to(a)) + b"\n" for a in corpus(COUNT, seed))
    (folder.files / "articles.jsonl").write_bytes(lines)
    return submit(space, Request(dataset=name, files=("files/articles.jsonl",)), "王", folder.id).id


def running(space: Workspace, job_id: str) -> bool:
    found = job(space, job_id)
    assert found is not None
    assert found.state in ("waiting", "running"), found
    return found.state == "running" and found.done > 0


def test_the_dashboard_answers_while_two_imports_run(
    space: Workspace, serve: Callable[[Path], str], browser: Browser
) -> None:
    jobs = [begin(space, name, seed) for seed, name in enumerate(("甲集", "乙集"))]
    until = time.monotonic() + PATIENCE
    while not all(running(space, job_id) for job_id in jobs):
        assert time.monotonic() < until, [job(space, j) for j in jobs]
        time.sleep(0.2)
    address = serve(ROOT / "app.py")
    page = browser.new_page()
    began = time.monotonic()
    page.goto(f"{address}/?data=demo")
    page.locator("[data-testid=stMetricValue]").first.wait_for(timeout=1000 * ANSWER)
    page.locator(".js-plotly-plot").first.wait_for(timeout=1000 * ANSWER)
    assert time.monotonic() - began < ANSWER
    assert all(running(space, job_id) for job_id in jobs), "the imports were over: the trial shows nothing"
    page.goto(f"{address}/datasets")
    for name in ("甲集", "乙集"):
        page.get_by_text(name).first.wait_for(timeout=1000 * ANSWER)
    page.get_by_text(say("jobs.stage_extracting")).first.wait_for(timeout=1000 * ANSWER)
    page.close()
    for job_id in jobs:
        stop(space, job_id)
    until = time.monotonic() + PATIENCE
    while any(j is not None and j.state in ("waiting", "running") for j in (job(space, i) for i in jobs)):
        assert time.monotonic() < until
        tend(space)
        time.sleep(0.2)
    assert [d.name for d in space.datasets()] == ["demo"]
