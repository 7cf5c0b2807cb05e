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
    for number in _told(unit, numbers):
        end = _past_measure(text, number.end, unit.end, cues)
        if end is not None and (count := _own(text, unit, number, end, cues)):
            found.append(count)
    return found


def _told(unit: Unit, numbers: Sequence[Number]) -> list[Number]:
    """The numbers of a unit that have a value and stand in no quotation or purpose."""
    inside = (n for n in numbers if n.value is not None and unit.start <= n.start and n.end <= unit.end)
    return [n for n in inside if not unit.hides(n.start, n.end)]


def _past_measure(text: str, at: int, end: int, cues: Cues) -> int | None:
    """End of the measure word behind a number (30 余 名 → behind 名); None when something else is counted."""
    while at < end and text[at] in _FILL:
        at += 1
    return at + 1 if at < end and cues.people(at, at + 1, "measure") else None


def _own(text: str, unit: Unit, number: Number, end: int, cues: Cues) -> HeadCount | None:
    """Weighs the words around: who stands behind the number or right before it, and whether they are served."""
    clause, stop = _clause_start(text, unit.start, number.start), _clause_end(text, end, unit.end)
    own = cues.people(end, min(stop, end + 14), "own") or cues.people(
        max(clause, number.start - 6), number.start, "own"
    )
    served = cues.people(end, min(stop, end + 9), "served")
    tails = cues.people(end, min(stop, end + 14), "own_tail")
    totals = [
        c
        for c in cues.people(max(unit.start, number.start - 6), number.start, "own_total")
        if number.start - c.end <= 2
    ]
    sends = cues.people(clause, number.start, "own_head")
    serves = cues.people(clause, number.start, "served_before")
    sent = bool(sends) and number.start - sends[-1].end <= 1
    if (
        served
        and not totals
        and not sent
        and served[0].start <= min((c.start for c in own if c.start >= end), default=stop)
    ):
        return None
    if serves and not totals and max(c.end for c in serves) > max((c.end for c in sends), default=-1):
        return None
    if not (own or totals or tails or sent) or (number.value or 0) < 2:
        return None
    weight = 4 * bool(totals) + 2 * bool(sends) + bool(tails) + bool(own)
    rules = tuple(dict.fromkeys(c.rule.id for c in (*totals[:1], *sends[:1], *own[:1], *tails[:1])))
    return HeadCount(int(number.value or 0), Span.of(text, number.start, end), weight, rules)


def read_claims(text: str, unit: Unit, numbers: Sequence[Number], units: Sequence[ClaimUnit]) -> list[Claim]:
    """Numbers of the unit with a unit in which totals are claimed; the longest unit word wins."""
    found = []
    for number in _told(unit, numbers):
        at = number.end
        while at < unit.end and text[at] in _FILL:
            at += 1
        word = max((u.unit for u in units if text.startswith(u.unit, at)), key=len, default="")
        if word:
            found.append(Claim(number.value or 0, word, number.bound, Span.of(text, number.start, at + len(word))))
    return found


def claim_units(book: RuleBook) -> tuple[ClaimUnit, ...]:
    """The units of claims."""
    return book.rows("claim_units.csv", ClaimUnit)


def _clause_end(text: str, start: int, end: int) -> int:
    return next((i for i in range(start, end) if text[i] in "，,；;。：:"), end)


def _clause_start(text: str, start: int, end: int) -> int:
    return next((i + 1 for i in range(end - 1, start - 1, -1) if text[i] in "，,；;。：:"), start)
