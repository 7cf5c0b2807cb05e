"""The head count of one activity: the best of its units', but none of those who only join in from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analytics.extract.counts import HeadCount
from analytics.extract.facts import Facts
from analytics.extract.who import OrgMention

_LINKS = ("", "的", "一行", "的一行")
"""What may stand between the name of an organisation and the number of its people."""
_MARKS = frozenset("，,；;。！？!?\n ")
_SIDES = ("organiser", "partner")


def best_count(text: str, units: Iterable[Facts]) -> HeadCount | None:
    """The count with the most weight, the first of equals. ``units`` are those of one activity.

    The people of an organisation that comes up after others who do it are a part of those who took part, and no whole:
    在文化馆的演出上，书法家协会的9名会员写春联.
    """
    ahead: list[str] = []
    best: HeadCount | None = None
    for facts in sorted(units, key=lambda f: f.unit.start):
        for head in facts.heads:
            joins_in = _joins_in(text, head, facts, ahead)
            if not joins_in and (best is None or head.weight > best.weight):
                best = head
        ahead += [m.full for m in _doing(facts)]
    return best


def _joins_in(text: str, head: HeadCount, facts: Facts, ahead: Sequence[str]) -> bool:
    """Whether the count belongs to an organisation that none of those named before it is or is part of."""
    at = head.span.start
    owners = [m for m in facts.mentions if m.end <= at and text[m.end : at] in _LINKS]
    if not owners:
        return False
    owner = owners[-1]
    if owner.anaphor or not _opens(text, owner.start):
        return False
    before = [*ahead, *(m.full for m in _doing(facts) if m.end < owner.start)]
    return bool(before) and not any(_akin(owner.full, name) for name in before)


def _doing(facts: Facts) -> list[OrgMention]:
    """Those who do it, villages aside: they are where it is done."""
    names = {o.name for o in facts.organisations if o.role in _SIDES}
    return [m for m in facts.mentions if m.kind != "village" and {m.name, m.full} & names]


def _opens(text: str, at: int) -> bool:
    """Whether a clause begins there: 县消防大队和县供电公司的12名队员 are all of one side."""
    return not at or text[at - 1] in _MARKS


def _akin(a: str, b: str) -> bool:
    """Whether one name holds the other: 县供电公司 and 云岫县供电公司青岗供电所."""
    return a in b or b in a
