"""Units into occasions: what tells of the same occasion again is evidence, not another activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analytics.extract.facts import Facts
from analytics.extract.stance import Stance
from analytics.extract.what import in_order
from analytics.model import TimeExpression

_RANK = {"day": 0, "range": 0, "approx": 1, "month": 2, "season": 2, "year": 3, "open": 4, "unknown": 5}


@dataclass
class Occasion:
    """An activity in the making: the units that tell of it, the first one leading."""

    kind: Stance
    units: list[Facts]
    section: int
    rules: list[str] = field(default_factory=list)

    @property
    def lead(self) -> Facts:
        """The unit that opened it."""
        return self.units[0]

    @property
    def types(self) -> tuple[str, ...]:
        """Types of what its units tell."""
        found: set[str] = set()
        for number, facts in enumerate(self.units):
            if facts.what.deeds or number == 0:
                found |= facts.what.deeds
                if number == 0 or not facts.what.general:
                    found |= facts.what.joined
        return in_order(found)

    @property
    def time(self) -> TimeExpression | None:
        """The most exact time expression of its units, the first where several are."""
        times = [t for f in self.units for t in f.times]
        return min(times, key=lambda t: (_RANK[t.date.precision], t.span.start), default=None)

    @property
    def organisers(self) -> frozenset[str]:
        """Names of those who do it, over all units."""
        return frozenset().union(*(f.organisers for f in self.units))

    @property
    def villages(self) -> frozenset[str]:
        """Names of villages, over all units."""
        return frozenset().union(*(f.villages for f in self.units))


def best_time(facts: Facts) -> TimeExpression | None:
    """The time expression that dates a unit."""
    return min(facts.times, key=lambda t: (_RANK[t.date.precision], t.span.start), default=None)


def group(units: Sequence[Facts]) -> list[Occasion]:
    """The occasions, practices, plans and totals of an article, in the order of their first unit."""
    done: list[Occasion] = []
    current: Occasion | None = None
    section = 0
    for facts in units:
        if facts.unit.role == "heading":
            section += 1
            continue
        stance = facts.standing.stance
        if stance in ("none", "cancelled"):
            continue
        if stance != "event":
            _other_kind(facts, stance, done, section)
            continue
        if facts.unit.role == "caption":
            _caption(facts, done, section)
            continue
        if current is not None and (reason := _goes_on(facts, current, section)):
            if _adds(facts):
                current.units.append(facts)
                current.rules.append(reason)
        elif _is_occasion(facts):
            current = Occasion("event", [facts], section)
            done.append(current)
    return [o for o in done if o.types]


def _is_occasion(facts: Facts) -> bool:
    """A deed, somebody who does it or a date, and a word of doing."""
    if not facts.what.deeds or not facts.doing:
        return False
    named = bool(facts.organisations or facts.places)
    settled = any(t.date.precision in ("day", "range", "approx", "month") for t in facts.times)
    return named or (settled and bool(facts.actors)) or bool(facts.heads)


def _adds(facts: Facts) -> bool:
    return bool(facts.what.deeds or facts.heads or facts.scene)


def _goes_on(facts: Facts, current: Occasion, section: int) -> str | None:
    """The rule by which a unit tells of the current occasion again; None when it opens another."""
    if facts.scene:
        return "occasion.scene.this"
    own, held = best_time(facts), current.time
    own = own if own and own.date.edtf and own.date.precision not in ("open",) else None
    same_paragraph = facts.unit.paragraph == current.units[-1].unit.paragraph
    if own and held and held.date.edtf and own.date.edtf != held.date.edtf and facts.what.deeds:
        return None
    if facts.continues:
        return "occasion.continue.during"
    new_doer = facts.organisers - current.organisers
    elsewhere = bool(facts.villages - current.villages) and not facts.villages & current.villages
    if facts.unit.continued and not own:
        return None if (elsewhere and current.villages) or (facts.standing.repeated) else "occasion.continue.sentence"
    if own and not held and not same_paragraph:
        return None
    if facts.also and facts.what.deeds and (new_doer or elsewhere):
        return None
    if not facts.what.deeds:
        return "occasion.continue.paragraph"
    if same_paragraph:
        return None if new_doer and (elsewhere or facts.places) and facts.doing else "occasion.continue.paragraph"
    if new_doer or elsewhere or (section != current.section and (facts.organisers or facts.places)):
        return None
    return "occasion.continue.article"


def _caption(facts: Facts, done: list[Occasion], section: int) -> None:
    """A caption tells of an occasion again when it shares its village, or when there is only one occasion to tell of."""
    events = [o for o in done if o.kind == "event"]
    own = best_time(facts)
    for occasion in events:
        same_date = own is None or occasion.time is None or own.date.edtf == occasion.time.date.edtf
        if same_date and (facts.villages & occasion.villages or (len(events) == 1 and not facts.villages)):
            occasion.units.append(facts)
            occasion.rules.append("occasion.heading.caption")
            return
    if facts.what.deeds and (facts.organisations or facts.places or facts.actors):
        done.append(Occasion("event", [facts], section, ["occasion.heading.caption"]))


def _other_kind(facts: Facts, stance: Stance, done: list[Occasion], section: int) -> None:
    """Practices, plans and totals stand alone; a practice that goes on in the next sentence is one."""
    if not (facts.what.deeds or facts.what.joined or facts.claims):
        return
    last = done[-1] if done else None
    follows = last is not None and last.kind == stance and last.units[-1].unit.paragraph == facts.unit.paragraph
    if last is not None and follows and stance == "practice" and not (facts.organisers - last.organisers):
        last.units.append(facts)
        return
    done.append(Occasion(stance, [facts], section))
