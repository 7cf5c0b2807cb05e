"""What benches find is kept by its keys and shown where a page of the docs asks for it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def keeping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("keeping", Path(__file__).with_name("keeping.py"))
    assert spec
    assert spec.loader
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    monkeypatch.setattr(found, "DOCS", tmp_path)
    monkeypatch.setattr(found, "TABLES", tmp_path / "measured")
    return found


def test_a_row_replaces_the_one_of_its_keys(keeping: ModuleType) -> None:
    keeping.keep(
        "a", ("size", "what"), [{"size": "1,000", "what": "x", "ms": 5}, {"size": "1,000", "what": "y", "ms": 6}]
    )
    keeping.keep(
        "a", ("size", "what"), [{"size": "1,000", "what": "x", "ms": 7}, {"size": "2,000", "what": "x", "ms": 8}]
    )
    assert [(r["size"], r["what"], r["ms"]) for r in keeping.read("a")] == [
        ("1,000", "x", "7"), ("1,000", "y", "6"), ("2,000", "x", "8"),
    ]  # fmt: skip


def test_pages_show_tables_where_they_ask(keeping: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "before\n<!-- measured a -->\nold\n<!-- end -->\nbetween\n"
        "<!-- measured a: what by size, ms -->\n<!-- end -->\nafter <!-- measured b --><!-- end -->\n", "utf-8",
    )  # fmt: skip
    (tmp_path / "other.md").write_text("nothing\n", "utf-8")
    for size, ms in (("1,000", 5), ("2,000", 8)):
        keeping.keep("a", ("size", "what"), [{"size": size, "what": "x", "ms": ms}])
    told = page.read_text("utf-8")
    assert "old" not in told
    assert "| 1,000 | x | 5 |" in told
    assert "| what | 1,000 | 2,000 |\n| --- | ---: | ---: |\n| x | 5 | 8 |" in told
    assert told.startswith("before\n")
    assert "\nbetween\n" in told
    assert told.count("<!-- end -->") == 3
    assert "Not measured yet." in told
    keeping.show()
    assert page.read_text("utf-8") == told, "a second time changes nothing"


def test_ratios_say_whether_the_aim_is_met(keeping: ModuleType) -> None:
    keeping.ratio("faster", "1", "1 ms", "5 ms", 5, 4)
    keeping.ratio("slower", "1", "6 ms", "5 ms", 1.2, 1, less=True)
    assert [(r["ratio"], r["aim"], r["met"]) for r in keeping.read("ratios")] == [
        ("5.00", "≥ 4", "yes"),
        ("1.20", "≤ 1", "no"),
    ]
