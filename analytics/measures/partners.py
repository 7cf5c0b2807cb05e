"""Pairs of partners as columns of small numbers: those that rest on activities, and those that articles say to stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.measures.collection import Collection, reading
from analytics.measures.index import LOW, Postings, coded, index_of
from analytics.measures.matching import at_places, holding
from analytics.measures.names import paired, written
from analytics.measures.sealed import sealing
from analytics.views import NO_SOURCE, View

KEPT = 8
STANDING_KINDS = ("event", "practice")


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """``resting``: the activities of every pair, ``resting_kind`` beside them. Standing ones, sorted by pair and article:
    ``key`` (position in the values of ``resting``), ``article`` (its number), ``kind``, ``sides`` (as written) and
    ``source``. ``a``, ``b`` and ``own`` (both are one organisation) by pair; a kind is a position in ``kinds``."""

    resting: Postings
    resting_kind: Any
    key: Any
    article: Any
    kind: Any
    sides: tuple[Any, Any]
    source: Any
    a: Any
    b: Any
    own: Any
    kinds: tuple[str, ...]

    def names(self, column: Literal["key", "a", "b"], codes: Any) -> Any:
        """Texts of some pairs, as Python objects."""
        found = {"key": self.resting.values, "a": self.a, "b": self.b}[column].take(pa.array(codes))
        return np.array(found.to_pylist(), dtype=object)


def pairs_of(collection: Collection) -> Pairs:
    """The pairs of a version with partners under their one names."""
    return _pairs(replace(collection, label="", is_demo=False))


def standing_of(collection: Collection, view: View) -> tuple[Any, Any]:
    """Positions of the standing pairs in view but for the period, and of those within it."""
    pairs, index = pairs_of(collection), index_of(collection)
    typed = (not view.types or "pairing" in view.types) and "pairing" not in view.without_types
    wanted = typed and view.unsure is None and not set(view.kinds).isdisjoint(STANDING_KINDS)
    found = np.full(len(pairs.key), wanted)
    for names, keep in ((view.organisations, True), (view.without_organisations, False)):
        if names:
            known = pa.array(written(collection, names), pa.string())
            either = pc.or_(*(pc.is_in(side, known) for side in pairs.sides)).to_numpy(zero_copy_only=False)
            found &= either if keep else ~either
    for places, keep in ((view.places, True), (view.without_places, False)):
        if places:
            there = np.zeros(len(index.articles), dtype=bool)
            there[index.article[at_places(collection, places)]] = True
            found &= there[pairs.article] if keep else ~there[pairs.article]
    for sources, keep in ((view.sources, True), (view.without_sources, False)):
        if sources:
            own = pc.is_in(pairs.source, pa.array(list(sources), pa.string())).to_numpy(zero_copy_only=False)
            found &= own if keep else ~own
    if view.text:
        found &= holding(collection, view.text)[pairs.article]
    standing = np.flatnonzero(found)
    if not view.has_period:
        return standing, standing
    first, last = (np.datetime64(day, "D").astype(int) for day in (view.start or date.min, view.end or date.max))
    published = index.published[pairs.article[standing]]
    return standing, standing[(published != LOW) & (first <= published) & (published <= last)]


@lru_cache(maxsize=KEPT)
@sealing
def _pairs(collection: Collection) -> Pairs:
    index = index_of(collection)
    with reading(collection) as tables:
        about = tables["articles"].select(article_id="id", source="source")
        long = paired(tables, tables["pairings"].drop("evidence")).inner_join(about, "article_id")
        found = tables.arrow(long.order_by("pair_key", "article_id", "activity_id", "kind")).combine_chunks()
    values, key = coded(found["pair_key"])
    kinds, kind = coded(found["kind"])
    rests = found["activity_id"].is_valid().to_numpy()
    row = pc.index_in(found["activity_id"].combine_chunks(), index.ids, skip_nulls=True)
    row = pc.fill_null(row, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    article = pc.index_in(found["article_id"].combine_chunks(), index.articles).to_numpy(zero_copy_only=False)
    first = pa.array(np.searchsorted(key, np.arange(len(values))))
    a, b = (found[side].combine_chunks().take(first) for side in ("a", "b"))
    resting, resting_kind = _resting(values, key[rests], row[rests], kind[rests])
    apart = found.filter(pc.invert(found["activity_id"].is_valid()))
    source = pc.fill_null(apart["source"], "").combine_chunks()
    return Pairs(
        resting, resting_kind, key[~rests], article[~rests].astype(np.int64), kind[~rests],
        (apart["written_a"].combine_chunks(), apart["written_b"].combine_chunks()),
        pc.if_else(pc.equal(source, ""), NO_SOURCE, source), a, b,
        pc.equal(a, b).to_numpy(zero_copy_only=False), tuple(kinds.to_pylist()),
    )  # fmt: skip


def _resting(values: Any, key: Any, row: Any, kind: Any) -> tuple[Postings, Any]:
    """Each pair and activity once, of the first kind by name."""
    order = np.lexsort((kind, row, key))
    key, row, kind = key[order], row[order], kind[order]
    first = np.ones(len(key), dtype=bool)
    first[1:] = (key[1:] != key[:-1]) | (row[1:] != row[:-1])
    key, row = key[first], row[first]
    return Postings(values, key, row, np.searchsorted(key, np.arange(len(values) + 1))), kind[first]
