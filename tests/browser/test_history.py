"""Back and forward, a number in a sentence, chips on a phone, and the page on paper: what only a browser can tell."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from browser.walked import browsing, settled
from conftest import ROOT
from playwright.sync_api import Browser, Page, expect

from analytics.messages import say

pytestmark = pytest.mark.browser
APP = ROOT / "app.py"
YEAR = "?from=2025-01-01&to=2025-12-31"
A4 = (595, 842)
"""Points of a page of paper."""


def choose(page: Page, field: str, name: str) -> None:
    """Picks an option of a filter by typing its name."""
    page.locator(f".st-key-f_{field} input").click()
    page.keyboard.type(name)
    page.get_by_role("option", name=name).first.click()
    page.keyboard.press("Escape")


def seen(page: Page) -> tuple[str, list[str], list[str], str]:
    """The sentence, the figures, the chips and the chosen types."""
    settled(page)
    return (
        page.locator("h1").inner_text(),
        page.get_by_test_id("stMetricValue").all_inner_texts(),
        [re.sub(r"\s+", " ", chip) for chip in page.locator(".st-key-chips button").all_inner_texts()],
        page.locator(".st-key-f_types").inner_text(),
    )


def test_back_and_forward_show_what_they_showed(serve, browser: Browser) -> None:
    with browsing(browser) as reader:
        page = reader.page
        reader.open(f"{serve(APP)}/")
        found = [seen(page)]
        choose(page, "period", "2025")
        page.wait_for_function("location.search.includes('from=2025-01-01')")
        found.append(seen(page))
        choose(page, "types", say("type.volunteering"))
        page.wait_for_function("location.search.includes('type=volunteering')")
        found.append(seen(page))
        assert len({one[0] for one in found}) == 3
        for move, expected in (
            (page.go_back, 1), (page.go_back, 0), (page.go_forward, 1), (page.go_forward, 2), (page.go_back, 1),
        ):  # fmt: skip
            move()
            assert seen(page) == found[expected]
        page.get_by_test_id("stSidebar").get_by_role("link", name=say("page.trends")).click()
        page.wait_for_function("location.pathname.endsWith('/trends')")
        settled(page)
        page.go_back()
        expect(page.get_by_test_id("stMetric").first).to_be_visible()
        assert seen(page) == found[1]
        assert reader.errors == []


def test_a_number_of_a_sentence_lists_its_rows_by_key_and_by_link(serve, browser: Browser) -> None:
    address = serve(APP)
    with browsing(browser) as reader:
        page = reader.page
        reader.open(f"{address}/{YEAR}")
        number = page.locator(".st-key-story p a").first
        value, link = number.inner_text(), str(number.get_attribute("href"))
        number.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("location.search.includes('show=')")
        settled(page)
        title = page.locator(".st-key-listed h3").inner_text()
        assert value in title
        expect(number).to_have_attribute("aria-current", "true")
        assert reader.errors == []
    with browsing(browser) as other:
        other.open(f"{address}/{link}")
        assert other.page.locator(".st-key-listed h3").inner_text() == title


def test_on_a_phone_the_filters_are_seen_and_taken_away(serve, browser: Browser) -> None:
    with browsing(browser, phone=True) as reader:
        page = reader.page
        reader.open(f"{serve(APP)}/{YEAR}&type=volunteering,health&no_src=云岫周报&q=志愿")
        chips = page.locator(".st-key-chips button")
        assert chips.count() == 6
        for chip in chips.all():
            box = chip.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
        chips.nth(1).click()
        page.wait_for_function("!location.search.includes('volunteering')")
        settled(page)
        assert chips.count() == 5
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_paper_holds_all_and_says_what_it_is(serve, browser: Browser) -> None:
    address = serve(APP)
    with browsing(browser) as reader:
        page = reader.page
        reader.open(f"{address}/{YEAR}")
        page.locator("g.points path").first.wait_for(state="attached")
        figures = page.get_by_test_id("stMetricValue").all_inner_texts()
        charts = page.locator(".js-plotly-plot").count()
        printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
        text = ""
        for sheet in printed:
            assert tuple(round(side) for side in sheet.get_size()) == A4
            said = sheet.get_textpage().get_text_range()
            assert said.strip(), "an empty sheet"
            text += said
        told = re.sub(r"\s+", "", text)
        for wanted in (*figures, say("print.day"), "v=1", "from=2025-01-01", say("figure.people")):
            assert re.sub(r"\s+", "", wanted) in told
        for unwanted in (say("filter.organisations") + say("filter.any"), say("wide.enter"), say("box.open")):
            assert unwanted not in told
        assert charts == 2
        assert say("chart.only_month", number=12) in told
        # The screen is as it was.
        assert page.locator("[data-kept]").count() == 0
