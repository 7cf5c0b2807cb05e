"""Units into occasions: what tells of the same occasion again is evidence, not another activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analytics.extract.facts import Facts
from analytics.extract.stance import Stance, settles
from analytics.model import TimeExpression

_RANK = {"day": 0, "range": 0, "approx": 1, "month": 2, "season": 2, "year": 3, "open": 4, "unknown": 5}

_STRONG = frozenset({"occasion.doing.hold", "occasion.doing.go"})
_OPENING = 16
"""Code points at the head of a unit in which a doer opens it."""


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
    def time(self) -> TimeExpression | None:
        """The most exact time expression of its units, the first where several are."""
        times = [t for f in self.units for t in f.times]
        return min(times, key=_exactness, default=None)

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
    return min(facts.times, key=_exactness, default=None)


def _exactness(time: TimeExpression) -> tuple[int, int]:
    """The most exact first; “目前” says least of all."""
    return (len(_RANK) if time.rule == "time.now" else _RANK[time.date.precision], time.span.start)


def _moment(time: TimeExpression | None) -> str | None:
    """What tells two times apart: the date, or the words where only the year is missing; None where it names no time."""
    if time is None or not settles(time):
        return None
    return time.date.edtf or time.span.quote


def group(units: Sequence[Facts]) -> list[Occasion]:
    """The occasions, practices, plans and totals of an article, in the order of their first unit."""
    done: list[Occasion] = []
    current: Occasion | None = None
    waiting: list[Facts] = []
    section = 0
    roundup = False
    for facts in units:
        stance = facts.standing.stance
        roundup = roundup or _only_general(facts)
        if facts.unit.role == "heading":
            section, waiting = section + 1, []
        elif stance in ("none", "cancelled") or _only_general(facts):
            waiting = []
        elif stance != "event":
            _other_kind(facts, stance, done, section)
        elif facts.unit.role == "caption":
            current = _caption(facts, done, section) or current
        elif _is_occasion(facts, scene := _scene(waiting, facts)) and not (
            current and _goes_on(facts, current, section, roundup)
        ):
            current = Occasion("event", [*scene, facts], section)
            done.append(current)
            waiting = []
        elif current is not None and (reason := _goes_on(facts, current, section, roundup)):
            if _adds(facts):
                current.units.append(facts)
                current.rules.append(reason)
        else:
            waiting.append(facts)
    return done


def _only_general(facts: Facts) -> bool:
    return facts.general and not facts.villages and not facts.heads


def _is_occasion(facts: Facts, scene: Sequence[Facts]) -> bool:
    """A deed; somebody who does it, a place or a date; and a word of doing, a date or a head count.

    ``scene``: the sentences before, which may give who, where and when (昨日，县医院来到石桥村。专家们为老人把脉).
    """
    told = [*scene, facts]
    settled = any(settles(t) for f in told for t in f.times)
    counted = any(f.heads for f in told)
    if not facts.what.types and not (facts.what.joined and facts.doing and (settled or counted)):
        return False
    # A later part of a sentence has its subject from the part before.
    named = any(f.organisations or f.places for f in told) or (facts.unit.continued and bool(facts.doing))
    return (named or counted or settled) and (bool(facts.doing) or settled or counted)


def _scene(waiting: Sequence[Facts], facts: Facts) -> list[Facts]:
    """Of the sentences that wait for a deed, those that give this one its time, place or doer."""
    return [w for w in waiting[-3:] if _sets_the_scene(w, facts)]


def _sets_the_scene(scene: Facts, facts: Facts) -> bool:
    """A sentence before the deed that gives its time or place, or that the deed points back to (这是…的一幕)."""
    gap = facts.unit.paragraph - scene.unit.paragraph
    dated = any(settles(t) for t in scene.times)
    announced = dated and bool(scene.organisers) and not (facts.organisers - scene.organisers) and bool(scene.doing)
    if gap > (facts.scene or announced) or not (dated or scene.places or facts.scene):
        return False
    own, held = _moment(best_time(facts)), _moment(best_time(scene))
    return own is None or held is None or own == held


def _adds(facts: Facts) -> bool:
    return bool(
        facts.what.deeds or facts.what.joined or facts.heads or facts.scene or (facts.continues and facts.actors)
    )


def _goes_on(facts: Facts, current: Occasion, section: int, roundup: bool) -> str | None:
    """The rule by which a unit tells of the current occasion again; None when it opens another.

    ``roundup``: the article looks at many places or units, each with a deed of its own.
    """
    if facts.scene:
        return "occasion.scene.this"
    own, held = _moment(best_time(facts)), _moment(current.time)
    tells = bool(facts.what.types)
    same_paragraph = facts.unit.paragraph == current.units[-1].unit.paragraph
    if own and held and own != held and (tells or facts.what.joined or facts.organisers):
        return None
    if facts.continues:
        return "occasion.continue.during"
    new_doer = bool(facts.organisers - current.organisers)
    elsewhere = bool(facts.villages - current.villages) and not facts.villages & current.villages
    if facts.unit.continued:
        return None if _own_deed(facts, current) or (elsewhere and current.villages) else "occasion.continue.sentence"
    if own and not held and not same_paragraph:
        return None
    if facts.also and tells and (elsewhere or (new_doer and facts.doing and not same_paragraph)):
        return None
    if facts.hour and tells and new_doer:
        return None
    if not tells:
        return "occasion.continue.paragraph"
    moved = _opens_elsewhere(facts, current, roundup)
    if same_paragraph:
        return None if moved or (new_doer and elsewhere and facts.doing) else "occasion.continue.paragraph"
    strong = any(c.rule.id in _STRONG for c in facts.doing)
    fresh = (roundup and moved) or (new_doer and strong and (_opens_with_doer(facts) or roundup)) or elsewhere
    if fresh or (section != current.section and (facts.organisers or facts.places)):
        return None
    return "occasion.continue.article"


def _opens_with_doer(facts: Facts) -> bool:
    return any(o.role == "organiser" and o.start <= facts.unit.start + _OPENING for o in facts.organisations)


def _own_deed(facts: Facts, current: Occasion) -> bool:
    """A part of a sentence that lists deeds: each with its own word of doing and type, none carried over."""
    if not facts.doing or not facts.what.deeds:
        return False
    before = [f for f in current.units if f.unit.paragraph == facts.unit.paragraph]
    if not before:
        return True
    carried = before[-1].continues or (not before[-1].unit.continued and before[-1].scene)
    return not carried and (facts.standing.repeated or not facts.what.deeds & before[-1].what.deeds)


def _opens_elsewhere(facts: Facts, current: Occasion, roundup: bool) -> bool:
    """The unit opens with a place (在江苏南京，…) or a doer that the current occasion does not name."""
    opening = facts.unit.start + (_OPENING if roundup else 8)
    places = {p.place.name for f in current.units for p in f.places}
    if any(p.place.start < opening and p.place.name not in places for p in facts.places):
        return True
    doers = {m.full for f in current.units for m in f.mentions}
    return roundup and any(m.start <= opening and m.full not in doers and not m.anaphor for m in facts.mentions)


def _caption(facts: Facts, done: list[Occasion], section: int) -> Occasion | None:
    """A caption tells of an occasion again when it shares its village, or when there is only one occasion to tell of."""
    events = [o for o in done if o.kind == "event"]
    own = best_time(facts)
    for occasion in events:
        same_date = own is None or occasion.time is None or own.date.edtf == occasion.time.date.edtf
        if same_date and (facts.villages & occasion.villages or (len(events) == 1 and not facts.villages)):
            occasion.units.append(facts)
            occasion.rules.append("occasion.heading.caption")
            return occasion
    if not facts.what.types or not (facts.organisations or facts.places or facts.actors):
        return None
    done.append(Occasion("event", [facts], section, ["occasion.heading.caption"]))
    return done[-1]


def _other_kind(facts: Facts, stance: Stance, done: list[Occasion], section: int) -> None:
    """Practices, plans and totals stand alone; a practice that goes on in the next sentence is one."""
    if stance == "practice" and not (facts.what.deeds or facts.what.joined):
        return
    last = done[-1] if done else None
    follows = last is not None and last.kind == stance and last.units[-1].unit.paragraph == facts.unit.paragraph
    if last is not None and follows and stance == "practice" and not (facts.organisers - last.organisers):
        last.units.append(facts)
        return
    done.append(Occasion(stance, [facts], section))
