from __future__ import annotations

import pandas as pd
import pytest
from charts_read import seen

from analytics.charts.axis import bin_name, ticks
from analytics.charts.bars import ALL, Cell, numbers, total_bars, type_rows
from analytics.charts.palette import CHOSEN

BINS = ("2024-01", "2024-02", "2024-03")
FRAME = pd.DataFrame(
    [
        ("2024-01", ALL, 2, 1),
        ("2024-01", "visit", 2, 0),
        ("2024-01", "donation", 1, 1),
        ("2024-03", ALL, 4, 0),
        ("2024-03", "visit", 4, 0),
    ],
    columns=["label", "type", "sure", "approx"],
)


def heights(figure, trace: int) -> list[int]:
    return [n or 0 for n in figure.data[trace].y]


def test_bars_are_the_counts_dated_and_about_stacked() -> None:
    figure = seen(total_bars(FRAME, BINS))
    assert heights(figure, 0) == [2, 0, 4]
    assert heights(figure, 1) == [1, 0, 0]
    assert figure.layout.barmode == "stack"
    assert figure.data[1].marker.pattern.shape == "/"
    assert [list(c) for c in figure.data[0].customdata] == [[b, ALL] for b in BINS]


def test_each_number_stands_once_on_the_upper_part_of_its_bar() -> None:
    figure = seen(total_bars(FRAME, BINS))
    assert list(figure.data[0].text) == ["", "", "4"]
    assert list(figure.data[1].text) == ["3", "", ""]


def test_types_have_a_row_each_to_one_scale() -> None:
    figure = seen(type_rows(FRAME, BINS, ["visit", "donation"]))
    sure, approx = figure.data
    assert [(*key, n) for key, n in zip(sure.customdata, sure.y, strict=True)] == [
        ("2024-01", "visit", 2), ("2024-03", "visit", 4), ("2024-01", "donation", 1),
    ]  # fmt: skip
    assert [(*key, n) for key, n in zip(approx.customdata, approx.y, strict=True)] == [("2024-01", "donation", 1)]
    above, same, below = sure.base
    assert below + 4 < above == same < figure.layout.yaxis.range[1] - 4  # no bar reaches the row above it
    assert list(approx.base) == [below + 1]


def test_the_chosen_bar_alone_is_marked() -> None:
    figure = seen(total_bars(FRAME, BINS, chosen=Cell("2024-03", ALL)))
    assert [c == CHOSEN for c in figure.data[0].marker.color] == [False, False, True]
    rows = seen(type_rows(FRAME, BINS, ["visit", "donation"], chosen=Cell("2024-03", "visit")))
    assert [c == CHOSEN for c in rows.data[0].marker.color] == [False, True, False]
    assert [c == CHOSEN for c in rows.data[1].marker.line.color] == [False]


def test_the_table_holds_what_the_charts_show() -> None:
    table = numbers(FRAME, BINS, ["visit", "donation"], "en")
    assert table.to_numpy().tolist() == [
        ["2024-01", 3, 2, 1, 2, 2],
        ["2024-02", 0, 0, 0, 0, 0],
        ["2024-03", 4, 4, 0, 4, 0],
    ]


@pytest.mark.parametrize("count", [1, 14, 15, 58, 400, 2000])
def test_an_axis_of_any_length_carries_few_names(count: int) -> None:
    bins = [f"{1900 + i // 12}-{i % 12 + 1:02d}" for i in range(count)]
    at, names = ticks(bins)
    assert 1 <= len(at) == len(names) <= 14
    assert set(at) <= set(bins)


def test_bins_have_names_in_both_languages() -> None:
    assert [bin_name(b) for b in ("2024-06", "2024-Q2", "2024")] == ["2024年6月", "2024年2季度", "2024年"]
    assert [bin_name(b, "en") for b in ("2024-06", "2024-Q2", "2024")] == ["2024-06", "Q2 2024", "2024"]


def test_one_bar_alone_is_drawn() -> None:
    figure = seen(total_bars(FRAME[FRAME.label == "2024-01"], BINS[:1]))
    assert heights(figure, 0) == [2]
    assert figure.layout.xaxis.range[1] > 1
