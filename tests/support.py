"""Where things are, and case tables as parameters."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


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
