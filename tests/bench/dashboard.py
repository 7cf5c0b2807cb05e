"""From a change of a filter to the last chart redrawn, in a browser: our pages beside a bare page with one chart.

    python tests/bench/dashboard.py [--articles 100000 333333] [--page overview] [--changes 20] [--home FOLDER]

Both pages are open in the same browser and are changed in turn, so that a noisy machine disturbs both alike. Every change
gives a view that nobody has asked for yet. Time runs from the key that chooses to the last change of any chart's drawing;
each chart of the page must have been drawn anew. The ratio of the medians is the figure to quote; the targets are 2.0 for
300,000 activities and 3.0 for a million.
"""

from __future__ import annotations

import argparse
import statistics
from pathlib import Path
from typing import Any

from keeping import ratio as kept_ratio
from loaded import NAME, folders
from playwright.sync_api import Page, sync_playwright
from serving import CHROMIUM, QUIET, served

HERE = Path(__file__).resolve().parent
TARGETS = {100_000: 2.0, 333_333: 3.0}
BASES = (
    "", "&type=volunteering", "&type=visit", "&type=environment,health", "&sure=60", "&no_type=donation",
    "&type=donation", "&sure=80",
)  # fmt: skip
PAIRED = (
    "", "&sure=40", "&sure=60", "&sure=80", "&no_type=donation", "&no_type=visit", "&no_type=health", "&no_type=culture",
)  # fmt: skip
"""Other Views for the page of pairings: with most types alone there is none."""
WATCH = """() => {
    const w = (window.__watch = { begun: 0, last: 0, drawn: new Set(), running: false });
    const plot = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest?.(".js-plotly-plot");
    new MutationObserver((changes) => {
        const now = performance.now();
        for (const change of changes)
            for (const node of [change.target, ...change.addedNodes]) {
                const found = plot(node) || node.querySelector?.(".js-plotly-plot");
                if (found) { w.last = now; w.drawn.add(found); }
            }
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    document.addEventListener("keydown", (event) => {
        if (event.key === "Enter") { w.begun = performance.now(); w.last = 0; w.drawn.clear(); }
    }, true);
    const app = () => document.querySelector('[data-testid="stApp"]');
    new MutationObserver(() => {
        w.running = app().getAttribute("data-test-script-state") === "running";
    }).observe(app(), { attributes: true, attributeFilter: ["data-test-script-state"] });
}"""
DONE = """() => {
    const w = window.__watch, plots = [...document.querySelectorAll(".js-plotly-plot")];
    return !w.running && w.last > w.begun && plots.length > 0 && plots.every((p) => w.drawn.has(p))
        && performance.now() - w.last > 400;
}"""


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=180_000)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=180_000)
    page.wait_for_timeout(700)
    page.evaluate(WATCH)


def _change(page: Page, year: int) -> float:
    """Chooses a year in the box; milliseconds until the charts are drawn."""
    page.bring_to_front()
    box = page.locator(".st-key-f_period input")
    box.click()
    page.wait_for_timeout(150)
    page.keyboard.type(str(year))
    page.wait_for_timeout(250)
    page.keyboard.press("Enter")
    page.wait_for_function(DONE, timeout=60_000, polling=50)
    return float(page.evaluate("window.__watch.last - window.__watch.begun"))


def measure(home: Path, page_name: str, changes: int) -> dict[str, Any]:
    """Milliseconds of the floor and of ours, ``changes`` of each, in turn."""
    found: dict[str, list[float]] = {"floor": [], "ours": []}
    with (
        served(HERE / "floor.py", home) as floor, served(HERE.parents[1] / "app.py", home) as ours,
        sync_playwright() as playwright,
    ):  # fmt: skip
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        bare, page = (browser.new_page(viewport={"width": 1366, "height": 900}) for _ in range(2))
        _open(bare, floor)
        path = "" if page_name == "overview" else page_name
        _open(page, f"{ours}/{path}?data={NAME}&sure=1")  # the first reader waits for the index
        for year in (2021, 2022):
            _change(bare, year), _change(page, year)
        for base in PAIRED if page_name == "pairings" else BASES:
            _open(page, f"{ours}/{path}?data={NAME}{base}")
            for year in (2020, 2023, 2024):
                if len(found["ours"]) < changes:
                    found["floor"].append(_change(bare, year))
                    found["ours"].append(_change(page, year))
        browser.close()
    return found


def main() -> None:
    """Builds what is missing, measures, prints a table."""
    cli = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    cli.add_argument("--articles", type=int, nargs="+", default=list(TARGETS))
    cli.add_argument("--pages", nargs="+", default=["overview"])
    cli.add_argument("--changes", type=int, default=20)
    cli.add_argument("--home", type=Path, help="keeps the collections for the next time")
    cli.add_argument("--all", action="store_true", help="prints every change")
    cli.add_argument("--keep", action="store_true", help="writes the ratios into docs/measured and the docs")
    args = cli.parse_args()
    print(f"{'activities':>12} {'page':12} {'floor ms':>9} {'page ms':>9} {'ratio':>6} {'target':>7}   median of {args.changes}")
    for articles, home in folders(args.articles, args.home):
        for page in args.pages:
            times = measure(home, page, args.changes)
            found = {name: statistics.median(own) for name, own in times.items()}
            if args.all:
                print(*(f"{name}: {' '.join(f'{ms:.0f}' for ms in own)}" for name, own in times.items()), sep="\n")
            ratio = found["ours"] / found["floor"]
            print(f"{3 * articles:>12,} {page:12} {found['floor']:>9.0f} {found['ours']:>9.0f} {ratio:>6.2f} "
                  f"{TARGETS.get(articles, 2.0):>7.1f}", flush=True)  # fmt: skip
            if args.keep:
                what, size = f"a changed filter of {page} beside a bare page", f"{3 * articles:,} activities"
                both, aim = [f"{found[who]:.0f} ms" for who in ("ours", "floor")], TARGETS.get(articles, 2.0)
                kept_ratio(what, size, *both, ratio, aim, less=True)


if __name__ == "__main__":
    main()
