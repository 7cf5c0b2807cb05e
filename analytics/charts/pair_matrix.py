"""Kinds of units by kinds of units: a square for each two that are partnered, the darker the more pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.charts.heat import LEAST, SCALE
from analytics.charts.palette import CHOSEN
from analytics.charts.ranking import safe
from analytics.charts.values import Values

ROW, FOOT = 40, 66
PALE_TO = 0.45
"""Part of the scale up to which a number on a square is dark."""


@dataclass(frozen=True, slots=True)
class Cell:
    """``show``: what a click asks for; ``count``: how many activities that lists; ``about``: what the pointer shows."""

    pairs: int
    show: str
    count: int
    about: str


def pair_matrix(
    units: Sequence[str], names: Sequence[str], cells: Mapping[tuple[str, str], Cell], chosen: str | None = None
) -> Values:
    """``cells`` by two units in the order of ``units``: each stands once, below the diagonal. Customdata: "pairs", what a
    click asks for, how many activities."""
    place = {unit: i for i, unit in enumerate(units)}
    own = [(place[b], place[a], cell) for (a, b), cell in cells.items() if a in place and b in place]
    grid: list[list[int | None]] = [[0 if x <= y else None for x in range(len(units))] for y in range(len(units))]
    for y, x, cell in own:
        grid[y][x] = cell.pairs
    highest = max([LEAST, *(cell.pairs for _, _, cell in own)])
    heat = {
        "type": "heatmap", "z": grid, "x": list(range(len(units))), "y": list(range(len(units))), "zmin": 0, "zmax": highest,
        "xgap": 2, "ygap": 2, "colorscale": [list(step) for step in SCALE], "showscale": False, "hoverinfo": "skip",
        "hoverongaps": False,
    }  # fmt: skip
    clicks = {
        "type": "scatter", "mode": "markers+text", "x": [x for _, x, _ in own], "y": [y for y, _, _ in own],
        "marker": {"symbol": "square", "size": 34, "opacity": 0}, "text": [f"{c.pairs:,}" for _, _, c in own],
        "textfont": {"color": ["#1a1a1a" if c.pairs <= highest * PALE_TO else "#ffffff" for _, _, c in own]},
        "customdata": [["pairs", c.show, c.count] for _, _, c in own], "hovertext": [safe(c.about) for _, _, c in own],
        "hoverinfo": "text", "selected": {"marker": {"opacity": 0}}, "unselected": {"marker": {"opacity": 0}},
    }  # fmt: skip
    shapes = [
        {
            "type": "rect",
            "x0": x - 0.5,
            "x1": x + 0.5,
            "y0": y - 0.5,
            "y1": y + 0.5,
            "line": {"width": 3, "color": CHOSEN},
        }
        for y, x, c in own
        if c.show == chosen
    ]
    axis: dict[str, Any] = {
        "fixedrange": True, "tickmode": "array", "tickvals": list(range(len(units))), "ticktext": [safe(n) for n in names],
        "showgrid": False, "zeroline": False, "automargin": True,
    }  # fmt: skip
    ends = [-0.5, len(units) - 0.5]
    layout = {
        "margin": {"l": 8, "r": 8, "t": 4, "b": 8}, "showlegend": False, "shapes": shapes,
        "xaxis": axis | {"range": ends, "constrain": "domain", "tickangle": -45}, "yaxis": axis | {"range": ends[::-1]},
    }  # fmt: skip
    return Values([heat, clicks], layout, FOOT + ROW * max(len(units), 1))
