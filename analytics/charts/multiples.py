"""Small multiples: bars over one axis of time, a row of them for each thing, all to one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analytics.charts.palette import BLUE, CHOSEN, HATCH, PALE, SOLID
from analytics.charts.ranking import safe
from analytics.charts.steps import Axis, DayMark, Line, before_trace, drawn, hover, lane_of, number_axis, points
from analytics.charts.values import KEPT, Values, bar
from analytics.messages import say

ROW, FOOT = 92, 90
"""Pixels of a row, and of all that is not rows."""


def multiples(
    axis: Axis, lines: Sequence[Line], counts: Sequence[int], marks: Sequence[DayMark] = (),
    chosen: tuple[str, str] | None = None,
) -> Values:  # fmt: skip
    """A row for each line, values to one scale; ``counts``: how many activities each holds in all, told by its name."""
    size = max(len(lines), 1)
    height = FOOT + ROW * size
    lane = lane_of(marks, axis, height)
    highest = _highest([line for line in lines if line.key.startswith("=")])
    layout: dict[str, Any] = dict(lane.layout)
    traces: list[Any] = list(lane.traces)
    titles = []
    for i, (line, count) in enumerate(zip(lines, counts, strict=True)):
        own = "" if i == 0 else str(i + 1)
        high, low = lane.top * (1 - i / size), lane.top * (1 - (i + 1) / size)
        # What is left over is often more than all rows with a name: it would flatten them.
        scale = highest if line.key.startswith("=") else _highest([line])
        layout[f"yaxis{own}"] = number_axis(axis, scale) | {
            "nticks": 3,
            "domain": [low + 0.04 / size, high - 0.3 / size],
        }
        titles.append(
            {
                "text": say("chart.row", axis.language, type=safe(line.name), count=f"{count:,}"),
                "x": 0, "xref": "paper", "xanchor": "left", "y": high - 0.02 / size, "yref": "paper",
                "yanchor": "top", "showarrow": False, "font": {"size": 13},
            }
        )  # fmt: skip
        traces += _row(axis, line, f"y{own}", chosen)
    return drawn(axis, traces, height, barmode="stack", bargap=0.2, showlegend=False, annotations=titles,
                 xaxis={"anchor": "free", "position": 0}, **layout)  # fmt: skip


def _highest(lines: Sequence[Line]) -> float:
    return max((n for line in lines for n in (*line.sums, *line.before) if n), default=0.0)


def _row(axis: Axis, line: Line, own: str, chosen: tuple[str, str] | None) -> list[Any]:
    x, custom, text = list(range(len(axis.bins))), points(axis, line), hover(line.name, axis)
    colour: str | list[str] = BLUE
    if chosen is not None and chosen[1] == line.key and chosen[0] in axis.bins:
        colour = [CHOSEN if b == chosen[0] else BLUE for b in axis.bins]
    looks = {
        "sure": {"color": colour, "pattern": SOLID, "line": {"width": 0}},
        "approx": {"color": PALE, "line": {"width": 1, "color": colour}, "pattern": HATCH | {"fgcolor": colour}},
    }
    found: list[Any] = [
        bar(x=x, y=[n or None for n in getattr(line, part)], yaxis=own, marker=look, customdata=custom,
               hovertemplate=text, name=line.name, **KEPT)
        for part, look in looks.items()
        if part == "sure" or any(line.approx)
    ]  # fmt: skip
    return [*found, before_trace(axis, line, yaxis=own, marker={"size": 3})] if line.before else found
