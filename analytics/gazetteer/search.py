"""A village looked for by name, with words of what it lies in: what a person chooses from."""

from __future__ import annotations

from collections.abc import Collection

from analytics.gazetteer.division import Division
from analytics.gazetteer.gazetteer import Gazetteer

LEVELS = ("village", "town", "county")
"""Levels that place a village: itself, or what it lies in."""


def candidates(gazetteer: Gazetteer, words: str, near: Collection[str] = ()) -> tuple[Division, ...]:
    """Divisions that one of the words names and whose chain holds all others: "青州 柳林村".

    Villages first, then towns and counties; those within one of the chains ``near`` ("山东省/潍坊市/青州市") before others.
    """
    wanted = words.split()
    found: dict[str, Division] = {}
    for at, word in enumerate(wanted):
        others = wanted[:at] + wanted[at + 1 :]
        for division in gazetteer.find(word):
            chain = "/".join(division.chain[:-1])
            if division.level in LEVELS and all(other in chain for other in others):
                found.setdefault(division.code, division)

    def order(division: Division) -> tuple[int, bool, str]:
        chain = "/".join(division.chain)
        close = any(chain == one or chain.startswith(f"{one}/") for one in near)
        return LEVELS.index(division.level), not close, division.code

    return tuple(sorted(found.values(), key=order))
