"""Villages by period: those served for the first time and those served again; hatched where that is not sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.charts.axis import bin_name, ticks
from analytics.charts.palette import BLUE, CHOSEN, HATCH, PALE, SOLID
from analytics.charts.values import KEPT, Trace, Values, bar
from analytics.messages import Language, say

TALL = 380
COLOURS = {"new": "#009E73", "again": BLUE}
LOOKS = ("new", "new_unsure", "again", "again_unsure")


def visit_bars(
    cells: Mapping[tuple[str, str], tuple[int, int]], bins: Sequence[str], language: Language = "zh",
    chosen: tuple[str, str] | None = None,
) -> Values:  # fmt: skip
    """``cells``: villages and activities by bin and visit, as in ``measures.village_periods.Periods``. Customdata:
    "visits", bin, visit, how many activities."""
    there = [visit for visit in LOOKS if any(cells.get((name, visit), (0, 0))[0] for name in bins)]
    named, texts = ticks(bins, language)
    highest = max((sum(cells.get((name, v), (0, 0))[0] for v in LOOKS) for name in bins), default=1)
    layout = {
        "barmode": "stack", "bargap": 0.2,
        "legend": {"orientation": "h", "traceorder": "normal", "y": 1.02, "yanchor": "bottom", "x": 0,
                   "itemclick": False, "itemdoubleclick": False},
        "xaxis": {
            "type": "category", "categoryorder": "array", "categoryarray": list(bins), "tickmode": "array",
            "tickvals": named, "ticktext": texts, "fixedrange": True, "range": [-0.6, len(bins) - 0.4],
        },
        "yaxis": {
            "title": {"text": say("villages.number_axis", language)}, "rangemode": "tozero", "fixedrange": True,
            "tickformat": ",d", **({"dtick": 1} if highest < 6 else {}),
        },
    }  # fmt: skip
    return Values([_bars(cells, bins, visit, language, chosen) for visit in there], layout, TALL)


def _bars(
    cells: Mapping[tuple[str, str], tuple[int, int]], bins: Sequence[str], visit: str, language: Language,
    chosen: tuple[str, str] | None,
) -> Trace:  # fmt: skip
    colour, unsure = COLOURS[visit.partition("_")[0]], visit.endswith("_unsure")
    own = [cells.get((name, visit), (0, 0)) for name in bins]
    line: dict[str, Any] = {
        "width": [3 if (name, visit) == chosen else 1 if unsure else 0 for name in bins],
        "color": [CHOSEN if (name, visit) == chosen else colour for name in bins],
    }
    hatch = HATCH | {"fgcolor": colour}
    told = [
        say("villages.hover_visits", language, bin=bin_name(name, language), visit=say(f"villages.{visit}", language),
            villages=f"{villages:,}", activities=f"{activities:,}")
        for name, (villages, activities) in zip(bins, own, strict=True)
    ]  # fmt: skip
    return bar(
        x=list(bins), y=[villages or None for villages, _ in own], name=say(f"villages.{visit}", language),
        marker={"color": PALE if unsure else colour, "pattern": hatch if unsure else SOLID, "line": line},
        customdata=[["visits", name, visit, activities] for name, (_, activities) in zip(bins, own, strict=True)],
        hovertext=told, hoverinfo="text", **KEPT,
    )  # fmt: skip
