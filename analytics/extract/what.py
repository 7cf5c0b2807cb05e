"""What was done: the types that a unit's words tell, and by which rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.extract.cues import Cue, Cues
from analytics.extract.units import Unit
from analytics.model import TYPES
from analytics.rules.cue_rows import TypeDrop


@dataclass(frozen=True, slots=True)
class What:
    """``deeds``: types told by what is done; ``joined``: types that only join a deed; ``rules``: (type, id) that fired."""

    deeds: frozenset[str]
    joined: frozenset[str]
    rules: tuple[tuple[str, str], ...]
    general: bool

    @property
    def types(self) -> tuple[str, ...]:
        """All types in the codebook's order; empty when nothing was done."""
        return in_order(self.deeds | self.joined) if self.deeds else ()


NOTHING = What(frozenset(), frozenset(), (), True)


def in_order(types: frozenset[str] | set[str]) -> tuple[str, ...]:
    """Types in the codebook's order."""
    return tuple(t for t in TYPES if t in types)


def read_what(
    text: str, unit: Unit, cues: Cues, names: Sequence[tuple[int, int]] = (), *, standing: bool = False
) -> What:
    """The types of one unit; quoted speech, purposes, praise and what somebody is said to have said tell nothing.

    ``names``: runs of dates (国际禁毒日) and organisations (县环保局), whose words tell no deed.

    ``standing``: a practice, plan or total is told, whose topic needs no word of doing.
    """
    silent = _silent(text, unit, cues)
    doing = standing or _any(unit, cues.occasions(unit.start, unit.end, "doing", "going"))
    deeds: set[str] = set()
    joined: set[str] = set()
    rules: list[tuple[str, str]] = []
    general = True
    for cue, rule in cues.types(unit.start, unit.end):
        if unit.hides(cue.start, cue.end) or any(a <= cue.start < b for a, b in silent):
            continue
        if any(a <= cue.start and cue.end <= b for a, b in names) and rule.type != "volunteering":
            continue
        if _fires(text, unit, cue, rule.strength, doing, cues):
            deeds.add(rule.type)
            general = general and rule.strength == "topic"
        elif rule.strength == "actor" or (rule.strength == "quiet" and _aimed_at(text, unit, cue.start, cues)):
            joined.add(rule.type)
        else:
            continue
        if (rule.type, rule.id) not in rules:
            rules.append((rule.type, rule.id))
    return What(frozenset(deeds), frozenset(joined), tuple(rules), general) if deeds or joined else NOTHING


def settle_types(found: Sequence[What], drops: Sequence[TypeDrop]) -> frozenset[str]:
    """Types that the rules tell of an activity over its units, without those that do not count beside others."""
    types: set[str] = set()
    for number, what in enumerate(found):
        types |= what.deeds
        if what.deeds or number == 0:
            types |= what.joined
    told = {(t, rule) for what in found for t, rule in what.rules}
    gone = [d for d in drops if {d.type, d.beside} <= types and {r for t, r in told if t == d.type} <= set(d.only_by)]
    return frozenset(types - {d.type for d in gone})


def _fires(text: str, unit: Unit, cue: Cue, strength: str, doing: bool, cues: Cues) -> bool:
    if strength == "given":
        return _given(unit, cue.start, cue.end, cues)
    return strength == "deed" or (strength == "topic" and doing)


def _silent(text: str, unit: Unit, cues: Cues) -> list[tuple[int, int]]:
    """Praise up to its clause's end; everything behind “X表示，” or “会议强调：”."""
    runs = [(c.start, _clause_end(text, c.end, unit.end)) for c in cues.stances(unit.start, unit.end, "praise")]
    for cue in cues.stances(unit.start, unit.end, "told", "policy"):
        if cue.end < unit.end and text[cue.end] in "，,：:":
            runs.append((cue.start, unit.end))
    return runs


def _any(unit: Unit, found: list[Cue]) -> bool:
    return any(not unit.hides(c.start, c.end) for c in found)


def _given(unit: Unit, start: int, end: int, cues: Cues) -> bool:
    """A word of giving up to 16 code points before, or 8 behind."""
    before = max(unit.start, start - 16)
    return bool(cues.occasions(before, start, "giving") or cues.occasions(end, min(unit.end, end + 8), "giving"))


def _aimed_at(text: str, unit: Unit, start: int, cues: Cues) -> bool:
    """A word of going to, giving to or doing for up to 14 code points before, in the same clause."""
    head = max(
        [unit.start, start - 14, *(i + 1 for i in range(max(unit.start, start - 14), start) if text[i] in "，,；;。")]
    )
    return bool(cues.occasions(head, start, "going", "giving", "doing", "doing_for"))


def _clause_end(text: str, start: int, end: int) -> int:
    return next((i for i in range(start, end) if text[i] in "，,；;。"), end)
