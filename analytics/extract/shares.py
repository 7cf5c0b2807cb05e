"""“甲、乙分别走进丙村、丁村”: several doers who each have a village of their own are an activity each."""

from __future__ import annotations

from dataclasses import replace

from analytics.model import Activity

_EACH = "分别"


def shares(whole: Activity, text: str) -> list[Activity]:
    """The activities that one told with 分别 stands for; else the activity itself.

    As many organisers in front of the word as villages behind it, in one evidence sentence: each has its own deed.
    """
    for span in whole.evidence:
        at = text.find(_EACH, span.start, span.end)
        if at < 0:
            continue
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
                    rules=tuple(sorted({*whole.rules, "occasion.share.each"})),
                )
                for doer, place in zip(doers, villages, strict=True)
            ]
    return [whole]
