"""Stacked bars over time, a colour for each row. Solid: dated; hatched: approximate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analytics.charts.palette import CHOSEN, GREY, HATCH, PALE, SOLID
from analytics.charts.steps import Axis, DayMark, Line, before_trace, hover, marked, points
from analytics.charts.values import KEPT, Trace, Values, bar, scatter
from analytics.messages import say

TALL = 440
WIDE_STEPS = 40
"""Up to so many bins the dashes of the total are long."""


def stacked(
    axis: Axis, lines: Sequence[Line], total: Line | None = None, marks: Sequence[DayMark] = (),
    chosen: tuple[str, str] | None = None,
) -> Values:  # fmt: skip
    """``total``: each activity once, marked over the stacks, and compared with the year before.

    ``chosen``: label and key of the bar whose rows are listed.
    """
    traces: list[Any] = [bar for line in lines for bar in _bars(axis, line, chosen)]
    highest = max((sum(values) for values in zip(*(line.sums for line in lines), strict=True)), default=0.0)
    if any(any(line.approx) for line in lines):
        look = {"color": PALE, "line": {"width": 1, "color": GREY}, "pattern": HATCH | {"fgcolor": GREY}}
        name = say("chart.approx", axis.language)
        traces.append(bar(x=[0], y=[0], name=name, marker=look, hoverinfo="skip"))
    if total is not None and not axis.share:
        highest = max([highest, *total.sums, *(n for n in total.before if n)])
        if len(lines) > 1:
            traces.append(_dashes(axis, total))
        if total.before:
            traces.append(before_trace(axis, total))
    return marked(axis, traces, highest, marks, TALL, barmode="stack", bargap=0.2)


def _bars(axis: Axis, line: Line, chosen: tuple[str, str] | None) -> list[Trace]:
    custom, text = points(axis, line), hover(line.name, axis)
    edge: dict[str, Any] = {"width": 0, "color": CHOSEN}
    if chosen is not None and chosen[1] == line.key and chosen[0] in axis.bins:
        edge["width"] = [3 if b == chosen[0] else 0 for b in axis.bins]
    hatch = HATCH | {"fgcolor": line.colour}
    looks = {
        "sure": {"color": line.colour, "pattern": SOLID, "line": edge},
        "approx": {"color": PALE, "line": {"width": 1, "color": line.colour}, "pattern": hatch},
    }
    return [
        bar(
            x=list(range(len(axis.bins))), y=[n or None for n in getattr(line, part)], name=line.name, marker=look,
            customdata=custom, hovertemplate=text, showlegend=part == "sure", legendgroup=line.key, **KEPT,
        )
        for part, look in looks.items()
        if part == "sure" or any(line.approx)
    ]  # fmt: skip


def _dashes(axis: Axis, total: Line) -> Trace:
    size = 14 if len(axis.bins) <= WIDE_STEPS else 6
    look = {"symbol": "line-ew-open", "size": size, "color": CHOSEN, "line": {"width": 2, "color": CHOSEN}}
    return scatter(
        x=list(range(len(axis.bins))), y=[n or None for n in total.sums], mode="markers", marker=look,
        name=say("trend.total_once", axis.language), customdata=points(axis, total),
        hovertemplate=hover(total.name, axis), **KEPT,
    )  # fmt: skip
