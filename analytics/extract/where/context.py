"""Which county an article is about: a count of the names in title, source and body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from analytics.extract.where.pieces import DivisionScan, Piece, under
from analytics.extract.where.values import PlaceContext
from analytics.extract.where.words import PlaceWords
from analytics.gazetteer import Division, Gazetteer
from analytics.model import Level

Votes = dict[tuple[str, str], tuple[Division, float]]
"""(rule, code) to the division and what was counted for it."""


class ContextReader:
    """Counts votes for counties, and for cities and provinces where no county wins."""

    def __init__(self, words: PlaceWords, scan: DivisionScan, gazetteer: Gazetteer) -> None:
        self._words = words
        self._scan = scan
        self._gazetteer = gazetteer
        self._levels = lru_cache(maxsize=4096)(self._levels_of)

    def read(self, text: str, title: str, source: str | None) -> PlaceContext:
        """The context of an article."""
        parts = {"text": text, "title": title, "source": source or ""}
        pieces = {part: self._pieces(run) for part, run in parts.items()}
        votes = self._votes(pieces)
        counties, rules = _totals(votes, "county")
        county, weights = self._leader(counties), self._words.weights
        enough = [d for d in counties if d != county and counties[d] >= weights["place.context.least"]]
        others = tuple(sorted(enough, key=_code))
        if county and counties[county] >= _outside(votes, county):
            return PlaceContext(county, others, rules[county.code], county)
        area = self._leader(_totals(votes, "city")[0]) or self._leader(_totals(votes, "province")[0])
        return PlaceContext(None, (*((county,) if county else ()), *others), (), area)

    def _pieces(self, run: str) -> list[Piece]:
        _, found = self._scan.look(run)
        return [p for i, p in enumerate(found) if not self._scan.everyday(p) or _in_chain(found, i)]

    def _votes(self, pieces: dict[str, list[Piece]]) -> Votes:
        """Votes at every level, capped per rule."""
        votes: Votes = {}
        sure = {p.name: p.fits[0] for found in pieces.values() for p in found if p.full and len(p.fits) == 1}
        for part, found in pieces.items():
            for i, piece in enumerate(found):
                rule = f"place.vote.{part}" if piece.full or _in_chain(found, i) else f"place.vote.short_{part}"
                weight, most = self._words.votes[rule]
                fits = _likely(piece, found, i, sure)
                for division in fits:
                    for above in self._levels(division):
                        _, had = votes.get((rule, above.code), (above, 0.0))
                        votes[rule, above.code] = above, min(most, had + weight / len(fits))
        return votes

    def _leader(self, totals: dict[Division, float]) -> Division | None:
        weights = self._words.weights
        ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0].code))
        if not ranked or ranked[0][1] < weights["place.context.least"]:
            return None
        alone = len(ranked) == 1 or ranked[0][1] >= weights["place.context.lead"] * ranked[1][1]
        return ranked[0][0] if alone else None

    def _levels_of(self, division: Division) -> list[Division]:
        codes = dict.fromkeys([division.code[:2], division.code[:4], division.code[:6]])
        above = (self._gazetteer.get(code) for code in codes)
        return list({d.code: d for d in above if d and under(division, d)}.values())


def _code(division: Division) -> str:
    return division.code


def _outside(votes: Votes, county: Division) -> float:
    """The votes for cities of other provinces: a round-up of the country is about none of its counties."""
    return sum(n for d, n in votes.values() if d.level == "city" and d.code[:2] != county.code[:2])


def _in_chain(found: list[Piece], i: int) -> bool:
    """Whether the next or the last name stands directly beside this one and one lies in the other."""
    piece = found[i]
    beside = [p for p in found[max(0, i - 1) : i + 2] if p.end == piece.start or p.start == piece.end]
    return any(related(piece, p) for p in beside)


def related(a: Piece, b: Piece) -> bool:
    """Whether one of the two may lie in the other."""
    return any(x.code != y.code and (under(x, y) or under(y, x)) for x in a.fits for y in b.fits)


def _likely(piece: Piece, found: list[Piece], i: int, sure: Mapping[str, Division]) -> tuple[Division, ...]:
    """What the name means here: what fits its neighbour in a chain, else another full name of the article, else all."""
    before = found[i - 1] if i and found[i - 1].end == piece.start else None
    if before and (fits := tuple(d for d in piece.fits if any(under(d, b) and d != b for b in before.fits))):
        return fits
    if len(piece.fits) == 1:
        return piece.fits
    others = [d for name, d in sure.items() if name != piece.name]
    near = tuple(d for d in piece.fits if any(under(d, o) or under(o, d) for o in others))
    same = near or piece.fits
    return tuple(d for d in same if d.level == piece.level) if not piece.full and len(same) > 1 else same


def _totals(votes: Votes, level: Level) -> tuple[dict[Division, float], dict[str, tuple[str, ...]]]:
    totals: defaultdict[Division, float] = defaultdict(float)
    rules: defaultdict[str, list[str]] = defaultdict(list)
    for (rule, code), (division, weight) in votes.items():
        if division.level == level:
            totals[division] += weight
            rules[code].append(rule)
    return dict(totals), {code: tuple(sorted(found)) for code, found in rules.items()}
