"""Which villages an activity took place in or served, and which are only mentioned."""

from __future__ import annotations

from analytics.extract.cues import Cues
from analytics.extract.facts import Facts
from analytics.extract.where import PlaceMention

_BEFORE = 8
_UNDER = 16
"""Code points behind an organisation's name in which 带领下 says that it leads and nobody came to it."""
_BODY = 5
"""Code points at the end of a name that may be the body itself: 石桥居委会."""
_LIST = frozenset("、和及与以及")
_MARKS = frozenset("，。；,;")


def served_villages(text: str, facts: Facts, cues: Cues) -> list[tuple[PlaceMention, str]]:
    """The villages of a unit that were served, each with the rule that says so."""
    found: list[tuple[PlaceMention, str]] = []
    named = [m for m in facts.places if m.is_village]
    for i, mention in enumerate(named):
        inside, after = mention.inside, named[i + 1] if i + 1 < len(named) else None
        if after and after.inside == "organisation" and _listed(text, mention.place.end, after.place.start):
            inside = after.inside  # 上坪村、下坪村党支部
        if rule := _served(text, mention, inside, facts, cues, found):
            found.append((mention, rule))
    return found


def _served(
    text: str, m: PlaceMention, inside: str, facts: Facts, cues: Cues, found: list[tuple[PlaceMention, str]]
) -> str | None:
    """The rule by which a village counts as served; a word of mere mention around it rules it out."""
    start, end = m.place.start, m.place.end
    head = max(facts.unit.start, start - _BEFORE)
    at = [c for c in cues.served(head, start, "at") if c.end == start]
    if inside == "organisation" and (host := _host(m, facts, cues)):
        return host
    if inside == "organisation" and not (at and not cues.served(end, min(facts.unit.end, end + _UNDER), "under")):
        return None
    if inside == "school" and not at and not facts.what.deeds & {"donation", "education"}:
        return None
    near = cues.served(head, start, "at", "served")
    passing = [c.start for c in cues.served(head, start, "mention") if c.end >= start - 2]
    if passing and not cues.served(head, passing[0], "at"):
        return None  # but 赶到邻近的石桥村
    if not any(c.end == start for c in near) and any(
        c.start == end for c in cues.served(end, min(facts.unit.end, end + _BEFORE), "mention_after")
    ):
        return None
    if found and _listed(text, found[-1][0].place.end, start):
        return found[-1][1]
    return near[-1].rule.id if near else "served.at.unit"


def _host(m: PlaceMention, facts: Facts, cues: Cues) -> str | None:
    """The rule by which a body of the village does it at home: 村党支部组织党员清理河道."""
    end, stop = m.place.end, facts.unit.end
    bodies = [
        c for c in cues.served(end - _BODY, min(stop, end + _UNDER), "body") if c.start <= end < c.end or c.end == end
    ]
    hosts = cues.served(end, min(stop, end + _UNDER), "host")
    if not (bodies and hosts) or cues.served(end, hosts[0].end + _UNDER, "under") or cues.served(end, stop, "away"):
        return None
    return hosts[0].rule.id


def _listed(text: str, end: int, start: int) -> bool:
    """Whether only marks or words of a list stand between two mentions."""
    between = set(text[end:start])
    return start - end <= _BEFORE and bool(between & _LIST or start == end) and not between & _MARKS


def village_name(mention: PlaceMention) -> str:
    """The village's own name as the article gives it, without the chain in front."""
    return mention.short or mention.village or mention.place.name


def village_key(mention: PlaceMention) -> str:
    """Two villages are the same when their codes are, else their names within the same county."""
    place = mention.place
    return place.code or "/".join([*place.division[:-1][:3], mention.village or place.name])
