"""The longest bars first: how often each of a few things was counted."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.charts.palette import BLUE, CHOSEN
from analytics.charts.values import KEPT, Values, bar

ROW = 28
"""Height of a bar in pixels."""


def ranking(
    keys: Sequence[str], names: Sequence[str], values: Sequence[int], chosen: str | None = None,
    notes: Sequence[str] = (),
) -> Values:  # fmt: skip
    """Bars in the given order, the first on top; the key goes along as customdata, ``chosen`` is marked.

    ``notes``: what stands beside the number of each bar.
    """
    told = (
        [f"{v:,} · {safe(note)}" for v, note in zip(values, notes, strict=True)]
        if notes
        else map("{:,}".format, values)
    )
    trace = bar(
        x=list(values), y=list(keys), orientation="h", customdata=list(keys), hovertext=list(map(safe, names)),
        text=list(told), textposition="outside", cliponaxis=False, hoverinfo="text",
        marker={"color": [CHOSEN if k == chosen else BLUE for k in keys]}, **KEPT,
    )  # fmt: skip
    room = 1.35 if notes else 1.1
    layout = {
        "xaxis": {"visible": False, "range": [0, max(values, default=1) * room], "fixedrange": True},
        "yaxis": {
            "type": "category", "autorange": "reversed", "tickmode": "array", "tickvals": list(keys), "fixedrange": True,
            "ticktext": [safe(n) for n in names], "showgrid": False, "automargin": True,
        },
    }  # fmt: skip
    return Values([trace], layout, 24 + ROW * max(len(keys), 1))


def safe(name: str) -> str:
    """Plotly reads a little HTML in labels: a name shows as it is."""
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
