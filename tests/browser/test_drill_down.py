"""From a bar to its rows to the sentence: what a reader clicks when asking why a number is what it is."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
FIRST_TICK = {"x": 16, "y": 52}
"""The box of the first row, in pixels from the corner of a table: tables are painted, not built of elements."""


def test_a_bar_lists_its_rows_and_a_row_opens_its_sentence(serve, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    page.goto(f"{serve(ROOT / 'app.py')}/?by=year")
    number = click_highest_bar(page)
    expect(page).to_have_url(re.compile("show=bar"))
    assert rows_listed(page) == number
    again = browser.new_page(viewport={"width": 1280, "height": 1400})
    again.goto(page.url)
    assert rows_listed(again) == number
    again.get_by_test_id("stDataFrame").first.click(position=FIRST_TICK)
    again.wait_for_url(re.compile("/reading"))
    assert "v=1" in again.url
    again.wait_for_selector("[data-reader] mark")
    check_marks(again)


def click_highest_bar(page: Page) -> int:
    """Clicks the foot of the highest bar; gives the number that it stands for."""
    chart = page.get_by_test_id("stPlotlyChart").first
    chart.locator(".bars .point path").first.wait_for(state="attached")
    sums = chart.locator(".js-plotly-plot").evaluate("p => p.data[0].y.map((y, i) => y + p.data[1].y[i])")
    number = max(sums)
    box = chart.locator(".bars").first.locator(".point path").nth(sums.index(number)).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 3)
    return int(number)


def rows_listed(page: Page) -> int:
    """Rows of the table, its heading not counted."""
    table = page.locator(".st-key-listed [data-testid=stDataFrame] table")
    table.wait_for(state="attached")
    return int(table.get_attribute("aria-rowcount") or 0) - 1


def check_marks(page: Page) -> None:
    """What is marked as a span is the article's text at that span."""
    text = page.locator("[data-reader]").evaluate("box => [...box.children].map(p => p.textContent).join('\\n')")
    spans: dict[str, str] = {}
    for mark in page.locator("[data-reader] mark").all():
        for span in (mark.get_attribute("data-spans") or "").split():
            spans[span] = spans.get(span, "") + (mark.text_content() or "")
    assert any(span.startswith("evidence:") for span in spans)
    for span, shown in spans.items():
        start, end = map(int, span.partition(":")[2].split("-"))
        assert shown == text[start:end].replace("\n", "")
