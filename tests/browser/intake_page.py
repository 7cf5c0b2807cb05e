"""The page "import articles" as somebody uses it in a browser."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page

from analytics.messages import LANGUAGES, say

READY_MS = 60_000
REPORT_MS = 180_000


class Intake:
    """One tab; it keeps what it asked for."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.page: Page = browser.new_page()
        self.address = address
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, query: str = "") -> None:
        """The page afresh, as a new tab would have it: nothing is given yet."""
        self.page.goto(f"{self.address}/intake{query}")
        self.page.get_by_role("heading", name=say("page.intake")).wait_for(timeout=READY_MS)
        self.settled()

    def drop(self, files: Sequence[Path]) -> None:
        """Gives files to the uploader; back when the preview of all of them is there."""
        self.page.get_by_test_id("stFileUploader").first.locator("input[type=file]").set_input_files(list(files))
        told = say("bring.kept", count=len(files), size="§", names="").partition("§")[0]
        self.page.get_by_text(told).wait_for(timeout=READY_MS)
        self.page.get_by_text(say("bring.files_list")).wait_for(timeout=READY_MS)
        self.settled()

    def listed(self) -> list[dict[str, str]]:
        """The list of files, as it can be downloaded."""
        return self._table("intake_files_csv")

    def problems(self) -> list[dict[str, str]]:
        """The list of problems, as it can be downloaded."""
        return self._table("intake_problems_file")

    def start(self, name: str) -> None:
        """Imports into a new collection; back when the report is there."""
        self.page.get_by_label(say("datasets.name")).fill(name)
        self.page.get_by_label(say("datasets.name")).press("Enter")
        self.settled()
        self.page.get_by_role("button", name=say("bring.go")).click()
        self.page.wait_for_function("location.search.includes('job=')", timeout=READY_MS)
        self.page.get_by_text(say("bring.another")).wait_for(timeout=REPORT_MS)
        self.settled()

    def number(self, name: str) -> str:
        """The figure of the report under a heading."""
        metric = self.page.get_by_test_id("stMetric").filter(has_text=re.compile(f"^{re.escape(say(name))}"))
        return metric.get_by_test_id("stMetricValue").inner_text()

    def sound(self) -> None:
        """No traceback and no fault of the program on the page."""
        assert self.page.get_by_test_id("stException").count() == 0
        for language in LANGUAGES:
            start = say("page.failed", language, reference="§").partition("§")[0]
            assert self.page.get_by_text(start).count() == 0

    def stayed_here(self) -> None:
        """Nobody else was asked for anything."""
        assert {u for u in self.asked if not u.startswith((self.address, "blob:", "data:"))} == set()

    def settled(self) -> None:
        """Waits until the script of the page has run."""
        self.page.wait_for_timeout(300)
        self.page.wait_for_function(
            "!document.querySelector('[data-testid=stApp][data-test-script-state=running]')", timeout=READY_MS
        )

    def _table(self, key: str) -> list[dict[str, str]]:
        with self.page.expect_download() as waiting:
            self.page.locator(f".st-key-{key} button").click()
        text = Path(waiting.value.path()).read_text("utf-8-sig")
        return list(csv.DictReader(text.splitlines()))
