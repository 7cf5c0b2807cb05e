"""Imports go one way through the house."""

from __future__ import annotations

import ast

import pytest
from support import ROOT

ORDER = [
    "__init__", "model", "settings", "messages", "problems", "files", "memory", "contract", "shell", "rules", "gazetteer",
    "intake", "text", "extract", "batch", "linking", "store", "access", "privacy", "importing", "editing", "jobs", "preview",
    "purging", "backup", "views", "measures", "charts", "quality", "share", "ui", "api", "serving", "cli", "__main__",
]  # fmt: skip
FILES = sorted((ROOT / "analytics").rglob("*.py"))
FORBIDDEN_IN_EXTRACT = {
    "os",
    "io",
    "time",
    "pathlib",
    "sqlite3",
    "streamlit",
    "pandas",
    "sqlalchemy",
    "random",
    "requests",
    "socket",
}


def imported(path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
            found += [f"{node.module}.{a.name}" for a in node.names if node.module.startswith("analytics")]
    return found


def room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "analytics" and len(parts) > 1 else None


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_up_the_list(path) -> None:
    here = path.relative_to(ROOT / "analytics").parts[0].removesuffix(".py")
    for module in imported(path):
        there = room(module)
        if there in ORDER:
            assert ORDER.index(there) <= ORDER.index(here), f"{here} imports {module}"
        elif there is not None and there != "__version__":
            raise AssertionError(f"the room {there} has no place in the list")


PURE = [p for p in FILES if {"extract", "text"} & {*p.parts} and p.name != "command.py"]
"""A command is the edge of its room."""


@pytest.mark.parametrize("path", PURE, ids=lambda p: p.name)
def test_extract_is_pure(path) -> None:
    assert not {m.split(".")[0] for m in imported(path)} & FORBIDDEN_IN_EXTRACT
    assert "analytics.settings" not in imported(path)
    assert not any("load_rules" in module for module in imported(path))
    assert "date.today" not in path.read_text("utf-8")


def test_streamlit_stays_in_ui_and_pages() -> None:
    for path in FILES:
        if "ui" not in path.relative_to(ROOT / "analytics").parts:
            assert not any(m.split(".")[0] == "streamlit" for m in imported(path)), path


def test_no_page_lies_directly_in_pages() -> None:
    assert not list((ROOT / "pages").glob("*.py"))
