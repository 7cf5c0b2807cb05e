"""Places from the province down to the village: a column for each level, a box as tall as what is under it.

Drawn with bars, whose marks can be clicked; plotly's own icicle tells nobody of a click.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from analytics.charts.palette import CHOSEN, GREY
from analytics.charts.ranking import safe
from analytics.charts.values import KEPT, Values, bar
from analytics.messages import Language, say

Size = Literal["villages", "activities"]
COLUMNS = 4
"""Levels seen at once."""
TALL = 640
LEAST, LABELLED = 9, 17
"""Pixels of the smallest box, and of one that has room for its name."""
NEEDED = ("key", "parent", "name", "kind", "villages", "activities")
SHARED = ("above", "county")
INK = ("#0072B2", "#3A8FC4", "#8CC3E4", "#D3E8F5")
"""Deeper is paler; the text on them is white on the first, black on the others."""
BARE = "#D9D9D9"


@dataclass(frozen=True, slots=True)
class Box:
    """``key`` None: the small ones of a parent together, ``activities`` says how many. ``name``: lines of one box with several
    names. ``top`` and ``size`` in the unit of the axis."""

    key: str | None
    name: str
    kind: str
    column: int
    top: float
    size: float
    villages: int
    activities: int


def boxes(frame: pd.DataFrame, root: str, size: Size) -> list[Box]:
    """The boxes from ``root`` to the right. ``frame``: columns key, parent, name, kind, villages, activities, as in
    ``measures.place_tree.Tree``, names in the reader's words.

    By activities a box is as tall as its villages together, so that an activity in two villages is drawn in both. A place
    that holds one county or city alone shares a box with it: both say the same.
    """
    every = _Tree(frame, size)
    return list(every.walk(root, 0, 0.0, every.weigh(root) * LEAST / TALL)) if root in every.rows else []


def icicle(drawn: list[Box], size: Size, language: Language = "zh", chosen: str | None = None) -> Values:
    """``drawn`` as ``boxes`` gives them. Customdata: "node", its key, how many activities; none where several small ones
    stand together."""
    total = max((box.top + box.size for box in drawn), default=1.0)
    columns = max((box.column for box in drawn), default=0) + 1
    named = [box.size / total * TALL >= LABELLED for box in drawn]
    trace = bar(
        x=[box.column for box in drawn], y=[box.size for box in drawn], base=[box.top for box in drawn], width=0.985,
        marker={
            "color": [_colour(box) for box in drawn],
            "line": {"color": [CHOSEN if _is(box, chosen) else "rgba(255,255,255,0.85)" for box in drawn],
                     "width": [4 if _is(box, chosen) else 1 for box in drawn]},
        },
        text=[_text(box, size, total, language) if room else "" for box, room in zip(drawn, named, strict=True)],
        insidetextfont={"color": ["white" if _colour(box) == INK[0] else "#1A1A1A" for box in drawn], "size": 13},
        textposition="inside", insidetextanchor="middle", textangle=0, constraintext="inside",
        customdata=[["node", box.key, box.activities] if box.key is not None else None for box in drawn],
        hovertext=[_hover(box, language) for box in drawn], hoverinfo="text", showlegend=False, **KEPT,
    )  # fmt: skip
    layout = {
        "barmode": "overlay", "bargap": 0, "xaxis": {"visible": False, "range": [-0.5, columns - 0.5], "fixedrange": True},
        "yaxis": {"visible": False, "range": [total, 0], "fixedrange": True},
    }  # fmt: skip
    return Values([trace], layout, TALL)


class _Tree:
    """Children and weights by key."""

    def __init__(self, frame: pd.DataFrame, size: Size) -> None:
        self.rows = {str(row["key"]): row for row in frame[list(NEEDED)].to_dict("records")}
        self.below: dict[str, list[str]] = {}
        for key, row in self.rows.items():
            if key:
                self.below.setdefault(str(row["parent"]), []).append(key)
        self.size = size
        self.weight: dict[str, float] = {}

    def weigh(self, key: str) -> float:
        """How tall a place is: what is below it, else its own number."""
        if children := self.below.get(key):
            self.weight[key] = sum(map(self.weigh, children))
        else:
            self.weight[key] = 1 if self.size == "villages" else int(self.rows[key]["activities"])
        return self.weight[key]

    def walk(self, key: str, column: int, top: float, least: float) -> Iterator[Box]:
        name = str(self.rows[key]["name"])
        while len(alone := self.below.get(key, [])) == 1 and self.rows[alone[0]]["kind"] in SHARED:
            key = alone[0]
            name = f"{name}\n{self.rows[key]['name']}" if name else str(self.rows[key]["name"])
        row = self.rows[key]
        yield Box(key, name, str(row["kind"]), column, top, self.weight[key], int(row["villages"]),
                  int(row["activities"]))  # fmt: skip
        if column + 1 >= COLUMNS:
            return
        children = sorted(self.below.get(key, []), key=lambda k: (-self.weight[k], k))
        small = [child for child in children if self.weight[child] < least]
        small = small if len(small) > 1 else []
        at = top
        for child in children[: len(children) - len(small)]:
            yield from self.walk(child, column + 1, at, least)
            at += self.weight[child]
        if small:
            villages = sum(int(self.rows[child]["villages"]) for child in small)
            yield Box(None, "", "rest", column + 1, at, sum(self.weight[c] for c in small), villages, len(small))


def _is(box: Box, chosen: str | None) -> bool:
    return box.key is not None and box.key == chosen


def _colour(box: Box) -> str:
    if box.kind == "rest":
        return BARE
    return GREY if box.kind == "unplaced" else INK[min(box.column, len(INK) - 1)]


def _text(box: Box, size: Size, total: float, language: Language) -> str:
    if box.kind == "rest":
        return say("villages.rest", language, count=f"{box.activities:,}")
    number = box.villages if size == "villages" and box.kind != "village" else box.activities
    lines = [safe(name) for name in box.name.split("\n")]
    room = box.size / total * TALL >= 2 * LABELLED * len(lines)
    return f"{'<br>'.join(lines if room else lines[-1:])} {number:,}"


def _hover(box: Box, language: Language) -> str:
    if box.kind == "rest":
        return say("villages.hover_rest", language, count=f"{box.activities:,}", villages=f"{box.villages:,}")
    values: dict[str, Any] = {"name": safe(box.name.replace("\n", " › ")), "activities": f"{box.activities:,}"}
    if box.kind == "village":
        return say("villages.hover_village", language, **values)
    return say("villages.hover_node", language, villages=f"{box.villages:,}", **values)
