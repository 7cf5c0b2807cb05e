"""The HTML file of an account: opened from the disk it asks nobody, runs no word of a source, and drills without a server."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from browser.hostile_collection import NAME, attack, own_vectors
from playwright.sync_api import Browser, Page

from analytics.importing import load_demo
from analytics.measures import open_collection
from analytics.share.account import account
from analytics.share.account_values import Account
from analytics.share.page_file import html_bytes
from analytics.store.workspace import open_workspace
from analytics.views import View

pytestmark = pytest.mark.browser
WATCH = 'window.__pwned = []; for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => __pwned.push(name);'
WALK = """async () => {
  const found = [];
  for (const link of document.querySelectorAll("a.n, td a, svg a")) {
    const address = link.getAttribute("href"), text = link.textContent.replaceAll(",", "");
    if (location.hash !== address) {
      const changed = new Promise(done => addEventListener("hashchange", done, { once: true }));
      location.hash = address;
      await changed;
    }
    const list = document.querySelector(".list:target"), count = (what) => list.querySelectorAll(what).length;
    found.push({ address, number: /^[0-9]+$/.test(text) ? Number(text) : null, title: list.querySelector("h3").textContent,
      told: count(".told > li"), refs: count(".refs a"), quotes: count(".told blockquote"), rows: count(".rows") });
  }
  return found;
}"""
"""Follows every number and mark, and counts what is listed then."""
OWN_TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "script", "h1", "h2", "h3", "p", "dl", "dt", "dd",
    "bdi", "b", "section", "ul", "ol", "li", "a", "span", "strong", "figure", "svg", "defs", "pattern", "rect", "line", "g",
    "text", "details", "summary", "div", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "cite",
}  # fmt: skip


def opened(browser: Browser, path: Path, told: Account, **context: object) -> tuple[Page, list[str], list[str]]:
    """The file in a fresh page, with every request and every complaint of the policy."""
    path.write_bytes(html_bytes(told))
    page = browser.new_context(**context).new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: said.append(line.text))
    page.add_init_script(WATCH)
    page.goto(path.as_uri())
    return page, asked, said


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Account:
    space = open_workspace(tmp_path_factory.mktemp("page") / "home")
    load_demo(space)
    year = View(start=date(2025, 1, 1), end=date(2025, 12, 31))
    return account(open_collection(space, "demo"), year, "zh", address="https://jushi.example")


def test_no_word_of_a_source_runs_or_asks(browser: Browser, tmp_path: Path) -> None:
    vectors = [row["text"] for row in own_vectors()]
    attack(tmp_path / "home", vectors)
    told = account(open_collection(open_workspace(tmp_path / "home"), NAME), View(), "zh")
    page, asked, said = opened(browser, tmp_path / "hostile.html", told)
    assert len(told.activities) >= len(vectors)
    for _ in range(5):
        page.keyboard.press("Tab")
    for at in range(page.locator("a.n").count()):
        page.locator("a.n").nth(at).click()
        page.locator(".list:target .close").click()
    assert page.evaluate("window.__pwned") == []
    assert [url for url in asked if url != (tmp_path / "hostile.html").as_uri()] == []
    assert said == []
    tags = set(page.evaluate("[...document.querySelectorAll('*')].map(e => e.localName)"))
    assert tags <= OWN_TAGS
    named = "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => a.name.startsWith('on'))"
    assert page.evaluate(f"{named}.length") == 0
    schemes = set(
        page.evaluate(
            "[...document.querySelectorAll('a')].map(a => new URL(a.href.baseVal ?? a.href, location).protocol)"
        )
    )
    assert schemes <= {"file:", "http:", "https:"}


def test_every_number_and_mark_lists_as_many_sentences_as_it_says(
    browser: Browser, tmp_path: Path, demo: Account
) -> None:
    page, _, said = opened(browser, tmp_path / "demo.html", demo)
    assert said == []
    walked = page.evaluate(WALK)
    exact = [one for one in walked if one["number"] is not None and not one["rows"] and "参加人数" not in one["title"]]
    assert len(exact) > 50
    assert [one for one in exact if one["told"] != one["number"]] == []
    for one in walked:
        assert one["told"] == one["refs"] > 0, one
        assert one["quotes"] >= one["told"], one
    page.evaluate("location.hash = ''")
    page.locator("a.n").first.click()
    assert page.locator(".list:target .told > li").count() == demo.figures[0].count
    page.keyboard.press("Escape")
    assert page.locator(".list:target").count() == 0


def test_it_lists_without_script(browser: Browser, tmp_path: Path, demo: Account) -> None:
    page, _, _ = opened(browser, tmp_path / "plain.html", demo, java_script_enabled=False)
    page.locator("a.n").first.click()
    refs = page.locator(".list:target .refs a")
    assert refs.count() == demo.figures[0].count
    refs.first.click()
    assert page.locator("li:target blockquote").count() >= 1


@pytest.mark.parametrize("look", ["light", "dark"])
def test_it_fits_a_phone(browser: Browser, tmp_path: Path, demo: Account, look: str) -> None:
    page, _, _ = opened(
        browser, tmp_path / "phone.html", demo, viewport={"width": 390, "height": 844}, color_scheme=look
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") is (look == "light")
