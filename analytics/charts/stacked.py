"""Stacked bars over time, a colour for each row. Solid: dated; hatched: approximate."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts.palette import CHOSEN, GREY, HATCH, PALE, SOLID, quiet
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


def stacked(
    axis: Axis, lines: Sequence[Line], total: Line | None = None, marks: Sequence[DayMark] = (),
    chosen: tuple[str, str] | None = None,
) -> go.Figure:  # fmt: skip
    """``total``: each activity once, marked over the stacks, and compared with the year before.

    ``chosen``: label and key of the bar whose rows are listed.
    """
    figure = quiet(go.Figure(), TALL)
    for line in lines:
        _bars(figure, axis, line, chosen)
    heights = [sum(values) for values in zip(*(line.sums for line in lines), strict=True)] if lines else [0.0]
    highest = max(heights, default=0.0)
    if any(any(line.approx) for line in lines):
        look = {"color": PALE, "line": {"width": 1, "color": GREY}, "pattern": HATCH | {"fgcolor": GREY}}
        name = say("chart.approx", axis.language)
        figure.add_trace(go.Bar(x=[0], y=[0], name=name, marker=look, hoverinfo="skip"))
    if total is not None and not axis.share:
        highest = max([highest, *total.sums, *(n for n in total.before if n)])
        if len(lines) > 1:
            figure.add_trace(_dashes(axis, total))
        if total.before:
            figure.add_trace(before_trace(axis, total))
    top = add_lane(figure, marks, axis, TALL)
    figure.update_layout(barmode="stack", bargap=0.2, yaxis_domain=[0, top])
    title = say("trend.share_axis" if axis.share else "chart.activities", axis.language)
    figure.update_layout(yaxis=number_axis(axis, highest) | {"title": title})
    legend_below(figure)
    step_axis(figure, axis)
    return figure


def _bars(figure: go.Figure, axis: Axis, line: Line, chosen: tuple[str, str] | None) -> None:
    custom, text = points(axis, line), hover(line.name, axis)
    edge = {"width": 0.0, "color": CHOSEN}
    if chosen is not None and chosen[1] == line.key and chosen[0] in axis.bins:
        edge = {"width": [3 if b == chosen[0] else 0 for b in axis.bins], "color": CHOSEN}
    looks = {
        "sure": {"color": line.colour, "pattern": SOLID, "line": edge},
        "approx": {
            "color": PALE,
            "line": {"width": 1, "color": line.colour},
            "pattern": HATCH | {"fgcolor": line.colour},
        },
    }
    for part, look in looks.items():
        counts = getattr(line, part)
        if part == "approx" and not any(counts):
            continue
        figure.add_trace(
            go.Bar(
                x=list(range(len(axis.bins))), y=[n or None for n in counts], name=line.name, marker=look,
                customdata=custom, hovertemplate=text, showlegend=part == "sure", legendgroup=line.key, **KEPT,
            )
        )  # fmt: skip


def _dashes(axis: Axis, total: Line) -> go.Scatter:
    size = 14 if len(axis.bins) <= 40 else 6
    look = {"symbol": "line-ew-open", "size": size, "color": CHOSEN, "line": {"width": 2, "color": CHOSEN}}
    return go.Scatter(
        x=list(range(len(axis.bins))), y=[n or None for n in total.sums], mode="markers", marker=look,
        name=say("trend.total_once", axis.language), customdata=points(axis, total),
        hovertemplate=hover(total.name, axis), **KEPT,
    )  # fmt: skip
