"""Where the nodes of a network stand: forces within each connected part, the parts packed in rows, the largest first.

Without chance: the same network gives the same picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

WIDE = 850.0
"""Pixels that the picture has on a desktop; all places are in these pixels."""
ACROSS, DOWN = 118.0, 84.0
"""Pixels that a node wants for itself and its label."""
NEAR_X, NEAR_Y = 102.0, 54.0
"""No two nodes of a part are nearer than both of these, where the width allows it: each label finds its room."""
PACKED = 0.7
"""Part of the wanted area that a part of many nodes gets."""
CLOSE = 0.99
"""Part of both that counts as too near."""
TURNS, GIVING = 50, 0.3
"""How often nodes that are too near give way at most, and what part of the way at once."""
EDGE = 46.0
"""Pixels left free around each part, for the labels at its rim."""
STEPS = 160
GOLDEN = math.pi * (3 - math.sqrt(5))
DIGITS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """``x`` and ``y`` (downwards) of each node in pixels of a picture ``WIDE`` × ``tall``."""

    x: Any
    y: Any
    tall: float


def layout(part: Any, ends: Any) -> Layout:
    """``part`` of each node (parts from 0, nodes of one together); ``ends``: the two nodes of each edge."""
    found = _forces(part, ends)
    return _packed([_box(found[part == number]) for number in range(int(part.max()) + 1 if len(part) else 0)])


def _box(found: Any) -> tuple[Any, float, float]:
    """Places of a part, from its upper left corner, with its width and height."""
    size = len(found)
    if size <= 2:
        places = np.array([[EDGE, EDGE], [EDGE + 1.3 * ACROSS, EDGE]])[:size]
        return places, 1.3 * ACROSS * (size - 1) + 2 * EDGE, DOWN + EDGE
    found = _lying(found)
    found = found - found.min(axis=0)
    span = np.maximum(found.max(axis=0), 1e-9)
    room = math.sqrt(size)
    wide = min(WIDE - 2 * EDGE, ACROSS * room * 1.25)
    tall = DOWN * size * ACROSS * PACKED / wide if size > 6 else DOWN * room * 0.8
    found = found / span
    if size > 6:
        # Halfway to even ranks: a crowd and a long tail share the room.
        found = (found + np.argsort(np.argsort(found, axis=0, kind="stable"), axis=0) / (size - 1)) / 2
    found = _spread(found * (wide, tall), wide)
    return found + EDGE, wide + 2 * EDGE, float(found[:, 1].max()) + 1.5 * EDGE


def _lying(found: Any) -> Any:
    """Turned so that the longest way through it runs from left to right."""
    x, y = (found - found.mean(axis=0)).T
    turn = 0.5 * math.atan2(2 * float((x * y).sum()), float((x * x).sum() - (y * y).sum()))
    cos, sin = math.cos(turn), math.sin(turn)
    return np.stack((cos * x + sin * y, cos * y - sin * x), axis=1)


def _spread(found: Any, wide: float) -> Any:
    """Nodes that are too near each other give way, sideways or up and down, whatever is less; none leaves the width."""
    x, y = found.T.copy()
    others = ~np.eye(len(x), dtype=bool)
    for _ in range(TURNS):
        near = (np.abs(x[:, None] - x) < CLOSE * NEAR_X) & (np.abs(y[:, None] - y) < CLOSE * NEAR_Y) & others
        a, b = np.divmod(np.flatnonzero(near), len(x))
        if not len(a):
            break
        dx, dy = x[a] - x[b], y[a] - y[b]
        over_x, over_y = 1 - np.abs(dx) / NEAR_X, 1 - np.abs(dy) / NEAR_Y
        aside = over_x < over_y
        x = np.clip(x + _way(a, b, dx, over_x * aside, len(x)) * NEAR_X, 0, wide)
        y = y + _way(a, b, dy, over_y * ~aside, len(y)) * NEAR_Y
    return np.stack((x, y - y.min()), axis=1)


def _way(a: Any, b: Any, apart: Any, over: Any, size: int) -> Any:
    """How far each node goes away from those it is too near to; of two in one place the later one goes on."""
    return np.bincount(a, np.where(apart == 0, np.sign(a - b), np.sign(apart)) * over, size) * GIVING


def _forces(part: Any, ends: Any) -> Any:
    """Nodes of a part push each other away, edges pull together (Fruchterman and Reingold), from a spiral on; all parts
    at once."""
    together = (part[:, None] == part).astype(np.float32)  # of all pairs: half the memory is half the time
    reach = np.sqrt(together.sum(axis=1))
    n = np.tril(together, -1).sum(axis=1)
    x, y = np.cos(n * GOLDEN) * np.sqrt(n + 0.5), np.sin(n * GOLDEN) * np.sqrt(n + 0.5)
    a, b = ends[:, 0], ends[:, 1]
    weight, other = np.empty_like(together), np.empty_like(together)
    for step in range(STEPS):
        dx, dy = (at[:, None] - at for at in (x.astype(np.float32), y.astype(np.float32)))
        np.multiply(dx, dx, out=weight)
        weight += np.multiply(dy, dy, out=other)
        np.divide(together, np.maximum(weight, 1e-6, out=weight), out=weight)
        far = np.hypot(x[a] - x[b], y[a] - y[b])
        push = [
            np.einsum("ij,ij->i", apart, weight) + np.bincount(b, pull, len(part)) - np.bincount(a, pull, len(part))
            for apart, pull in ((dx, (x[a] - x[b]) * far), (dy, (y[a] - y[b]) * far))
        ]
        length = np.maximum(np.hypot(*push), 1e-9)
        stride = np.minimum(length, reach * 0.15 * (1 - step / STEPS)) / length
        x, y = x + push[0] * stride, y + push[1] * stride
    return np.stack((x, y), axis=1)


def _packed(boxes: list[tuple[Any, float, float]]) -> Layout:
    """Row by row from the upper left, each row spread over the width."""
    rows: list[list[tuple[Any, float, float]]] = []
    for box in boxes:
        if rows and sum(b[1] for b in rows[-1]) + box[1] <= WIDE:
            rows[-1].append(box)
        else:
            rows.append([box])
    places, top = [], 0.0
    for row in rows:
        gap = (WIDE - sum(b[1] for b in row)) / (len(row) + 1)
        left = gap
        for own, wide, _ in row:
            places.append(own + np.array([left, top]))
            left += wide + gap
        top += max(b[2] for b in row)
    every = np.round(np.concatenate(places), DIGITS) if places else np.zeros((0, 2))
    return Layout(every[:, 0], every[:, 1], round(top, DIGITS))
