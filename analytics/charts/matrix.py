"""Organisations by time: a square where something was held, the darker the more often; a gap where nothing was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.charts.heat import LEAST, SCALE
from analytics.charts.palette import CHOSEN, GREY
from analytics.charts.ranking import safe
from analytics.charts.steps import Axis, drawn
from analytics.charts.values import Trace, Values, heatmap, scatter
from analytics.messages import say

ROW, FOOT = 27, 60
NAME_CHARS = 16
NUMBERED = 14
"""Up to so many bins each square carries its number: there is room for it on a phone."""
Cells = Mapping[tuple[str, str], tuple[int, int]]
"""Organisation and bin to sure and approximate counts; only cells that hold any."""


def matrix_chart(
    axis: Axis, rows: Sequence[str], cells: Cells, silent: Sequence[str] = (), chosen: tuple[str, str] | None = None
) -> Values:
    """``rows`` from top to bottom, ``silent``: bins without any report. A square carries ("held", bin, organisation).

    Numbers in squares are told with "~" where some of it is dated approximately.
    """
    place = {b: i for i, b in enumerate(axis.bins)}
    level = {name: i for i, name in enumerate(rows)}
    shown = [(name, b) for name, b in cells if name in level and b in place]
    grid: list[list[int]] = [[0] * len(axis.bins) for _ in rows]
    for name, b in shown:
        grid[level[name]][place[b]] = sum(cells[name, b])
    highest = max((n for row in grid for n in row), default=LEAST)
    highest = max(highest, LEAST)
    heat = heatmap(
        z=grid, x=list(range(len(axis.bins))), y=list(range(len(rows))), zmin=0, zmax=highest, xgap=2, ygap=2,
        colorscale=[list(step) for step in SCALE], showscale=False, hoverinfo="skip",
    )  # fmt: skip
    traces = [heat, _clicks(axis, shown, cells, place, level)]
    if len(axis.bins) <= NUMBERED:
        traces.append(_numbers(shown, cells, place, level, highest))
    shapes = [
        _frame(place[b], 0, place[b], len(rows) - 1) | {"fillcolor": GREY, "opacity": 0.22}
        for b in silent
        if b in place
    ]
    if chosen is not None and chosen[0] in place and chosen[1] in level:
        x, y = place[chosen[0]], level[chosen[1]]
        shapes.append(_frame(x, y, x, y) | {"line": {"color": CHOSEN, "width": 3}})
    return drawn(axis, traces, FOOT + ROW * max(len(rows), 1), shapes=shapes, showlegend=False, **_axes(rows))


def _frame(x0: float, y0: float, x1: float, y1: float) -> dict[str, Any]:
    """Around the squares from one place to another."""
    return {"type": "rect", "x0": x0 - 0.5, "x1": x1 + 0.5, "y0": y0 - 0.5, "y1": y1 + 0.5, "line": {"width": 0}}


def _clicks(
    axis: Axis, shown: Sequence[tuple[str, str]], cells: Cells, place: Mapping[str, int], level: Mapping[str, int]
) -> Trace:
    """Squares that nobody sees, which take the click and tell what is there."""
    words = dict(zip(axis.bins, axis.names, strict=True))
    custom: list[list[Any]] = []
    for name, b in shown:
        sure, approx = cells[name, b]
        told = {"name": safe(name), "bin": words[b], "count": sure + approx, "approx": approx}
        custom.append(["held", b, name, say("trend.hover", axis.language, **told)])
    return scatter(
        x=[place[b] for _, b in shown], y=[level[name] for name, _ in shown], mode="markers", customdata=custom,
        marker={"symbol": "square", "size": ROW - 4, "opacity": 0}, hovertemplate="%{customdata[3]}<extra></extra>",
        selected={"marker": {"opacity": 0}}, unselected={"marker": {"opacity": 0}},
    )  # fmt: skip


def _numbers(
    shown: Sequence[tuple[str, str]], cells: Cells, place: Mapping[str, int], level: Mapping[str, int], highest: int
) -> Trace:
    dark = [sum(cells[cell]) > 0.5 * highest for cell in shown]
    return scatter(
        x=[place[b] for _, b in shown], y=[level[name] for name, _ in shown], mode="text", hoverinfo="skip",
        text=[f"{sum(cells[cell])}{'~' if cells[cell][1] else ''}" for cell in shown],
        textfont={"size": 11, "color": ["#FFFFFF" if d else "#10222F" for d in dark]},
    )  # fmt: skip


def _axes(rows: Sequence[str]) -> dict[str, Any]:
    names = {"tickmode": "array", "tickvals": list(range(len(rows))), "ticktext": [safe(_short(name)) for name in rows]}
    looks = {
        "range": [len(rows) - 0.4, -0.6],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "automargin": True,
    }
    return {"xaxis": {"side": "top"}, "yaxis": names | looks}


def _short(name: str) -> str:
    return name if len(name) <= NAME_CHARS else f"{name[: NAME_CHARS - 1]}…"
