"""From the parts of a place as written to its chain and code; what stays open stays visible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from analytics.extract.where.pieces import Piece, highest, prefix, under
from analytics.extract.where.values import PlaceContext
from analytics.gazetteer import Division, Gazetteer
from analytics.gazetteer.division import LEVELS
from analytics.model import Level

MIN_UNIQUE = 3
"""Characters (ending left out) from which the only place of a name in the country is taken for it without a context."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Chain as far as certain, code when one place fits, codes when several do, and the rule that decided."""

    division: tuple[str, ...]
    code: str | None
    candidates: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class _Pool:
    """The divisions that the parts read so far may mean, and the names below them that no register has."""

    fits: tuple[Division, ...]
    tail: tuple[str, ...]
    rule: str


class Settler:
    """Settles places against one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def fits(self, name: str, level: Level, within: Iterable[Division]) -> tuple[Division, ...]:
        """Divisions of this name and level inside any of ``within``."""
        found = {d.code: d for above in within for d in self._gazetteer.find(name, prefix(above)) if d.level == level}
        return tuple(found.values())

    def settle(self, parts: Sequence[Piece], context: PlaceContext, towns: Sequence[Division] = ()) -> Settled:
        """The place whose parts, from the widest down, are ``parts``; ``towns`` are those that the article names."""
        pool = _Pool((), (), "")
        for part in parts:
            pool = self._narrow(pool, part, context)
        if len(pool.fits) > 1 and not pool.tail and (near := [d for d in pool.fits if any(under(d, t) for t in towns)]):
            pool = _Pool(tuple(near), (), pool.rule)
        return _settled(pool, self._elsewhere(pool, parts[-1]))

    def _narrow(self, pool: _Pool, part: Piece, context: PlaceContext) -> _Pool:
        if not pool.fits:
            return self._first(pool, part, context)
        found = tuple(d for d in part.fits if any(under(d, above) for above in pool.fits))
        found = found if part.full else highest(found)
        found = found or self.fits(part.name, part.level, pool.fits)
        if found:
            return _Pool(found, (), "place.code.chain")
        return _Pool(pool.fits, (*pool.tail, part.name), "place.code.none")

    def _first(self, pool: _Pool, part: Piece, context: PlaceContext) -> _Pool:
        home = (context.county,) if context.county else context.candidates or ((context.area,) if context.area else ())
        rule = "place.code.county" if context.county or context.candidates else "place.code.area"
        local = bool(home) and part.level in LEVELS[3:]
        if part.level in LEVELS[:3]:
            near = tuple(d for d in part.fits if any(under(d, h) or under(h, d) for h in home))
            return _Pool(near if len(near) == 1 else highest(near or part.fits), (), "place.code.chain")
        found = self.fits(part.name, part.level, home) if local else ()
        found = found or self.fits(part.name, part.level, context.candidates)
        if found:
            return _Pool(found, (), rule)
        if local:
            # Two counties are named and neither register has it: it may lie in either.
            home = tuple(dict.fromkeys((*home, *context.candidates)))
            return _Pool(home, (*pool.tail, part.name), "place.code.none")
        everywhere = tuple(d for d in self._gazetteer.find(part.name) if d.level == part.level)
        return _Pool(everywhere, () if everywhere else (*pool.tail, part.name), "place.code.unique")

    def _elsewhere(self, pool: _Pool, last: Piece) -> tuple[str, ...]:
        """Where the town as written lacks the village but its county has it: registers age."""
        if len(pool.fits) != 1 or not pool.tail or pool.fits[0].level != "town":
            return ()
        county = self._gazetteer.get(pool.fits[0].code[:6])
        return tuple(d.code for d in self.fits(last.name, last.level, [county])) if county else ()


def _settled(pool: _Pool, elsewhere: tuple[str, ...]) -> Settled:
    if not pool.fits:
        return Settled((), None, (), "place.code.none")
    if len(pool.fits) == 1:
        only = pool.fits[0]
        if pool.tail:
            return Settled((*only.chain, *pool.tail), None, elsewhere, "place.code.none")
        if pool.rule == "place.code.unique" and len(only.name) <= MIN_UNIQUE:
            return Settled((), None, (only.code,), "place.code.open")
        return Settled(only.chain, only.code, (), pool.rule)
    levels = zip(*(d.chain for d in pool.fits), strict=False)
    sure = tuple(names[0] for names in takewhile(lambda names: len(set(names)) == 1, levels))
    codes = () if pool.tail else tuple(d.code for d in pool.fits)
    return Settled(sure, None, codes, "place.code.open")
