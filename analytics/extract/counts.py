"""Head counts and claimed totals: what a number counts, by the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.extract.cues import Cues
from analytics.extract.numbers import Number
from analytics.extract.units import Unit
from analytics.model import Claim, Span
from analytics.rules import RuleBook
from analytics.rules.cue_rows import ClaimUnit

_HEADS = ("名", "人", "位", "个")
_FILL = ("余", "多", "来")


@dataclass(frozen=True, slots=True)
class HeadCount:
    """Those who took part on the organisers' side; ``weight`` orders candidates of one activity."""

    people: int
    span: Span
    weight: int
    rules: tuple[str, ...]


def read_head_counts(text: str, unit: Unit, numbers: Sequence[Number], cues: Cues) -> list[HeadCount]:
    """Head counts of the organisers' side in one unit, in order."""
    found = []
    for number in numbers:
        if number.value is None or number.start < unit.start or number.end > unit.end or unit.hides(number.start, number.end):
            continue
        end = _past_measure(text, number.end, unit.end)
        if end is not None and (count := _own(text, unit, number, end, cues)):
            found.append(count)
    return found


def _past_measure(text: str, at: int, end: int) -> int | None:
    """End of the measure word behind a number (30 余 名 → behind 名); None when something else is counted."""
    while at < end and text[at] in _FILL:
        at += 1
    if at < end and text[at] in _HEADS and text[at : at + 2] not in ("人次", "个月", "个小", "名次", "个村", "人大", "个百"):
        return at + 1
    return None


def _own(text: str, unit: Unit, number: Number, end: int, cues: Cues) -> HeadCount | None:
    stop = _clause_end(text, end, unit.end)
    head = max(unit.start, number.start - 6)
    served = cues.people(end, min(stop, end + 9), "served")
    own = cues.people(end, min(stop, end + 12), "own")
    first_served = min((c.start for c in served), default=stop + 1)
    first_own = min((c.start for c in own), default=stop + 1)
    before = [c for c in cues.people(_clause_start(text, unit.start, number.start), number.start, "served_before") if number.start - c.end <= 6]
    heads = [c for c in cues.people(head, number.start, "own_head") if number.start - c.end <= 2]
    tails = cues.people(end, min(stop, end + 14), "own_tail")
    if first_served < first_own and not heads:
        return None
    if before and not heads and not tails:
        return None
    if not (own or heads or tails):
        return None
    rules = tuple(dict.fromkeys(c.rule.id for c in (*heads, *own[:1], *tails[:1])))
    weight = 2 * bool(heads) + bool(tails) + bool(own)
    value = int(number.value or 0)
    return HeadCount(value, Span.of(text, number.start, end), weight, rules) if value > 0 else None


def read_claims(text: str, unit: Unit, numbers: Sequence[Number], units: Sequence[ClaimUnit]) -> list[Claim]:
    """Numbers of the unit with a unit in which totals are claimed; the longest unit word wins."""
    found = []
    for number in numbers:
        if number.value is None or number.start < unit.start or number.end > unit.end or unit.hides(number.start, number.end):
            continue
        at = number.end
        while at < unit.end and text[at] in _FILL:
            at += 1
        word = max((u.unit for u in units if text.startswith(u.unit, at)), key=len, default="")
        if word:
            found.append(Claim(number.value, word, number.bound, Span.of(text, number.start, at + len(word))))
    return found


def claim_units(book: RuleBook) -> tuple[ClaimUnit, ...]:
    """The units of claims."""
    return book.rows("claim_units.csv", ClaimUnit)


def _clause_end(text: str, start: int, end: int) -> int:
    return next((i for i in range(start, end) if text[i] in "，,；;。：:"), end)


def _clause_start(text: str, start: int, end: int) -> int:
    return next((i + 1 for i in range(end - 1, start - 1, -1) if text[i] in "，,；;。：:"), start)
