"""What charts over time share: rows of counts, an axis in steps (bin i at x = i), and a lane of days and notes above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from analytics.charts.axis import ticks
from analytics.charts.palette import BLUE, GREY
from analytics.charts.ranking import safe
from analytics.charts.values import EDGE, KEPT, Trace, Values, scatter
from analytics.messages import Language, say

COLOURS = (BLUE, "#E69F00", "#009E73", "#CC79A7", "#56B4E9")
"""One for each row with a name; vermilion marks what is chosen."""
REST, BARE = "#B8B8B8", "#6E6E6E"
LEFT = 52
LANES, LANE = 3, 20
"""Rows of labels above the plot at most, and the height of one in pixels."""
WIDE = 850
"""Pixels that an axis has on a desktop, to guess which labels collide."""
NAMED = 14
"""Up to so many days on the axis carry their names; of more only the notes do, the pointer shows the others."""
MarkKind = Literal["festival", "policy", "note"]
LOOKS: dict[MarkKind, tuple[str, str]] = {
    "festival": ("diamond", "#CC79A7"), "policy": ("circle", "#009E73"), "note": ("square", "#D55E00"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row of counts, a number for each bin. ``key``: as in ``measures.by_dimension``.

    ``before``: a year earlier, None where there are no reports of then; empty when nothing is compared.
    """

    key: str
    name: str
    colour: str
    sure: Sequence[float]
    approx: Sequence[float]
    before: Sequence[float | None] = ()

    @property
    def sums(self) -> list[float]:
        """Sure and approximate together."""
        return [a + b for a, b in zip(self.sure, self.approx, strict=True)]


@dataclass(frozen=True, slots=True)
class Axis:
    """``bins``: labels; ``names``: in words, of the bins and of those a year before. ``share``: numbers are percents."""

    bins: Sequence[str]
    names: Sequence[str]
    names_before: Sequence[str]
    labels_before: Sequence[str]
    language: Language = "zh"
    share: bool = False


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day or span on the axis, in steps; ``about``: what the pointer shows."""

    kind: MarkKind
    name: str
    about: str
    at: float
    to: float


def hover(name: str, axis: Axis, prefix: str = "trend") -> str:
    """What the pointer shows of a row: bin, name, number, and how much of it is approximate."""
    # Braces after a percent sign would be read by plotly: only its own are.
    own = safe(name).replace("%{", "%\u2060{")
    if prefix == "was":
        count = "%{y:.1f}%" if axis.share else "%{y:,}"
        text = say("trend.hover_before", axis.language, name=own, bin="%{customdata[3]}", count=count)
    elif axis.share:
        shares = {"count": "%{customdata[5]:.1f}%", "approx": "%{customdata[4]:.1f}%"}
        text = say("trend.hover_share", axis.language, name=own, bin="%{customdata[3]}", **shares)
    else:
        counts = {"count": "%{customdata[5]:,}", "approx": "%{customdata[4]:,}"}
        text = say("trend.hover", axis.language, name=own, bin="%{customdata[3]}", **counts)
    return f"{text}<extra></extra>"


def points(axis: Axis, line: Line, prefix: str = "trend") -> list[list[Any]]:
    """The customdata of a row: which list a click asks for, and what the pointer shows."""
    if prefix == "was":
        return [["was", b, line.key, n] for b, n in zip(axis.labels_before, axis.names_before, strict=True)]
    rows = zip(axis.bins, axis.names, line.approx, line.sums, strict=True)
    return [[prefix, b, line.key, n, a, s] for b, n, a, s in rows]


def before_trace(axis: Axis, row: Line, **more: Any) -> Trace:
    """The year before as a thin grey line, broken where nothing is known."""
    name = say("trend.before", axis.language)
    look = {"line": {"color": GREY, "width": 1.5, "dash": "dot"}, "marker": {"size": 5, "color": GREY}} | more
    return scatter(
        x=list(range(len(axis.bins))), y=list(row.before), mode="lines+markers", name=name, connectgaps=False,
        customdata=points(axis, row, "was"), hovertemplate=hover(row.name, axis, "was"),
        legendgroup="before", **KEPT, **look,
    )  # fmt: skip


LEGEND: dict[str, Any] = {
    "orientation": "h", "traceorder": "normal", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0,
    "itemclick": False, "itemdoubleclick": False,
}  # fmt: skip
"""Under the axis; a click on it must not take a row away unseen."""


def drawn(axis: Axis, traces: Sequence[Any], height: int, **layout: Any) -> Values:
    """The figure over this axis."""
    at, names = ticks(axis.bins, axis.language)
    place = {b: i for i, b in enumerate(axis.bins)}
    steps = {
        "tickmode": "array", "tickvals": [place[b] for b in at], "ticktext": names, "fixedrange": True,
        "showgrid": False, "range": [-0.6, max(len(axis.bins), 4) - 0.4], "zeroline": False,
    } | layout.pop("xaxis", {})  # fmt: skip
    return Values(traces, {"margin": EDGE | {"l": LEFT}} | layout | {"xaxis": steps}, height)


def marked(
    axis: Axis, traces: Sequence[Any], highest: float, marks: Sequence[DayMark], height: int, **layout: Any
) -> Values:
    """One plot with its legend and the lane of the marks above it; ``highest``: the largest number that is drawn."""
    lane = lane_of(marks, axis, height)
    title = say("trend.share_axis" if axis.share else "chart.activities", axis.language)
    numbers = number_axis(axis, highest) | {"title": {"text": title}, "domain": [0, lane.top]}
    return drawn(
        axis, [*traces, *lane.traces], height, yaxis=numbers, showlegend=True, legend=LEGEND, **lane.layout, **layout
    )


def number_axis(axis: Axis, highest: float) -> dict[str, Any]:
    """Whole numbers or percents, from 0, with room above."""
    found: dict[str, Any] = {"range": [0, max(highest, 1 if not axis.share else 10) * 1.12], "fixedrange": True,
                             "automargin": False, "zeroline": False}  # fmt: skip
    if axis.share:
        return found | {"ticksuffix": "%", "nticks": 6}
    return found | {"tickformat": ",d", **({"dtick": 1} if highest <= 3 else {})}


def lane_rows(marks: Sequence[DayMark], steps: int) -> list[int | None]:
    """In which row above the plot the label of each mark stands; None where there is no room for it."""
    ends = [-1.0] * LANES
    found: list[int | None] = []
    for mark in marks:
        width = (sum(13 if ord(c) > 0x2E7F else 7 for c in mark.name) + 20) * max(steps, 4) / WIDE
        first = mark.at - width if _leftward(mark, steps) else mark.at
        row = (
            next((r for r in range(LANES) if ends[r] <= first), None)
            if mark.kind == "note" or len(marks) <= NAMED
            else None
        )
        if row is not None:
            ends[row] = max(mark.to, first + width)
        found.append(row)
    return found


@dataclass(frozen=True, slots=True)
class Lane:
    """Days and notes above the plot. ``top``: the part of the height that is left for the plot itself."""

    traces: tuple[Trace, ...] = ()
    layout: Mapping[str, Any] = field(default_factory=dict)
    top: float = 1.0


def lane_of(marks: Sequence[DayMark], axis: Axis, height: int) -> Lane:
    """The lane of a chart so high: a sign for each day, a bar for a span, and lines down through the plot."""
    if not marks:
        return Lane()
    ordered = sorted(marks, key=lambda m: (m.at, m.to, m.name))
    rows = lane_rows(ordered, len(axis.bins))
    used = max((r + 1 for r in rows if r is not None), default=1)
    top = 1 - LANE * used / (height - 60)
    y = [used - 0.5 - (r or 0) for r in rows]
    signs = scatter(
        x=[m.at for m in ordered], y=y, yaxis="y20", mode="markers+text", showlegend=False,
        text=[safe(m.name) if r is not None else "" for m, r in zip(ordered, rows, strict=True)],
        textposition=["middle left" if _leftward(m, len(axis.bins)) else "middle right" for m in ordered],
        textfont={"size": 12}, cliponaxis=False, hoverinfo="text", hovertext=[safe(m.about) for m in ordered],
        marker={"symbol": [LOOKS[m.kind][0] for m in ordered], "size": 8,
                "color": [LOOKS[m.kind][1] for m in ordered]}, **KEPT,
    )  # fmt: skip
    spans = [(m.at, m.to, level, level) for m, level in zip(ordered, y, strict=True) if m.to > m.at]
    lane = {"domain": [top, 1], "range": [0, used], "visible": False, "fixedrange": True}
    # Shapes: an axis of their own over the plot would take its clicks.
    downs = [_down(m.at, top) for m in ordered] if len(ordered) <= NAMED else []
    return Lane((*([_strokes(spans)] if spans else []), signs), {"yaxis20": lane, "shapes": downs}, top)


def _down(at: float, top: float) -> dict[str, Any]:
    look = {"color": GREY, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": top, "yref": "paper", "layer": "below", "line": look,
            "opacity": 0.6}  # fmt: skip


def _strokes(ends: Sequence[tuple[float, float, float, float]]) -> Trace:
    """Spans of the lane, from x0, y0 to x1, y1, as one trace."""
    x = [n for x0, x1, _, _ in ends for n in (x0, x1, None)]
    y = [n for _, _, y0, y1 in ends for n in (y0, y1, None)]
    look = {"color": LOOKS["note"][1], "width": 4}
    return scatter(x=x, y=y, yaxis="y20", mode="lines", line=look, opacity=0.6, showlegend=False, hoverinfo="skip")


def _leftward(mark: DayMark, steps: int) -> bool:
    return mark.at > 0.85 * max(steps, 4)
