"""What the chain of a place says: its levels, the keys that a filter finds it by, and when two villages are one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.gazetteer.division import DIGITS, LEVELS, padded
from analytics.model import Level, Place, Village


@dataclass(frozen=True, slots=True)
class PlaceKey:
    """One way to find a place. ``key``: a chain of names joined by "/", a twelve-digit code or a single name.

    ``chain``: whether it is a chain, the form that says all and is offered as a choice. ``within``: the chain above.
    """

    key: str
    level: Level
    name: str
    within: str
    chain: bool


TOWNS = ("镇", "乡", "街道", "苏木")
COUNTIES = ("县", "区", "旗")
"""How names of two levels end: they tell which level a chain without code leaves out."""


def by_level(level: Level, division: tuple[str, ...], code: str | None) -> dict[Level, str]:
    """The names of a chain by level. Its last name belongs to ``level``, its first to the province.

    Chains leave out what is not there (北京市 has no city between) or not known: the code tells, else the names.
    """
    wanted = LEVELS[: LEVELS.index(level) + 1]
    if len(division) > len(wanted):
        division = (*division[: len(wanted) - 1], division[-1])
    if len(division) == len(wanted):
        return dict(zip(wanted, division, strict=True))
    there = [name for name, found in zip(LEVELS, _codes(code), strict=False) if found]
    for levels in (there, [name for name in there if name != "city"]):
        if len(levels) == len(division):
            return dict(zip(levels, division, strict=True))
    return _by_name(level, list(division))


def _by_name(level: Level, names: list[str]) -> dict[Level, str]:
    found: dict[Level, str] = {level: names.pop()} if names else {}
    if names and level == "village" and names[-1].endswith(TOWNS):
        found["town"] = names.pop()
    if len(names) == 2 and level in ("town", "village") and names[1].endswith(COUNTIES):
        found["county"] = names.pop()
    return dict(zip(LEVELS, names, strict=False)) | found


def keys_of(place: Place) -> Iterator[PlaceKey]:
    """Every key of a place, each once: chain, code and name of every level down to its own, and its name as written."""
    chain = by_level(place.level, place.division, place.code) or {place.level: place.name}
    codes = dict(zip(LEVELS, _codes(place.code), strict=False))
    above: list[str] = []
    seen = {""}
    for level in [level for level in LEVELS if level in chain]:
        name, within = chain[level], "/".join(above)
        above.append(name)
        for key in ("/".join(above), codes.get(level, ""), name):
            if key not in seen:
                yield PlaceKey(key, level, name, within, key == "/".join(above))
            seen.add(key)
    if place.name not in seen:
        yield PlaceKey(place.name, place.level, place.name, "/".join(above[:-1]), False)


def filter_key(value: str) -> str:
    """What a filter value is looked up by: codes may be short (370781), the rest stands as it is."""
    return padded(value) if value.isascii() and value.isdigit() and len(value) <= 12 else value


def _codes(code: str | None) -> tuple[str, ...]:
    """The code of each level down to the place's own, "" where the level is not there."""
    if code is None or len(code) != 12:
        return ()
    levels = zip((0, *DIGITS), DIGITS, strict=False)
    return tuple(padded(code[:end]) if set(code[start:end]) != {"0"} else "" for start, end in levels)


def county_of(village: Village) -> str:
    """The chain from the province to the county, joined by "/"; "" when the county is not known."""
    chain = by_level("village", village.division, village.code)
    if "county" in chain or (village.code and len(chain) > 1):
        return "/".join(chain[level] for level in LEVELS[:3] if level in chain)
    return ""


def village_key(village: Village) -> str:
    """Two villages are the same when their codes are, else their names within the same county."""
    return village.code or f"{county_of(village)}/{village.name}"
