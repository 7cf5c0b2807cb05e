"""No word of a source ever runs: attacks as text, title, author, source, address, file, organisation, village and collection,
on every page; and a control page on which the same attacks do run."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from browser.hostile_collection import NAME, attack, own_vectors
from browser.walked import Seen, boxes, browsing, links, sound
from conftest import ROOT, SHARED
from playwright.sync_api import Browser, Error, Page

from analytics import measures
from analytics.store.workspace import open_workspace

pytestmark = pytest.mark.browser
APP, CONTROL = ROOT / "app.py", Path(__file__).with_name("unsafe_app.py")
EVERY = bool(os.environ.get("JUSHI_TORTURE"))
READ = 400 if EVERY else 3
"""Articles that are opened one by one."""
WATCH = """
window.__pwned = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = (...said) => __pwned.push(name, ...said);
"""
INJECTED = """() => [...document.querySelectorAll(
  "[onerror], [onload], [ontoggle], [onfocus], [onbegin], [onclick], [onmouseover], a[href^='javascript' i], iframe[srcdoc]," +
  "base, meta[http-equiv=refresh], object, embed, form[action], [src='x'], svg a[*|href]," +
  "[href*='outside.example'], [src*='outside.example'], tspan[style*=italic], .katex"
)].filter(e => !e.closest("head") || e.matches("base, meta")).map(e => e.outerHTML.slice(0, 200))"""
"""What no page of the project holds, so that it can only come out of a source."""


def shared_vectors() -> list[str]:
    """Those that the project may read but not keep."""
    found = [p.read_text("utf-8", errors="replace") for p in sorted((SHARED / "hostile" / "xss").glob("*.html"))]
    strings = (SHARED / "hostile" / "strings" / "blns.txt").read_text("utf-8").splitlines()
    return [v[:2000] for v in (*found, *(s for s in strings if "<" in s or "javascript:" in s)) if v.strip()]


def ran(page: Page) -> list[str]:
    """What ran on a page or in a frame of it."""
    return [str(one) for frame in page.frames for one in frame.evaluate("window.__pwned ?? []")]


def watched(seen: Seen) -> Seen:
    seen.page.add_init_script(WATCH)
    return seen


def unharmed(seen: Seen, where: str) -> None:
    """Nothing ran, nothing was put into the page, nobody else was asked."""
    assert ran(seen.page) == [], where
    assert seen.page.evaluate(INJECTED) == [], where
    assert seen.dialogs == [], where
    assert seen.hosts() == {"127.0.0.1"}, where


def hover(page: Page, most: int = 4) -> None:
    """Lays the pointer on some marks of every chart, so that their labels are drawn."""
    for chart in page.get_by_test_id("stPlotlyChart").all():
        chart.scroll_into_view_if_needed()
        spots = chart.locator(".points path, .slice, .scatterlayer path, .heatmaplayer image")
        for at in range(min(most, spots.count())):
            box = spots.nth(at).bounding_box()
            if box:
                page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
                page.wait_for_timeout(60)


def look(seen: Seen, address: str, vectors: Sequence[str], seed: int = 1) -> None:
    """Every page with its charts touched and opened, filters that hold attacks, and some articles."""
    home = {"data": NAME}
    collection = measures.open_collection(open_workspace(Path(os.environ["JUSHI_ATTACKED"])), NAME)
    for key, link in links(collection, **home).items():
        seen.open(f"{address}{link}")
        sound(seen.page, "zh")
        hover(seen.page)
        unharmed(seen, key)
        for page in boxes(seen.page, "zh"):
            unharmed(seen, f"{key}: box of {page.title()}")
    rng = random.Random(seed)
    for link in links(
        collection, **home, **dict.fromkeys(("org", "place", "src", "q", "no_org"), rng.choice(vectors))
    ).values():
        seen.open(f"{address}{link}")
        unharmed(seen, link)
    articles = list(measures.articles(collection)["id"])
    for name in rng.sample(articles, min(READ, len(articles))):
        seen.open(f"{address}/reading?data={NAME}&article={name}")
        sound(seen.page, "zh")
        unharmed(seen, name)


@pytest.fixture
def home(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    attack(tmp_path / "home", request.param)
    monkeypatch.setenv("JUSHI_ATTACKED", str(tmp_path / "home"))
    return tmp_path / "home"


OWN = [row["text"] for row in own_vectors()]


@pytest.mark.parametrize("home", [OWN], indirect=True, ids=["own"])
def test_our_own_attacks_do_not_run(serve, browser: Browser, home: Path) -> None:
    with browsing(browser) as seen:
        look(watched(seen), serve(APP), OWN)


@pytest.mark.shared
@pytest.mark.parametrize("home", [shared_vectors() if SHARED.is_dir() else ["x"]], indirect=True, ids=["shared"])
def test_the_shared_attacks_do_not_run(serve, browser: Browser, home: Path) -> None:
    with browsing(browser) as seen:
        look(watched(seen), serve(APP), shared_vectors())


def control(
    serve, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vectors: Sequence[str],
    wanted: frozenset[str] | None = frozenset(),
) -> list[str]:  # fmt: skip
    """What runs on the control page: within four seconds, or within thirty where something is ``wanted`` to run (None:
    anything)."""
    (tmp_path / "vectors.json").write_text(json.dumps(vectors), "utf-8")
    monkeypatch.setenv("JUSHI_VECTORS", str(tmp_path / "vectors.json"))
    with browsing(browser) as seen:
        # Some of them tear the page apart: it is not waited for as a sound one is.
        watched(seen).page.goto(serve(CONTROL))
        found: set[str] = set()  # a page that one of them leads away forgets what ran on it
        for second in range(30):
            found |= set(seen.dialogs)
            for frame in seen.page.frames:
                with suppress(Error):  # some frames are torn out at once
                    found |= set(map(str, frame.evaluate("window.__pwned ?? []")))
            if second >= 4 and (found if wanted is None else wanted <= found):
                break
            seen.page.wait_for_timeout(1000)
        return sorted(found)


@pytest.mark.parametrize("home", [OWN[:1]], indirect=True, ids=["control"])
def test_on_a_careless_page_they_run(serve, browser: Browser, tmp_path, monkeypatch, home: Path) -> None:
    live = {row["name"]: row["text"] for row in own_vectors() if row["runs"]}
    assert set(control(serve, browser, tmp_path, monkeypatch, list(live.values()), frozenset(live))) >= set(live)
    harmless = [row["text"] for row in own_vectors() if row["name"] in ("entity", "material", "formula")]
    assert control(serve, browser, tmp_path, monkeypatch, harmless) == []


@pytest.mark.shared
@pytest.mark.parametrize("home", [OWN[:1]], indirect=True, ids=["control"])
def test_on_a_careless_page_shared_ones_run(serve, browser: Browser, tmp_path, monkeypatch, home: Path) -> None:
    # Most of the shared ones need a click or an old browser, and some tear the page apart before others run. That any
    # of the plainest runs shows that the page could have told.
    plain = [vector for vector in shared_vectors() if vector.startswith("<img src=x onerror=")]
    assert control(serve, browser, tmp_path, monkeypatch, plain, None)
