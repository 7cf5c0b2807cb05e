"""Trends in a browser: a click on any kind of mark, and on a cell of the table, lists as many rows as it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import ROOT
from playwright.sync_api import Browser, Page

from analytics.messages import say

pytestmark = pytest.mark.browser
APP = ROOT / "app.py"
YEAR = "from=2025-01-01&to=2025-12-31"
MARKS = [
    (YEAR, "trend"), (YEAR, "was"), (f"{YEAR}&form=lines&split=all", "trend"), (f"{YEAR}&form=multiples", "trend"),
    (f"{YEAR}&form=calendar", "day"), (f"{YEAR}&tab=matrix", "held"),
]  # fmt: skip
WHERE = """kind => {
  const chart = document.querySelector('.js-plotly-plot'), box = chart.getBoundingClientRect();
  for (const [t, trace] of chart._fullData.entries()) {
    if (!trace.customdata) continue;
    for (let i = trace.x.length - 1; i >= 0; i--) {
      if (trace.customdata[i][0] !== kind || trace.y[i] === null) continue;
      const x = chart._fullLayout.xaxis, y = chart._fullLayout[trace.yaxis.replace('y', 'yaxis')];
      const bar = chart.calcdata[t][i], high = trace.type === 'bar' ? (bar.s0 + bar.s1) / 2 : trace.y[i];
      const covered = chart._fullData.some(other => other !== trace && other.type === 'scatter' && other.customdata
        && other.yaxis === trace.yaxis && Math.abs(y.c2p(other.y[i]) - y.c2p(high)) < 8);
      if (covered) continue;
      return {x: box.left + x._offset + x.c2p(trace.x[i]), y: box.top + y._offset + y.c2p(high),
              show: trace.customdata[i].slice(0, kind === 'day' ? 2 : 3).join(':')};
    }
  }
}"""
"""The last mark of a kind that no point of another line covers: where it is, and what it lists."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    found = browser.new_page(viewport={"width": 1400, "height": 2600})
    yield found
    found.close()


def opened(page: Page, address: str, query: str) -> None:
    page.goto(f"{address}/trends?{query}")
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=30_000)
    page.wait_for_timeout(1500)


def test_a_click_on_a_mark_lists_its_rows(page: Page, serve: Callable[[Path], str], home: Path) -> None:
    address = serve(APP)
    for query, kind in MARKS:
        opened(page, address, query)
        mark = page.evaluate(WHERE, kind)
        page.mouse.move(mark["x"], mark["y"])
        page.wait_for_timeout(300)
        page.mouse.click(mark["x"], mark["y"])
        page.get_by_text(say("listing.close")).wait_for(timeout=20_000)
        assert f"show={mark['show']}" in unquote(page.url), query
        assert page.get_by_test_id("stAlertContentError").count() == 0


def test_a_cell_of_the_table_lists_its_rows_by_key(page: Page, serve: Callable[[Path], str], home: Path) -> None:
    opened(page, serve(APP), f"{YEAR}&split=all")
    page.get_by_text(say("trend.table")).click()
    table = page.locator("[class*=st-key-trend_table] canvas").first
    table.wait_for(timeout=10_000)
    page.wait_for_timeout(1000)
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 30, box["y"] + 50)
    page.wait_for_timeout(1000)
    page.keyboard.press("ArrowRight")
    page.get_by_text(say("listing.close")).wait_for(timeout=20_000)
    assert "show=trend:2025-01:all" in unquote(page.url)
