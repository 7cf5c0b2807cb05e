"""Which villages an activity took place in or served, and which are only mentioned."""

from __future__ import annotations

from analytics.extract.cues import Cues
from analytics.extract.facts import Facts
from analytics.extract.where import PlaceMention

_BEFORE = 8
_LIST = frozenset("、和及与以及")


def served_villages(text: str, facts: Facts, cues: Cues) -> list[tuple[PlaceMention, str]]:
    """The villages of a unit that were served, each with the rule that says so."""
    found: list[tuple[PlaceMention, str]] = []
    for mention in facts.places:
        if mention.is_village and (rule := _served(text, mention, facts, cues, found)):
            found.append((mention, rule))
    return found


def _served(text: str, m: PlaceMention, facts: Facts, cues: Cues, found: list[tuple[PlaceMention, str]]) -> str | None:
    """The rule by which a village counts as served; a word of mere mention around it rules it out."""
    start, end = m.place.start, m.place.end
    head = max(facts.unit.start, start - _BEFORE)
    if m.inside == "organisation" or (m.inside == "school" and not facts.what.deeds & {"donation", "education"}):
        return None
    if any(c.end >= start - 2 for c in cues.served(head, start, "mention")):
        return None
    if any(c.start <= end + 1 for c in cues.served(end, min(facts.unit.end, end + 8), "mention_after")):
        return None
    if found and _listed(text, found[-1][0].place.end, start):
        return found[-1][1]
    near = cues.served(head, start, "served")
    return near[-1].rule.id if near else "served.at.unit"


def _listed(text: str, end: int, start: int) -> bool:
    """Whether only marks or words of a list stand between two mentions."""
    return (
        start - end <= 8
        and bool(set(text[end:start]) & _LIST or start == end)
        and not set(text[end:start]) & set("，。；,;")
    )


def village_name(mention: PlaceMention) -> str:
    """The village's own name, without the chain in front."""
    return mention.village or mention.place.name


def village_key(mention: PlaceMention) -> str:
    """Two villages are the same when their codes are, else their names within the same county."""
    place = mention.place
    return place.code or "/".join([*place.division[:-1][:3], village_name(mention)])
