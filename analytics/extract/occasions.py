"""Units into occasions: what tells of the same occasion again is evidence, not another activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analytics.extract.facts import Facts
from analytics.extract.judge import Judged, OccasionJudge
from analytics.extract.signs import Outline, Story, best_time, own_signs, story_signs
from analytics.model import Kind, TimeExpression


@dataclass
class Occasion:
    """An activity in the making: the units that tell of it, the first one leading; ``judged`` opened it."""

    kind: Kind
    units: list[Facts]
    judged: Judged
    rules: list[str] = field(default_factory=list)

    @property
    def lead(self) -> Facts:
        """The unit that opened it."""
        return self.units[0]

    @property
    def time(self) -> TimeExpression | None:
        """The most exact time expression of its units, the first where several are."""
        return best_time(*self.units)

    @property
    def organisers(self) -> frozenset[str]:
        """Names of those who do it, over all units."""
        return frozenset().union(*(f.organisers for f in self.units))

    @property
    def villages(self) -> frozenset[str]:
        """Names of villages, over all units."""
        return frozenset().union(*(f.villages for f in self.units))


def group(outline: Outline, judge: OccasionJudge) -> list[Occasion]:
    """The occasions, practices, plans and totals of an article, in the order of their first unit."""
    done: list[Occasion] = []
    events: list[Occasion] = []
    story = Story()
    for number, facts in enumerate(outline.units):
        if facts.standing.stance == "cancelled":
            story.last = "none"
            continue
        signs = own_signs(outline, number) | story_signs(facts, story, outline.limits)
        judged = judge.judge(signs, begun=bool(events))
        if judged.verdict == "new":
            events.append(Occasion("event", [facts], judged, list(judged.reasons)))
            done.append(events[-1])
            story.tell(events[-1].units, new=True)
        elif judged.verdict == "goes_on":
            told = _told_again(facts, events, story)
            told.units.append(facts)
            told.rules += judged.reasons
            story.tell(told.units, new=False)
        elif judged.verdict != "none":
            _other_kind(facts, judged.verdict, judged, done)
        story.last = judged.verdict
    return done


def _told_again(facts: Facts, events: Sequence[Occasion], story: Story) -> Occasion:
    """The occasion that the unit goes on about: a caption's is the one that shares most names, any other's the current."""
    current = next(o for o in events if o.units is story.current)
    if facts.unit.role != "caption":
        return current
    return max(reversed(events), key=lambda o: (_shared(facts, o), o is current))


def _shared(facts: Facts, o: Occasion) -> int:
    names = {m.full for f in o.units for m in f.mentions}
    return 2 * len(facts.villages & o.villages) + sum(m.full in names for m in facts.mentions)


def _other_kind(facts: Facts, kind: Kind, judged: Judged, done: list[Occasion]) -> None:
    """Practices, plans and totals stand alone; a practice that goes on in the next sentence is one."""
    last = done[-1] if done else None
    follows = last is not None and last.kind == kind and last.units[-1].unit.paragraph == facts.unit.paragraph
    if last is not None and follows and kind == "practice" and not (facts.organisers - last.organisers):
        last.units.append(facts)
        return
    done.append(Occasion(kind, [facts], judged, list(judged.reasons)))
