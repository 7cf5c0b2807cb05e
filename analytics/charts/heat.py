"""A calendar: a block for each year, a column for each week, a square for each day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from analytics.charts.palette import CHOSEN, quiet
from analytics.charts.steps import LEFT
from analytics.messages import Language, say
from analytics.views import day_name

BLOCK, GAP, FOOT = 124, 34, 24
"""Pixels of a year's seven rows, of the space above it, and below the last one."""
SCALE = ((0.0, "rgba(128, 128, 128, 0.13)"), (0.0001, "#C6DCEC"), (0.35, "#6BAED6"), (0.7, "#2171B5"), (1.0, "#08306B"))
"""No activity is grey, more are darker; light and dark are told apart without colour."""
WEEK = 7


@dataclass(frozen=True, slots=True)
class Year:
    """One block. ``first`` and ``last``: the days of it that are looked at."""

    number: int
    first: date
    last: date


def calendar_heat(
    counts: Mapping[date, int], years: Sequence[Year], language: Language = "zh", chosen: date | None = None
) -> go.Figure:
    """``years`` from top to bottom; a day's square carries its date as customdata ("day", ISO)."""
    size = max(len(years), 1)
    height = size * (BLOCK + GAP) + FOOT
    figure = quiet(go.Figure(), height)
    highest = max(counts.values(), default=1)
    plot = height - 16
    for i, year in enumerate(years):
        axis = "" if i == 0 else str(i + 1)
        top = 1 - (i * (BLOCK + GAP) + GAP) / plot
        figure.update_layout({
            f"yaxis{axis}": {
                "domain": [max(top - BLOCK / plot, 0), top], "range": [6.6, -0.6], "fixedrange": True, "showgrid": False,
                "zeroline": False, "tickmode": "array", "tickvals": [0, 2, 4, 6], "automargin": False,
                "ticktext": [say(f"trend.weekday{n}", language) for n in (1, 3, 5, 7)],
            },
        })  # fmt: skip
        _block(figure, counts, year, axis, highest, language)
        if chosen is not None and chosen.year == year.number:
            week, row = _place(chosen)
            figure.add_shape(type="rect", x0=week - 0.5, x1=week + 0.5, y0=row - 0.5, y1=row + 0.5, yref=f"y{axis}",
                             line={"color": CHOSEN, "width": 3})  # fmt: skip
        _names(figure, year, top, counts, language)
    figure.update_xaxes(visible=False, range=[-0.6, 53.6], fixedrange=True)
    figure.update_layout(showlegend=False, margin_l=LEFT)
    return figure


def _block(
    figure: go.Figure, counts: Mapping[date, int], year: Year, axis: str, highest: int, language: Language
) -> None:
    """Colours, and over the days that hold anything squares that take the click (a heat map takes none)."""
    cells: list[list[int | None]] = [[None] * 54 for _ in range(WEEK)]
    day = year.first
    held = []
    while day <= year.last:
        week, row = _place(day)
        cells[row][week] = counts.get(day, 0)
        if counts.get(day):
            held.append(day)
        if day == date.max:
            break
        day += timedelta(days=1)
    figure.add_trace(
        go.Heatmap(
            z=cells, x=list(range(54)), y=list(range(WEEK)), yaxis=f"y{axis}", zmin=0, zmax=highest, showscale=False,
            colorscale=[list(step) for step in SCALE], xgap=2, ygap=2, hoverinfo="skip", hoverongaps=False,
        )
    )  # fmt: skip
    places = [_place(d) for d in held]
    figure.add_trace(
        go.Scatter(
            x=[week for week, _ in places], y=[row for _, row in places], yaxis=f"y{axis}", mode="markers",
            marker={"symbol": "square", "size": 15, "opacity": 0}, hovertemplate="%{customdata[2]}<extra></extra>",
            customdata=[
                ["day", d.isoformat(), say("trend.day_hover", language, day=day_name(d, language), count=counts[d])]
                for d in held
            ],
            selected={"marker": {"opacity": 0}}, unselected={"marker": {"opacity": 0}},
        )
    )  # fmt: skip


def _names(figure: go.Figure, year: Year, top: float, counts: Mapping[date, int], language: Language) -> None:
    """The year with its number, and the months over their weeks."""
    total = sum(n for d, n in counts.items() if d.year == year.number and year.first <= d <= year.last)
    told = say("trend.year_count", language, year=year.number, count=f"{total:,}")
    shared = {"yref": "paper", "y": top, "yanchor": "bottom", "showarrow": False, "font": {"size": 12}}
    figure.add_annotation(text=f"<b>{told}</b>", xref="paper", x=0, xanchor="left", yshift=14, **shared)
    for month in range(1, 13):
        week, _ = _place(date(year.number, month, 1))
        figure.add_annotation(text=say("chart.only_month", language, number=month), x=week, xanchor="left", **shared)


def _place(day: date) -> tuple[int, int]:
    """Week (0 to 53) and row (Monday 0) of a day in its year's block."""
    return (day.timetuple().tm_yday - 1 + date(day.year, 1, 1).weekday()) // WEEK, day.weekday()
