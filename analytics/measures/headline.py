"""The figures at the head of a page, each with the ids behind it and the change to the period before."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Any

import pandas as pd
import pyarrow.compute as pc

from analytics.measures.collection import Collection
from analytics.measures.matching import counted, ids_of, matching, placed, told
from analytics.measures.once import GROUP
from analytics.measures.results import Figure, Headline
from analytics.measures.served import pairings, villages
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
    where = placed(collection, view)
    found = matching(collection, view)
    served, paired = villages(collection, view), pairings(collection, view)
    people, unstated = _people(found, view)
    return Headline(
        activities=_counting("activities", where.counted),
        volunteering=_counting("volunteering", _of_type(found, view, "volunteering")),
        pairings=Figure("pairings", len(paired.frame), _all(paired.frame.ids), tuple(paired.frame.key),
                        _all(paired.frame.articles)),
        villages=Figure("villages", len(served.frame), _all(served.frame.ids), tuple(served.frame.key)),
        people=people,
        placed=where,
        left_out=(*where.left_out, *told(people_unstated=unstated), *served.left_out, *paired.left_out),
    )  # fmt: skip


def _counting(name: Any, ids: tuple[str, ...]) -> Figure:
    return Figure(name, len(ids), ids, ids)


def _of_type(found: Any, view: View, code: str) -> tuple[str, ...]:
    """Ids of the activities that have a type."""
    types = found["types"].combine_chunks()
    rows = pc.list_parent_indices(types).filter(pc.equal(pc.list_flatten(types), code))
    return ids_of(counted(found.take(pc.unique(rows)), view))


def _people(found: Any, view: View) -> tuple[Figure, tuple[str, ...]]:
    """The figure, and the ids of activities that give no number."""
    every = counted(found, view)
    stated = counted(found.filter(pc.is_valid(found["people"])), view)
    ids = ids_of(stated)
    total = pc.sum(stated["people"]).as_py() or 0
    figure = Figure("people", total, ids, ids, stated=len(ids), of=every.num_rows)
    told = stated[GROUP if GROUP in stated.column_names else "id"]
    return figure, ids_of(every.filter(pc.invert(pc.is_in(every[GROUP if GROUP in every.column_names else "id"], told))))


def _all(lists: pd.Series) -> tuple[str, ...]:
    return tuple(sorted(set(chain.from_iterable(lists))))
