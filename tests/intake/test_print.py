"""Printed lines to paragraphs, from their words and their place on the page."""

from __future__ import annotations

import pytest

from analytics.intake.print_lines import Line, paragraphs

SIZE, LEADING, LEFT = 10.0, 16.0, 50.0
RIGHT = LEFT + 20 * SIZE


def page(*lines: str, size: float = SIZE) -> list[Line]:
    """Lines of 20 characters; a leading space of full width is an indent of two, ``#`` doubles the size of type, an
    empty line leaves a gap."""
    out, top = [], 800.0
    for raw in lines:
        text = raw.strip("#　")
        tall = size * (2 if raw.startswith("#") else 1)
        left = LEFT + (2 * SIZE if raw.startswith("　") else 0)
        width = sum(tall / 2 if c.isascii() else tall for c in text)
        if text:
            out.append(Line(text, left, left + width, top, top - tall))
        top -= LEADING * (2 if raw.startswith("#") else 1)
    return out


FULL = "云岫县供电所的志愿者走进石桥村检查线路三"
INDENTED = "　" + FULL[:18]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([INDENTED, FULL, "十余处。", INDENTED, "村民都说好。"], [FULL[:18] + FULL + "十余处。", FULL[:18] + "村民都说好。"]),
        ([INDENTED, FULL[:19] + "。", INDENTED, "好。"], [FULL[:18] + FULL[:19] + "。", FULL[:18] + "好。"]),
        ([FULL, "十余处。", FULL, "村民都说好。"], [FULL + "十余处。", FULL + "村民都说好。"]),
        ([FULL, "", "", FULL, "好。"], [FULL, FULL + "好。"]),
        (["#石桥村的灯", "#更亮了", INDENTED, FULL, "好。"], ["石桥村的灯更亮了", FULL[:18] + FULL + "好。"]),
        (["2024-05-07 来源：云岫日报", INDENTED, "好。"], ["2024-05-07 来源：云岫日报", FULL[:18] + "好。"]),
        (["The volunteers of the county walked into", "the village and looked at thirty lines."],
         ["The volunteers of the county walked into the village and looked at thirty lines."]),
        (["志愿者共检修线路三十余处，更换开关12", "个，"], ["志愿者共检修线路三十余处，更换开关12个，"]),
    ],
)  # fmt: skip
def test_lines_become_paragraphs(lines: list[str], found: list[str]) -> None:
    assert paragraphs([page(*lines)]) == (found, [])


def test_a_sentence_runs_on_over_the_page() -> None:
    first = page("云岫日报 2024", INDENTED, FULL, FULL, "- 1 -")
    second = page("云岫日报 2024", "十余处。", INDENTED, "好。", "- 2 -")
    found, running = paragraphs([first, second])
    assert found == [FULL[:18] + FULL + FULL + "十余处。", FULL[:18] + "好。"]
    assert running == ["云岫日报 2024", "- 1 -", "云岫日报 2024", "- 2 -"]


@pytest.mark.parametrize("number", ["3", "- 3 -", "第 3 页", "第3页 共12页", "3/12", "Page 3"])
def test_page_numbers_are_left_out(number: str) -> None:
    assert paragraphs([page(INDENTED, FULL, "好。", number)])[1] == [number]


@pytest.mark.parametrize("line", ["共3人。", "三、活动安排", "1. 义诊", "更换开关12个"])
def test_what_only_holds_a_number_stays(line: str) -> None:
    assert paragraphs([page(INDENTED, FULL, "好。", line)])[1] == []


def test_a_line_that_comes_again_inside_pages_stays() -> None:
    lines = [INDENTED, FULL, "好。", "志愿服务", INDENTED, FULL, "都好。"]
    found, running = paragraphs([page(*lines), page(*lines[::-1]), page(*lines)])
    assert "志愿服务" not in running
    assert sum("志愿服务" in line for line in found) == 3


def test_lines_without_a_place_stay_lines() -> None:
    lines = [Line(text, 0, 0, 0, 0) for text in ("一行", "两行")]
    assert paragraphs([lines]) == (["一行", "两行"], [])


def test_nothing_gives_nothing() -> None:
    assert paragraphs([]) == paragraphs([[], []]) == ([], [])
