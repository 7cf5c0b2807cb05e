"""The figures at the head of a page, each with the ids behind it and the change to the period before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from analytics.measures.collection import Collection
from analytics.measures.index import postings
from analytics.measures.matching import Chosen, chosen, placed, told
from analytics.measures.results import Figure, Headline
from analytics.measures.served import pairs_figure, villages_figure
from analytics.measures.tables import span
from analytics.views import View, previous


def headline(collection: Collection, view: View) -> Headline:
    """Activities, volunteer events, pairings, villages served and people.

    People: at least so many, the sum of the numbers that articles state (``stated`` of ``of`` activities).
    Without a closed period there is no comparison.
    """
    now, before = _figures(collection, view), previous(view)
    if before is None:
        return now
    then = _figures(collection, before)
    first, _ = span(collection)
    return replace(
        now,
        activities=replace(now.activities, before=then.activities.value),
        volunteering=replace(now.volunteering, before=then.volunteering.value),
        pairings=replace(now.pairings, before=then.pairings.value),
        villages=replace(now.villages, before=then.villages.value),
        people=replace(now.people, before=then.people.value),
        before_covered=first is not None and before.start is not None and first <= before.start,
    )


def _figures(collection: Collection, view: View) -> Headline:
    where, every = placed(collection, view), chosen(collection, view)
    villages, without = villages_figure(collection, view)
    pairings, apart = pairs_figure(collection, view)
    people, unstated = _people(every)
    return Headline(
        activities=_counting("activities", where.counted),
        volunteering=_counting("volunteering", _of_type(collection, every, "volunteering")),
        pairings=pairings,
        villages=villages,
        people=people,
        placed=where,
        left_out=(*where.left_out, *told(people_unstated=unstated), *without, *apart),
    )


def _counting(name: Any, ids: Any) -> Figure:
    return Figure(name, len(ids), ids, ids)


def _of_type(collection: Collection, every: Chosen, code: str) -> Any:
    """Ids of the activities that have a type."""
    having = postings(collection, "types").having([code], every.index.size)
    return every.ids(every.once_more(every.matched & having))


def _people(every: Chosen) -> tuple[Figure, Any]:
    """The figure, and the ids of activities that give no number in any report that matches."""
    people = every.index.people
    stated = every.once_more(every.matched & (people >= 0))
    ids = every.ids(stated)
    figure = Figure("people", int(people[stated].sum()), ids, ids, stated=len(ids), of=int(every.counted.sum()))
    told = np.zeros(every.index.size, dtype=bool)
    told[every.groups.of[stated]] = True
    return figure, every.ids(every.counted & ~told[every.groups.of])
