"""From a figure to its sentence: a link as the first thing that a process is asked, a bar, its rows, one article."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from analytics import measures
from analytics.importing import import_files
from analytics.measures import Collection
from analytics.messages import say
from analytics.store.workspace import open_workspace
from analytics.views import View

pytestmark = pytest.mark.browser
APP = ROOT / "app.py"
VIEW = View(start=date(2025, 1, 1), end=date(2025, 12, 31))
QUERY = "?from=2025-01-01&to=2025-12-31"
FIRST_PAGE_SECONDS = 40
HEADER, ROW, MARGIN = 35, 35, 17
"""Pixels of the table's header, of a row, and to the middle of its tick."""


class Watched:
    """A page that keeps what it asked for and what went wrong."""

    def __init__(self, browser: Browser) -> None:
        self.page: Page = browser.new_page(viewport={"width": 1400, "height": 1000})
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _said(self, message: ConsoleMessage) -> None:
        # Streamlit looks for its own end points below a page's address first, and finds them at the root.
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            self.errors.append(message.text)

    def stayed_here(self, address: str) -> None:
        assert {url for url in self.asked if not url.startswith((address, "data:", "blob:"))} == set()
        assert self.errors == []


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    found = Watched(browser)
    yield found
    found.page.close()


@pytest.fixture
def collection(home: Path) -> Collection:
    return measures.open_collection(open_workspace(home), "demo")


def bar(page: Page, chart: int, at_least: float = 4) -> Locator:
    """The highest bar of a chart."""
    found = page.get_by_test_id("stPlotlyChart").nth(chart).locator("g.points path")
    found.first.wait_for(state="attached")
    settle(page)
    heights = found.evaluate_all("paths => paths.map(p => p.getBoundingClientRect().height)")
    highest = max(range(len(heights)), key=heights.__getitem__)
    assert heights[highest] >= at_least
    return found.nth(highest)


def click_bar(page: Page, chart: int) -> None:
    one = bar(page, chart)
    one.scroll_into_view_if_needed()
    box = one.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("location.search.includes('show=bar')")
    settle(page)


def settle(page: Page) -> None:
    """Waits until the script of the page has run and what it sent is drawn."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(700)


def listed(page: Page) -> tuple[str, int]:
    """The title of the list that is open, and its number of rows."""
    box = page.locator(".st-key-listed")
    grid = box.get_by_test_id("stDataFrame").locator("[role=grid]")
    grid.wait_for(state="attached")
    return box.locator("h3").inner_text(), int(grid.get_attribute("aria-rowcount") or 0) - 1


def tick_first_row(page: Page) -> None:
    table = page.locator(".st-key-listed").get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box
    page.mouse.click(box["x"] + MARGIN, box["y"] + HEADER + ROW / 2)
    page.wait_for_function("location.pathname.endsWith('/reading')")


def shown_spans(page: Page) -> dict[str, str]:
    """Every marked span of the reader, as ``field:start-end``, with the text that the browser marks for it."""
    page.locator("[data-reader] mark").first.wait_for()
    settle(page)
    found: dict[str, str] = {}
    for spans, text in page.locator("[data-reader] mark").evaluate_all(
        "marks => marks.map(m => [m.dataset.spans, m.textContent])"
    ):
        for span in spans.split():
            found[span] = found.get(span, "") + text
    return found


def parameters(page: Page) -> dict[str, str]:
    return page.evaluate("Object.fromEntries(new URLSearchParams(location.search))")


def test_from_a_bar_to_its_sentence_and_by_link_in_another_process(serve, watched, browser, collection) -> None:
    started = time.monotonic()
    address = serve(APP)
    page = watched.page
    page.goto(f"{address}/{QUERY}")
    page.get_by_test_id("stMetric").first.wait_for()
    seconds = time.monotonic() - started
    print(f"first page after {seconds:.1f} s")
    assert seconds < FIRST_PAGE_SECONDS
    headline = measures.headline(collection, VIEW)
    figures = page.get_by_test_id("stMetricValue").all_inner_texts()
    assert figures[:4] == [
        str(f.value) for f in (headline.activities, headline.volunteering, headline.pairings, headline.villages)
    ]

    click_bar(page, 0)
    _, label, code = parameters(page)["show"].split(":")
    frame = measures.over_time(collection, VIEW).frame
    row = frame[(frame["label"] == label) & (frame["type"] == code)].iloc[0]
    count = int(row["sure"] + row["approx"])
    title, rows = listed(page)
    assert rows == count == len(row["ids"])
    assert say("listing.bar", bin="", type="", count=count)[-3:] in title
    link = page.url.removeprefix(address)

    tick_first_row(page)
    spans = shown_spans(page)
    wanted = parameters(page)["id"]
    assert wanted in row["ids"]
    read = measures.article(collection, measures.activity_article(collection, wanted)).extraction
    activity = next(a for a in read.activities if a.id == wanted)
    assert {k: v for k, v in spans.items() if k.startswith("evidence:")} == {
        f"evidence:{s.start}-{s.end}": s.quote.replace("\n", "") for s in activity.evidence
    }
    expect(page.locator("h1")).to_have_text(read.article.title)

    page.get_by_role("button", name=say("reading.back")).click()
    page.wait_for_function("location.search.includes('show=bar')")
    assert listed(page) == (title, rows)
    watched.stayed_here(address)

    other = serve(APP)
    again = Watched(browser)
    again.page.goto(f"{other}{link}")
    assert listed(again.page) == (title, rows)
    assert again.page.get_by_test_id("stMetricValue").all_inner_texts() == figures
    again.stayed_here(other)
    again.page.close()


def test_a_bar_of_a_type_lists_its_rows_and_closing_lets_it_be_clicked_again(serve, watched, collection) -> None:
    page = watched.page
    page.goto(f"{serve(APP)}/{QUERY}&by=quarter&lang=en")
    for _ in range(2):
        click_bar(page, 1)
        _, label, code = parameters(page)["show"].split(":")
        frame = measures.over_time(collection, View(start=VIEW.start, end=VIEW.end, grain="quarter")).frame
        row = frame[(frame["label"] == label) & (frame["type"] == code)].iloc[0]
        assert code != "all"
        assert listed(page)[1] == len(row["ids"]) > 0
        page.get_by_role("button", name=say("listing.close", "en")).click()
        page.wait_for_function("!location.search.includes('show=')")
        settle(page)
        assert page.locator(".st-key-listed").count() == 0


class TestAwkwardText:
    """Signs that the browser counts twice, and text that looks like a page or a formula, end up as plain text."""

    TITLE = "**青禾** <script>alert(1)</script> :red[a] $a$ [x](javascript:alert(1)) :material/home: 😀 A -> B"
    TEXT = (
        "😀😀𠮷村近况。<img src=x onerror=alert(1)>\n6月1日，青禾县总工会组织30名👨‍👩‍👧志愿者到石桥村开展志愿服务活动。"
    )

    @pytest.fixture
    def home(self, tmp_path: Path) -> Path:
        row = {
            "id": "awkward", "title": self.TITLE, "published": "2024-06-03", "source": "**报**", "author": None,
            "url": "javascript:alert(1)", "text": self.TEXT,
        }  # fmt: skip
        file = tmp_path / "a.jsonl"
        file.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
        import_files([file], "awkward", workspace=open_workspace(tmp_path / "home"))
        return tmp_path / "home"

    def test_it_is_shown_as_it_was_written(self, serve, watched, home: Path) -> None:
        address, page = serve(APP), watched.page
        page.goto(f"{address}/reading?article=awkward")
        spans = shown_spans(page)
        read = measures.article(measures.open_collection(open_workspace(home), "awkward"), "awkward").extraction
        assert read.activities
        for span in read.activities[0].evidence:
            assert spans[f"evidence:{span.start}-{span.end}"] == span.quote
            assert "👨‍👩‍👧" in span.quote
        title = page.locator("h1").inner_text().replace("\u2060", "")
        assert title == self.TITLE
        assert page.locator("[data-testid=stMain] a[href^='javascript']").count() == 0
        assert page.locator("[data-testid=stMain] script, [data-testid=stMain] img[src=x]").count() == 0
        watched.stayed_here(address)
