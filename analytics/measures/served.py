"""Villages served and pairings: what the counted activities of a View rest on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from analytics.measures.collection import Collection, reading
from analytics.measures.ids import Ids
from analytics.measures.index import HIGH, LOW, postings
from analytics.measures.matching import Chosen, chosen, told
from analytics.measures.partners import pairs_of, standing_of
from analytics.measures.place_names import villages_of, with_places
from analytics.measures.results import Figure, LeftOut, Table
from analytics.measures.sealed import sealing
from analytics.views import View

KEPT = 4
EPOCH = date(1970, 1, 1)


def villages(collection: Collection, view: View) -> Table:
    """Villages and communities that the counted activities took place in or served, most served first.

    Columns key, name, code (None unknown), county (chain joined "/", "" unknown), activities (count), ids (sequence),
    first, last (dates of the activities, None undated).
    """
    every, found = chosen(collection, view), postings(collection, "villages")
    keep = every.kept(found)
    codes, rows = found.value[keep], found.rows[keep]
    there, counts, order = _ranked(codes)
    cuts = np.concatenate(([0], np.cumsum(counts)))
    first, last = _span(every.index.start[rows], every.index.end[rows], cuts[:-1])
    about = about_villages(collection).iloc[there]
    frame = about.assign(
        activities=counts, ids=_each(every.index.ids, rows, cuts), first=first, last=last
    ).iloc[order].reset_index(drop=True)  # fmt: skip
    return Table(frame, _without(collection, every, found.values, there, rows))


def villages_figure(collection: Collection, view: View) -> tuple[Figure, tuple[LeftOut, ...]]:
    """How many villages, and what the number leaves out: as ``villages``, without the table."""
    every, found = chosen(collection, view), postings(collection, "villages")
    keep = every.kept(found)
    rows = found.rows[keep]
    there = _mask(len(found.values), found.value[keep])
    figure = Figure("villages", int(there.sum()), every.ids(_mask(every.index.size, rows)),
                    Ids.of_mask(found.values, there))  # fmt: skip
    return figure, _without(collection, every, found.values, np.flatnonzero(there), rows)


def pairings(collection: Collection, view: View) -> Table:
    """Pairs of partners that rest on the counted activities or, standing ones, on an article in view.

    Columns key, a, b, kind, activities (count), ids (sequence), articles (sequence: those of standing pairings), first,
    last. A standing pairing rests on sentences, on no activity. It is in view when its article was published in the
    period (any, when there is none) by one of ``sources``, ``types`` is empty or holds pairing, ``kinds`` holds event or
    practice, one of the partners is among ``organisations``, an activity of the article is at one of ``places``, the
    article holds ``text``, nothing of it is left out by a ``without_`` field, and no ``unsure`` ones are asked for.
    Partners stand under their one names; a pair of two names of one organisation is told as left out.
    """
    every, pairs = chosen(collection, view), pairs_of(collection)
    own = pairs.own[pairs.resting.value] if len(pairs.own) else np.zeros(0, dtype=bool)
    keep = every.kept(pairs.resting)
    at = np.flatnonzero(keep & ~own)
    standing, seen = standing_of(collection, view)
    seen = seen[~pairs.own[pairs.key[seen]]]
    code = np.concatenate((pairs.resting.value[at], pairs.key[seen]))
    there, _, _ = _ranked(code)
    # What rests on activities and what stands, each in runs by pair.
    rows, articles = pairs.resting.rows[at], pairs.article[seen]
    cuts = np.append(np.searchsorted(pairs.resting.value[at], there), len(at))
    ends = np.append(np.searchsorted(pairs.key[seen], there), len(seen))
    start = np.concatenate((every.index.start[rows], every.index.published[articles]))
    end = np.concatenate((every.index.end[rows], every.index.published[articles]))
    kind = np.concatenate((pairs.resting_kind[at], pairs.kind[seen]))
    by_pair = np.argsort(code, kind="stable")
    begins = np.searchsorted(code[by_pair], there)
    first, last = _span(start[by_pair], end[by_pair], begins)
    kinds = np.minimum.reduceat(kind[by_pair], begins) if len(there) else kind[:0]
    counts = np.diff(cuts)
    frame = pd.DataFrame({
        "key": pairs.names("key", there), "a": pairs.names("a", there), "b": pairs.names("b", there),
        "kind": np.array(pairs.kinds, dtype=object)[kinds], "activities": counts,
        "ids": _each(every.index.ids, rows, cuts), "articles": _each(every.index.articles, articles, ends),
        "first": first, "last": last,
    }).iloc[np.argsort(-counts, kind="stable")].reset_index(drop=True)  # fmt: skip
    return Table(frame, _apart(collection, view, every, keep & own, standing, there))


def pairs_figure(collection: Collection, view: View) -> tuple[Figure, tuple[LeftOut, ...]]:
    """How many pairs, and what the number leaves out: as ``pairings``, without the table."""
    every, pairs = chosen(collection, view), pairs_of(collection)
    own = pairs.own[pairs.resting.value] if len(pairs.own) else np.zeros(0, dtype=bool)
    keep = every.kept(pairs.resting)
    at = keep & ~own
    standing, seen = standing_of(collection, view)
    seen = seen[~pairs.own[pairs.key[seen]]]
    there = _mask(len(pairs.own), pairs.resting.value[at], pairs.key[seen])
    figure = Figure(
        "pairings", int(there.sum()), every.ids(_mask(every.index.size, pairs.resting.rows[at])),
        Ids.of_mask(pairs.resting.values, there),
        Ids.of_mask(every.index.articles, _mask(len(every.index.articles), pairs.article[seen])),
    )  # fmt: skip
    return figure, _apart(collection, view, every, keep & own, standing, np.flatnonzero(there))


def _apart(
    collection: Collection, view: View, every: Chosen, own: Any, standing: Any, there: Any
) -> tuple[LeftOut, ...]:
    """Pairs of undated articles that nothing else tells of in the period, and activities of two names of one partner."""
    pairs = pairs_of(collection)
    undated = _mask(len(pairs.own), pairs.key[standing[every.index.published[pairs.article[standing]] == LOW]])
    undated[there] = False
    keys: Sequence[str] = Ids.of_mask(pairs.resting.values, undated) if view.has_period else ()
    return told(standing_undated=keys, pairings_own=every.ids(_mask(every.index.size, pairs.resting.rows[own])))


def _without(collection: Collection, every: Chosen, values: Any, there: Any, rows: Any) -> tuple[LeftOut, ...]:
    """Villages whose county is not known, and counted activities that no report says to have served a village."""
    unplaced = np.zeros(len(values), dtype=bool)
    unplaced[there] = _unplaced(with_places(collection))[there]
    served = _mask(every.index.size, every.groups.of[rows])
    nowhere = every.counted & ~served[every.groups.of]
    return told(villages_unplaced=Ids.of_mask(values, unplaced), villages_none=every.ids(nowhere))


def about_villages(collection: Collection) -> pd.DataFrame:
    """Columns key, name, code (None unknown), county (chain, "" unknown) of every village, in the order of its postings;
    never written to."""
    return _about(with_places(collection))


@lru_cache(maxsize=KEPT)
@sealing
def _unplaced(collection: Collection) -> Any:
    """Which of the villages have neither a county nor a code."""
    about = _about(collection)
    return ((about["county"] == "") & about["code"].isna()).to_numpy()


@lru_cache(maxsize=KEPT)
def _about(collection: Collection) -> pd.DataFrame:
    """Columns key, name, code, county of every village, in the order of its postings. A village bears one name however
    it is written: the first by code point."""
    with reading(collection) as tables:
        long = villages_of(tables).filter(lambda t: t.activity_id.notnull()).rename(village="name")
        rows = long.group_by(key=long.village_key).agg(
            name=long.village.min(), code=long.code.min(), county=long.county.min()
        )
        return tables.frame(rows.order_by("key"))


def _ranked(codes: Any) -> tuple[Any, Any, Any]:
    """The different codes in order, how often each stands there, and the order of the most frequent first."""
    counts = np.bincount(codes)
    there = np.flatnonzero(counts)
    return there, counts[there], np.argsort(-counts[there], kind="stable")


def _span(start: Any, end: Any, begins: Any) -> tuple[Any, Any]:
    """The first and the last day of every run, None where no day is known."""
    if not len(begins):
        return np.zeros(0, dtype=object), np.zeros(0, dtype=object)
    first = np.minimum.reduceat(np.where(start == LOW, HIGH, start), begins)
    last = np.maximum.reduceat(np.where(end == HIGH, LOW, end), begins)
    return tuple(np.array([_date(day) for day in side.tolist()], dtype=object) for side in (first, last))  # type: ignore[return-value]


def _date(day: int) -> date | None:
    return None if day in (LOW, HIGH) else EPOCH + timedelta(days=day)


def _each(names: Any, rows: Any, cuts: Any) -> Any:
    """The ids of every run, as objects."""
    found = [Ids.of_rows(names, rows[a:b]) for a, b in pairwise(cuts.tolist())]
    return pd.Series(found, dtype=object).to_numpy()


def _mask(size: int, *positions: Any) -> Any:
    found = np.zeros(size, dtype=bool)
    for own in positions:
        found[own] = True
    return found
