"""How a unit stands to its deed: took place, planned, a habit, a claimed total, called off, or only talked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from analytics.extract.cues import Cue, Cues
from analytics.extract.units import Unit
from analytics.model import Claim, TimeExpression
from analytics.rules.cue_rows import StanceCue

Stance = Literal["event", "practice", "planned", "aggregate", "cancelled", "none"]
_SETTLED = ("day", "range", "approx", "month", "season")


@dataclass(frozen=True, slots=True)
class Standing:
    """The stance, the rules that decided it, and whether the unit says that it happened several times."""

    stance: Stance
    rules: tuple[str, ...]
    repeated: bool


_PLAIN = Standing("event", (), False)


def read_stance(
    text: str,
    unit: Unit,
    cues: Cues,
    times: list[TimeExpression],
    claims: list[Claim],
    totals: frozenset[str],
    published: date | None,
    continuing: bool,
) -> Standing:
    """The stance of one unit. ``times`` and ``claims`` are those of the unit; ``totals``: the claim units that add up
    occasions; ``continuing``: it opens with a word of going on.
    """

    told = [(c, c.rule.stance) for c in cues.stances(unit.start, unit.end) if isinstance(c.rule, StanceCue)]
    told = [(c, stance) for c, stance in told if not unit.hides(c.start, c.end)]
    if not told:
        return _PLAIN

    def open_cues(*names: str) -> list[Cue]:
        return [c for c, stance in told if stance in names]

    repeated = open_cues("repeated")
    again = bool(repeated)
    settled = [t for t in times if _past(t, published)]
    for stance, found in (
        ("cancelled", open_cues("cancelled")),
        ("planned", _still_to_come(text, open_cues("planned"), settled, published, cues)),
        ("aggregate", [] if continuing else _totals(open_cues, claims, totals)),
        ("none", _talk(open_cues("policy", "background"), unit, settled)),
        ("practice", [] if again or any(_names_days(t, cues) for t in settled) else open_cues("practice")),
    ):
        if found:
            return Standing(stance, _ids(found + (repeated if stance == "practice" else [])), again)  # type: ignore[arg-type]
    return Standing("event", _ids(repeated), again)


def plans(unit: Unit, cues: Cues) -> bool:
    """Whether the unit plans: dates in it look ahead."""
    return any(not unit.hides(c.start, c.end) for c in cues.stances(unit.start, unit.end, "planned"))


def settles(time: TimeExpression) -> bool:
    """Whether it names a time of its own: a date, or one that only lacks the year because nothing gives it."""
    return time.date.precision in _SETTLED or (time.date.edtf is None and any(c.isdigit() for c in time.span.quote))


def _names_days(time: TimeExpression, cues: Cues) -> bool:
    """A date, not a festival or a vague word: it outweighs a word of habit."""
    exact = time.date.precision in ("day", "range", "month", "unknown")
    span = time.span
    return exact and (any(map(str.isdigit, span.quote)) or bool(cues.stances(span.start, span.end, "day_word")))


def _past(time: TimeExpression, published: date | None) -> bool:
    if not settles(time):
        return False
    return published is None or time.date.start is None or time.date.start <= published


def _still_to_come(
    text: str, found: list[Cue], settled: list[TimeExpression], published: date | None, cues: Cues
) -> list[Cue]:
    """A plan behind a settled date and a word of doing is a side remark; a delay to a day that is past took place."""

    def told_before(cue: Cue) -> bool:
        before = [t for t in settled if t.span.end <= cue.start]
        if "postponed" in cue.rule.id:
            return False
        if cues.stances(cue.end - 1, cue.end, "takes") and any(t.date.precision == "day" for t in before):
            return True  # 将 is 把 here: 昨天，县红十字会将300箱水送到……
        return any(cues.occasions(t.span.end, cue.start, "doing", "going") for t in before)

    past_delay = any(
        "postponed" in c.rule.id and any(t.span.start > c.start and _over(t, published) for t in settled) for c in found
    )
    return [] if past_delay else [c for c in found if not told_before(c)]


def _over(time: TimeExpression, published: date | None) -> bool:
    return published is None or time.date.end is None or time.date.end <= published


def _totals(open_cues: Callable[..., list[Cue]], claims: list[Claim], units: frozenset[str]) -> list[Cue]:
    """A word of total with any claim; a stretch of time with a claim and a word of having done; a stretch of time with a
    claim that adds up occasions, where no habit is told."""
    total, since = open_cues("aggregate"), open_cues("aggregate_if_number")
    if (total or (since and open_cues("aggregate_done"))) and claims:
        return total + since
    return since if any(c.unit in units for c in claims) and not open_cues("practice") else []


def _talk(found: list[Cue], unit: Unit, settled: list[TimeExpression]) -> list[Cue]:
    """Speech and background rule the unit when they stand in its first half and no settled date does."""
    middle = unit.start + (unit.end - unit.start) // 2
    return [c for c in found if c.start <= middle and not settled]


def _ids(found: list[Cue]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.rule.id for c in found))
