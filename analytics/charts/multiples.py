"""Small multiples: bars over one axis of time, a row of them for each thing, all to one scale."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts.palette import CHOSEN, HATCH, PALE, SOLID, quiet
from analytics.charts.ranking import safe
from analytics.charts.steps import (
    KEPT,
    Axis,
    DayMark,
    Line,
    add_lane,
    before_trace,
    hover,
    number_axis,
    points,
    step_axis,
)
from analytics.messages import say

ROW, FOOT = 92, 90
"""Pixels of a row, and of all that is not rows."""


def multiples(
    axis: Axis, lines: Sequence[Line], counts: Sequence[int], marks: Sequence[DayMark] = (),
    chosen: tuple[str, str] | None = None,
) -> go.Figure:  # fmt: skip
    """A row for each line; ``counts``: how many activities each holds in all, told beside its name."""
    size = max(len(lines), 1)
    height = FOOT + ROW * size
    figure = quiet(go.Figure(), height)
    top = add_lane(figure, marks, axis, height)
    highest = max((n for line in lines for n in (*line.sums, *line.before) if n), default=0.0)
    layout, titles = {}, []
    for i, (line, count) in enumerate(zip(lines, counts, strict=True)):
        own = "" if i == 0 else str(i + 1)
        high, low = top * (1 - i / size), top * (1 - (i + 1) / size)
        layout[f"yaxis{own}"] = number_axis(axis, highest) | {
            "domain": [low + 0.04 / size, high - 0.3 / size],
            "nticks": 3,
        }
        text = say("chart.row", axis.language, type=safe(line.name), count=f"{count:,}")
        titles.append(
            {
                "text": text, "x": 0, "xref": "paper", "xanchor": "left", "y": high - 0.02 / size, "yref": "paper",
                "yanchor": "top", "showarrow": False, "font": {"size": 13},
            }
        )  # fmt: skip
        _row(figure, axis, line, f"y{own}", chosen)
    figure.update_layout(barmode="stack", bargap=0.2, showlegend=False, annotations=titles, **layout)
    step_axis(figure, axis)
    figure.update_xaxes(anchor="free", position=0)
    return figure


def _row(figure: go.Figure, axis: Axis, line: Line, own: str, chosen: tuple[str, str] | None) -> None:
    x, custom, text = list(range(len(axis.bins))), points(axis, line), hover(line.name, axis)
    colour: str | list[str] = line.colour
    if chosen is not None and chosen[1] == line.key and chosen[0] in axis.bins:
        colour = [CHOSEN if b == chosen[0] else line.colour for b in axis.bins]
    looks = {
        "sure": {"color": colour, "pattern": SOLID, "line": {"width": 0}},
        "approx": {"color": PALE, "line": {"width": 1, "color": colour}, "pattern": HATCH | {"fgcolor": colour}},
    }
    for part, look in looks.items():
        counts = getattr(line, part)
        if part == "sure" or any(counts):
            figure.add_trace(
                go.Bar(x=x, y=[n or None for n in counts], yaxis=own, marker=look, customdata=custom,
                       hovertemplate=text, name=line.name, **KEPT)
            )  # fmt: skip
    if line.before:
        figure.add_trace(before_trace(axis, line, yaxis=own, marker={"size": 3}))
