"""The place tables of a rule book, made ready for reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from analytics.model import Level
from analytics.rules import RuleBook
from analytics.rules.cue_rows import ServedCue
from analytics.rules.place_rows import (
    GenericName,
    PlaceAfter,
    PlaceAgain,
    PlaceCue,
    PlaceEvidence,
    PlaceSuffix,
    PlaceTail,
    PlaceVote,
)  # fmt: skip
from analytics.rules.text_rows import TextVariant
from analytics.text.scan import Hit, LiteralScan


@dataclass(frozen=True, slots=True)
class Generic:
    """What names no place before one ending."""

    never: frozenset[str]
    whole: frozenset[str]
    ends: tuple[str, ...]
    inside: LiteralScan[None]
    alone: frozenset[str]
    street: tuple[str, ...]

    def last_inside(self, run: str) -> int:
        """Where the last word begins that a name hardly holds (来到石桥村), else -1; a name that is one may be one."""
        hits = (hit for hit in self.inside.find(run) if not run.startswith(self.street, hit.end))
        return max((hit.start for hit in hits), default=-1)


@dataclass(frozen=True)
class PlaceWords:
    """Everything that the tables say, by what it is asked for."""

    weights: Mapping[str, float]
    votes: Mapping[str, tuple[float, float]]
    suffixes: Mapping[str, PlaceSuffix]
    suffix_scan: LiteralScan[PlaceSuffix]
    cues: Mapping[str, str]
    cue_sizes: tuple[int, ...]
    counts: frozenset[str]
    joins: tuple[str, ...]
    generic: Mapping[str, Generic]
    everyday: frozenset[str]
    after: Mapping[str, str]
    after_sizes: tuple[int, ...]
    tails: LiteralScan[None]
    again: LiteralScan[str]
    passing: tuple[str, ...]
    variants: Mapping[int, str]

    @staticmethod
    def of(book: RuleBook) -> PlaceWords:
        """The words of a rule book."""
        suffixes = {row.suffix: row for row in book.rows("place_suffixes.csv", PlaceSuffix)}
        cue_rows = book.rows("place_cues.csv", PlaceCue)
        cues = {word: row.kind for row in cue_rows if row.kind not in ("list", "count") for word in row.words}
        after = {word: row.kind for row in book.rows("place_after.csv", PlaceAfter) for word in row.words}
        named = book.rows("place_generic.csv", GenericName)
        return PlaceWords(
            weights={row.id: row.weight for row in book.rows("place_evidence.csv", PlaceEvidence)},
            votes={row.id: (row.weight, row.most) for row in book.rows("place_votes.csv", PlaceVote)},
            suffixes=suffixes,
            suffix_scan=LiteralScan(suffixes),
            cues=cues,
            cue_sizes=_sizes(cues),
            counts=frozenset(word for row in cue_rows if row.kind == "count" for word in row.words),
            joins=tuple(word for row in cue_rows if row.kind == "list" for word in row.words),
            generic={suffix: _generic(named, suffix) for suffix in suffixes},
            everyday=frozenset(word for row in named if row.match == "division" for word in row.words),
            after=after,
            after_sizes=_sizes(after),
            tails=LiteralScan({w: None for row in book.rows("place_tails.csv", PlaceTail) for w in row.words}),
            again=_again(book.rows("place_again.csv", PlaceAgain)),
            passing=tuple(
                w for row in book.rows("served_cues.csv", ServedCue) if row.side == "mention" for w in row.words
            ),
            variants={ord(row.written): row.standard for row in book.rows("text_variants.csv", TextVariant)},
        )

    @cached_property
    def endings(self) -> Callable[[str], list[Hit[PlaceSuffix]]]:
        """Finds the endings of places; divisions and places ask for those of the same text, one after the other."""
        return lru_cache(maxsize=4)(self.suffix_scan.find)

    @cached_property
    def written(self) -> frozenset[str]:
        """The characters that ``variants`` folds."""
        return frozenset(map(chr, self.variants))

    def level(self, suffix: str) -> Level:
        """The level that an ending names."""
        return self.suffixes[suffix].level

    def cue_before(self, text: str, low: int, end: int, bounds: set[int]) -> str | None:
        """Kind of the longest cue that ends at ``end`` and starts at a word's start, no earlier than ``low``."""
        for size in self.cue_sizes:
            start = end - size
            kind = self.cues.get(text[start:end]) if start >= low else None
            if kind and (size > 1 or start == low or start in bounds):
                return kind
        return None

    def begins(self, stem: str) -> bool:
        """Whether it begins with a cue of two characters or more and goes on: 希望六 of 希望六村."""
        return any(size > 1 and len(stem) > size and stem[:size] in self.cues for size in self.cue_sizes)

    def kind_after(self, text: str, at: int) -> tuple[str, int] | None:
        """Kind and length of the longest word of the ``after`` table that stands at ``at``."""
        for size in self.after_sizes:
            if kind := self.after.get(text[at : at + size]):
                return kind, size
        return None


def _sizes(words: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({len(word) for word in words}, reverse=True))


def _again(rows: tuple[PlaceAgain, ...]) -> LiteralScan[str]:
    """Words to the ending of the village that they mean; look-alikes to none."""
    meant = {word: row.ending for row in rows for word in row.words}
    return LiteralScan(meant | {word: "" for row in rows for word in row.unless})


def _generic(rows: tuple[GenericName, ...], suffix: str) -> Generic:
    def words(match: str) -> tuple[str, ...]:
        return tuple(w for row in rows if row.match == match and suffix in row.suffixes for w in row.words)

    inside = dict.fromkeys(words("inside"))
    scan = LiteralScan(inside, overlap=True)
    return Generic(
        frozenset(words("never")), frozenset(words("whole")), words("end"), scan, frozenset(inside), words("street")
    )
