"""The look that Streamlit gives a figure, without its template.

In a browser Streamlit lays a template over each figure and hands it to plotly anew when the chart has just been drawn. Plotly
takes another template for another chart and draws all of it a second time. Where the colours stand in the figure itself it sees
that nothing has changed: that is half of the time of a chart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SMALL, TITLE = 12, 14
"""Sizes of letters in pixels: of all, and of the titles of axes."""


@dataclass(frozen=True, slots=True)
class Tones:
    """Colours of letters, of the legend, of lines, and of what shows at the pointer with its edge."""

    letters: str
    legend: str
    lines: str
    paper: str
    edge: str


LIGHT = Tones("#808495", "#262730", "#e6eaf1", "#FFFFFF", "rgba(16, 20, 24, 0.2)")
DARK = Tones("#e6eaf1", "#fafafa", "#31333F", "#171614", "rgba(237, 235, 232, 0.2)")


def look(layout: Mapping[str, Any], font: str, *, dark: bool) -> dict[str, Any]:
    """``layout`` with the look where it says nothing itself; ``font``: families as CSS names them."""
    tones = DARK if dark else LIGHT
    small = layout.get("font", {}).get("size", SMALL)  # a large screen asks for larger ones
    letters = {"color": tones.letters, "family": font, "size": small}
    axis = {
        "ticks": "", "gridcolor": tones.lines, "zerolinecolor": tones.lines, "automargin": True,
        "tickfont": {"color": tones.letters, "size": small},
        "title": {"font": {"color": tones.letters, "size": small + TITLE - SMALL}, "standoff": 24},
    }  # fmt: skip
    every: dict[str, Any] = {
        "font": letters | {"weight": 400}, "margin": {"pad": 8},
        "legend": {"bordercolor": "transparent", "borderwidth": 0, "font": {"size": small, "color": tones.legend}},
        "hoverlabel": {"bgcolor": tones.paper, "bordercolor": tones.edge, "font": letters},
    }  # fmt: skip
    looks = {"xaxis": axis | {"showgrid": False, "zeroline": False}, "yaxis": axis}
    every |= {name: looks[name[:5]] for name in ("xaxis", "yaxis", *layout) if name[:5] in looks}
    return _laid_over(every, layout)


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(below)
    for name, value in above.items():
        own = found.get(name)
        found[name] = _laid_over(own, value) if isinstance(own, Mapping) and isinstance(value, Mapping) else value
    return found
