"""A network: organisations as signs by their kind, pairs as lines between them, the broader the more activities."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.charts.network_layout import WIDE, Layout
from analytics.charts.palette import CHOSEN, GREY
from analytics.charts.ranking import safe
from analytics.charts.values import Values

LOOKS: dict[str, tuple[str, str]] = {
    "party": ("#9E0142", "star"), "village": ("#009E73", "circle"), "company": ("#0072B2", "square"),
    "government": ("#CC79A7", "diamond"), "school": ("#E69F00", "triangle-up"), "hospital": ("#56B4E9", "cross"),
    "union": ("#8A6D00", "hexagon"), "society": ("#7A4FA3", "pentagon"), "other": (GREY, "circle-open"),
}  # fmt: skip
"""Colour and sign of each kind: who sees no colours reads the sign."""
LIVE = "#2E8BC9"
"""Of the lines with recent news: seen on white and on black."""
SMALLEST, LARGEST = 13.0, 30.0
BROAD = ((5, 5.0), (2, 3.0), (0, 1.5))
"""From so many activities on a line is so broad, in pixels."""
APART = 36.0
"""Pixels between the points of a line that take its click."""
LETTER, LINE, GAP, WRAP, LINES = 12.0, 15.0, 3.0, 8, 2
"""Pixels of a letter, of a line of a label and between it and its sign; characters of a line, lines of a label."""
PHONE = 330 / WIDE
"""How much narrower the picture is on a phone; labels that fit there are in a trace of their own."""
MORE = "y2"
"""Labels that only a wide screen has room for have an axis of their own, by which ``page.css`` hides them on a phone."""
ABOVE, FOOT = 12, 70


@dataclass(frozen=True, slots=True)
class Node:
    """``show``: what a click asks for; ``count``: how many activities that lists; ``about``: what the pointer shows."""

    name: str
    unit: str
    partners: int
    show: str
    count: int
    about: str


@dataclass(frozen=True, slots=True)
class Edge:
    """``a`` and ``b``: positions of its nodes. ``alive``: something recent tells of it. ``count`` 0: only a standing tie."""

    a: int
    b: int
    show: str
    count: int
    alive: bool
    about: str


def network_chart(
    nodes: Sequence[Node], edges: Sequence[Edge], where: Layout, units: dict[str, str], chosen: str | None = None
) -> Values:
    """``where``: places of the nodes; ``units``: names of the kinds for the legend, in its order. Customdata: "pairs", what a
    click asks for, how many activities that lists. What is ``chosen`` (a ``show``) is marked."""
    traces = [*_lines(edges, where, chosen), _clicks(edges, where)]
    traces += [_signs(nodes, where, unit, name, chosen) for unit, name in units.items()]
    traces += _labels(nodes, where)
    layout = {
        "margin": {"l": 4, "r": 4, "t": ABOVE, "b": 4}, "hoverdistance": 14,
        "xaxis": _hidden([0, WIDE]), "yaxis": _hidden([where.tall, 0]), "yaxis2": _hidden([where.tall, 0]) | {"overlaying": "y"},
        "legend": {"orientation": "h", "y": 0, "yanchor": "top", "x": 0, "itemclick": False, "itemdoubleclick": False},
    }  # fmt: skip
    return Values(traces, layout, int(where.tall) + ABOVE + FOOT)


def _hidden(between: list[float]) -> dict[str, Any]:
    return {"visible": False, "fixedrange": True, "range": between}


def _lines(edges: Sequence[Edge], where: Layout, chosen: str | None) -> Iterator[dict[str, Any]]:
    """Lines of one look in one trace: blue when something recent tells of them, grey when not, dashed without activity."""
    looks: dict[tuple[str, float, str], list[Edge]] = {}
    for edge in edges:
        broad = next(width for least, width in BROAD if edge.count >= least)
        colour = CHOSEN if edge.show == chosen else LIVE if edge.alive else GREY
        wide = max(broad, 3.0) if edge.show == chosen else broad
        looks.setdefault((colour, wide, "solid" if edge.count else "dot"), []).append(edge)
    for (colour, wide, dash), own in sorted(looks.items(), key=lambda item: item[0][0] == CHOSEN):
        x = [n for e in own for n in (float(where.x[e.a]), float(where.x[e.b]), None)]
        y = [n for e in own for n in (float(where.y[e.a]), float(where.y[e.b]), None)]
        yield {
            "type": "scatter", "x": x, "y": y, "mode": "lines", "line": {"color": colour, "width": wide, "dash": dash},
            "opacity": 1 if colour == CHOSEN else 0.8, "hoverinfo": "skip", "showlegend": False,
        }  # fmt: skip


def _clicks(edges: Sequence[Edge], where: Layout) -> dict[str, Any]:
    """Points along each line that nobody sees, which take the click; none where its ends stand."""
    x: list[float] = []
    y: list[float] = []
    custom: list[list[Any]] = []
    told: list[str] = []
    for e in edges:
        dx, dy = float(where.x[e.b] - where.x[e.a]), float(where.y[e.b] - where.y[e.a])
        count = max(1, int(math.hypot(dx, dy) / APART) - 1)
        for n in range(1, count + 1):
            x.append(float(where.x[e.a]) + dx * n / (count + 1))
            y.append(float(where.y[e.a]) + dy * n / (count + 1))
            custom.append(["pairs", e.show, e.count])
            told.append(e.about)
    return {
        "type": "scatter", "x": x, "y": y, "mode": "markers", "marker": {"size": 14, "opacity": 0}, "customdata": custom,
        "hovertext": told, "hoverinfo": "text", "showlegend": False, **_kept(0),
    }  # fmt: skip


def _signs(nodes: Sequence[Node], where: Layout, unit: str, name: str, chosen: str | None) -> dict[str, Any]:
    own = [n for n, node in enumerate(nodes) if node.unit == unit]
    colour, symbol = LOOKS[unit]
    return {
        "type": "scatter", "mode": "markers", "name": name,
        "x": [float(where.x[n]) for n in own], "y": [float(where.y[n]) for n in own],
        "marker": {
            "symbol": symbol, "size": [_size(nodes[n]) for n in own], "color": colour, "opacity": 1,
            "line": {
                "width": [4 if nodes[n].show == chosen else 2 if symbol.endswith("open") else 1 for n in own],
                "color": [CHOSEN if nodes[n].show == chosen else colour if symbol.endswith("open") else "white" for n in own],
            },
        },
        "customdata": [["pairs", nodes[n].show, nodes[n].count] for n in own],
        "hovertext": [nodes[n].about for n in own], "hoverinfo": "text", "showlegend": bool(own), **_kept(1),
    }  # fmt: skip


def _kept(opacity: float) -> dict[str, Any]:
    """A click asks for a list and leaves the looks as they are."""
    return {side: {"marker": {"opacity": opacity}} for side in ("selected", "unselected")}


def _size(node: Node) -> float:
    return min(LARGEST, SMALLEST + 4 * math.sqrt(node.partners - 1))


def _labels(nodes: Sequence[Node], where: Layout) -> Iterator[dict[str, Any]]:
    """Names below or above their signs, the busiest first, where nothing is covered: on a phone, and what fits beside on a
    desktop."""
    taken: dict[int, bool] = {}
    order = sorted(range(len(nodes)), key=lambda n: (-nodes[n].partners, n))
    for scale, axis in ((PHONE, "y"), (1.0, MORE)):
        own = _fitting(nodes, where, order, scale, taken)
        taken |= own
        away = {n: (_size(nodes[n]) / 2 + GAP) * (-1 if above else 1) for n, above in own.items()}
        yield {
            "type": "scatter", "mode": "text", "yaxis": axis, "text": ["<br>".join(_wrapped(nodes[n].name)) for n in own],
            "x": [float(where.x[n]) for n in own], "y": [float(where.y[n]) + away[n] for n in own],
            "textposition": ["top center" if above else "bottom center" for above in own.values()],
            "textfont": {"size": LETTER}, "hoverinfo": "skip", "showlegend": False, "cliponaxis": False,
        }  # fmt: skip


def _fitting(
    nodes: Sequence[Node], where: Layout, order: Sequence[int], scale: float, taken: Mapping[int, bool]
) -> dict[int, bool]:
    """Nodes whose label has room in a picture so much narrower, and whether it stands above its sign."""
    boxes = [_sign_box(nodes[n], float(where.x[n]) * scale, float(where.y[n])) for n in range(len(nodes))]
    boxes += [_label_box(nodes[n], where, n, scale, above) for n, above in taken.items()]
    found = {}
    for n in (n for n in order if n not in taken):
        for above in (False, True):
            own = _label_box(nodes[n], where, n, scale, above)
            inside = own[0] >= -4 and own[1] <= WIDE * scale + 4
            if inside and not any(_meet(own, other) for other in boxes):
                found[n] = above
                boxes.append(own)
                break
    return found


def _sign_box(node: Node, x: float, y: float) -> tuple[float, float, float, float]:
    half = _size(node) / 2 - 1
    return x - half, x + half, y - half, y + half


def _label_box(node: Node, where: Layout, n: int, scale: float, above: bool) -> tuple[float, float, float, float]:
    lines = _wrapped(node.name, shown=False)
    half = max(sum(LETTER if ord(c) > 0x2E7F else LETTER * 0.6 for c in line) for line in lines) / 2
    x, tall, away = float(where.x[n]) * scale, LINE * len(lines), _size(node) / 2 + GAP
    top = float(where.y[n]) + (-away - tall if above else away)
    return x - half, x + half, top, top + tall


def _wrapped(name: str, shown: bool = True) -> list[str]:
    """A name in lines of at most ``WRAP`` wide letters; what is too long ends in …."""
    lines, wide = [""], 0.0
    for c in name:
        step = 1.0 if ord(c) > 0x2E7F else 0.55
        if wide + step > WRAP:
            if len(lines) == LINES:
                lines[-1] = lines[-1][:-1] + "…"
                break
            lines.append("")
            wide = 0.0
        lines[-1] += c
        wide += step
    return [safe(line) for line in lines] if shown else lines


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
