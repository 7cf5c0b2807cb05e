"""The tables of this room as one literal scan and a few sets."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analytics.rules.book import RuleBook
from analytics.rules.who import (
    OrgAnaphor,
    OrgBlock,
    OrgFixed,
    OrgGeneric,
    OrgInside,
    OrgKind,
    OrgStop,
    OrgSuffix,
    OrgTitle,
    PairingCue,
    RoleCue,
)
from analytics.text.scan import LiteralScan


@dataclass(frozen=True, slots=True)
class Mark:
    """What a literal of the tables may be: the end of a name, a name, a title, a word that stands for a name."""

    suffix: OrgSuffix | None = None
    fixed: OrgFixed | None = None
    title: OrgTitle | None = None
    anaphor: OrgAnaphor | None = None
    blocked: bool = False


class Lexicon:
    """All tables of organisations, roles and pairings of one rule book."""

    def __init__(self, book: RuleBook) -> None:
        self.marks = LiteralScan(_marks(book))
        stops = book.rows("org_stops.csv", OrgStop)
        self.stops = frozenset(w for r in stops if r.when == "always" for w in r.words)
        self.appositions = frozenset(w for r in stops if r.when == "named" for w in r.words)
        self.inside = frozenset(w for r in book.rows("org_inside.csv", OrgInside) for w in r.words)
        self._generic: dict[OrgKind | None, set[str]] = {}
        for row in book.rows("org_generic.csv", OrgGeneric):
            for kind in row.kinds or (None,):
                self._generic.setdefault(kind, set()).update(row.words)
        cues = book.rows("role_cues.csv", RoleCue)
        self.before = LiteralScan([(w, r) for r in cues if r.side == "before" for w in r.words])
        self.after = LiteralScan([(w, r) for r in cues if r.side == "after" for w in r.words])
        self.ties = LiteralScan([(w, r) for r in book.rows("pairing_cues.csv", PairingCue) for w in r.words])

    def generic(self, word: str, suffix: OrgSuffix) -> bool:
        """Whether ``word`` before this suffix names nothing."""
        return word in self._generic.get(suffix.kind, ()) or (suffix.needs == "name" and word in self._generic.get(None, ()))


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
        marks |= {w: replace(marks.get(w, none), anaphor=anaphor) for w in anaphor.words}
    for block in book.rows("org_blocks.csv", OrgBlock):
        marks |= {w: replace(marks.get(w, none), blocked=True) for w in block.words}
    return marks
