"""Where a name that ends in 村, 社区, 镇 … begins: the start with the most evidence."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import lru_cache, partial

from analytics.extract.where.pieces import Piece, prefix
from analytics.extract.where.view import View
from analytics.extract.where.words import PlaceWords
from analytics.gazetteer import Division, Gazetteer
from analytics.model import Level
from analytics.rules.place_rows import PlaceSuffix

CACHED = 8192
"""Answers of the register that are kept: an article asks the same again and again."""
LONG = 4
"""Characters of a name beyond which each counts against one that no register has."""


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending at ``[start, end)``; ``end == start`` where a list leaves it out (上坪 of 上坪、下坪两村)."""

    start: int
    end: int
    suffix: PlaceSuffix


@dataclass(frozen=True, slots=True)
class Reading:
    """A name that begins at ``start``, with what speaks for it."""

    start: int
    left: str
    known: str
    score: float


@dataclass
class Around:
    """What has been read so far: divisions and towns by their end, where list items may begin, names of the article."""

    view: View
    scope: tuple[Division, ...]
    chains: dict[int, list[Piece]] = field(default_factory=dict)
    items: set[int] = field(default_factory=set)
    article: Collection[str] = ()
    taken: int = -1


class NameReader:
    """Weighs every possible start of a name by the evidence table."""

    def __init__(self, words: PlaceWords, gazetteer: Gazetteer) -> None:
        self._words = words
        self._count = lru_cache(maxsize=CACHED)(gazetteer.count)
        self._at = lru_cache(maxsize=CACHED)(partial(_at, gazetteer))

    def read(self, ending: Ending, around: Around) -> Reading | None:
        """The best reading of the name before ``ending``, or None where the evidence does not suffice."""
        low = max(around.view.run_start(ending.start), ending.start - ending.suffix.most, around.taken)
        # A name begins behind the last division that stands before it in full.
        ends = (end for end in range(low + 1, ending.start) if end in around.chains and around.chains[end][-1].full)
        low = max(ends, default=low)
        inner = low + self._words.generic[ending.suffix.suffix].last_inside(around.view.plain[low : ending.start])
        inner = inner if inner >= low else -1
        readings = (self._weigh(start, ending, around, start <= inner) for start in range(low, ending.start))
        # The earliest start wins a tie: names grow to the left.
        best = max((r for r in readings if r), key=lambda r: (r.score, -r.start), default=None)
        return best if best and best.score >= self._words.weights["place.accept"] else None

    def _weigh(self, start: int, ending: Ending, around: Around, holds: bool) -> Reading | None:
        stem = around.view.plain[start : ending.start]
        generic = self._words.generic[ending.suffix.suffix]
        if stem in generic.never:
            return None
        left = self._left(start, around)
        if left == "place.left.chain" and len(stem) == 1 and not around.chains[start][-1].full:
            left = "place.left.word"  # 樟树塘 is one name, not 塘 in 樟树
        known = self._known(stem, ending.suffix, around, start)
        weight = self._words.weights
        in_county, firm = known == "place.name.county", weight[left] >= weight["place.left.edge"]
        chained = left == "place.left.chain"
        if (self._words.cues.get(stem[-1]) == "hard" or (holds and stem not in generic.alone)) and not (
            in_county and firm
        ):
            return None
        everyday = stem in generic.whole or (len(stem) > 1 and stem in self._words.cues)
        if everyday and not (chained or (in_county and firm)):
            return None
        if stem.endswith(generic.ends) and not (in_county or (known != "place.name.unknown" and weight[left] > 2)):
            return None
        score = weight[left] + weight[known] + self._against(stem, known, left)
        return Reading(start, left, known, score)

    def _left(self, start: int, around: Around) -> str:
        view = around.view
        if start in around.chains:
            return "place.left.chain"
        if start in around.items:
            return "place.left.list"
        low = view.run_start(start)
        if start == low and start != around.taken:
            return "place.left.edge"
        if kind := self._words.cue_before(view.plain, low, start, view.bounds):
            return f"place.left.{kind}"
        if start not in view.bounds:
            return "place.left.broken"
        return "place.left.single" if start - 1 in view.bounds else "place.left.word"

    def _known(self, stem: str, suffix: PlaceSuffix, around: Around, start: int) -> str:
        chain = around.chains.get(start)
        scope = chain[-1].fits if chain and chain[-1].fits else around.scope
        name = stem + suffix.spoken
        has: Callable[[str | None], bool] = self._has(name, suffix)
        if suffix.spoken and any(has(prefix(d)) for d in scope):
            return "place.name.county"
        if stem + suffix.suffix in around.article:
            return "place.name.article"
        return "place.name.country" if suffix.spoken and has(None) else "place.name.unknown"

    def _has(self, name: str, suffix: PlaceSuffix) -> Callable[[str | None], bool]:
        if suffix.level == "village":
            return lambda within: self._count(name, within) > 0
        return lambda within: self._at(suffix.level, name, within)

    def _against(self, stem: str, known: str, left: str) -> float:
        weight, total = self._words.weights, 0.0
        begins = self._words.cues.get(stem[0])
        if (begins == "hard" or self._words.begins(stem)) and known != "place.name.county":
            total += weight["place.begins.hard"]
        if begins == "soft" and known in ("place.name.unknown", "place.name.article"):
            total += weight["place.begins.soft"]
        clear = known in ("place.name.county", "place.name.article") and weight[left] >= weight["place.left.soft"]
        if len(stem) == 1 and not clear and left != "place.left.list":
            total += weight["place.one_character"]
        if known == "place.name.unknown" and left != "place.left.chain":
            total += weight["place.long"] * max(0, len(stem) - LONG)
        return total


def _at(gazetteer: Gazetteer, level: Level, name: str, within: str | None) -> bool:
    """Whether the register has this very name at this level."""
    return any(d.level == level and d.name == name for d in gazetteer.find(name, within))
