"""No page has a serious or critical violation of accessibility; what lies in Streamlit's own DOM is listed by name."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.walked import browsing, links
from conftest import ROOT
from playwright.sync_api import Browser, Page

from analytics import measures
from analytics.messages import Language
from analytics.store.workspace import open_workspace

pytestmark = pytest.mark.browser
APP = ROOT / "app.py"
KNOWN = Path(__file__).with_name("axe_known.csv")
GRAVE = ("serious", "critical")
READERS: tuple[tuple[Language, bool, bool], ...] = (("zh", False, False), ("en", True, True))
"""Language, dark, phone."""


WHERE = """path => {
  const selector = path.join(" >> ");
  const found = path.reduce((root, one) => (root?.shadowRoot ?? root)?.querySelector(one), document);
  const near = found?.closest("[data-testid]")?.dataset.testid ?? "";
  const key = [...(found?.closest("[class*=st-key-]")?.classList ?? [])].find(c => c.startsWith("st-key-")) ?? "";
  return [key.replace("st-key-", ""), near, found?.tagName.toLowerCase() ?? selector].filter(Boolean).join(" ");
}"""
"""Names an element, given the way to it through shadow roots, by what stays from one run to the next: the key and the kind of
the widget around it, its tag."""


def violations(page: Page) -> set[tuple[str, str]]:
    """Rule and place of all that is grave on a page."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    grave = [(rule["id"], node) for rule in found if rule["impact"] in GRAVE for node in rule["nodes"]]
    return {(rule, f"{page.evaluate(WHERE, way(node['target']))}: {node['html'][:90]}") for rule, node in grave}


def way(target: list[str | list[str]]) -> list[str]:
    """The selectors from the document down; what lies in a shadow root comes from axe as a list."""
    return list(target[-1]) if isinstance(target[-1], list) else [target[-1]]


INTO_SHADOW = """() => {
  document.querySelector("main div").attachShadow({mode: "open"}).append(document.createElement("button"));
}"""


def known() -> list[dict[str, str]]:
    with KNOWN.open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def allowed(rule: str, page: str, selector: str, row: dict[str, str]) -> bool:
    """Whether a row of the table is about this; ``page`` * means any, ``selector`` is a part of the element's."""
    return row["rule"] == rule and row["page"] in ("*", page) and row["selector"] in selector


def test_no_page_has_a_grave_violation(serve, browser: Browser, home: Path) -> None:
    address, collection = serve(APP), measures.open_collection(open_workspace(home), "demo")
    found: set[tuple[str, str, str]] = set()
    for language, dark, phone in READERS:
        with browsing(browser, language=language, dark=dark, phone=phone) as seen:
            for key, link in links(collection, language).items():
                seen.open(f"{address}{link}")
                found |= {(rule, key, selector) for rule, selector in violations(seen.page)}
    table = known()
    assert sorted(v for v in found if not any(allowed(*v, row) for row in table)) == []
    assert [row for row in table if not any(allowed(*v, row) for v in found)] == [], "no longer needed"


def test_a_page_with_a_fault_is_noticed(browser: Browser) -> None:
    with browsing(browser) as seen:
        seen.page.set_content("<html lang=zh><title>x</title><main><button></button><img src='data:,'></main>")
        assert {rule for rule, _ in violations(seen.page)} == {"button-name", "image-alt"}


def test_a_fault_within_a_shadow_root_is_named(browser: Browser) -> None:
    with browsing(browser) as seen:
        seen.page.set_content("<html lang=zh><title>x</title><main><div data-testid=host></div></main>")
        seen.page.evaluate(INTO_SHADOW)
        assert violations(seen.page) == {("button-name", "button: <button></button>")}
