"""Articles by month, one colour per source: where a collection is thick and where it is thin."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.charts.axis import bin_name, ticks
from analytics.charts.palette import BLUE, CHOSEN, GREY, HATCH, PALE, SOLID
from analytics.charts.ranking import safe
from analytics.charts.values import EDGE, Values, bar
from analytics.messages import Language, say

COLOURS = (BLUE, "#E69F00", "#009E73", "#CC79A7", "#56B4E9", CHOSEN)
"""So many sources have a colour of their own; the rest is one."""
REST = "#B8B8B8"
TALL, LEFT = 340, 52
LEGEND_CHARS = 16


def month_bins(months: pd.DataFrame) -> tuple[str, ...]:
    """Every month from the first to the last ("2024-06"), those without an article included."""
    dated = sorted({m for m in months["month"] if m})
    return tuple(pd.period_range(dated[0], dated[-1], freq="M").strftime("%Y-%m")) if dated else ()


def source_bars(months: pd.DataFrame, language: Language = "zh") -> Values:
    """Stacked bars. ``months``: columns month ("" without a date: not drawn), source ("" unknown), articles."""
    bins = month_bins(months)
    dated = months[months["month"] != ""]
    traces = []
    for name, colour, rows in _stacks(dated, language):
        counts = rows.groupby("month")["articles"].sum().reindex(list(bins), fill_value=0)
        hover = [
            say("chart.source_hover", language, bin=bin_name(b, language), source=safe(name), count=int(n))
            for b, n in zip(bins, counts, strict=True)
        ]
        traces.append(
            bar(
                x=list(bins), y=[int(n) or None for n in counts], name=safe(_short(name)), hovertext=hover,
                hoverinfo="text", marker=_look(colour),
            )
        )  # fmt: skip
    at, names = ticks(bins, language)
    highest = int(dated.groupby("month")["articles"].sum().max()) if len(dated) else 1
    layout = {
        "barmode": "stack", "bargap": 0.2, "margin": EDGE | {"l": LEFT}, "showlegend": True,
        "legend": {"orientation": "h", "traceorder": "normal", "y": -0.14, "yanchor": "top", "x": 0},
        "xaxis": {
            "type": "category", "categoryorder": "array", "categoryarray": list(bins), "tickmode": "array", "tickvals": at,
            "ticktext": names, "range": [-0.6, max(len(bins), 4) - 0.4], "fixedrange": True,
        },
        "yaxis": {
            "title": {"text": say("chart.articles", language)}, "rangemode": "tozero", "tickformat": ",d",
            "fixedrange": True, "automargin": False, **({"dtick": 1} if highest <= 3 else {}),
        },
    }  # fmt: skip
    return Values(traces, layout, TALL)


def _stacks(dated: pd.DataFrame, language: Language) -> list[tuple[str, str, pd.DataFrame]]:
    """Name, colour and rows of each stack: the largest sources first, then all others, then those without a source."""
    sums = dated[dated["source"] != ""].groupby("source")["articles"].sum()
    order: Sequence[str] = sorted(sums.index, key=lambda s: (-sums[s], s))
    own, rest = order[: len(COLOURS)], order[len(COLOURS) :]
    found = [(s, c, dated[dated["source"] == s]) for s, c in zip(own, COLOURS, strict=False)]
    if rest:
        others = say("chart.other_sources", language, count=len(rest))
        found.append((others, REST, dated[dated["source"].isin(list(rest))]))
    if (dated["source"] == "").any():
        found.append((say("chart.no_source", language), GREY, dated[dated["source"] == ""]))
    return found


def _look(colour: str) -> dict[str, object]:
    """Articles without a source are hatched: grey beside grey is hard to tell apart."""
    if colour != GREY:
        return {"color": colour, "pattern": SOLID}
    return {"color": PALE, "line": {"width": 1, "color": GREY}, "pattern": HATCH | {"fgcolor": GREY}}


def _short(name: str) -> str:
    return name if len(name) <= LEGEND_CHARS else f"{name[: LEGEND_CHARS - 1]}…"
