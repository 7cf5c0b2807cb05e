"""The longest bars first: how often each of a few things was counted."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts.palette import BLUE, CHOSEN, quiet

ROW = 28
"""Height of a bar in pixels."""


def ranking(
    keys: Sequence[str], names: Sequence[str], values: Sequence[int], chosen: str | None = None,
    notes: Sequence[str] = (),
) -> go.Figure:  # fmt: skip
    """Bars in the given order, the first on top; the key goes along as customdata, ``chosen`` is marked.

    ``notes``: what stands beside the number of each bar.
    """
    figure = quiet(go.Figure(), 24 + ROW * max(len(keys), 1))
    told = [f"{v:,} · {safe(note)}" for v, note in zip(values, notes, strict=True)] if notes else map("{:,}".format, values)
    figure.add_trace(
        go.Bar(
            x=list(values), y=list(keys), orientation="h", customdata=list(keys), hovertext=list(map(safe, names)),
            text=list(told), textposition="outside", cliponaxis=False, hoverinfo="text",
            marker={"color": [CHOSEN if k == chosen else BLUE for k in keys]},
            selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
        )
    )  # fmt: skip
    room = 1.35 if notes else 1.1
    figure.update_xaxes(visible=False, range=[0, max(values, default=1) * room], fixedrange=True)
    figure.update_yaxes(
        type="category", autorange="reversed", tickmode="array", tickvals=list(keys), fixedrange=True,
        ticktext=[safe(n) for n in names], automargin=True,
    )  # fmt: skip
    return figure


def safe(name: str) -> str:
    """Plotly reads a little HTML in labels: a name shows as it is."""
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
