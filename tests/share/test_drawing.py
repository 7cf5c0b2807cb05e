"""Drawings of an account: as many marks as rows, as high as their numbers, nothing of a source as markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from defusedxml import ElementTree

from analytics.importing import load_demo
from analytics.measures import open_collection
from analytics.share import drawing
from analytics.share.account import account
from analytics.share.account_values import Account, Row
from analytics.share.page_file import html_bytes
from analytics.store.workspace import open_workspace
from analytics.views import View

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def demo(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Account:
    space = open_workspace(tmp_path_factory.mktemp("drawing") / "home")
    load_demo(space)
    return account(open_collection(space, "demo"), View(start=date(2025, 1, 1), end=date(2025, 12, 31)), "zh")


def every(told: Account) -> list[drawing.Drawing]:
    keys = ("types", "doers", "villages", "pairings", "sources")
    return [drawing.over_time(told), drawing.types_over_time(told), *(drawing.ranking(told, key) for key in keys)]


def test_bars_are_as_high_as_their_numbers(demo: Account) -> None:
    found = ElementTree.fromstring(drawing.over_time(demo, lambda key, column: f"#{key}-{column}").svg)
    links = found.findall(f"{SVG}a")
    rows = [row for row in demo.chart("over_time").rows if row.cell("all").count]
    assert [a.get("href") for a in links] == [f"#{row.key}-all" for row in rows]
    heights = [sum(float(r.get("height")) for r in a.findall(f"{SVG}rect") if r.get("fill") != "none") for a in links]
    counts = [row.cell("all").count for row in rows]
    scale = heights[0] / counts[0]
    assert heights == pytest.approx([scale * n for n in counts], abs=0.3)
    hatched = [a for a in links if any("hatch" in r.get("fill", "") for r in a.findall(f"{SVG}rect"))]
    assert len(hatched) == sum(1 for row in rows if row.cell("all").unsure)


def test_a_hostile_name_stays_text(demo: Account) -> None:
    chart = demo.chart("doers")
    name = '</text><script>alert(1)</script>\x00\x1b\ud800"\u202e&'
    row = Row(name, chart.rows[0].cells, (name,))
    charts = tuple(replace(c, rows=(row, *c.rows[1:])) if c.key == "doers" else c for c in demo.charts)
    hostile = replace(demo, charts=charts)
    found = drawing.ranking(hostile, "doers")
    root = ElementTree.fromstring(found.svg)
    assert not root.findall(f".//{SVG}script")
    assert any("<script>" in (t.text or "") for t in root.iter(f"{SVG}title"))
    assert drawing.png(found)
    assert "\ufffd" in found.svg


def test_pictures_are_png_and_the_same_each_time(demo: Account) -> None:
    for found in every(demo):
        picture = drawing.png(found)
        assert picture is not None
        assert picture.startswith(b"\x89PNG")
        assert picture == drawing.png(found)
        assert "{" not in found.words


def test_no_picture_without_a_font_for_its_words(demo: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "has_font", lambda: False)
    assert drawing.png(drawing.over_time(demo)) is None
    plain = drawing.Drawing('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "")
    assert drawing.png(plain) is not None


def test_nothing_counted_is_drawn_as_nothing(demo: Account) -> None:
    space_rows = tuple(replace(chart, rows=()) for chart in demo.charts)
    bare = replace(demo, charts=space_rows)
    assert [ElementTree.fromstring(found.svg).findall(f"{SVG}a") for found in every(bare)] == [[]] * 7


def test_a_page_is_the_same_bytes_each_time_and_only_of_what_is_asked(demo: Account) -> None:
    assert html_bytes(demo) == html_bytes(demo)
    few = html_bytes(demo, title="<标题>", parts=("villages", "told")).decode()
    assert "&lt;标题&gt;" in few
    assert "<标题>" not in few
    assert "报道来源" not in few
    assert few.count("<svg") == 1
