"""Every cue word of an article in one scan, asked by run of text afterwards."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple, get_args

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


SIDES: tuple[str, ...] = get_args(PeopleCue.model_fields["side"].annotation)
ROLES: tuple[str, ...] = get_args(OccasionCue.model_fields["role"].annotation)
STANCES: tuple[str, ...] = get_args(StanceCue.model_fields["stance"].annotation)
_ALL = ""
"""The name under which every cue of a table is asked for, whatever it says."""


class Cue(NamedTuple):
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
        self._scan: LiteralScan[None] = LiteralScan(dict.fromkeys(terms), overlap=True)
        # With the name under which its look-alikes are noted, for a rule that has some.
        self._fires = [
            tuple((rule, _said(rule), rule.id if rule.unless else "") for rule, fires in rules if fires)
            for rules in terms.values()
        ]
        masks = (
            (term, tuple(rule.id for rule, fires in rules if not fires)) for term, rules in enumerate(terms.values())
        )
        self._masks = {term: ids for term, ids in masks if ids}

    def read(self, text: str) -> Cues:
        """The cues of a text."""
        runs = self._scan.widest_first(text)
        masks: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for start, end, term in runs:
            if term in self._masks:
                for id_ in self._masks[term]:
                    masks[id_].append((start, end))
        cues: list[Cue] = []
        groups: defaultdict[tuple[type[CueRule], str], list[int]] = defaultdict(list)
        for start, end, term in runs:
            for rule, said, id_ in self._fires[term]:
                if id_ and id_ in masks and any(a <= start and end <= b for a, b in masks[id_]):
                    continue
                groups[said].append(len(cues))
                cues.append(Cue(start, end, rule))
        return Cues(cues, groups)


class Cues:
    """The cues of one text in order of their start; ``groups``: their numbers by table and by what they say."""

    def __init__(self, cues: Sequence[Cue], groups: Mapping[tuple[type[CueRule], str], Sequence[int]]) -> None:
        self._cues = cues
        self._groups = groups
        self._asked: dict[tuple[type[CueRule], tuple[str, ...]], tuple[list[int], list[Cue]]] = {}

    def _within(self, start: int, end: int, model: type[CueRule], names: tuple[str, ...]) -> list[Cue]:
        """Cues of a table that say one of ``names`` and lie wholly in ``[start, end)``."""
        key = (model, names)
        starts, cues = self._asked.get(key) or self._ask(key)
        if not starts or starts[-1] < start:
            return []
        low = bisect_left(starts, start)
        if starts[low] >= end:
            return []
        return [c for c in cues[low : bisect_left(starts, end, low)] if c.end <= end]

    def _at(self, start: int, end: int, model: type[CueRule], name: str) -> bool:
        """Whether a cue of a table that says ``name`` begins at ``start`` and ends by ``end``."""
        key = (model, (name,))
        starts, cues = self._asked.get(key) or self._ask(key)
        for at in range(bisect_left(starts, start), len(starts)):
            if starts[at] != start:
                return False
            if cues[at].end <= end:
                return True
        return False

    def _ask(self, key: tuple[type[CueRule], tuple[str, ...]]) -> tuple[list[int], list[Cue]]:
        model, names = key
        told = [numbers for name in names if (numbers := self._groups.get((model, name)))]
        cues = [self._cues[i] for i in (told[0] if len(told) == 1 else sorted(chain.from_iterable(told)))]
        self._asked[key] = found = ([c.start for c in cues], cues)
        return found

    def types(self, start: int, end: int) -> list[tuple[Cue, TypeCue]]:
        """Cues of a type."""
        return [(c, c.rule) for c in self._within(start, end, TypeCue, (_ALL,)) if isinstance(c.rule, TypeCue)]

    def stances(self, start: int, end: int, *names: str) -> list[Cue]:
        """Cues of the named stances, by default of all."""
        return self._within(start, end, StanceCue, names or STANCES)

    def stance_at(self, start: int, end: int, name: str) -> bool:
        """Whether a cue of a stance stands at ``start``."""
        return self._at(start, end, StanceCue, name)

    def occasions(self, start: int, end: int, *roles: str) -> list[Cue]:
        """Cues of the named occasion roles, by default of all."""
        return self._within(start, end, OccasionCue, roles or ROLES)

    def occasion_at(self, start: int, end: int, role: str) -> bool:
        """Whether a cue of an occasion role stands at ``start``."""
        return self._at(start, end, OccasionCue, role)

    def people(self, start: int, end: int, *sides: str) -> list[tuple[Cue, PeopleCue]]:
        """Cues of the named sides of a head count, by default of all."""
        found = self._within(start, end, PeopleCue, sides or SIDES)
        return [(c, c.rule) for c in found if isinstance(c.rule, PeopleCue)]

    def people_at(self, start: int, end: int, side: str) -> bool:
        """Whether a cue of a side of a head count stands at ``start``."""
        return self._at(start, end, PeopleCue, side)

    def marks(self, start: int, end: int) -> list[str]:
        """Names of the marks of a run: words at its opening, or anywhere in it."""
        found = self._within(start, end, SignWord, (_ALL,))
        return list(dict.fromkeys(c.rule.id for c in found if c.start == start or _anywhere(c.rule)))

    def served(self, start: int, end: int, *sides: str) -> list[Cue]:
        """Cues that say whether a village was served."""
        return self._within(start, end, ServedCue, sides)


def _said(rule: CueRule) -> tuple[type[CueRule], str]:
    """The table of a rule, and what it says where cues are asked for by that."""
    if isinstance(rule, StanceCue):
        return StanceCue, rule.stance
    if isinstance(rule, OccasionCue):
        return OccasionCue, rule.role
    if isinstance(rule, (PeopleCue, ServedCue)):
        return type(rule), rule.side
    return type(rule), _ALL


def _anywhere(rule: CueRule) -> bool:
    return isinstance(rule, SignWord) and rule.where == "anywhere"
