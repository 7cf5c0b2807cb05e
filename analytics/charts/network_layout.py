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
    boxes = []
    for number in range(int(part.max()) + 1 if len(part) else 0):
        own = np.flatnonzero(part == number)
        inner = ends[np.isin(ends[:, 0], own)] - own[0]
        boxes.append(_box(len(own), inner))
    return _packed(boxes)


def _box(size: int, ends: Any) -> tuple[Any, float, float]:
    """Places within a part, from its upper left corner, with its width and height."""
    if size <= 2:
        return (
            np.array([[EDGE, EDGE], [EDGE + 1.3 * ACROSS, EDGE]])[:size],
            1.3 * ACROSS * (size - 1) + 2 * EDGE,
            DOWN + EDGE,
        )
    found = _forces(size, ends)
    found -= found.min(axis=0)
    span = np.maximum(found.max(axis=0), 1e-9)
    room = math.sqrt(size)
    wide = min(WIDE - 2 * EDGE, ACROSS * room * 1.25)
    tall = DOWN * size * ACROSS * 0.9 / wide if size > 6 else DOWN * room * 0.8
    return found / span * (wide, tall) + EDGE, wide + 2 * EDGE, tall + 1.5 * EDGE


def _forces(size: int, ends: Any) -> Any:
    """Nodes push each other away, edges pull together (Fruchterman and Reingold), from a spiral on."""
    n = np.arange(size)
    found = np.stack((np.cos(n * GOLDEN), np.sin(n * GOLDEN)), axis=1) * np.sqrt(n + 0.5)[:, None]
    reach = math.sqrt(size)
    for step in range(STEPS):
        apart = found[:, None, :] - found[None, :, :]
        square = np.maximum((apart**2).sum(axis=2), 1e-6)
        push = (apart / square[:, :, None]).sum(axis=1)
        pull = found[ends[:, 0]] - found[ends[:, 1]]
        pull = pull * np.sqrt((pull**2).sum(axis=1))[:, None]
        np.add.at(push, ends[:, 0], -pull)
        np.add.at(push, ends[:, 1], pull)
        length = np.maximum(np.sqrt((push**2).sum(axis=1)), 1e-9)[:, None]
        found = found + push / length * np.minimum(length, reach * 0.15 * (1 - step / STEPS))
    return found


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
