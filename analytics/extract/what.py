"""What was done: the types that a unit's words tell, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.extract.cues import Cues
from analytics.extract.units import Unit
from analytics.model import TYPES


@dataclass(frozen=True, slots=True)
class What:
    """``deeds``: types told by what is done; ``joined``: types that only join a deed; ``rules``: ids that fired."""

    deeds: frozenset[str]
    joined: frozenset[str]
    rules: tuple[str, ...]
    general: bool

    @property
    def types(self) -> tuple[str, ...]:
        """All types in the codebook's order; empty when nothing was done."""
        return in_order(self.deeds | self.joined) if self.deeds else ()


NOTHING = What(frozenset(), frozenset(), (), True)


def in_order(types: frozenset[str] | set[str]) -> tuple[str, ...]:
    """Types in the codebook's order."""
    return tuple(t for t in TYPES if t in types)


def read_what(text: str, unit: Unit, cues: Cues) -> What:
    """The types of one unit; quoted speech, purposes and praise say nothing."""
    praise = [(c.start, _clause_end(text, c.end, unit.end)) for c in cues.stances(unit.start, unit.end, "praise")]
    doing = _any(unit, cues.occasions(unit.start, unit.end, "doing", "going"))
    deeds, joined, rules, general = set(), set(), [], True
    for cue, rule in cues.types(unit.start, unit.end):
        if unit.hides(cue.start, cue.end) or any(a <= cue.start < b for a, b in praise):
            continue
        fires = (
            rule.strength == "deed"
            or (rule.strength == "topic" and doing)
            or (rule.strength == "given" and _given(text, unit, cue.start, cue.end, cues))
        )
        if fires:
            deeds.add(rule.type)
            general = general and rule.strength == "topic"
        elif rule.strength in ("actor", "quiet"):
            joined.add(rule.type)
        else:
            continue
        if rule.id not in rules:
            rules.append(rule.id)
    return What(frozenset(deeds), frozenset(joined), tuple(rules), general) if deeds or joined else NOTHING


def _any(unit: Unit, found: list) -> bool:  # type: ignore[type-arg]
    return any(not unit.hides(c.start, c.end) for c in found)


def _given(text: str, unit: Unit, start: int, end: int, cues: Cues) -> bool:
    """A word of giving up to 16 characters before, or 8 behind, in the same clause or enumeration."""
    before = max(unit.start, start - 16)
    return bool(cues.occasions(before, start, "giving") or cues.occasions(end, min(unit.end, end + 8), "giving"))


def _clause_end(text: str, start: int, end: int) -> int:
    return next((i for i in range(start, end) if text[i] in "，,；;。"), end)
