"""What the chain of a place says: its levels, the keys that a filter finds it by, and when two villages are one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.gazetteer.division import LEVELS, ancestors
from analytics.model import Level, Place, Village


@dataclass(frozen=True, slots=True)
class PlaceKey:
    """One way to find a place: a twelve-digit code or a name. ``within``: the chain above, joined by "/"."""

    key: str
    level: Level
    name: str
    within: str
    coded: bool


def by_level(level: Level, division: tuple[str, ...], code: str | None) -> dict[Level, str]:
    """The names of a chain by level. Chains leave out levels that a place does not have (北京市 has no city between).

    The last name of a chain belongs to ``level``; one missing level is the county where the code says so (towns
    directly under a city, as in 东莞), else the city.
    """
    wanted = LEVELS[: LEVELS.index(level) + 1]
    if len(division) > len(wanted):
        division = (*division[: len(wanted) - 1], division[-1])
    if len(division) == len(wanted):
        return dict(zip(wanted, division, strict=True))
    without_county = code is not None and code[4:6] == "00" and level in ("town", "village")
    gap: Level = "county" if without_county else "city"
    rest = [name for name in wanted if name != gap or len(division) < 2]
    if len(division) == len(rest):
        return dict(zip(rest, division, strict=True))
    # more is missing: the upper end is known by position, the last name by its level
    head = dict(zip(wanted[:-1], division[:-1], strict=False))
    return head | ({level: division[-1]} if division else {})


def keys_of(place: Place) -> Iterator[PlaceKey]:
    """Every key of a place, each once: the codes of its division and of all above, the names of its chain, its own."""
    chain = by_level(place.level, place.division, place.code)
    above: list[str] = []
    codes = dict(zip(LEVELS, _codes(place.code), strict=False))
    seen: set[str] = set()
    for level in LEVELS:
        if level not in chain:
            continue
        name = chain[level]
        code = codes.get(level, "")
        for key in (code, name):
            if key and key not in seen:
                seen.add(key)
                yield PlaceKey(key, level, name, "/".join(above), bool(code))
        above.append(name)
    if place.name not in seen:
        yield PlaceKey(place.name, place.level, place.name, "/".join(above[:-1]), False)


def _codes(code: str | None) -> tuple[str, ...]:
    """The code of each level down to the place's own, "" where the level is not there."""
    if code is None or len(code) != 12:
        return ()
    ends = (2, 4, 6, 9, 12)
    starts = (0, 2, 4, 6, 9)
    known = set(ancestors(code))
    padded = [code[:end].ljust(12, "0") for end in ends]
    return tuple(p if p in known and set(p[s:e]) != {"0"} else "" for p, s, e in zip(padded, starts, ends, strict=True))


def county_of(village: Village) -> str:
    """The chain from the province to the county, joined by "/"; "" when the county is not known."""
    chain = by_level("village", village.division, village.code)
    if "county" in chain or (village.code and len(chain) > 1):
        return "/".join(chain[level] for level in LEVELS[:3] if level in chain)
    return ""


def village_key(village: Village) -> str:
    """Two villages are the same when their codes are, else their names within the same county."""
    return village.code or f"{county_of(village)}/{village.name}"
