"""An independent count in plain Python, for tests of measures: loops over values, knows nothing of tables."""

from __future__ import annotations

import calendar
import random
from datetime import date, timedelta

from fakes import ORGANISATIONS

from analytics.model import KINDS, TYPES, Activity, Extraction, Place
from analytics.views import GRAINS, NO_SOURCE, View

PLACE_CHOICES = (
    "东省", "99", "990101", "东省/澄市/澄江县", "白塔镇", "柳林村", "直市/江州区", "980101101000", "澄江县白塔镇",
)  # fmt: skip


def random_view(rng: random.Random) -> View:
    start = date(2023, 1, 1) + timedelta(days=rng.randrange(800))
    month = date(start.year, start.month, calendar.monthrange(start.year, start.month)[1])
    later = start + timedelta(days=rng.randrange(400))
    year = (date(2024, 1, 1), date(2024, 12, 31))
    whole = (start.replace(day=1), month)
    period = rng.choice([(None, None), (start, later), (start, None), (None, start), year, whole])
    return View(
        start=period[0], end=period[1],
        types=tuple(rng.sample(TYPES, rng.choice((0, 0, 1, 3)))),
        kinds=rng.choice((("event",), ("event",), KINDS, ("planned", "practice"))),
        organisations=tuple(rng.sample(ORGANISATIONS, rng.choice((0, 0, 0, 1, 2)))),
        places=tuple(rng.sample(PLACE_CHOICES, rng.choice((0, 0, 0, 1, 2)))),
        grain=rng.choice(GRAINS), text=rng.choice(("", "", "", "服务", "𠮷")),
        sources=rng.choice(((), (), (), ("云报",), (NO_SOURCE,), ("云报", "无此报"))),
        without_types=tuple(rng.sample(TYPES, rng.choice((0, 0, 0, 1, 2)))),
        without_organisations=tuple(rng.sample(ORGANISATIONS, rng.choice((0, 0, 0, 1)))),
        without_places=tuple(rng.sample(PLACE_CHOICES, rng.choice((0, 0, 0, 1)))),
        without_sources=rng.choice(((), (), (), (), ("云报",), (NO_SOURCE,))),
        sure=rng.choice((None, None, None, 50, 80)), unsure=rng.choice((None, None, None, None, 80, 100)),
    )  # fmt: skip


VIEWS = [random_view(random.Random(n)) for n in range(80)]


def at(place: Place, wanted: str) -> bool:
    if wanted.isdigit():
        return place.code is not None and place.code.startswith(wanted.rstrip("0"))
    chain = "/".join(place.division)
    names = (*place.division, place.name)
    return wanted in names or chain == wanted or chain.startswith(wanted + "/")


def fits(activity: Activity, e: Extraction, view: View) -> bool:
    return (
        activity.kind in view.kinds
        and (not view.types or not set(view.types).isdisjoint(activity.types))
        and (not view.organisations or any(o.name in view.organisations for o in activity.organisations))
        and (not view.places or any(at(p, w) for p in activity.places for w in view.places))
        and view.text in e.article.text
        and set(view.without_types).isdisjoint(activity.types)
        and not any(o.name in view.without_organisations for o in activity.organisations)
        and not any(at(p, w) for p in activity.places for w in view.without_places)
        and from_wanted(e, view)
        and (view.sure is None or activity.confidence >= view.sure / 100)
        and (view.unsure is None or activity.confidence < view.unsure / 100)
    )


def from_wanted(e: Extraction, view: View) -> bool:
    """Whether the article's source is among those of a view, and not among those that it leaves out."""
    source = e.article.source or NO_SOURCE
    return (not view.sources or source in view.sources) and source not in view.without_sources


def standing_wanted(e: Extraction, view: View) -> bool:
    """Whether standing pairings of an article are looked at, its partners and its date aside."""
    return (
        (not view.types or "pairing" in view.types)
        and "pairing" not in view.without_types
        and view.unsure is None
        and ("event" in view.kinds or "practice" in view.kinds)
        and view.text in e.article.text
        and from_wanted(e, view)
        and (not view.places or any(at(p, w) for a in e.activities for p in a.places for w in view.places))
        and not any(at(p, w) for a in e.activities for p in a.places for w in view.without_places)
    )


def status(activity: Activity, view: View) -> str:
    when = activity.date
    if when.edtf is None:
        return "undated"
    start, end = when.start or date.min, when.end or date.max
    first, last = view.start or date.min, view.end or date.max
    if first <= start and end <= last:
        return "inside"
    return "outside" if end < first or start > last else "partly"
