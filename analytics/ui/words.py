"""What a page says of its View in words, beyond ``views.sentence``."""

from __future__ import annotations

from analytics.measures import Collection, Headline
from analytics.ui import data
from analytics.ui.state import State
from analytics.views import View, period_name, previous


def place_names(collection: Collection, view: View) -> dict[str, str]:
    """Names of the places that the view is filtered by, by the key that stands in the link."""
    if not view.places:
        return {}
    found = data.facets(collection, view).places
    return {str(v): str(n) for v, n in zip(found["value"], found["name"], strict=True) if v in view.places}


def change_sentence(state: State, headline: Headline) -> str:
    """How activities changed against the period before; empty where there is no comparison."""
    before, change = previous(state.view), headline.activities.change
    if before is None or change is None:
        return ""
    period = period_name(before.start, before.end, state.language)
    code = "more" if change > 0 else "fewer" if change < 0 else "same"
    return state.say(f"overview.{code}", period=period, count=abs(change))
