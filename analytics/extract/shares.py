"""“甲、乙分别走进丙村、丁村”: several doers who each have a village of their own are an activity each."""

from __future__ import annotations

from dataclasses import replace

from analytics.extract.cues import Cues
from analytics.model import Activity


def shares(whole: Activity, cues: Cues) -> list[Activity]:
    """The activities that one told with 分别 stands for; else the activity itself.

    As many organisers in front of the word as villages behind it, in one evidence sentence: each has its own deed.
    """
    for span in whole.evidence:
        each = cues.occasions(span.start, span.end, "each")
        if not each:
            continue
        at, rule = each[0].start, each[0].rule.id
        doers = [o for o in whole.organisations if o.role == "organiser" and span.start <= o.start and o.end <= at]
        villages = [p for p in whole.places if p.level == "village" and at < p.start < span.end]
        if len(doers) >= 2 and len(doers) == len(villages) and whole.kind == "event":
            return [
                replace(
                    whole,
                    organisations=tuple(
                        o for o in whole.organisations if o == doer or (o not in doers and o.name.endswith(place.name))
                    ),
                    places=(place,),
                    rules=tuple(sorted({*whole.rules, rule})),
                )
                for doer, place in zip(doers, villages, strict=True)
            ]
    return [whole]
