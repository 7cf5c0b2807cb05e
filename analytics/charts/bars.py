"""Bars over time: one chart of all activities, and a row of bars for each type. Solid: dated; hatched: about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from analytics.charts.axis import bin_name, ticks
from analytics.charts.palette import BLUE, CHOSEN, HATCH, PALE, SOLID, drawn
from analytics.messages import Language, say

ALL = "all"
TALL, ROW = 320, 78
"""Heights in pixels: of the chart of all, and of one type's row."""
LEFT = 52
"""Pixels left of the axis, for its title and numbers: one left edge, so that the charts of a page stand under each other
bin by bin."""
MARGIN = {"l": LEFT, "r": 8, "t": 8, "b": 8}
FIXED: dict[str, object] = {"fixedrange": True, "automargin": False}
NUMBERED = 26
"""Up to so many bins each bar carries its number."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A bar: its bin's label and its type (``all`` for every activity once)."""

    label: str
    type: str


def total_bars(
    frame: pd.DataFrame, bins: Sequence[str], language: Language = "zh", chosen: Cell | None = None
) -> go.Figure:
    """All activities per bin, each once. ``frame`` and ``bins`` as in ``measures.Timeline``."""
    layout = {
        "barmode": "stack", "bargap": 0.25, "margin": MARGIN, "xaxis": _time_axis(bins, language),
        "legend": {
            "orientation": "h", "traceorder": "normal", "y": 1.02, "yanchor": "bottom", "x": 0, "itemclick": False,
            "itemdoubleclick": False,
        },
        "yaxis": FIXED | {"title": {"text": say("chart.activities", language)}, "rangemode": "tozero"} | _whole(frame, ALL),
    }  # fmt: skip
    return drawn(_row(frame, bins, ALL, "", language, chosen), layout, TALL)


def type_rows(
    frame: pd.DataFrame, bins: Sequence[str], types: Sequence[str], language: Language = "zh",
    chosen: Cell | None = None,
) -> go.Figure:  # fmt: skip
    """A row of bars for each of ``types`` over one time axis, all to one scale. The rows do not add up."""
    count = len(types)
    whole = _whole(frame[frame["type"].isin(list(types))], None)
    axes: dict[str, object] = {}
    names, traces = [], []
    for i, code in enumerate(types):
        axis = "" if i == 0 else str(i + 1)
        traces += _row(frame, bins, code, axis, language, chosen, legend=False)
        top, low = 1 - i / count, 1 - (i + 1) / count
        domain = [low + 0.06 / count, top - 0.42 / count]
        axes[f"yaxis{axis}"] = FIXED | {"domain": domain, "rangemode": "tozero", "nticks": 3} | whole
        total = int(frame.loc[frame["type"] == code, ["sure", "approx"]].to_numpy().sum())
        names.append(
            {
                "text": say("chart.row", language, type=say(f"type.{code}", language), count=total),
                "x": 0, "xref": "paper", "xanchor": "left", "y": top - 0.12 / count, "yref": "paper", "yanchor": "top",
                "showarrow": False, "font": {"size": 13},
            }
        )  # fmt: skip
    layout = {
        "barmode": "stack", "bargap": 0.25, "showlegend": False, "annotations": names, "margin": MARGIN,
        "xaxis": _time_axis(bins, language) | {"anchor": "free", "position": 0}, **axes,
    }  # fmt: skip
    return drawn(traces, layout, 60 + ROW * count)


def numbers(frame: pd.DataFrame, bins: Sequence[str], types: Sequence[str], language: Language = "zh") -> pd.DataFrame:
    """What the charts show, as a table: a row per bin, columns bin, all, dated, about, then a column per type."""
    total = _cells(frame, bins, ALL)
    columns: dict[str, Sequence[object] | pd.Series] = {
        say("chart.bin", language): [bin_name(b, language) for b in bins],
        say("chart.all", language): total["sure"] + total["approx"],
        say("chart.sure", language): total["sure"],
        say("chart.approx", language): total["approx"],
    }
    for code in types:
        cells = _cells(frame, bins, code)
        columns[say(f"type.{code}", language)] = cells["sure"] + cells["approx"]
    return pd.DataFrame({name: list(values) for name, values in columns.items()})


def _row(
    frame: pd.DataFrame, bins: Sequence[str], code: str, axis: str, language: Language,
    chosen: Cell | None, legend: bool = True,
) -> list[dict[str, object]]:  # fmt: skip
    """Two stacked traces, dated and about; the bar's name goes along as customdata."""
    cells = _cells(frame, bins, code)
    sums = cells["sure"] + cells["approx"]
    name = say(f"type.{code}", language) if code != ALL else say("chart.all", language)
    hover = [
        say("chart.hover", language, bin=bin_name(b, language), type=name, count=f"{int(n):,}", approx=f"{int(a):,}")
        for b, n, a in zip(bins, sums, cells["approx"], strict=True)
    ]
    numbered = len(bins) <= NUMBERED
    edge: str | list[str] = BLUE
    if chosen is not None and chosen.type == code:
        edge = [CHOSEN if b == chosen.label else BLUE for b in bins]
    looks = {
        "sure": {"color": edge, "pattern": SOLID, "line": {"width": 0}},
        "approx": {"color": PALE, "line": {"width": 1, "color": edge}, "pattern": HATCH | {"fgcolor": edge}},
    }
    traces: list[dict[str, object]] = []
    for column, look in looks.items():
        # The number of a bar stands on its upper part.
        upper = [bool(a) == (column == "approx") for a in cells["approx"]]
        traces.append({
            "type": "bar", "x": list(bins), "y": [int(n) or None for n in cells[column]], "yaxis": f"y{axis}",
            "name": say(f"chart.{column}", language), "marker": look, "customdata": [[b, code] for b in bins],
            "hovertext": hover, "hoverinfo": "text", "showlegend": legend, "selected": {"marker": {"opacity": 1}},
            "unselected": {"marker": {"opacity": 1}}, "textposition": "outside", "cliponaxis": False, "textangle": 0,
            "text": [str(n) if n and u else "" for n, u in zip(sums, upper, strict=True)] if numbered else None,
        })  # fmt: skip
    return traces


def _cells(frame: pd.DataFrame, bins: Sequence[str], code: str) -> pd.DataFrame:
    """Counts of one type for every bin, 0 where there is none."""
    own = frame[frame["type"] == code].set_index("label")[["sure", "approx"]]
    return own.reindex(list(bins), fill_value=0)


def _whole(frame: pd.DataFrame, code: str | None) -> dict[str, object]:
    """Whole numbers on the axis, room for the number on the highest bar."""
    rows = frame if code is None else frame[frame["type"] == code]
    highest = int((rows["sure"] + rows["approx"]).max()) if len(rows) else 1
    return {"range": [0, highest * 1.18], "tickformat": ",d", **({"dtick": 1} if highest <= 3 else {})}


def _time_axis(bins: Sequence[str], language: Language) -> dict[str, object]:
    at, names = ticks(bins, language)
    return {
        "fixedrange": True, "type": "category", "categoryorder": "array", "categoryarray": list(bins), "tickmode": "array", "tickvals": at,
        "ticktext": names, "range": [-0.6, max(len(bins), 4) - 0.4],
    }  # fmt: skip
