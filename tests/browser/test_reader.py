from __future__ import annotations

import pytest
from browser.reader_app import FOUND, MARKS, TEXT
from conftest import ROOT
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def page(serve, browser: Browser) -> Page:
    page = browser.new_page()
    page.goto(serve(ROOT / "tests" / "browser" / "reader_app.py"))
    page.wait_for_selector("[data-reader] mark")
    return page


def test_what_is_marked_is_what_was_read_and_nothing_is_html(page: Page) -> None:
    marks = [(m.get_attribute("data-spans") or "", m.text_content()) for m in page.locator("[data-reader] mark").all()]
    for mark in MARKS:
        own = [text or "" for spans, text in marks if f"{mark.field}:{mark.start}-{mark.end}" in spans.split()]
        assert "".join(own) == FOUND[mark.field] == TEXT[mark.start : mark.end]
    assert (
        page.locator("[data-reader]").evaluate("box => [...box.children].map(p => p.textContent).join('\\n')") == TEXT
    )
    assert page.locator("[data-reader] b, [data-reader] img").count() == 0


def test_the_first_evidence_is_in_sight_and_the_keyboard_reaches_it(page: Page) -> None:
    seen = page.locator("[data-reader]").evaluate(
        """box => { const a = box.getBoundingClientRect(), b = box.querySelector("mark").getBoundingClientRect();
                    return b.top >= a.top && b.bottom <= a.bottom && box.scrollTop > 0; }"""
    )
    assert seen
    page.locator("[data-reader]").focus()
    page.keyboard.press("Tab")
    focused = page.locator("[data-reader]").evaluate("box => box.getRootNode().activeElement.textContent")
    assert focused == FOUND["date"]
