"""Colours after Okabe and Ito, which colour-blind readers tell apart, and the frame that all figures share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

BLUE, GREY = "#0072B2", "#8C8C8C"
CHOSEN = "#D55E00"
PALE = "rgba(128, 128, 128, 0.12)"
HATCH = {"shape": "/", "fillmode": "overlay", "size": 6, "solidity": 0.25}
SOLID = {"shape": ""}


def quiet(figure: go.Figure, height: int) -> go.Figure:
    """The layout that every figure shares: no frame, no zoom, a click selects; ``height`` in pixels."""
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        dragmode=False,
        clickmode="event+select",
        hovermode="closest",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    return figure


def drawn(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], height: int) -> go.Figure:
    """A figure as ``quiet`` makes it, out of plain values that plotly does not look at one by one: that takes it ten times
    as long as all the rest. The tests of the charts let it look."""
    return Values(traces, layout, height).figure()


@dataclass(frozen=True, slots=True)
class Values:
    """What a figure is made of, before plotly makes objects of it: they take longer than all of the counting."""

    traces: Sequence[Mapping[str, Any]]
    own: Mapping[str, Any]
    height: int

    @property
    def layout(self) -> dict[str, Any]:
        """What the figure says itself, and the frame of ``quiet``."""
        every = {
            "height": self.height, "dragmode": False, "clickmode": "event+select", "hovermode": "closest",
            "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
        }  # fmt: skip
        return every | dict(self.own)

    def figure(self) -> go.Figure:
        """As plotly knows it, not looked at value by value."""
        return go.Figure(data=list(self.traces), layout=self.layout, _validate=False)


def larger(figure: go.Figure, by: float = 1.4) -> go.Figure:
    """The same figure for a large screen, seen from afar; ``figure`` itself is changed."""
    edge = {side: figure.layout.margin[side] for side in ("l", "t", "b")}
    figure.update_layout(height=figure.layout.height * by, font_size=18)
    figure.update_layout(margin={side: pixels * by for side, pixels in edge.items() if pixels is not None})
    figure.for_each_annotation(lambda one: one.update(font_size=18))
    return figure
