"""Tests that need the shared files skip, with their reason, where those are not."""

from __future__ import annotations

import pytest
from support import ROOT, SHARED, cases

__all__ = ["ROOT", "SHARED", "cases"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="the shared gold and hostile files are not beside this clone")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(skip)
