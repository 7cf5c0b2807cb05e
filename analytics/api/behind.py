"""The activities behind a number of an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from analytics import measures
from analytics.api.asked import BEHIND, Asked
from analytics.measures import LeftOut
from analytics.problems import Problem


def behind(asked: Asked) -> Sequence[str]:
    """The ids that ``/rows`` is asked for; those that the View counts where no number is named.

    Raises Problem view_value when there is no such number.
    """
    named = [key for key in BEHIND if asked.own.get(key) and key != "of"]
    if len(named) > 1:
        raise Problem.of("view_value", named[1], part=named[1], value=asked.own[named[1]])
    return FINDERS[named[0]](asked) if named else measures.placed(asked.collection, asked.view).counted


def _figure(asked: Asked) -> Sequence[str]:
    name = asked.own["figure"]
    if name not in FIGURES:
        raise _unknown(asked, "figure")
    ids: Sequence[str] = getattr(measures.headline(asked.collection, asked.view), name).ids
    return ids


def _bin(asked: Asked) -> Sequence[str]:
    frame = measures.over_time(asked.collection, asked.view).frame
    return _row(
        asked, frame, (frame["label"] == asked.own["bin"]) & (frame["type"] == asked.own.get("of", "all")), "bin"
    )


def _village(asked: Asked) -> Sequence[str]:
    frame = measures.villages(asked.collection, asked.view).frame
    return _row(asked, frame, frame["key"] == asked.own["village"], "village")


def _pair(asked: Asked) -> Sequence[str]:
    frame = measures.pairings(asked.collection, asked.view).frame
    return _row(asked, frame, frame["key"] == asked.own["pair"], "pair")


def _left(asked: Asked) -> Sequence[str]:
    told: tuple[LeftOut, ...] = (
        *measures.headline(asked.collection, asked.view).left_out, *measures.over_time(asked.collection, asked.view).left_out
    )  # fmt: skip
    found = next((one for one in told if one.code == asked.own["left"]), None)
    if found is None:
        raise _unknown(asked, "left")
    return found.ids


def _row(asked: Asked, frame: pd.DataFrame, mask: pd.Series, key: str) -> Sequence[str]:
    if not mask.any():
        raise _unknown(asked, key)
    ids: Sequence[str] = frame.loc[mask, "ids"].iloc[0]
    return ids


def _unknown(asked: Asked, key: str) -> Problem:
    return Problem.of("view_value", key, part=key, value=asked.own[key])


FIGURES = ("activities", "volunteering", "pairings", "villages", "people")
FINDERS: dict[str, Callable[[Asked], Sequence[str]]] = {
    "figure": _figure, "bin": _bin, "village": _village, "pair": _pair, "left": _left,
}  # fmt: skip
