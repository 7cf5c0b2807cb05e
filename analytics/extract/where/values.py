"""What the place reader gives."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.gazetteer import Division
from analytics.model import Place


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """What an article is about: one county, or the counties between which it does not decide.

    ``area`` is the narrowest division that is certain: the county, else a city or province.
    """

    county: Division | None = None
    candidates: tuple[Division, ...] = ()
    rules: tuple[str, ...] = ()
    area: Division | None = None


NOWHERE = PlaceContext()


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as the text names it.

    ``candidates``: codes that fit when the text does not decide. ``inside``: what the name stands inside, "school",
    "organisation" or "site", "again" where no name stands but a word for one that went before (该村), else "".
    ``village``: the village's own part of the name as written (上坪村 for 上坪 in 上坪、下坪两村), "" for other levels;
    ``short``: 上坪, where the article never writes it out. ``reasons``: ids of the evidence besides ``rule``.
    """

    place: Place
    is_village: bool
    candidates: tuple[str, ...]
    inside: str
    rule: str
    village: str = ""
    reasons: tuple[str, ...] = ()
    short: str = ""
