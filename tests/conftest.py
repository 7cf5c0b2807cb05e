"""What every test may use."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="the shared gold and hostile files are not beside this clone")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(skip)


def cases(name: str) -> list[object]:
    """Rows of ``data/rules/cases/NAME`` as pytest parameters; a known gap is a strict xfail with its reason."""
    with (ROOT / "data" / "rules" / "cases" / name).open(encoding="utf-8-sig", newline="") as f:
        rows = list(csv.DictReader(f))
    return [
        pytest.param(
            row, id=str(n), marks=[pytest.mark.xfail(strict=True, reason=row["gap"])] if row.get("gap") else []
        )
        for n, row in enumerate(rows, start=2)
    ]
