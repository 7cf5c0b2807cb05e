"""What a figure is made of: plain values. Plotly's objects look at each of them, which takes longer than all of the counting;
the tests of the charts let them look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Trace = dict[str, Any]
EDGE = {"l": 8, "r": 8, "t": 8, "b": 8}
"""Margins in pixels where a figure says nothing else."""
KEPT: dict[str, Any] = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
"""A click asks for a list and leaves the looks as they are."""


@dataclass(frozen=True, slots=True)
class Values:
    """Traces and layout as plotly's JSON has them; ``height`` in pixels. No frame, no zoom, a click selects."""

    traces: Sequence[Mapping[str, Any]]
    own: Mapping[str, Any]
    height: float

    @property
    def layout(self) -> dict[str, Any]:
        """What the figure says itself, and what all figures share."""
        every = {
            "height": self.height, "margin": EDGE, "dragmode": False, "clickmode": "event+select", "hovermode": "closest",
            "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
        }  # fmt: skip
        return every | dict(self.own)


def bar(**values: Any) -> Trace:
    """Bars; what is None is not said."""
    return _trace("bar", values)


def scatter(**values: Any) -> Trace:
    """Points, lines or texts; what is None is not said."""
    return _trace("scatter", values)


def heatmap(**values: Any) -> Trace:
    """Squares in colours; what is None is not said."""
    return _trace("heatmap", values)


def _trace(kind: str, values: Mapping[str, Any]) -> Trace:
    return {"type": kind} | {name: value for name, value in values.items() if value is not None}


def larger(values: Values, by: float = 1.4, letters: int = 18) -> Values:
    """The same for a large screen, seen from afar; ``letters`` in pixels."""
    edge = values.layout["margin"]
    own = dict(values.own) | {
        "font": {"size": letters},
        "margin": edge | {side: edge[side] * by for side in ("l", "t", "b") if side in edge},
        "annotations": [one | {"font": {"size": letters}} for one in values.own.get("annotations", ())],
    }
    return replace(values, own=own, height=values.height * by)
