"""Plotly itself looks at every value of every chart: in the pages nobody does."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from charts_read import seen, spec_of

from analytics.charts.bars import ALL, Cell, total_bars, type_rows
from analytics.charts.heat import Year, calendar_heat
from analytics.charts.icicle import Box, icicle
from analytics.charts.lines import lines_over_time
from analytics.charts.map import Spot, points_map
from analytics.charts.matrix import matrix_chart
from analytics.charts.multiples import multiples
from analytics.charts.network import Edge, Node, network_chart
from analytics.charts.network_layout import layout
from analytics.charts.pair_bars import Bar, pair_bars
from analytics.charts.pair_matrix import Cell as Pairs
from analytics.charts.pair_matrix import pair_matrix
from analytics.charts.pair_years import pair_years
from analytics.charts.ranking import ranking
from analytics.charts.sources import source_bars
from analytics.charts.stacked import stacked
from analytics.charts.steps import Axis, DayMark, Line
from analytics.charts.values import Values, larger
from analytics.charts.visits import visit_bars

BINS = ("2024-01", "2024-02", "2024-03")
FRAME = pd.DataFrame(
    [
        {"label": b, "type": t, "sure": n, "approx": n % 3}
        for n, (b, t) in enumerate((b, t) for t in (ALL, "visit", "donation") for b in BINS)
    ]
)
AXIS = Axis(BINS, BINS, BINS, [f"2023{b[4:]}" for b in BINS])
SHARES = Axis(BINS, BINS, BINS, BINS, "en", True)
LINES = [
    Line("=visit", "走访", "#0072B2", [2, 0, 4], [1, 0, 0], [None, 1, 2]),
    Line("others", "其余", "#B8B8B8", [1, 0, 0], [0, 0, 0], []),
]
MARKS = [DayMark("festival", "春节", "2024年2月10日", 0.8, 0.8), DayMark("note", "换届", "…", 0, 2)]
DAY = date(2024, 2, 29)
MONTHS = pd.DataFrame([("2024-01", "甲报", 3), ("2024-03", "", 2)], columns=["month", "source", "articles"])
BOXES = [Box("", "全部", "top", 0, 0.0, 3.0, 3, 5), Box(None, "", "rest", 1, 0.0, 3.0, 3, 2)]
SPOTS = [Spot("省/县", "县", 118.0, 36.0, 3, 5, "县 3"), Spot("省/市", "市", 119.0, 37.0, 1, 1, "市 1")]
NODES = [Node("甲村", "village", 1, "org:甲村", 1, "甲村"), Node("乙公司", "company", 1, "org:乙公司", 1, "乙公司")]
EDGES = [Edge(0, 1, "pair:甲|乙", 1, True, "…"), Edge(1, 0, "pair:乙|甲", 0, False, "…")]
PLACES = layout(np.array([0, 0]), np.array([[0, 1], [1, 0]]))

CHARTS: dict[str, Values] = {
    "total": total_bars(FRAME, BINS),
    "total, chosen": total_bars(FRAME, BINS, "en", Cell(BINS[0], ALL)),
    "types": type_rows(FRAME, BINS, ["visit", "donation"]),
    "types, chosen": type_rows(FRAME, BINS, ["visit", "donation"], chosen=Cell(BINS[0], "visit")),
    "types on a large screen": larger(type_rows(FRAME, BINS, ["visit"])),
    "stacked": stacked(AXIS, LINES, LINES[0], MARKS, ("2024-01", "=visit")),
    "stacked shares": stacked(SHARES, LINES),
    "lines": lines_over_time(AXIS, LINES, MARKS, ("2024-03", "=visit")),
    "multiples": multiples(AXIS, LINES, [7, 1], MARKS, ("2024-01", "=visit")),
    "calendar": calendar_heat({DAY: 3}, [Year(n, date(n, 1, 1), date(n, 12, 31)) for n in (2023, 2024)], "zh", DAY),
    "matrix": matrix_chart(AXIS, ["甲", "乙"], {("甲", "2024-01"): (1, 1)}, ["2024-02"], ("2024-01", "甲")),
    "icicle": icicle(BOXES, "villages", "zh", ""),
    "map": points_map(SPOTS, [("远", 122.0, 38.0)], "省/县"),
    "ranking": ranking(["k", "l"], ["甲", "乙"], [2, 1], "k", ["注", "释"]),
    "visits": visit_bars({("2024-01", "new"): (2, 3), ("2024-03", "again_unsure"): (1, 1)}, BINS, "zh", ("2024-01", "new")),
    "sources": source_bars(MONTHS),
    "network": network_chart(NODES, EDGES, PLACES, {"village": "村", "company": "企业"}, "org:甲村"),
    "kinds of pairs": pair_bars([Bar("村企", 3, "pairs:k", 4, "…"), Bar("其他", 0, "pairs:o", 0, "…")], "pairs:k"),
    "units of pairs": pair_matrix(["village", "company"], ["村", "企业"], {("village", "company"): Pairs(2, "p", 3, "…")}, "p"),
    "years of pairs": pair_years({(2024, "new"): (1, 2), (2025, "again_unsure"): (2, 2)}, [2024, 2025], "zh", (2024, "new")),
}


@pytest.mark.parametrize("name", CHARTS)
def test_plotly_finds_nothing_wrong_with_it(name: str) -> None:
    said = CHARTS[name]
    found = spec_of(seen(said))
    assert [trace.keys() for trace in found["data"]] == [trace.keys() for trace in said.traces]
    # A text alone as the title of an axis is what plotly's objects understand and the browser does not.
    assert all(isinstance(axis["title"], dict) for axis in said.layout.values() if isinstance(axis, dict) and "title" in axis)
    assert said.layout["margin"].keys() <= {"l", "r", "t", "b", "autoexpand"}
