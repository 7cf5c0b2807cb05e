"""Tests that need the shared files skip, with their reason, where those are not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from databases import module_database, own_database, postgresql
from playwright.sync_api import Browser, sync_playwright
from support import ROOT, SHARED, cases

__all__ = ["ROOT", "SHARED", "cases", "module_database", "own_database", "postgresql"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="the shared gold and hostile files are not beside this clone")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a process: a second Playwright beside the first doesn't start."""
    from browser.conftest import CHROMIUM, QUIET

    if CHROMIUM is None:
        pytest.fail("no Chromium on this machine: sh scripts/need_programs.sh installs it or says how")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield found
        found.close()
