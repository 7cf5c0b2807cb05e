"""What a chart says, read back from its figure: every mark with its number and the key that a click on it gives."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from analytics.charts.values import Values


@dataclass(frozen=True)
class Mark:
    """A bar, cell, dot or box. ``key``: its customdata; ``curve`` and ``point`` as plotly counts them (a cell's point is
    row and column)."""

    kind: str
    key: Any
    value: Any
    curve: int
    point: Any
    trace: dict[str, Any]


def seen(values: Values) -> go.Figure:
    """As plotly knows a chart, each value looked at."""
    return go.Figure(data=[dict(trace) for trace in values.traces], layout=values.layout)


def spec_of(figure: Any) -> dict[str, Any]:
    """A figure, or what a page sent of it, as plain values."""
    if isinstance(figure, str):
        return json.loads(figure)
    return json.loads(figure.to_json())


def marks(figure: Any) -> list[Mark]:
    """All marks of a chart that say a number; bars of nothing are none."""
    spec = spec_of(figure)
    found = (mark for n, trace in enumerate(spec["data"]) for mark in _marks(n, trace))
    return [mark for mark in found if mark.value is not None]


def plain(values: Any) -> list[Any]:
    """A list as plotly keeps it: as it is, or packed."""
    if isinstance(values, dict) and "bdata" in values:
        found = np.frombuffer(base64.b64decode(values["bdata"]), dtype=np.dtype(values["dtype"]))
        shape = values.get("shape")
        return found.reshape([int(n) for n in str(shape).split(",")]).tolist() if shape else found.tolist()
    return list(values) if values is not None else []


def _marks(n: int, trace: dict[str, Any]) -> Iterator[Mark]:
    kind = trace.get("type", "scatter")
    keys = plain(trace.get("customdata"))
    match kind:
        case "bar":
            values = plain(trace.get("x" if trace.get("orientation") == "h" else "y"))
        case "heatmap":
            for row, line in enumerate(plain(trace["z"])):
                for column, value in enumerate(line):
                    key = keys[row][column] if keys else None
                    yield Mark(kind, key, value, n, [row, column], trace)
            return
        case "icicle" | "treemap" | "sunburst":
            values = plain(trace.get("values"))
        case _:
            values = plain(trace.get("y"))
    for at, value in enumerate(values):
        yield Mark(kind, keys[at] if at < len(keys) else None, value, n, at, trace)
