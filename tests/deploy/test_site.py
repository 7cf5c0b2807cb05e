"""Two processes behind nginx are one site: equal figures, one workspace, nobody notices when one of them dies."""

from __future__ import annotations

import http.client
import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from deploy.site import Site, ask
from playwright.sync_api import Browser
from websockets.sync.client import connect

PAGES = ("overview", "villages", "pairings", "trends", "articles", "activities")
NODE = "jushi_node="
BOARD = ("jushi_imports", "jushi_versions")
SUBMIT = """
import shutil, sys
from analytics.jobs import Request, incoming, submit
from analytics.store.workspace import open_workspace
space = open_workspace()
folder = incoming(space)
shutil.copy(sys.argv[1], folder.files)
submit(space, Request(dataset="新", files=("files/" + sys.argv[1].rsplit("/", 1)[-1],)), "", folder.id)
"""


def figures(address: str, page: str, **keys: str) -> Any:
    status, _, body = ask(f"{address}/api/v1/{page}?{urlencode(keys)}")
    assert status == 200, body
    return json.loads(body)


@pytest.mark.parametrize("page", PAGES)
def test_both_give_the_same_and_so_does_the_site(site: Site, page: str) -> None:
    first, second, whole = (figures(one, page, data="demo") for one in (*site.nodes, site.address))
    assert first == second == whole


def test_a_reader_stays_with_one_process(site: Site) -> None:
    """A cookie is given once; with it every websocket opens, and so reaches the process that knows the reader."""
    _, headers, _ = ask(site.address)
    cookie = headers["set-cookie"].split(";")[0]
    assert cookie.startswith(NODE)
    assert "httponly" in headers["set-cookie"].lower()
    assert "set-cookie" not in ask(site.address, {"Cookie": cookie})[1]
    assert headers["x-content-type-options"] == "nosniff"
    forged = ask(site.address, {"Cookie": NODE + "x"})[1]["set-cookie"]
    assert forged.startswith(NODE)
    assert forged.split(";")[0] != cookie
    socket = site.address.replace("http", "ws") + "/_stcore/stream"
    with connect(
        socket, additional_headers={"Cookie": cookie}, origin=site.address, subprotocols=["streamlit"]
    ) as open_:
        assert open_.protocol.state.name == "OPEN"


def test_cookies_reach_both_processes(site: Site) -> None:
    """Not all readers sit on one process: the process behind a cookie tells itself apart by the figures it counts."""
    before = [_answered(one) for one in site.nodes]
    for number in range(40):
        assert ask(f"{site.address}/api/v1/collections", {"Cookie": f"{NODE}{number:032x}"})[0] == 200
    grown = [_answered(one) - past for one, past in zip(site.nodes, before, strict=True)]
    assert sum(grown) == 40
    assert min(grown) >= 5
    before = [_answered(one) for one in site.nodes]
    for _ in range(10):
        ask(f"{site.address}/api/v1/collections", {"Cookie": f"{NODE}{7:032x}"})
    assert sorted(_answered(one) - past for one, past in zip(site.nodes, before, strict=True)) == [0, 10]


def told(node: str) -> str:
    """What a process tells those who watch it."""
    status, _, body = ask(f"{node}/api/v1/metrics")
    assert status == 200
    return body.decode()


def _answered(node: str) -> int:
    line = 'jushi_requests_total{address="collections",status="200"} '
    return sum(int(one.removeprefix(line)) for one in told(node).splitlines() if one.startswith(line))


def test_figures_of_processes_are_not_for_the_public(site: Site) -> None:
    assert ask(f"{site.address}/api/v1/metrics")[0] == 404
    assert ask(f"{site.nodes[0]}/api/v1/metrics")[0] == 200
    assert ask(f"{site.nodes[0]}/api/v1/metrics", {"X-Forwarded-For": "203.0.113.9"})[0] == 404


def test_what_is_too_large_is_refused_at_the_door(site: Site) -> None:
    link = http.client.HTTPConnection(site.address.removeprefix("http://"), timeout=30)
    link.putrequest("PUT", "/_stcore/upload_file/x/y")
    link.putheader("Content-Length", str(300 * 1024 * 1024))
    link.endheaders()
    assert link.getresponse().status == 413


def test_an_import_is_told_and_its_articles_counted_by_both(site: Site, tmp_path: Path) -> None:
    """The board of jobs is in the database: every process tells how it stands, and what it brought."""
    file = tmp_path / "一.jsonl"
    text = "2024年5月6日，清水村新时代文明实践站组织志愿者开展环境整治活动。"
    file.write_text(json.dumps({"id": "a1", "title": "清水村开展志愿服务", "text": text}, ensure_ascii=False), "utf-8")
    site.python(SUBMIT, str(file))
    until = time.monotonic() + 120
    while 'jushi_imports{state="done"} 1' not in told(site.nodes[0]):
        assert 'jushi_imports{state="failed"} 0' in told(site.nodes[0])
        assert time.monotonic() < until
        time.sleep(0.5)
    board = [[line for line in told(one).splitlines() if line.startswith(BOARD)] for one in site.nodes]
    assert board[0] == board[1]
    assert "jushi_versions 2" in board[0]
    seen = [figures(one, "articles", data="新") for one in (*site.nodes, site.address)]
    assert seen[0] == seen[1] == seen[2]
    assert seen[0]["count"] == 1


@pytest.mark.browser
def test_a_process_that_dies_does_not_take_the_site_down(site: Site, browser: Browser) -> None:
    """Last of this file: one process is killed while a browser reads; the page comes again, from the other."""
    whole = figures(site.address, "overview", data="demo")
    page = browser.new_page()
    page.goto(f"{site.address}/?data=demo")
    page.get_by_test_id("stMainBlockContainer").get_by_role("heading").first.wait_for(timeout=60_000)
    title = page.get_by_test_id("stMainBlockContainer").inner_text()[:40]
    site.kill(0)
    for number in range(20):
        began = time.monotonic()
        assert ask(f"{site.address}/api/v1/collections", {"Cookie": f"{NODE}{number:032x}"})[0] == 200
        assert time.monotonic() - began < 30
    assert figures(site.address, "overview", data="demo") == whole
    page.reload()
    page.get_by_test_id("stMainBlockContainer").get_by_role("heading").first.wait_for(timeout=60_000)
    assert page.get_by_test_id("stMainBlockContainer").inner_text()[:40] == title
    page.close()
