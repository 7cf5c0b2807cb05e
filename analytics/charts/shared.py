"""A figure as it goes to a browser: turned into JSON once, in the look of the page, and nobody can change it after that."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
import plotly.graph_objects as go
from plotly.io.json import to_json_plotly

from analytics.charts.look import look
from analytics.charts.values import Values

COMPOUND = (dict, list, tuple)


class SharedFigure(go.Figure):  # type: ignore[misc]
    """The figure that ``values`` say, with the look of a light or a dark page: it wants no template (``theme=None``).

    Plotly copies a figure and walks through every value of it each time that it is sent to a browser, which takes longer
    than to draw it: here that is done once, and what is handed out are finished pieces of JSON.
    """

    def __init__(self, values: Values, *, dark: bool, font: str) -> None:
        """``font``: families as CSS names them."""
        # Not made as plotly makes a figure: that takes tens of milliseconds for objects that nobody asks for.
        traces = [_pieces(trace) for trace in values.traces]
        # Plotly looks whether the values are others only where this is another: they are never changed in place.
        revision = hashlib.sha256(_json(traces).encode()).hexdigest()[:16]
        layout = look(values.layout, font, dark=dark) | {"datarevision": revision}
        object.__setattr__(self, "_told", (traces, _pieces(layout)))

    def to_dict(self) -> dict[str, Any]:
        """As plotly gives it, the values in lists and mappings as ``orjson.Fragment``; new dicts each time."""
        data, layout = self._told
        return {"data": [dict(trace) for trace in data], "layout": dict(layout)}


def _pieces(part: Mapping[str, Any]) -> dict[str, Any]:
    """Single values stay what they are: who shows a figure looks at its height."""
    return {key: orjson.Fragment(_json(value)) if isinstance(value, COMPOUND) else value for key, value in part.items()}


def _json(value: Any) -> str:
    return str(to_json_plotly(value, engine="orjson"))
