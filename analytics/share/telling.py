"""A View in sentences, for pages and documents: how many, what stands out, and what cannot be known."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.charts.axis import bin_name
from analytics.measures import Headline
from analytics.measures.story import Kind, Leader, Leaders, Served, Story
from analytics.messages import Language, say
from analytics.share.weaving import Number, Piece, Sentence, joined, woven
from analytics.views import View, day_name, period_name, previous

TOLD = "told"
"""The ``show`` of a number in a sentence: told:WHAT or told:KIND:VALUE."""


def lead(view: View, language: Language, headline: Headline, story: Story) -> Sentence:
    """How many activities, how many of them without a sure date, in how many villages, and against the period before."""
    figures = headline.activities, headline.villages
    activities, villages = (_number(f.value, f"figure:{f.name}") for f in figures)
    unsure: Sequence[Piece] = ()
    if story.unsure:
        unsure = woven(language, "told.unsure", count=_number(len(story.unsure), f"{TOLD}:unsure"))
    period = period_name(view.start, view.end, language)
    key = "told.lead_period" if period else "told.lead_all"
    parts = {
        "activities": activities,
        "unsure": unsure,
        "villages": villages,
        "change": _change(view, language, headline, story),
    }
    return woven(language, key, **(parts | ({"period": period} if period else {})))


def points(view: View, language: Language, headline: Headline, story: Story) -> list[Sentence]:
    """What stands out, a sentence each; and what cannot be known."""
    found: list[Sentence] = []
    if len(view.types) != 1:
        found += _leading(language, "type", story.types)
    found += _month(language, story)
    if not view.organisations:
        found += _leading(language, "doer", story.doers)
    found += _leading(language, "village", story.villages)
    return [*found, *_first_time(view, language, story), *_limits(view, language, headline, story)]


def name_of(language: Language, kind: Kind, name: str) -> str:
    """A value as a reader reads it: types and months in words, names as they are."""
    if kind == "type":
        return say(f"type.{name}", language)
    return bin_name(name, language) if kind == "month" else name


def _number(value: int, show: str) -> Piece:
    """Nothing is listed behind a zero."""
    return Number(f"{value:,}", show) if value else "0"


def _change(view: View, language: Language, headline: Headline, story: Story) -> Sentence:
    before = previous(view)
    if before is None or story.before is None:
        return ()
    change = headline.activities.value - len(story.before)
    period = period_name(before.start, before.end, language)
    key = "told.more" if change > 0 else "told.fewer" if change < 0 else "told.same"
    then = _number(len(story.before), f"{TOLD}:before")
    by = Number(f"{abs(change):,}", f"{TOLD}:change") if story.before else f"{abs(change):,}"
    return woven(language, key, period=period, before=then, count=by)


def _leading(language: Language, kind: Kind, leaders: Leaders) -> list[Sentence]:
    if not leaders.top:
        return []
    each = [_leader(language, kind, one) for one in leaders.top]
    names = joined(say("reading.join", language), each)
    return [woven(language, f"told.{kind}", names=names, tied=say("told.tied", language) if leaders.more else "")]


def _leader(language: Language, kind: Kind, one: Leader) -> Sentence:
    number = Number(f"{one.count:,}", f"{TOLD}:{kind}:{one.value}")
    return woven(language, "told.each", name=name_of(language, kind, one.name), count=number)


def _month(language: Language, story: Story) -> list[Sentence]:
    """The busiest month; how many activities had no part in it."""
    found = _leading(language, "month", story.months)
    if found and story.no_month:
        return [found[0] + woven(language, "told.no_month", count=_number(len(story.no_month), f"{TOLD}:no_month"))]
    return found


def _first_time(view: View, language: Language, story: Story) -> list[Sentence]:
    """Villages that nothing before tells of."""
    if view.start is None:
        return []
    day = day_name(view.start, language)
    if story.new is None or story.unclear is None:
        return [woven(language, "told.new_unknown", day=day)]
    found = []
    if story.new.keys:
        found.append(woven(language, "told.new", count=_villages(story.new, "new"), day=day))
    if story.unclear.keys:
        found.append(woven(language, "told.unclear", count=_villages(story.unclear, "unclear"), day=day))
    return [joined("", found)] if found else []


def _villages(served: Served, what: str) -> Piece:
    return _number(len(served.keys), f"{TOLD}:{what}")


def _limits(view: View, language: Language, headline: Headline, story: Story) -> list[Sentence]:
    """Why a comparison may be unfair."""
    found = []
    if story.until and view.end:
        found.append(woven(language, "told.until", day=day_name(story.until, language)))
    before = previous(view)
    if headline.before_covered is False and before:
        period = period_name(before.start, before.end, language)
        found.append(woven(language, "overview.before_uncovered", period=period))
    return found
