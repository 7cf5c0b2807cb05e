"""A figure that is shared says in the browser what it said before, and can no longer be changed for others."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import plotly.io
from plotly.tools import return_figure_from_figure_or_data

from analytics.charts.bars import ALL, Cell, row_values, total_bars, total_values, type_rows
from analytics.charts.palette import drawn, larger
from analytics.charts.shared import SharedFigure

HOSTILE = '</script>"\\ \u2028 \U0001f600 龙头村'


def figure() -> go.Figure:
    trace = {
        "type": "bar", "x": ["2024-01", HOSTILE, "2024-03"], "y": [1, None, 2.5], "customdata": [["a", HOSTILE], ["b", 1], []],
        "marker": {"color": ["red", "#111", "blue"], "line": {"width": 0}, "pattern": {"shape": ""}}, "name": HOSTILE,
        "showlegend": True, "text": None,
    }  # fmt: skip
    layout = {"annotations": [{"text": HOSTILE, "x": 0, "font": {"size": 13}}], "xaxis": {"range": [-0.6, 3]}}
    return drawn([trace, trace | {"type": "scatter", "marker": {}}], layout, 320)


def sent(one: go.Figure) -> str:
    """As Streamlit turns a figure into what the browser gets."""
    return str(plotly.io.to_json(return_figure_from_figure_or_data(one, True), validate=False))


def test_the_browser_gets_the_same() -> None:
    for one in (figure(), larger(figure())):
        assert json.loads(sent(SharedFigure(one))) == json.loads(sent(one))


def test_it_is_the_same_text_every_time() -> None:
    one = SharedFigure(figure())
    assert sent(one) == sent(one)


def test_what_is_handed_out_changes_nothing_for_the_next() -> None:
    one = SharedFigure(figure())
    before = sent(one)
    taken: dict[str, Any] = one.to_dict()
    taken["layout"]["height"] = 1
    taken["data"][0]["name"] = "other"
    taken["data"].pop()
    assert sent(one) == before


def test_neither_do_later_changes_of_the_figure_it_was_made_of() -> None:
    own = figure()
    one = SharedFigure(own)
    before = sent(one)
    own.update_layout(height=1)
    own.data[0].name = "other"
    assert sent(one) == before


def test_its_height_can_still_be_looked_at() -> None:
    assert SharedFigure(figure()).to_dict()["layout"]["height"] == 320


def test_with_a_look_of_its_own_it_says_the_same_and_needs_no_template() -> None:
    plain, dark = json.loads(sent(figure())), json.loads(sent(SharedFigure(figure(), dark=True, font="serif")))
    light = json.loads(sent(SharedFigure(figure(), dark=False, font="serif")))
    assert dark["data"] == light["data"] == plain["data"]
    assert "template" not in dark["layout"]
    assert dark["layout"]["annotations"] == plain["layout"]["annotations"]
    assert dark["layout"]["xaxis"]["range"] == plain["layout"]["xaxis"]["range"]
    assert dark["layout"]["font"]["color"] != light["layout"]["font"]["color"]


def test_what_a_figure_says_itself_comes_before_the_look() -> None:
    own = figure().update_layout(font={"size": 18}, yaxis={"automargin": False}, margin={"l": 52})
    found = json.loads(sent(SharedFigure(own, dark=False, font="serif")))["layout"]
    assert (found["font"]["size"], found["font"]["family"]) == (18, "serif")
    assert not found["yaxis"]["automargin"]
    assert found["yaxis"]["gridcolor"]
    assert found["margin"] == {"l": 52, "pad": 8}


def test_other_values_are_another_revision() -> None:
    def revision(height: float) -> str:
        one = figure()
        one.data[0].y = [height, 2, 3]
        return str(SharedFigure(one, dark=False).to_dict()["layout"]["datarevision"])

    assert revision(1) == revision(1) != revision(2)


def test_plain_values_say_what_the_figure_of_plotly_says() -> None:
    bins = ("2024-01", "2024-02", "2024-03")
    frame = pd.DataFrame(
        [
            {"label": b, "type": t, "sure": n, "approx": n % 3, "ids": []}
            for n, (b, t) in enumerate((b, t) for t in (ALL, "visit", "donation") for b in bins)
        ]
    )
    for chosen in (None, Cell("2024-02", "visit")):
        rows = (frame, bins, ("visit", "donation"), "zh", chosen)
        for dark in (None, True, False):
            for values, drawn_by_plotly in (
                (total_values(frame, bins, "zh", chosen), total_bars(frame, bins, "zh", chosen)),
                (row_values(*rows), type_rows(*rows)),
            ):
                ours, theirs = (json.loads(sent(SharedFigure(one, dark=dark))) for one in (values, drawn_by_plotly))
                theirs["layout"].pop("template", None)
                for one in (ours, theirs):  # which values come first makes another text
                    one["layout"].pop("datarevision", None)
                assert ours == theirs
