"""A figure on its way to a browser: the values of the chart, the look of the page, and nobody can change it for others."""

from __future__ import annotations

import json
from typing import Any

import plotly.io
from plotly.tools import return_figure_from_figure_or_data

from analytics.charts.shared import SharedFigure
from analytics.charts.values import Values, bar, larger, scatter

HOSTILE = '</script>"\\ \u2028 \U0001f600 龙头村'


def values(height: float = 1.0) -> Values:
    trace = bar(
        x=["2024-01", HOSTILE, "2024-03"], y=[height, None, 2.5], customdata=[["a", HOSTILE], ["b", 1], []],
        marker={"color": ["red", "#111", "blue"], "line": {"width": 0}, "pattern": {"shape": ""}}, name=HOSTILE,
        showlegend=True, text=None,
    )  # fmt: skip
    layout = {
        "annotations": [{"text": HOSTILE, "x": 0, "font": {"size": 13}}], "xaxis": {"range": [-0.6, 3]},
        "yaxis": {"automargin": False}, "yaxis2": {"domain": [0.5, 1]}, "margin": {"l": 52, "t": 10},
    }  # fmt: skip
    return Values([trace, scatter(x=[1], y=[2])], layout, 320)


def sent(one: SharedFigure) -> dict[str, Any]:
    """What the browser gets of a figure, as Streamlit sends it."""
    return dict(json.loads(plotly.io.to_json(return_figure_from_figure_or_data(one, True), validate=False)))


def shared(of: Values, dark: bool = False) -> SharedFigure:
    return SharedFigure(of, dark=dark, font="serif")


def test_the_browser_gets_the_traces_as_they_are() -> None:
    for one in (values(), larger(values())):
        assert sent(shared(one))["data"] == [dict(trace) for trace in one.traces]
    assert "text" not in sent(shared(values()))["data"][0]


def test_it_is_the_same_every_time() -> None:
    one = shared(values())
    assert sent(one) == sent(one)


def test_what_is_handed_out_changes_nothing_for_the_next() -> None:
    one = shared(values())
    before = sent(one)
    taken = one.to_dict()
    taken["layout"]["height"] = 1
    taken["data"][0]["name"] = "other"
    taken["data"].pop()
    assert sent(one) == before


def test_neither_do_later_changes_of_what_it_was_made_of() -> None:
    own = values()
    one = shared(own)
    before = sent(one)
    own.traces[0]["marker"]["color"][0] = "green"  # type: ignore[index]
    own.own["xaxis"]["range"][0] = 7
    assert sent(one) == before


def test_its_height_can_still_be_looked_at() -> None:
    assert shared(values()).to_dict()["layout"]["height"] == 320


def test_the_look_is_that_of_the_page_and_says_nothing_else() -> None:
    light, dark = (sent(shared(values(), dark=dark)) for dark in (False, True))
    assert light["data"] == dark["data"]
    assert light["layout"]["font"]["color"] != dark["layout"]["font"]["color"]
    for one in (light, dark):
        assert "template" not in one["layout"]
        assert one["layout"]["annotations"] == values().own["annotations"]
        assert one["layout"]["font"]["family"] == "serif"


def test_what_a_chart_says_itself_comes_before_the_look() -> None:
    found = sent(shared(larger(values())))["layout"]
    assert found["font"]["size"] == found["annotations"][0]["font"]["size"] == 18
    assert not found["yaxis"]["automargin"]
    assert found["xaxis"]["range"] == [-0.6, 3]
    assert found["margin"] == {"l": 52 * 1.4, "t": 14, "pad": 8}
    assert found["height"] == 320 * 1.4


def test_every_axis_has_the_look() -> None:
    found = sent(shared(values()))["layout"]
    assert found["yaxis"]["gridcolor"] == found["yaxis2"]["gridcolor"]
    assert found["yaxis2"]["domain"] == [0.5, 1]
    assert not found["xaxis"]["showgrid"]


def test_other_values_are_another_revision() -> None:
    def revision(height: float) -> str:
        return str(sent(shared(values(height)))["layout"]["datarevision"])

    assert revision(1) == revision(1) != revision(2)
