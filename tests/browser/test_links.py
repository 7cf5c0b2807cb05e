"""Every page by its link, as the first thing that a new process is asked; and nobody else is asked for anything."""

from __future__ import annotations

import time

import pytest
from conftest import ROOT
from playwright.sync_api import Browser

from analytics.messages import say
from analytics.ui.site import HOME, PAGES

pytestmark = pytest.mark.browser
APP = ROOT / "app.py"


def test_a_link_opens_as_the_first_page_of_a_process(serve, browser: Browser) -> None:
    page = browser.new_page()
    started = time.monotonic()
    page.goto(f"{serve(APP)}/villages?type=visit&lang=en")
    page.get_by_test_id("stSidebar").get_by_text(say("page.villages", "en")).wait_for()
    page.get_by_test_id("stMetric").or_(page.get_by_test_id("stDataFrame")).first.wait_for()
    assert time.monotonic() - started < 20
    assert page.get_by_role("dialog").count() == 0
    assert "type=visit" in page.url


def test_the_link_of_a_page_gives_the_same_page(serve, browser: Browser) -> None:
    address = serve(APP)
    page = browser.new_page()
    for path in ("", "villages"):
        page.goto(f"{address}/{path}?type=visit")
        page.get_by_test_id("stSidebar").get_by_text(say("filter.link")).click()
        link = page.get_by_test_id("stSidebar").get_by_test_id("stCode").inner_text().strip()
        assert link.startswith(f"{address}/{path}?")
        assert "type=visit" in link
        assert "v=1" in link
        page.goto(link)
        page.get_by_test_id("stMain").locator("h1, h2, h3").first.wait_for()
        assert page.get_by_role("dialog").count() == 0
        assert page.get_by_text(say("filter.version_latest", version=1, day="").split("（")[0]).count() == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_opens_without_a_fault_and_without_another_host(serve, browser: Browser, language: str) -> None:
    address = serve(APP)
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    failed = say("page.failed", language, reference="").split("。")[0].split(".")[0]
    for info in PAGES:
        if info.group == "hidden":
            continue
        path = "" if info.key == HOME else info.key
        page.goto(f"{address}/{path}?lang={language}")
        page.get_by_test_id("stMain").locator("h1, h2, h3").first.wait_for()
        page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')")
        assert page.get_by_text(failed).count() == 0, info.key
        assert page.get_by_test_id("stException").count() == 0, info.key
    outside = {url for url in asked if not url.startswith((address, "blob:", "data:"))}
    assert outside == set()
