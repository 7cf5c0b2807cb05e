"""The overview in sentences, and what each of their numbers lists."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.measures import Collection, Headline
from analytics.measures.story import FIELDS, Story, ids_of_value, village_name
from analytics.model import TYPES
from analytics.share import telling
from analytics.share.telling import TOLD, name_of
from analytics.share.weaving import Sentence
from analytics.ui.listing import Listed
from analytics.ui.state import State
from analytics.views import period_name, previous


def lead(state: State, headline: Headline, story: Story) -> Sentence:
    """How many activities, how many of them without a sure date, in how many villages, and against the period before."""
    return telling.lead(state.view, state.language, headline, story)


def points(state: State, headline: Headline, story: Story) -> list[Sentence]:
    """What stands out, a sentence each; and what cannot be known."""
    return telling.points(state.view, state.language, headline, story)


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


def _of_value(state: State, collection: Collection, kind: str, value: str) -> Listed | None:
    for one in ("type", "doer", "village", "month"):
        if one != kind or (one == "type" and value not in TYPES):
            continue
        ids = ids_of_value(collection, state.view, one, value)
        name = village_name(collection, value) if one == "village" else value
        if ids:
            title = state.say(f"told.list_{one}", name=name_of(state.language, one, name), count=f"{len(ids):,}")
            return Listed(title, ids, len(ids))
    return None
