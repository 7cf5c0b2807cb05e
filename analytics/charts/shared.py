"""A figure that many sessions draw: it is turned into JSON once, and nobody can change it after that."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
import plotly.graph_objects as go
from plotly.io.json import to_json_plotly

from analytics.charts.look import look
from analytics.charts.palette import Values

COMPOUND = (dict, list, tuple)


class SharedFigure(go.Figure):  # type: ignore[misc]
    """The figure as it was when it was shared. Plotly copies a figure and walks through every value of it each time that
    it is sent to a browser, which takes longer than to draw it: here that is done once, and what is handed out are
    finished pieces of JSON."""

    def __init__(self, figure: go.Figure | Values, *, dark: bool | None = None, font: str = "") -> None:
        """Takes what ``figure`` holds now. ``dark``: a figure of axes x and y gets its ``look`` here, for a light or a dark
        page, and wants no template of Streamlit's (``theme=None``); None: it wants one."""
        # Not made as plotly makes a figure: that takes tens of milliseconds for objects that nobody asks for.
        told = _plain(figure) if isinstance(figure, Values) else figure.to_dict()
        traces, layout = [_pieces(trace) for trace in told["data"]], told["layout"]
        if dark is not None:
            # Plotly looks whether the values are others only where this is another: they are never changed in place.
            revision = hashlib.sha256(_json(traces).encode()).hexdigest()[:16]
            layout = look(layout, font, dark=dark) | {"datarevision": revision}
        object.__setattr__(self, "_told", (traces, _pieces(layout)))
        object.__setattr__(self, "has_look", dark is not None)

    def to_dict(self) -> dict[str, Any]:
        """As plotly gives it, the values in lists and mappings as ``orjson.Fragment``; new dicts each time."""
        data, layout = self._told
        return {"data": [dict(trace) for trace in data], "layout": dict(layout)}


def _plain(values: Values) -> dict[str, Any]:
    """As ``to_dict`` of the figure: what is None is not told."""
    return {
        "data": [{key: value for key, value in trace.items() if value is not None} for trace in values.traces],
        "layout": values.layout,
    }


def _pieces(part: Mapping[str, Any]) -> dict[str, Any]:
    """Single values stay what they are: who shows a figure looks at its height."""
    return {key: orjson.Fragment(_json(value)) if isinstance(value, COMPOUND) else value for key, value in part.items()}


def _json(value: Any) -> str:
    return str(to_json_plotly(value, engine="orjson"))
