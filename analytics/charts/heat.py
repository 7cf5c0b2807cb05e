"""A calendar: a block for each year, a column for each week, a square for each day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.charts.palette import CHOSEN
from analytics.charts.steps import LEFT
from analytics.charts.values import EDGE, Trace, Values, heatmap, scatter
from analytics.messages import Language, say
from analytics.views import day_name

BLOCK, FOOT = 150, 16
"""Pixels of a year, the names above its seven rows included, and of what is below the last one."""
SCALE = ((0.0, "rgba(128, 128, 128, 0.13)"), (0.0001, "#A6CEE8"), (0.5, "#4A98CF"), (1.0, "#005C99"))
"""No activity is grey, more are darker; all of it is seen on light and on dark pages."""
LEAST = 4
"""The number at the dark end of the scale is at least this: a single activity is never as dark as it gets."""
WEEK, WEEKS = 7, 54


@dataclass(frozen=True, slots=True)
class Year:
    """One block. ``first`` and ``last``: the days of it that are looked at."""

    number: int
    first: date
    last: date


def calendar_heat(
    counts: Mapping[date, int], years: Sequence[Year], language: Language = "zh", chosen: date | None = None
) -> Values:
    """``years`` from top to bottom; a day's square carries its date as customdata ("day", ISO)."""
    size = max(len(years), 1)
    highest = max(LEAST, *counts.values()) if counts else LEAST
    layout: dict[str, Any] = {}
    traces: list[Any] = []
    shapes: list[dict[str, Any]] = []
    for i, year in enumerate(years):
        axis = "" if i == 0 else str(i + 1)
        layout[f"yaxis{axis}"] = _rows(1 - i / size, 1 - (i + 1) / size, language)
        traces += _block(counts, year, f"y{axis}", highest, language)
        if chosen is not None and chosen.year == year.number:
            week, row = _place(chosen)
            edge = {"color": CHOSEN, "width": 3}
            shapes.append({"type": "rect", "x0": week - 0.5, "x1": week + 0.5, "y0": row - 0.5, "y1": row + 0.5,
                           "yref": f"y{axis}", "line": edge})  # fmt: skip
    layout["xaxis"] = {"visible": False, "range": [-0.6, WEEKS - 0.4], "fixedrange": True}
    layout |= {"shapes": shapes, "showlegend": False, "margin": EDGE | {"l": LEFT}}
    return Values(traces, layout, size * BLOCK + FOOT)


def _rows(high: float, low: float, language: Language) -> dict[str, Any]:
    """The seven rows of a year, Monday on top, with room for two lines of names above."""
    return {
        "domain": [low, high], "range": [6.9, -2.9], "fixedrange": True, "showgrid": False, "zeroline": False,
        "tickmode": "array", "tickvals": [0, 2, 4, 6], "automargin": False,
        "ticktext": [say(f"trend.weekday{n}", language) for n in (1, 3, 5, 7)],
    }  # fmt: skip


def _block(counts: Mapping[date, int], year: Year, axis: str, highest: int, language: Language) -> list[Any]:
    """Colours, and over the days that hold anything squares that take the click (a heat map takes none)."""
    cells: list[list[int | None]] = [[None] * WEEKS for _ in range(WEEK)]
    days = [date.fromordinal(n) for n in range(year.first.toordinal(), year.last.toordinal() + 1)]
    for day in days:
        week, row = _place(day)
        cells[row][week] = counts.get(day, 0)
    held = [day for day in days if counts.get(day)]
    heat = heatmap(
        z=cells, x=list(range(WEEKS)), y=list(range(WEEK)), yaxis=axis, zmin=0, zmax=highest, showscale=False,
        colorscale=[list(step) for step in SCALE], xgap=2, ygap=2, hoverinfo="skip", hoverongaps=False,
    )  # fmt: skip
    told = [say("trend.day_hover", language, day=day_name(d, language), count=f"{counts[d]:,}") for d in held]
    clicks = scatter(
        x=[_place(d)[0] for d in held], y=[_place(d)[1] for d in held], yaxis=axis, mode="markers",
        marker={"symbol": "square", "size": 15, "opacity": 0}, hovertemplate="%{customdata[2]}<extra></extra>",
        customdata=[["day", d.isoformat(), text] for d, text in zip(held, told, strict=True)],
        selected={"marker": {"opacity": 0}}, unselected={"marker": {"opacity": 0}},
    )  # fmt: skip
    return [heat, clicks, _names(year, sum(counts[d] for d in held), axis, language)]


def _names(year: Year, total: int, axis: str, language: Language) -> Trace:
    """The year with its number, and the months over their weeks."""
    firsts = [_place(date(year.number, month, 1))[0] for month in range(1, 13)]
    months = [say("chart.only_month", language, number=month) for month in range(1, 13)]
    title = f"<b>{say('trend.year_count', language, year=year.number, count=f'{total:,}')}</b>"
    return scatter(
        x=[0, *firsts], y=[-2.2, *[-1.1] * 12], yaxis=axis, mode="text", text=[title, *months], hoverinfo="skip",
        textposition="middle right", textfont={"size": 12},
    )  # fmt: skip


def _place(day: date) -> tuple[int, int]:
    """Week (0 to 53) and row (Monday 0) of a day in its year's block."""
    return (day.timetuple().tm_yday - 1 + date(day.year, 1, 1).weekday()) // WEEK, day.weekday()
