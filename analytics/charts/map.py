"""A map of points, drawn without asking anybody: counties where they lie, those with something counted as circles.

Longitude is shortened by the cosine of the middle latitude, so that shapes look as they do on a map of the region; all
counties of the provinces concerned stand behind as faint points.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.palette import BLUE, CHOSEN, GREY
from analytics.charts.ranking import safe
from analytics.charts.values import Values, scatter

TALL, WIDE = 560, 560
"""Pixels that the labels are laid out for: less than a desktop has, so that a phone shows them too."""
LARGEST, SMALLEST, MANY = 42, 8, 20
"""Pixels across of the largest and the smallest circle; beyond so many circles all are smaller."""
LETTER, LINE = 13, 16
"""Pixels of a letter and of a line of a label."""
EDGE = 0.06


@dataclass(frozen=True, slots=True)
class Spot:
    """A county with something counted. ``about``: what the pointer shows."""

    key: str
    name: str
    longitude: float
    latitude: float
    value: int
    activities: int
    about: str


Faint = Sequence[tuple[str, float, float]]
"""Name, longitude and latitude of the counties behind."""


def points_map(spots: Sequence[Spot], behind: Faint, chosen: str | None = None) -> Values:
    """Circles with an area by ``value``. Customdata: "node", the key, how many activities. Labels that would cover
    anything are left to the pointer."""
    every = [(s.longitude, s.latitude) for s in spots] + [(x, y) for _, x, y in behind]
    shrink = math.cos(math.radians(sum(y for _, y in every) / len(every))) if every else 1.0
    faint = scatter(
        x=[x * shrink for _, x, _ in behind], y=[y for _, _, y in behind], mode="markers",
        marker={"size": 5, "color": GREY, "opacity": 0.45}, hovertext=[safe(name) for name, _, _ in behind],
        hoverinfo="text", showlegend=False, selected={"marker": {"opacity": 0.45}},
        unselected={"marker": {"opacity": 0.45}},
    )  # fmt: skip
    largest = max((s.value for s in spots), default=1)
    # The small ones are drawn last, so that no circle hides another one from a click; what is chosen over all.
    order = sorted(spots, key=lambda s: (s.key == chosen, -s.value, s.key))
    across = LARGEST * min(1.0, math.sqrt(MANY / max(len(spots), 1)))
    sizes = [max(SMALLEST, across * math.sqrt(s.value / largest)) for s in order]
    box = _box([(x * shrink, y) for x, y in every])
    labels = _labels(order, sizes, shrink, box)
    circles = scatter(
        x=[s.longitude * shrink for s in order], y=[s.latitude for s in order], mode="markers+text",
        marker={
            "size": sizes, "color": [CHOSEN if s.key == chosen else BLUE for s in order], "opacity": 0.8,
            "line": {"color": "white", "width": 1},
        },
        text=labels, textposition="bottom center", textfont={"size": LETTER}, cliponaxis=False,
        customdata=[["node", s.key, s.activities] for s in order], hovertext=[s.about for s in order],
        hoverinfo="text", showlegend=False, selected={"marker": {"opacity": 0.8}},
        unselected={"marker": {"opacity": 0.8}},
    )  # fmt: skip
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    layout = {"xaxis": axis | {"range": list(box[:2])}, "yaxis": axis | {"range": list(box[2:]), "scaleanchor": "x"}}
    return Values([faint, circles], layout, TALL)


def _box(every: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """West, east, south and north, with an edge; at least half a degree across."""
    if not every:
        return 0.0, 1.0, 0.0, 1.0
    found = []
    for side in zip(*every, strict=True):
        low, high = min(side), max(side)
        pad = max((high - low) * EDGE, 0.25)
        found += [low - pad, high + pad]
    return found[0], found[1], found[2], found[3]


def _labels(
    spots: Sequence[Spot], sizes: Sequence[float], shrink: float, box: tuple[float, float, float, float]
) -> list[str]:
    """Names with numbers, the largest first, where there is room for them below their circle."""
    scale = min(WIDE / (box[1] - box[0]), TALL / (box[3] - box[2]))
    middles = [(s.longitude * shrink * scale, -s.latitude * scale) for s in spots]
    taken = [(x - size / 2, x + size / 2, y - size / 2, y + size / 2)
             for (x, y), size in zip(middles, sizes, strict=True)]  # fmt: skip
    found = []
    for spot, (x, middle), size in zip(spots, middles, sizes, strict=True):
        text = f"{spot.name} {spot.value:,}"
        wide = sum(LETTER if ord(c) > 0x2E7F else LETTER * 0.6 for c in text)
        y = middle + size / 2
        own = (x - wide / 2, x + wide / 2, y, y + LINE)
        free = all(own[1] <= o[0] or o[1] <= own[0] or own[3] <= o[2] or o[3] <= own[2] for o in taken)
        found.append(safe(text) if free else "")
        if free:
            taken.append(own)
    return found
