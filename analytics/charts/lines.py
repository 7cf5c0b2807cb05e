"""Lines over time. Solid: all of a row; dotted below it: only what is dated surely; thin and dashed: a year before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analytics.charts.palette import CHOSEN
from analytics.charts.steps import Axis, DayMark, Line, before_trace, hover, marked, points
from analytics.charts.values import KEPT, Trace, Values, scatter

TALL = 440
COMPARED = 24
"""Up to so many bins several lines are each compared with the year before: more would be a tangle."""
DENSE = 60
"""Beyond so many bins points are small."""


def lines_over_time(
    axis: Axis, lines: Sequence[Line], marks: Sequence[DayMark] = (), chosen: tuple[str, str] | None = None
) -> Values:
    """A line for each row; what is approximate lies between its dotted and its solid line."""
    traces = [trace for line in lines for trace in _traces(axis, line)]
    if chosen is not None and chosen[0] in axis.bins:
        traces += [_ring(axis, line, chosen[0]) for line in lines if line.key == chosen[1]]
    then = [line for line in lines if line.before] if compared(axis, lines) else []
    for line in then:
        more: dict[str, Any] = {"showlegend": line is then[0]}
        if len(lines) > 1:
            more["line"] = {"color": line.colour, "width": 1.2, "dash": "dash"}
            more["marker"] = {"size": 4, "color": line.colour}
        traces.append(before_trace(axis, line, **more))
    known = [n for line in lines for n in line.sums] + [n for line in then for n in line.before if n]
    return marked(axis, traces, max(known, default=0.0), marks, TALL)


def compared(axis: Axis, lines: Sequence[Line]) -> bool:
    """Whether the year before is drawn."""
    return len(lines) == 1 or len(axis.bins) <= COMPARED


def _traces(axis: Axis, line: Line) -> list[Trace]:
    x = list(range(len(axis.bins)))
    found = [
        scatter(
            x=x, y=line.sums, mode="lines+markers", name=line.name, legendgroup=line.key, customdata=points(axis, line),
            hovertemplate=hover(line.name, axis), line={"color": line.colour, "width": 2}, showlegend=True,
            marker={"size": 4 if len(axis.bins) > DENSE else 8, "color": line.colour}, **KEPT,
        )
    ]  # fmt: skip
    if any(line.approx):
        found.append(
            scatter(
                x=x, y=list(line.sure), mode="lines", showlegend=False, legendgroup=line.key, hoverinfo="skip",
                line={"color": line.colour, "width": 1, "dash": "dot"},
            )
        )  # fmt: skip
    return found


def _ring(axis: Axis, line: Line, label: str) -> Trace:
    """Around the point whose rows are listed."""
    place = list(axis.bins).index(label)
    ring = {"symbol": "circle-open", "size": 15, "color": CHOSEN, "line": {"width": 3}}
    return scatter(x=[place], y=[line.sums[place]], mode="markers", marker=ring, showlegend=False, hoverinfo="skip")
