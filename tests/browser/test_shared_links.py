"""What is kept and frozen, in real browsers: two readers see equal figures, nobody else is asked, nothing grave for axe."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser.test_axe import allowed, known, violations
from browser.walked import READY, Seen, browsing, settled, sound
from conftest import ROOT
from playwright.sync_api import Browser

from analytics.importing import import_files, load_demo
from analytics.measures import open_collection
from analytics.messages import say
from analytics.share import freezing
from analytics.store import frozen
from analytics.store.workspace import Workspace, open_workspace
from analytics.views import View

pytestmark = pytest.mark.browser
APP = ROOT / "app.py"
VIEW = View(dataset="demo", types=("visit",))
TITLE = "<img src=x onerror=alert(1)> 走访"
TEXT = "3月2日，云岫农商银行党支部组织10名党员到石桥村走访慰问困难党员，送去米面油等慰问品。"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of these tests' own: they write."""
    folder = tmp_path_factory.mktemp("shared")
    load_demo(open_workspace(folder))
    return folder


@pytest.fixture
def space(home: Path) -> Workspace:
    return open_workspace(home)


def figures(seen: Seen) -> list[str]:
    """The numbers of the sentences and of the buttons of figures."""
    page = seen.page
    page.locator(".st-key-frozen_figures button").first.wait_for(timeout=READY)
    page.locator(".st-key-frozen_story a").first.wait_for(timeout=READY)
    settled(page)
    told = page.locator(".st-key-frozen_story a")
    return [*told.all_inner_texts(), *page.locator(".st-key-frozen_figures button").all_inner_texts()]


def test_two_readers_see_equal_figures_also_after_an_import_and_a_restart(
    serve, browser: Browser, space: Workspace, tmp_path: Path
) -> None:
    one = freezing.freeze_view(space, open_collection(space, "demo"), VIEW, "zh", "甲", title=TITLE)
    found = []
    for n, phone in enumerate((False, True, False)):
        if n != 1:
            address = serve(APP)
        with browsing(browser, phone=phone, dark=phone) as seen:
            seen.open(f"{address}/snapshot?id={one.id}")
            sound(seen.page, "zh")
            assert seen.page.get_by_test_id("stMain").locator("h1").inner_text() == TITLE
            found.append(figures(seen))
            assert seen.hosts() == {"127.0.0.1"}
            assert seen.dialogs == []
        if n == 1:
            path = tmp_path / "more.jsonl"
            report = {"id": "more-1", "title": "走访", "published": "2026-03-03", "source": "报", "text": TEXT}
            path.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
            assert import_files([path], "demo", workspace=space).activities == 1
    assert found[0] == found[1] == found[2]
    assert str(one.count) in found[0]


def test_what_one_reader_keeps_another_opens(serve, browser: Browser) -> None:
    address = serve(APP)
    with browsing(browser) as seen:
        page = seen.page
        seen.open(f"{address}/activities?data=demo&type=visit")
        page.get_by_role("button", name=say("save.open"), exact=True).click()
        page.get_by_label(say("save.name")).fill(TITLE)
        page.get_by_role("button", name=say("save.keep")).click()
        page.wait_for_url("**saved=*")
        settled(page)
        seen.open(f"{address}/views")
        way = page.get_by_test_id("stMain").get_by_role("link", name=say("saved.open_saved"))
        link = way.first.get_attribute("href") or ""
        way.first.click()
        page.wait_for_url("**activities?*")
        settled(page)
        mine = page.get_by_test_id("stMain").inner_text()
        assert TITLE in mine
        sound(page, "zh")
    with browsing(browser, dark=True) as other:
        other.open(f"{address}/{link.lstrip('/')}")
        assert other.page.get_by_test_id("stMain").inner_text() == mine
        assert {urlsplit(url).hostname for url in other.asked if url.startswith("http")} == {"127.0.0.1"}


def test_nothing_is_grave_for_axe(serve, browser: Browser, space: Workspace) -> None:
    one = frozen.every_frozen(space)[0].id
    address, table = serve(APP), known()
    links = ("views", "views?saved=1", "snapshots", f"snapshot?id={one}", f"snapshot?id={one}&show=figure:activities")
    for dark, phone in ((False, False), (True, True)):
        with browsing(browser, dark=dark, phone=phone) as seen:
            for link in links:
                seen.open(f"{address}/{link}")
                wrong = {(rule, link, selector) for rule, selector in violations(seen.page)}
                assert sorted(v for v in wrong if not any(allowed(*v, row) for row in table)) == []
                width = seen.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                assert width <= 0, link
