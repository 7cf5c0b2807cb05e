"""Lines over time. Solid: all of a row; dotted below it: only what is dated surely; thin and dashed: a year before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from analytics.charts.palette import CHOSEN, quiet
from analytics.charts.steps import (
    KEPT,
    Axis,
    DayMark,
    Line,
    add_lane,
    before_trace,
    hover,
    legend_below,
    number_axis,
    points,
    step_axis,
)
from analytics.messages import say

TALL = 440
DASHED = "dash"


def lines_over_time(
    axis: Axis, lines: Sequence[Line], marks: Sequence[DayMark] = (), chosen: tuple[str, str] | None = None
) -> go.Figure:
    """A line for each row; what is approximate lies between its dotted and its solid line."""
    figure = quiet(go.Figure(), TALL)
    dense = len(axis.bins) > 60
    for line in lines:
        for trace in _traces(axis, line, dense):
            figure.add_trace(trace)
    if chosen is not None and chosen[0] in axis.bins:
        place = list(axis.bins).index(chosen[0])
        for line in (one for one in lines if one.key == chosen[1]):
            ring = {"symbol": "circle-open", "size": 15, "color": CHOSEN, "line": {"width": 3}}
            figure.add_trace(
                go.Scatter(
                    x=[place], y=[line.sums[place]], mode="markers", marker=ring, showlegend=False, hoverinfo="skip"
                )
            )
    for line in lines:
        if line.before:
            more: dict[str, Any] = {"showlegend": line is lines[0]}
            if len(lines) > 1:
                more |= {
                    "line": {"color": line.colour, "width": 1.2, "dash": DASHED},
                    "marker": {"size": 4, "color": line.colour},
                }
            figure.add_trace(before_trace(axis, line, **more))
    highest = max((n for line in lines for n in (*line.sums, *line.before) if n), default=0.0)
    top = add_lane(figure, marks, axis, TALL)
    title = say("trend.share_axis" if axis.share else "chart.activities", axis.language)
    figure.update_layout(yaxis=number_axis(axis, highest) | {"title": title, "domain": [0, top]})
    legend_below(figure)
    step_axis(figure, axis)
    return figure


def _traces(axis: Axis, line: Line, dense: bool) -> list[go.Scatter]:
    x = list(range(len(axis.bins)))
    found = [
        go.Scatter(
            x=x, y=line.sums, mode="lines+markers", name=line.name, legendgroup=line.key, customdata=points(axis, line),
            hovertemplate=hover(line.name, axis), line={"color": line.colour, "width": 2},
            marker={"size": 4 if dense else 8, "color": line.colour}, **KEPT,
        )
    ]  # fmt: skip
    if any(line.approx):
        found.append(
            go.Scatter(
                x=x, y=list(line.sure), mode="lines", showlegend=False, legendgroup=line.key, hoverinfo="skip",
                line={"color": line.colour, "width": 1, "dash": "dot"},
            )
        )  # fmt: skip
    return found
