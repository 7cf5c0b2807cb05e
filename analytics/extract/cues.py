"""Every cue word of an article in one scan, asked by run of text afterwards."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from analytics.rules import RuleBook
from analytics.rules.cue_rows import CueRule, OccasionCue, PeopleCue, ServedCue, StanceCue, TypeCue
from analytics.rules.weight_rows import SignWord
from analytics.text.scan import LiteralScan

TABLES: tuple[tuple[str, type[CueRule]], ...] = (
    ("type_cues.csv", TypeCue),
    ("stance_cues.csv", StanceCue),
    ("occasion_cues.csv", OccasionCue),
    ("people_cues.csv", PeopleCue),
    ("served_cues.csv", ServedCue),
    ("sign_words.csv", SignWord),
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word at ``[start, end)`` and the rule that knows it."""

    start: int
    end: int
    rule: CueRule


class CueScan:
    """Finds the cues of all tables; a cue inside one of its rule's look-alikes is none."""

    def __init__(self, book: RuleBook) -> None:
        terms: defaultdict[str, list[tuple[CueRule, bool]]] = defaultdict(list)
        for name, model in TABLES:
            for rule in book.rows(name, model):
                for word in rule.words:
                    terms[word].append((rule, True))
                for word in rule.unless:
                    terms[word].append((rule, False))
        self._scan = LiteralScan({term: tuple(rules) for term, rules in terms.items()}, overlap=True)

    def read(self, text: str) -> Cues:
        """The cues of a text."""
        found: list[Cue] = []
        masks: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for hit in self._scan.find(text):
            for rule, fires in hit.value:
                if fires:
                    found.append(Cue(hit.start, hit.end, rule))
                else:
                    masks[rule.id].append((hit.start, hit.end))
        kept = [c for c in found if not any(a <= c.start and c.end <= b for a, b in masks.get(c.rule.id, ()))]
        return Cues(kept)


class Cues:
    """The cues of one text in order of their start."""

    def __init__(self, cues: list[Cue]) -> None:
        self._cues = cues
        self._starts = [c.start for c in cues]

    def within(self, start: int, end: int) -> Iterator[Cue]:
        """Cues that lie wholly in ``[start, end)``."""
        for i in range(bisect_left(self._starts, start), len(self._cues)):
            cue = self._cues[i]
            if cue.start >= end:
                return
            if cue.end <= end:
                yield cue

    def types(self, start: int, end: int) -> list[tuple[Cue, TypeCue]]:
        """Cues of a type."""
        return [(c, c.rule) for c in self.within(start, end) if isinstance(c.rule, TypeCue)]

    def stances(self, start: int, end: int, *names: str) -> list[Cue]:
        """Cues of the named stances."""
        return [c for c in self.within(start, end) if isinstance(c.rule, StanceCue) and c.rule.stance in names]

    def occasions(self, start: int, end: int, *roles: str) -> list[Cue]:
        """Cues of the named occasion roles."""
        return [c for c in self.within(start, end) if isinstance(c.rule, OccasionCue) and c.rule.role in roles]

    def people(self, start: int, end: int, *sides: str) -> list[Cue]:
        """Cues of the named sides of a head count."""
        return [c for c in self.within(start, end) if isinstance(c.rule, PeopleCue) and c.rule.side in sides]

    def marks(self, start: int, end: int) -> list[str]:
        """Names of the marks of a run: words at its opening, or anywhere in it."""
        found = ((c, c.rule) for c in self.within(start, end) if isinstance(c.rule, SignWord))
        return list(dict.fromkeys(rule.id for c, rule in found if rule.where == "anywhere" or c.start == start))

    def served(self, start: int, end: int, *sides: str) -> list[Cue]:
        """Cues that say whether a village was served."""
        return [c for c in self.within(start, end) if isinstance(c.rule, ServedCue) and c.rule.side in sides]
