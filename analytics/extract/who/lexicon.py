"""The tables of this room as one literal scan and a few sets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from analytics.rules.book import RuleBook
from analytics.rules.who import (
    OrgAnaphor,
    OrgBlock,
    OrgFixed,
    OrgGeneric,
    OrgInside,
    OrgKind,
    OrgShort,
    OrgStop,
    OrgSuffix,
    OrgTitle,
    PairingCue,
    RoleCue,
)
from analytics.text.scan import LiteralScan

_KEPT = 256
"""Runs behind a name of which the cues are kept: each is asked for several times."""
_SHORTEST = 2  # characters of a modifier that names a department


@dataclass(frozen=True, slots=True)
class Mark:
    """What a literal of the tables may be: the end of a name, a name, a title, a word that stands for a name.

    ``within``: the part of a longer literal that names the organisation (工会 of 工会主席).
    """

    suffix: OrgSuffix | None = None
    fixed: OrgFixed | None = None
    title: OrgTitle | None = None
    anaphor: OrgAnaphor | None = None
    blocked: bool = False
    within: bool = False


class Lexicon:
    """All tables of organisations, roles and pairings of one rule book."""

    def __init__(self, book: RuleBook) -> None:
        marks = _marks(book)
        self.marks = LiteralScan(marks)
        self.suffixes = {w: m.suffix for w, m in marks.items() if m.suffix}
        self.titles = frozenset(w for w, m in marks.items() if m.title)
        stops = book.rows("org_stops.csv", OrgStop)
        self.stops = frozenset(w for r in stops if r.when == "always" for w in r.words)
        self.appositions = tuple(w for r in stops if r.when == "named" for w in r.words)
        inside = book.rows("org_inside.csv", OrgInside)
        self.inside = frozenset(w for r in inside for w in r.words)
        self.joined = frozenset(w for r in inside if r.joins for w in r.words)
        self._generic: dict[OrgKind | None, set[str]] = {}
        for row in book.rows("org_generic.csv", OrgGeneric):
            for kind in row.kinds or (None,):
                self._generic.setdefault(kind, set()).update(row.words)
        self.short: dict[str, frozenset[str]] = {
            r.where: frozenset(r.words) for r in book.rows("org_short.csv", OrgShort)
        }
        cues = book.rows("role_cues.csv", RoleCue)
        self.before = LiteralScan(
            [(w, r) for r in cues if r.side == "before" and r.role != "continues" for w in r.words]
        )
        self.continuing = tuple(w for r in cues if r.role == "continues" for w in r.words)
        self.coming = tuple(w for r in cues if r.role == "came" for w in r.words)
        self.people = self.titles | {w for r in cues if r.role == "doer" for w in r.words}
        self.after = LiteralScan([(w, r) for r in cues if r.side == "after" and r.role != "came" for w in r.words])
        self.told_after = lru_cache(maxsize=_KEPT)(self.after.find)
        self.ties = LiteralScan([(w, r) for r in book.rows("pairing_cues.csv", PairingCue) for w in r.words])

    def general(self, word: str) -> bool:
        """Whether ``word`` names nothing before any suffix (各, 有关)."""
        return len(word) < _SHORTEST or word in self._generic.get(None, ())

    def generic(self, word: str, suffix: OrgSuffix) -> bool:
        """Whether ``word`` before this suffix names nothing."""
        return word in self._generic.get(suffix.kind, ()) or (
            suffix.needs == "name" and word in self._generic.get(None, ())
        )


def _marks(book: RuleBook) -> dict[str, Mark]:
    marks: dict[str, Mark] = {}
    none = Mark()
    for suffix in book.rows("org_suffixes.csv", OrgSuffix):
        marks |= {w: replace(marks.get(w, none), suffix=suffix) for w in suffix.words}
    for fixed in book.rows("org_fixed.csv", OrgFixed):
        marks |= {w: replace(marks.get(w, none), fixed=fixed) for w in fixed.words}
    for title in book.rows("org_titles.csv", OrgTitle):
        marks |= {w: replace(marks.get(w, none), title=title) for w in title.words}
    for anaphor in book.rows("org_anaphora.csv", OrgAnaphor):
        for word in anaphor.words:
            held = marks.get(word, none)
            marks[word] = replace(
                held, anaphor=anaphor, suffix=held.suffix or (_tail(word, marks) if anaphor.bare else None)
            )
    for block in book.rows("org_blocks.csv", OrgBlock):
        marks |= {w: replace(marks.get(w, none), blocked=True) for w in block.words}
    return marks


def _tail(word: str, marks: dict[str, Mark]) -> OrgSuffix | None:
    """The suffix that a bare noun ends with: 教育局 alone points back, with a place before it it is a name."""
    ends = (marks[word[i:]].suffix for i in range(1, len(word)) if word[i:] in marks)
    return next((s for s in ends if s), None)
