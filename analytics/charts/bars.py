"""Bars over time: one chart of all activities, and a row of bars for each type. Solid: dated; hatched: about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.charts.axis import bin_name, ticks
from analytics.charts.palette import BLUE, CHOSEN, HATCH, PALE, SOLID
from analytics.charts.values import KEPT, Trace, Values, bar
from analytics.messages import Language, say

ALL = "all"
TALL, ROW = 352, 78
PITCH = 2.27
"""From floor to floor of two rows, in heights of the highest bar: room for its number and the name of the row."""
"""Heights in pixels: of the chart of all, and of one type's row."""
LEFT = 52
"""Pixels left of the axis, for its title and numbers: one left edge, so that the charts of a page stand under each other
bin by bin."""
MARGIN = {"l": LEFT, "r": 8, "t": 8, "b": 52, "autoexpand": False}
"""Below is room for two lines of names, or for one that is turned. Margins that plotly works out itself make it draw all of a
chart twice."""
LEGEND = 36
"""Pixels above the axis for the legend, with some air."""
FIXED: dict[str, object] = {"fixedrange": True, "automargin": False}
NUMBERED = 26
"""Up to so many bins each bar carries its number."""
ROWS_NUMBERED = 100
"""The same for all rows together: each number costs a browser as much as a bar. In more of them the highest one has it."""


Counts = dict[str, dict[str, tuple[int, int]]]
"""Type to bin to its sure and its approximate count."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A bar: its bin's label and its type (``all`` for every activity once)."""

    label: str
    type: str


def total_bars(
    frame: pd.DataFrame, bins: Sequence[str], language: Language = "zh", chosen: Cell | None = None
) -> Values:
    """All activities per bin, each once. ``frame`` and ``bins`` as in ``measures.Timeline``."""
    counts = _counts(frame)
    layout = {
        "barmode": "stack", "bargap": 0.25, "margin": MARGIN | {"t": LEGEND}, "xaxis": _time_axis(bins, language),
        "legend": {
            "orientation": "h", "traceorder": "normal", "y": 1.02, "yanchor": "bottom", "x": 0, "itemclick": False,
            "itemdoubleclick": False,
        },
        "yaxis": FIXED | {"title": {"text": say("chart.activities", language)}, "rangemode": "tozero"}
        | _whole(_highest(counts, (ALL,))),
    }  # fmt: skip
    return Values(_row(counts, bins, ALL, language, chosen), layout, TALL)


def type_rows(
    frame: pd.DataFrame, bins: Sequence[str], types: Sequence[str], language: Language = "zh",
    chosen: Cell | None = None,
) -> Values:  # fmt: skip
    """A row of bars for each of ``types`` over one time axis, all to one scale. The rows do not add up.

    They stand on one axis, each on a floor of its own: an axis for every row takes a browser five times as long.
    """
    counts = _counts(frame)
    highest = _highest(counts, types)
    pitch, top = highest * PITCH, _round(highest)
    traces: list[Trace] = []
    names, ticks_at, ticks_named = [], [], []
    numbered = len(bins) * len(types) <= ROWS_NUMBERED
    for i, code in enumerate(types):
        floor = (len(types) - 1 - i + 0.06) * pitch
        for at, trace in enumerate(_row(counts, bins, code, language, chosen, floor, numbered)):
            if i == 0:
                traces.append(trace)
            else:
                _extend(traces[at], trace)
        ticks_at += [floor, floor + top]
        ticks_named += ["0", f"{top:,}"]
        total = sum(sure + approx for sure, approx in counts.get(code, {}).values())
        names.append(
            {
                "text": say("chart.row", language, type=say(f"type.{code}", language), count=f"{total:,}"),
                "x": 0, "xref": "paper", "xanchor": "left", "y": floor + 0.87 * pitch, "yref": "y", "yanchor": "top",
                "showarrow": False, "font": {"size": 13},
            }
        )  # fmt: skip
    layout = {
        "barmode": "overlay", "bargap": 0.25, "showlegend": False, "annotations": names, "margin": MARGIN,
        "xaxis": _time_axis(bins, language),
        "yaxis": FIXED | {
            "range": [0, pitch * len(types)], "tickmode": "array", "tickvals": ticks_at, "ticktext": ticks_named,
            "zeroline": False,
        },
    }  # fmt: skip
    return Values(traces, layout, 82 + ROW * len(types))


def numbers(frame: pd.DataFrame, bins: Sequence[str], types: Sequence[str], language: Language = "zh") -> pd.DataFrame:
    """What the charts show, as a table: a row per bin, columns bin, all, dated, about, then a column per type."""
    counts = _counts(frame)
    total = _cells(counts, bins, ALL)
    columns: dict[str, Sequence[object]] = {
        say("chart.bin", language): [bin_name(b, language) for b in bins],
        say("chart.all", language): [sure + approx for sure, approx in total],
        say("chart.sure", language): [sure for sure, _ in total],
        say("chart.approx", language): [approx for _, approx in total],
    }
    for code in types:
        columns[say(f"type.{code}", language)] = [sure + approx for sure, approx in _cells(counts, bins, code)]
    return pd.DataFrame(columns)


def _row(
    counts: Counts, bins: Sequence[str], code: str, language: Language, chosen: Cell | None,
    floor: float | None = None, numbered: bool = True,
) -> list[Trace]:  # fmt: skip
    """Two traces, dated and about, the second upon the first; the bar's name goes along as customdata. ``floor``: the
    height that the bars stand on, None to leave it to the axis."""
    cells = _cells(counts, bins, code)
    sums = [sure + approx for sure, approx in cells]
    name = say(f"type.{code}", language) if code != ALL else say("chart.all", language)
    hover = [
        say("chart.hover", language, bin=bin_name(b, language), type=name, count=f"{n:,}", approx=f"{about:,}")
        for b, n, (_, about) in zip(bins, sums, cells, strict=True)
    ]
    if numbered and len(bins) <= NUMBERED:
        told = {at for at, n in enumerate(sums) if n}
    else:
        told = {sums.index(max(sums))} if floor is not None and any(sums) else set()
    marked = chosen is not None and chosen.type == code
    edge = [CHOSEN if marked and chosen and b == chosen.label else BLUE for b in bins] if chosen else BLUE
    looks = {
        "sure": {"color": edge, "pattern": SOLID, "line": {"width": 0}},
        "approx": {"color": PALE, "line": {"width": 1, "color": edge}, "pattern": HATCH | {"fgcolor": edge}},
    }
    traces: list[Trace] = []
    for part, (column, look) in enumerate(looks.items()):
        # The number of a bar stands on its upper part.
        upper = [bool(about) == (column == "approx") for _, about in cells]
        traces.append(bar(
            x=list(bins), y=[cell[part] or None for cell in cells], name=say(f"chart.{column}", language), marker=look,
            customdata=[[b, code] for b in bins], hovertext=hover, hoverinfo="text", showlegend=floor is None, **KEPT,
            textposition="outside", cliponaxis=False, textangle=0,
            text=[f"{n:,}" if at in told and upper[at] else "" for at, n in enumerate(sums)] if told else None,
        ))  # fmt: skip
        if floor is not None:
            traces[-1]["base"] = [floor + (sure if part else 0) for sure, _ in cells]
            _drop_empty(traces[-1])
    return traces


def _drop_empty(trace: Trace) -> None:
    """Bars of nothing are none: in many rows most are."""
    there = [at for at, value in enumerate(trace["y"]) if value]
    marker = trace["marker"] = {k: dict(v) if isinstance(v, dict) else v for k, v in trace["marker"].items()}
    for holder in (trace, marker, marker["line"], marker["pattern"]):
        for key, values in holder.items():
            if isinstance(values, list):
                holder[key] = [values[at] for at in there]


def _extend(trace: Trace, more: Mapping[str, Any]) -> None:
    """Puts the bars of another row behind those of a trace."""
    for key in ("x", "y", "base", "customdata", "hovertext", "text"):
        if key in trace:
            trace[key] = [*trace[key], *more[key]]
    own, other = trace["marker"], more["marker"]
    for holder, added in ((own, other), (own["line"], other["line"]), (own["pattern"], other["pattern"])):
        for key in ("color", "fgcolor"):
            if isinstance(holder.get(key), list):
                holder[key] = [*holder[key], *added[key]]


def _counts(frame: pd.DataFrame) -> Counts:
    """Sure and approximate counts by type and bin: the frame is read once, not once for every row."""
    found: Counts = {}
    columns = (frame[name].tolist() for name in ("type", "label", "sure", "approx"))
    for code, label, sure, approx in zip(*columns, strict=True):
        found.setdefault(code, {})[label] = (sure, approx)
    return found


def _cells(counts: Counts, bins: Sequence[str], code: str) -> list[tuple[int, int]]:
    """Sure and approximate counts of one type for every bin, 0 where there is none."""
    found = counts.get(code, {})
    return [found.get(b, (0, 0)) for b in bins]


def _highest(counts: Counts, types: Sequence[str]) -> int:
    return max((sum(cell) for code in types for cell in counts.get(code, {}).values()), default=1)


def _round(highest: int) -> int:
    """The largest of 1, 2, 5, 10, 20, 50 … that is not above."""
    unit = 10 ** (len(str(max(highest, 1))) - 1)
    return int(max(step * unit for step in (1, 2, 5) if step * unit <= max(highest, 1)))


def _whole(highest: int) -> dict[str, object]:
    """Whole numbers on the axis, room for the number on the highest bar."""
    return {"range": [0, highest * 1.18], "tickformat": ",d", **({"dtick": 1} if highest <= 3 else {})}


def _time_axis(bins: Sequence[str], language: Language) -> dict[str, object]:
    at, names = ticks(bins, language)
    return {
        **FIXED, "type": "category", "categoryorder": "array", "categoryarray": list(bins),
        "tickmode": "array", "tickvals": at, "ticktext": names, "range": [-0.6, max(len(bins), 4) - 0.4],
    }  # fmt: skip
