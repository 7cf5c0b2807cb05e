"""Villages served and pairings: what the counted activities of a View rest on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table as Rows

from analytics.measures.collection import Collection, Tables, reading, texts
from analytics.measures.matching import base, counted, ids_of, inside, matching, of_sources, told
from analytics.measures.names import paired, written
from analytics.measures.once import GROUP, once_each
from analytics.measures.results import Table
from analytics.measures.search import found_in
from analytics.store.places import filter_key
from analytics.views import View

STANDING_KINDS = ("event", "practice")
PAIRED = ("pair_key", "a", "b", "pairing_kind", "id", "standing", "start", "end")


def villages(collection: Collection, view: View) -> Table:
    """Villages and communities that the counted activities took place in or served, most served first.

    Columns key, name, code (None unknown), county (chain joined "/", "" unknown), activities (count), ids (list),
    first, last (dates of the activities, None undated).
    """
    every = matching(collection, view)
    found = counted(every, view)
    acts = base(every, "start", "end")
    with reading(collection) as tables:
        long = tables["villages"].drop("article_id").rename(village="name")
        joined = inside(once_each(long.inner_join(acts, long.activity_id == acts.id), "village_key"), view)
        rows = joined.group_by(key=joined.village_key).agg(
            name=joined.village.min(), code=joined.code.min(), county=joined.county.min(),
            activities=joined.id.nunique(), ids=joined.id.collect(distinct=True, order_by=joined.id),
            first=joined.start.min(), last=joined.end.max(),
        )  # fmt: skip
        frame = tables.frame(rows.order_by([rows.activities.desc(), rows.key]))
    unplaced = tuple(frame.key[(frame.county == "") & frame.code.isna()])
    nowhere = _nowhere(found, every, set(chain.from_iterable(frame.ids)))
    return Table(frame, told(villages_unplaced=unplaced, villages_none=nowhere))


def _nowhere(found: Any, every: Any, somewhere: set[str]) -> tuple[str, ...]:
    """Counted activities that no report says to have served a village."""
    if GROUP not in found.column_names:
        return tuple(i for i in ids_of(found) if i not in somewhere)
    served = every.filter(pc.is_in(every["id"], pa.array(sorted(somewhere), pa.string())))[GROUP]
    return ids_of(found.filter(pc.invert(pc.is_in(found[GROUP], served))))


def pairings(collection: Collection, view: View) -> Table:
    """Pairs of partners that rest on the counted activities or, standing ones, on an article in view.

    Columns key, a, b, kind, activities (count), ids (list), articles (list: those of standing pairings), first, last.
    A standing pairing rests on sentences, on no activity. It is in view when its article was published in the period
    (any, when there is none) by one of ``sources``, ``types`` is empty or holds pairing, ``kinds`` holds event or
    practice, one of the partners is among ``organisations``, an activity of the article is at one of ``places``, the
    article holds ``text``, nothing of it is left out by a ``without_`` field, and no ``unsure`` ones are asked for.
    Partners stand under their one names; a pair of two names of one organisation is told as left out.
    """
    acts = base(matching(collection, view), "start", "end")
    with reading(collection) as tables:
        long = paired(tables, tables["pairings"].drop("evidence").rename(pairing_kind="kind"))
        resting = inside(once_each(long.inner_join(acts, long.activity_id == acts.id), "pair_key"), view)
        resting = resting.mutate(standing=ibis.null("string"))
        own = set(tables.frame(resting.filter(resting.a == resting.b)[["id"]]).id)
        standing = _standing(tables, long, view)
        seen = standing.filter(_published(standing, view)) if view.has_period else standing
        seen = seen.mutate(id=ibis.null("string"), standing=seen.article_id, start=seen.published, end=seen.published)
        every = resting.select(*PAIRED).union(seen.select(*PAIRED)).filter(lambda t: t.a != t.b)
        rows = every.group_by(key=every.pair_key).agg(
            a=every.a.min(), b=every.b.min(), kind=every.pairing_kind.min(), activities=every.id.nunique(),
            ids=every.id.collect(distinct=True, order_by=every.id),
            articles=every.standing.collect(distinct=True, order_by=every.standing),
            first=every.start.min(), last=every.end.max(),
        )  # fmt: skip
        frame = tables.frame(rows.order_by([rows.activities.desc(), rows.key]))
        apart = _undated(tables, standing) - set(frame.key) if view.has_period else set()
    for name in ("ids", "articles"):
        frame[name] = pd.Series([values or [] for values in frame[name]], dtype=object)
    return Table(frame, told(standing_undated=tuple(sorted(apart)), pairings_own=tuple(sorted(own))))


def _standing(tables: Tables, long: Rows, view: View) -> Rows:
    """Standing pairings in view but for the period, with ``published``."""
    about = of_sources(tables["articles"], view).select("id", "published")
    found = long.filter(long.activity_id.isnull()).inner_join(about, long.article_id == about.id)
    typed = (not view.types or "pairing" in view.types) and "pairing" not in view.without_types
    wanted = typed and view.unsure is None and not set(view.kinds).isdisjoint(STANDING_KINDS)
    found = found if wanted else found.limit(0)
    if view.organisations:
        wanted_names = written(tables.collection, view.organisations)
        found = found.filter(found.written_a.isin(wanted_names) | found.written_b.isin(wanted_names))
    if view.without_organisations:
        others = written(tables.collection, view.without_organisations)
        found = found.filter(~found.written_a.isin(others) & ~found.written_b.isin(others))
    if view.places:
        found = found.semi_join(_articles_at(tables, view.places), "article_id")
    if view.without_places:
        found = found.anti_join(_articles_at(tables, view.without_places), "article_id")
    if view.text:
        found = found.semi_join(texts(found_in(tables.collection.folders, view.text), "article_id"), "article_id")
    return found


def _articles_at(tables: Tables, places: Sequence[str]) -> Rows:
    keys, acts = tables["place_keys"], tables["activities"]
    there = keys.filter(keys.key.isin([filter_key(p) for p in places])).select(id="activity_id")
    return acts.semi_join(there, "id").select("article_id")


def _published(found: Rows, view: View) -> ibis.expr.types.BooleanValue:
    return found.published.between(view.start or date.min, view.end or date.max)


def _undated(tables: Tables, standing: Rows) -> set[str]:
    """Keys of the pairs that stand in undated articles."""
    return set(tables.frame(standing.filter(standing.published.isnull())[["pair_key"]]).pair_key)
