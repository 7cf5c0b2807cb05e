"""Every chart has the look of the page in itself: Streamlit's template makes a browser draw it twice."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from support import ROOT


def calls() -> Iterator[tuple[Path, ast.Call]]:
    for folder in ("analytics", "pages"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "plotly_chart":
                    yield path, node


def test_no_chart_asks_for_a_template() -> None:
    found = list(calls())
    assert found
    for path, call in found:
        themes = [word.value for word in call.keywords if word.arg == "theme"]
        assert [ast.unparse(theme) for theme in themes] == ["None"], f"{path.name}:{call.lineno}"
