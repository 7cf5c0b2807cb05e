"""Pairs by year: told of for the first time, or again; hatched where that is not sure, grey where the collection begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.charts.axis import bin_name
from analytics.charts.palette import BLUE, CHOSEN, GREY, HATCH, PALE, SOLID
from analytics.charts.values import Values
from analytics.messages import Language, say

TALL = 360
NEW, AGAIN = "#009E73", BLUE
LOOKS: dict[str, tuple[str, bool]] = {
    "new": (NEW, False), "new_unsure": (NEW, True), "opening": (GREY, True), "again": (AGAIN, False),
    "again_unsure": (AGAIN, True),
}  # fmt: skip
"""Colour of each visit, and whether it is hatched; from the axis upwards."""
Cells = Mapping[tuple[int, str], tuple[int, int]]
"""Year and visit to pairs and activities."""


def pair_years(
    cells: Cells, years: Sequence[int], language: Language = "zh", chosen: tuple[int, str] | None = None
) -> Values:
    """A stack for each of ``years``. Customdata: "pairs", what a click asks for, how many activities."""
    traces = [
        _bars(cells, years, visit, language, chosen) for visit in LOOKS if any(cells.get((y, visit)) for y in years)
    ]
    highest = max((sum(cells.get((y, v), (0, 0))[0] for v in LOOKS) for y in years), default=1)
    layout = {
        "barmode": "stack", "bargap": 0.3, "margin": {"l": 44, "r": 8, "t": 8, "b": 8},
        "legend": {"orientation": "h", "traceorder": "normal", "y": 1.02, "yanchor": "bottom", "x": 0,
                   "itemclick": False, "itemdoubleclick": False},
        "xaxis": {
            "type": "category", "categoryorder": "array", "categoryarray": list(map(str, years)), "fixedrange": True,
            "range": [-0.6, max(len(years), 4) - 0.4],
        },
        "yaxis": {
            "title": {"text": say("pairs.number_axis", language)}, "range": [0, highest * 1.12], "fixedrange": True,
            "tickformat": ",d", **({"dtick": 1} if highest < 6 else {}),
        },
    }  # fmt: skip
    return Values(traces, layout, TALL)


def _bars(
    cells: Cells, years: Sequence[int], visit: str, language: Language, chosen: tuple[int, str] | None
) -> dict[str, Any]:
    colour, hatched = LOOKS[visit]
    own = [cells.get((year, visit), (0, 0)) for year in years]
    name = say(f"pairs.{visit}", language)
    told = [
        say("pairs.hover_year", language, year=bin_name(str(year), language), visit=name, count=f"{pairs:,}",
            activities=f"{activities:,}")
        for year, (pairs, activities) in zip(years, own, strict=True)
    ]  # fmt: skip
    marked = [(year, visit) == chosen for year in years]
    return {
        "type": "bar", "x": [str(year) for year in years], "y": [pairs or None for pairs, _ in own], "name": name,
        "marker": {
            "color": PALE if hatched else colour, "pattern": HATCH | {"fgcolor": colour} if hatched else SOLID,
            "line": {"width": [3 if m else 1 if hatched else 0 for m in marked],
                     "color": [CHOSEN if m else colour for m in marked]},
        },
        "customdata": [["pairs", f"pairs:year:{year}:{visit}", acts] for year, (_, acts) in zip(years, own, strict=True)],
        "text": [f"{pairs:,}" if pairs else "" for pairs, _ in own], "textposition": "inside", "textangle": 0,
        "insidetextanchor": "middle", "hovertext": told, "hoverinfo": "text",
        "selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}},
    }  # fmt: skip
