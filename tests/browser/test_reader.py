"""The reader in a browser: what it marks, its keys, a click on a mark, what is copied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.reader_app import FOUND, MARKS, TEXT
from conftest import ROOT
from playwright.sync_api import Browser, Page, expect

from analytics import measures
from analytics.messages import say
from analytics.model import Extraction
from analytics.store.workspace import open_workspace
from analytics.views import View

pytestmark = pytest.mark.browser
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined })"


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


@pytest.fixture
def read(home: Path) -> Extraction:
    """An article of the demonstration with some activities, not the last of its list."""
    collection = measures.open_collection(open_workspace(home), "demo")
    found = measures.reports(collection, View(), "counted")
    every = [measures.article(collection, i).extraction for i in found.page(0, 20)]
    return next(e for e in every if len(e.activities) > 2)


@pytest.fixture
def reading(serve, browser: Browser, read: Extraction) -> Iterator[Page]:
    """The reading page of that article, opened from the list of articles by its link."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    address = serve(ROOT / "app.py")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page = context.new_page()
    page.goto(f"{address}/reading?article={read.article.id}&list=articles:counted:date")
    page.wait_for_selector("[data-reader] mark.now")
    settled(page)
    yield page
    context.close()


def settled(page: Page) -> None:
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(500)


def at(page: Page, activity: str) -> None:
    """Waits for the link of an activity, and for its marks."""
    page.wait_for_function("id => new URLSearchParams(location.search).get('id') === id", arg=activity)
    settled(page)


def kept(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_keys_go_through_the_activities_but_never_while_somebody_writes(reading: Page, read: Extraction) -> None:
    ids = [a.id for a in read.activities]
    reading.keyboard.press("j")
    at(reading, ids[1])
    now = reading.locator("[data-reader] mark.now[data-badge]").first
    expect(now).to_have_attribute("data-badge", "2")
    reading.keyboard.press("k")
    at(reading, ids[0])
    reading.locator("[data-reader]").focus()
    reading.keyboard.press("n")
    at(reading, ids[1])
    reading.locator("[data-reader]").focus()
    reading.keyboard.press("p")
    at(reading, ids[0])
    reading.keyboard.press("Control+j")
    box = reading.get_by_role("combobox").first
    box.focus()
    box.press("j")
    reading.wait_for_timeout(800)
    assert f"id={ids[0]}" in reading.url
    reading.keyboard.press("Escape")


def test_a_click_on_the_mark_of_another_activity_chooses_it_and_so_does_the_keyboard(
    reading: Page, read: Extraction
) -> None:
    ids = [a.id for a in read.activities]
    reading.locator("[data-reader] mark[data-chose='2']").first.click()
    at(reading, ids[2])
    assert reading.locator("[data-reader] mark[data-chose='2']").count() == 0
    reading.locator("[data-reader] mark[data-chose='1'][role=button]").first.press("Enter")
    at(reading, ids[1])
    reading.go_back()
    at(reading, ids[2])


def test_beyond_the_last_activity_comes_the_next_article_of_the_list(
    reading: Page, read: Extraction, home: Path
) -> None:
    for one in read.activities[1:]:
        reading.keyboard.press("j")
        at(reading, one.id)
    reading.keyboard.press("j")
    collection = measures.open_collection(open_workspace(home), "demo")
    found = measures.reports(collection, View(), "counted").page(0, 1000)
    after = measures.article(collection, found[found.index(read.article.id) + 1]).extraction
    at(reading, after.activities[0].id)
    expect(reading.locator("h1")).to_have_text(after.article.title)


def test_the_citation_is_copied_and_its_link_opens_the_same_activity(reading: Page, read: Extraction) -> None:
    box = reading.locator(".st-key-citation")
    box.get_by_role("button", name=say("cite.copy")).first.click()
    expect(box.get_by_text(say("cite.copied")).first).to_be_visible()
    text = kept(reading)
    assert text == box.locator("[data-cite] p").first.text_content()
    first = read.activities[0]
    assert first.evidence[0].quote.split("\n")[0] in text
    assert read.article.title in text
    link = "http" + text.rpartition("http")[2].rstrip(".")
    reading.goto(link)
    at(reading, first.id)
    reading.locator("[data-reader] mark.now[data-badge='1']").first.wait_for()


@pytest.mark.parametrize("clipboard", [True, False])
def test_a_selection_is_copied_with_its_citation(reading: Page, read: Extraction, clipboard: bool) -> None:
    if not clipboard:
        # As on a page without https: the old way must do.
        reading.evaluate(NO_CLIPBOARD)
    bar = reading.locator("[data-copying]")
    expect(bar).to_be_hidden()
    words = reading.locator("[data-reader]").evaluate(
        """box => { const p = [...box.querySelectorAll("p")].find(p => p.textContent.length > 20);
                    document.getSelection().selectAllChildren(p); return p.textContent.trim(); }"""
    )
    button = bar.get_by_role("button", name=say("cite.selection_zh"), exact=True)
    button.click()
    expect(bar.get_by_text(say("cite.copied"))).to_be_visible()
    reading.evaluate("delete navigator.clipboard")
    text = kept(reading)
    assert words in text
    assert read.article.title in text
    assert read.article.text.count(words) == 1
