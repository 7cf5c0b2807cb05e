"""Pairs by what they are: a bar for each kind, the longest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.palette import BLUE, CHOSEN
from analytics.charts.ranking import safe
from analytics.charts.values import Values

ROW = 34
"""Height of a bar in pixels."""


@dataclass(frozen=True, slots=True)
class Bar:
    """``show``: what a click asks for; ``count``: how many activities that lists; ``note``: what stands at its end."""

    name: str
    pairs: int
    show: str
    count: int
    note: str


def pair_bars(bars: Sequence[Bar], chosen: str | None = None) -> Values:
    """Bars in the given order, the first on top. Customdata: "pairs", what a click asks for, how many activities."""
    names = [safe(b.name) for b in bars]
    trace = {
        "type": "bar", "orientation": "h", "x": [b.pairs for b in bars], "y": list(range(len(bars))),
        "customdata": [["pairs", b.show, b.count] for b in bars], "hovertext": [safe(b.note) for b in bars],
        "hoverinfo": "text", "text": [f"{b.pairs:,}" for b in bars], "textposition": "outside", "cliponaxis": False,
        "marker": {"color": [CHOSEN if b.show == chosen else BLUE for b in bars]},
        "selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}},
    }  # fmt: skip
    layout = {
        "margin": {"l": 8, "r": 8, "t": 4, "b": 4}, "showlegend": False, "bargap": 0.3,
        "xaxis": {"visible": False, "fixedrange": True, "range": [0, max((b.pairs for b in bars), default=1) * 1.15]},
        "yaxis": {
            "fixedrange": True, "autorange": "reversed", "tickmode": "array", "tickvals": list(range(len(bars))),
            "ticktext": names, "automargin": True, "zeroline": False, "showgrid": False,
        },
    }  # fmt: skip
    return Values([trace], layout, 16 + ROW * max(len(bars), 1))
