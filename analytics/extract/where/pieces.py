"""Provinces, cities, counties by their literal names; the links of a chain such as 山东潍坊青州市庙子镇."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from analytics.extract.where.view import View
from analytics.extract.where.words import PlaceWords
from analytics.gazetteer import Division, Gazetteer
from analytics.gazetteer.division import LEVELS
from analytics.model import Level
from analytics.text.scan import Hit, LiteralScan

OLD_ENDINGS = ("县", "市", "区")
"""A county that became a city or district is still called by its old name: 平泉县 for 平泉市."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A division's name at ``[start, end)``. ``fits``: what it may be (empty: a town that no register has)."""

    start: int
    end: int
    level: Level
    fits: tuple[Division, ...]
    full: bool
    name: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """What a literal name may mean."""

    fits: tuple[Division, ...]
    full: bool


class DivisionScan:
    """Finds every province, city and county that a text names."""

    def __init__(self, gazetteer: Gazetteer, words: PlaceWords) -> None:
        self._words = words
        self._scan = LiteralScan(_names(gazetteer), overlap=True)
        self.look = lru_cache(maxsize=4)(self._look)
        """The view of a text and the names in it; context and places look at the same text, one after the other."""

    def _look(self, text: str) -> tuple[View, list[Piece]]:
        view = View.of(text, self._words.variants, self._words.written)
        return view, self.find(view)

    def find(self, view: View) -> list[Piece]:
        """Names in order, none overlapping; short ones only as whole words."""
        named = self._scan.find(view.plain)
        if not named:
            return []
        kept: list[Hit[Named]] = []
        taken: set[int] = set()
        endings = {hit.start for hit in self._words.endings(view.plain)}
        # 龙潭 of 龙潭社区 is no county.
        hits = [h for h in named if h.value.full or h.end not in endings]
        # A full name may follow on another where the segmenter knows neither: 清远市清城区.
        starts = view.bounds | {h.end for h in hits if h.value.full and h.start in view.bounds}
        for hit in sorted(hits, key=lambda h: (h.start not in starts, h.start - h.end, h.start)):
            if _whole(hit, starts, view.bounds) and taken.isdisjoint(range(hit.start, hit.end)):
                kept.append(hit)
                taken.update(range(hit.start, hit.end))
        return [_piece(hit) for hit in sorted(kept, key=lambda h: h.start)]

    def everyday(self, piece: Piece) -> bool:
        """Whether the name is an everyday word too (和平, 朝阳), so that by itself it says nothing."""
        return piece.name in self._words.everyday


def _names(gazetteer: Gazetteer) -> dict[str, Named]:
    full: defaultdict[str, list[Division]] = defaultdict(list)
    short: defaultdict[str, list[Division]] = defaultdict(list)
    for name, division in gazetteer.upper():
        (full if name == division.name else short)[name].append(division)
    for name, divisions in list(short.items()):
        for division in divisions:
            if division.level == "county" and division.name[len(name) :] != "县":
                for ending in OLD_ENDINGS:
                    if name + ending not in full:
                        full[name + ending] = [division]
    named = {name: Named(tuple(found), False) for name, found in short.items()}
    return named | {name: Named(tuple(found), True) for name, found in full.items() if found}


def _whole(hit: Hit[Named], starts: set[int], bounds: set[int]) -> bool:
    if not hit.value.full or len(hit.term) < 3:
        return hit.start in bounds and hit.end in bounds
    return hit.start in starts


def highest(fits: tuple[Division, ...]) -> tuple[Division, ...]:
    """Those of the widest level among them: 长沙 is the city, not the county."""
    top = min((LEVELS.index(d.level) for d in fits), default=0)
    return tuple(d for d in fits if d.level == LEVELS[top])


def _piece(hit: Hit[Named]) -> Piece:
    fits = hit.value.fits
    level = min((d.level for d in fits), key=LEVELS.index)
    return Piece(hit.start, hit.end, level, fits, hit.value.full, hit.term)


def under(division: Division, above: Division) -> bool:
    """Whether ``division`` lies in ``above`` (or is it)."""
    return division.code.startswith(prefix(above))


def prefix(division: Division) -> str:
    """The leading digits that name a division: 370781 for 青州市."""
    digits = {"province": 2, "city": 4, "county": 6, "town": 9, "village": 12}
    return division.code[: digits[division.level]]
