"""The box of a chart: its numbers and rows as files that hold what the screen says, pictures, and the link of the figures."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from browser.walked import Seen, boxes, browsing, settled
from conftest import ROOT
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page

from analytics.messages import say

pytestmark = pytest.mark.browser
APP = ROOT / "app.py"
CHARTS = ("trends?from=2025-01-01&to=2025-12-31", "trends?tab=matrix&by=half")
"""Links below the site whose first chart has a box."""
SMALLEST = 5_000
"""Bytes of a picture that shows something."""


def saved(page: Page, button: Locator, folder: Path) -> Path:
    """What a button downloads."""
    with page.expect_download() as download:
        button.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def lines(path: Path) -> list[list[str]]:
    """Rows of a CSV file with its headings, which begins with a byte order mark."""
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"))))


def sheet(path: Path) -> list[list[object]]:
    """Rows of the first sheet of a workbook."""
    book = load_workbook(path, read_only=True)
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def grid_rows(page: Page) -> int:
    """Rows of the table in the open box."""
    grid = page.get_by_test_id("stPopoverBody").get_by_test_id("stDataFrame").locator("[role=grid]").first
    grid.wait_for(state="attached")
    return int(grid.get_attribute("aria-rowcount") or 0) - 1


def check_files(seen: Seen, folder: Path) -> None:
    """All files that the open box offers."""
    page, box = seen.page, seen.page.get_by_test_id("stPopoverBody")
    downloads = box.get_by_test_id("stDownloadButton").get_by_role("button")
    assert downloads.count() in (2, 4)
    numbers = lines(saved(page, downloads.nth(0), folder))
    book = sheet(saved(page, downloads.nth(1), folder))
    assert len(numbers) == len(book) == grid_rows(page) + 1
    assert numbers[0] == [str(c) for c in book[0]]
    if downloads.count() == 4:
        listed, sheeted = lines(saved(page, downloads.nth(2), folder)), sheet(saved(page, downloads.nth(3), folder))
        assert len(listed) == len(sheeted)
        assert box.get_by_text(say("box.rows", count=len(listed) - 1)).count() == 1
    png = saved(page, box.get_by_role("button", name=say("box.png")), folder).read_bytes()
    svg = saved(page, box.get_by_role("button", name=say("box.svg")), folder).read_bytes()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert b"<svg" in svg[:400]
    assert min(len(png), len(svg)) > SMALLEST


@pytest.mark.parametrize("link", CHARTS, ids=range(len(CHARTS)))
def test_a_box_gives_what_the_screen_says(serve, browser: Browser, tmp_path: Path, link: str) -> None:
    address = serve(APP)
    with browsing(browser) as seen:
        seen.open(f"{address}/{link}")
        opened = boxes(seen.page, "zh")
        next(opened)
        check_files(seen, tmp_path)
        pinned = seen.page.get_by_test_id("stPopoverBody").get_by_test_id("stCode").last.inner_text().strip()
        said = drawn(seen.page)
        assert pinned.startswith(f"{address}/")
        assert "v=1" in pinned
        assert seen.hosts() == {"127.0.0.1"}
        with browsing(browser) as other:
            other.open(pinned)
            assert drawn(other.page) == said
            assert said


DRAWN = """charts => charts.map(chart => chart.data.map(
  trace => [trace.type, Array.from(trace.y ?? []), Array.from(trace.customdata ?? [])]))"""


def drawn(page: Page) -> list[object]:
    """What the charts of a page say: their numbers and keys."""
    charts = page.get_by_test_id("stMain").locator(".js-plotly-plot")
    charts.first.locator(".main-svg").first.wait_for()
    settled(page)
    return charts.evaluate_all(DRAWN)


def test_back_and_forward_give_the_list_back(serve, browser: Browser) -> None:
    address = serve(APP)
    with browsing(browser) as seen:
        page = seen.page
        seen.open(f"{address}/trends?from=2025-01-01&to=2025-12-31")
        bar = page.get_by_test_id("stPlotlyChart").first.locator(".barlayer .point path").first
        box = bar.bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_function("location.search.includes('show=')")
        settled(page)
        listed = page.locator(".st-key-listed h3").inner_text()
        page.go_back()
        page.wait_for_function("!location.search.includes('show=')")
        settled(page)
        assert page.locator(".st-key-listed").count() == 0
        page.go_forward()
        page.wait_for_function("location.search.includes('show=')")
        settled(page)
        assert page.locator(".st-key-listed h3").inner_text() == listed
