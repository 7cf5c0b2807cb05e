"""Nobody but the own machine is asked for anything, on any page, with every box of a chart open."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.walked import boxes, browsing, links, sound
from conftest import ROOT
from playwright.sync_api import Browser

from analytics import measures
from analytics.messages import Language
from analytics.store.workspace import open_workspace

pytestmark = pytest.mark.browser
APP = ROOT / "app.py"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_request_leaves_the_host(serve, browser: Browser, home: Path, language: Language) -> None:
    address = serve(APP)
    opened = 0
    with browsing(browser, language=language) as seen:
        for key, link in links(measures.open_collection(open_workspace(home), "demo"), language).items():
            seen.open(f"{address}{link}")
            sound(seen.page, language)
            for page in boxes(seen.page, language):
                opened += 1
                sound(page, language)
            assert seen.hosts() == {"127.0.0.1"}, key
            assert seen.errors == [], key
    print(f"{len(seen.asked)} requests, {opened} boxes")


def test_the_listener_notices_another_host(browser: Browser) -> None:
    with browsing(browser) as seen:
        seen.page.set_content(
            "<img src='http://fonts.example.invalid/a.png'><script src='//cdn.example.invalid/x.js'></script>"
        )
        seen.page.wait_for_timeout(300)
        assert {"fonts.example.invalid"} <= seen.hosts()
