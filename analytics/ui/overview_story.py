"""The overview in sentences, and what each of their numbers lists."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.charts.axis import bin_name
from analytics.measures import Collection, Headline
from analytics.measures.story import FIELDS, Kind, Leader, Leaders, Served, Story, ids_of_value, village_name
from analytics.model import TYPES
from analytics.ui.linked_text import Number, Piece, Sentence, joined, woven
from analytics.ui.listing import Listed
from analytics.ui.state import State
from analytics.views import day_name, period_name, previous

TOLD = "told"
"""The ``show`` of a number in a sentence: told:WHAT or told:KIND:VALUE."""


def lead(state: State, headline: Headline, story: Story) -> Sentence:
    """How many activities, how many of them without a sure date, in how many villages, and against the period before."""
    figures = headline.activities, headline.villages
    activities, villages = (_number(f.value, f"figure:{f.name}") for f in figures)
    unsure: Sequence[Piece] = ()
    if story.unsure:
        unsure = woven(state, "told.unsure", count=_number(len(story.unsure), f"{TOLD}:unsure"))
    period = period_name(state.view.start, state.view.end, state.language)
    key = "told.lead_period" if period else "told.lead_all"
    parts = {
        "activities": activities,
        "unsure": unsure,
        "villages": villages,
        "change": _change(state, headline, story),
    }
    return woven(state, key, **(parts | ({"period": period} if period else {})))


def points(state: State, headline: Headline, story: Story) -> list[Sentence]:
    """What stands out, a sentence each; and what cannot be known."""
    found: list[Sentence] = []
    if len(state.view.types) != 1:
        found += _leading(state, "type", story.types)
    found += _month(state, story)
    if not state.view.organisations:
        found += _leading(state, "doer", story.doers)
    found += _leading(state, "village", story.villages)
    return [*found, *_first_time(state, story), *_limits(state, headline, story)]


def told_listed(state: State, collection: Collection, headline: Headline, story: Story) -> Listed | None:
    """What the link lists when it asks for a number of a sentence; None when there is no such number."""
    what, _, value = state.extra.get("show", "").removeprefix(f"{TOLD}:").partition(":")
    if what in ("month", *FIELDS) and value:
        return _of_value(state, collection, what, value)
    count: dict[str, int] = {}
    ids: Sequence[str] | None = None
    match what:
        case "unsure":
            ids = story.unsure
        case "unsure_volunteering":
            ids = story.unsure_volunteering
        case "no_month":
            ids = story.no_month
        case "before" | "change":
            ids, count = story.before, {"now": headline.activities.value}
        case "new" | "unclear":
            served = story.new if what == "new" else story.unclear
            ids, count = (served.ids, {"villages": len(served.keys)}) if served else (None, {})
    if not ids or value:
        return None
    numbers = {"count": f"{len(ids):,}", **{k: f"{n:,}" for k, n in count.items()}}
    before = previous(state.view)
    period = period_name(before.start, before.end, state.language) if before else ""
    title = state.say(f"told.list_{what}", period=period, **numbers)
    return Listed(title, ids, len(ids))


def _number(value: int, show: str) -> Piece:
    """Nothing is listed behind a zero."""
    return Number(f"{value:,}", show) if value else "0"


def _change(state: State, headline: Headline, story: Story) -> Sentence:
    before = previous(state.view)
    if before is None or story.before is None:
        return ()
    change = headline.activities.value - len(story.before)
    period = period_name(before.start, before.end, state.language)
    key = "told.more" if change > 0 else "told.fewer" if change < 0 else "told.same"
    then = _number(len(story.before), f"{TOLD}:before")
    by = Number(f"{abs(change):,}", f"{TOLD}:change") if story.before else f"{abs(change):,}"
    return woven(state, key, period=period, before=then, count=by)


def _name(state: State, kind: Kind, name: str) -> str:
    if kind == "type":
        return state.say(f"type.{name}")
    return bin_name(name, state.language) if kind == "month" else name


def _leading(state: State, kind: Kind, leaders: Leaders) -> list[Sentence]:
    if not leaders.top:
        return []
    each = [_leader(state, kind, one) for one in leaders.top]
    names = joined(state.say("reading.join"), each)
    return [woven(state, f"told.{kind}", names=names, tied=state.say("told.tied") if leaders.more else "")]


def _leader(state: State, kind: Kind, one: Leader) -> Sentence:
    number = Number(f"{one.count:,}", f"{TOLD}:{kind}:{one.value}")
    return woven(state, "told.each", name=_name(state, kind, one.name), count=number)


def _month(state: State, story: Story) -> list[Sentence]:
    """The busiest month; how many activities had no part in it."""
    found = _leading(state, "month", story.months)
    if found and story.no_month:
        return [found[0] + woven(state, "told.no_month", count=_number(len(story.no_month), f"{TOLD}:no_month"))]
    return found


def _first_time(state: State, story: Story) -> list[Sentence]:
    """Villages that nothing before tells of."""
    if state.view.start is None:
        return []
    day = day_name(state.view.start, state.language)
    if story.new is None or story.unclear is None:
        return [woven(state, "told.new_unknown", day=day)]
    found = []
    if story.new.keys:
        found.append(woven(state, "told.new", count=_villages(story.new, "new"), day=day))
    if story.unclear.keys:
        found.append(woven(state, "told.unclear", count=_villages(story.unclear, "unclear"), day=day))
    return [joined("", found)] if found else []


def _villages(served: Served, what: str) -> Piece:
    return _number(len(served.keys), f"{TOLD}:{what}")


def _limits(state: State, headline: Headline, story: Story) -> list[Sentence]:
    """Why a comparison may be unfair."""
    found = []
    if story.until and state.view.end:
        found.append(woven(state, "told.until", day=day_name(story.until, state.language)))
    before = previous(state.view)
    if headline.before_covered is False and before:
        period = period_name(before.start, before.end, state.language)
        found.append(woven(state, "overview.before_uncovered", period=period))
    return found


def _of_value(state: State, collection: Collection, kind: str, value: str) -> Listed | None:
    for one in ("type", "doer", "village", "month"):
        if one != kind or (one == "type" and value not in TYPES):
            continue
        ids = ids_of_value(collection, state.view, one, value)
        name = village_name(collection, value) if one == "village" else value
        if ids:
            title = state.say(f"told.list_{one}", name=_name(state, one, name), count=f"{len(ids):,}")
            return Listed(title, ids, len(ids))
    return None
