"""Pairings as a network: organisations under their one names, the pairs between them, and what each rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.measures.collection import Collection
from analytics.measures.different import different
from analytics.measures.ids import Ids
from analytics.measures.index import index_of
from analytics.measures.matching import Chosen, chosen
from analytics.measures.partner_units import Units, joined
from analytics.measures.partners import pairs_of, standing_of
from analytics.measures.results import Table
from analytics.views import View

Shape = Literal["one_one", "one_many", "many_many"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
"""Of the two partners neither has another one, one has, both have."""
Alive = Literal["active", "quiet", "undated"]
ALIVE: tuple[Alive, ...] = get_args(Alive)
"""Something of the last twelve months tells of the pair, only something older does, nothing that has a date."""
NEVER = date.max.toordinal() + 1
BY = ("tie", "unit", "shape", "alive")
"""What pairs are told apart by; columns of the frame of pairs."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Pairs in view, as ``measures.pairings`` has them, those with most activities first.

    ``pairs``: its columns, and code (among the pairs of the version), x and y (numbers of the partners), standing (how
    many articles tell of it outside any activity), reports (how many articles tell of it: of what is counted, and those),
    tie (what the text says), unit ("village-company": what the names say), shape, alive. ``names`` and ``units`` of the
    partners by number. ``since``: what is older is quiet; None when the collection has no date.
    """

    pairs: pd.DataFrame
    names: Any
    units: Any
    since: date | None


@dataclass(frozen=True, slots=True)
class Behind:
    """What some pairs rest on: ``ids`` of activities, each once, and ``articles`` that tell of a standing pair."""

    ids: Sequence[str]
    articles: Sequence[str]


def network(collection: Collection, table: Table, units: Units, until: date | None) -> Network:
    """The network of ``table``, the ``measures.pairings`` of a view. ``until``: the day that it is looked at from."""
    frame = table.frame
    names, ends = _numbered(frame["a"], frame["b"])
    kinds = np.array([units.of(name) for name in names], dtype=object)
    x, y = ends
    many = np.bincount(np.concatenate(ends), minlength=len(names))
    others = (many[x] > 1).astype(int) + (many[y] > 1)
    since = _a_year_before(until) if until else None
    alive = ["undated" if not day or not since else "active" if day > since else "quiet" for day in frame["last"]]
    code = pc.index_in(pa.array(frame["key"], pa.string()), pairs_of(collection).resting.values)
    pairs = frame.assign(
        code=code.to_numpy(zero_copy_only=False).astype(np.int64), x=x, y=y,
        standing=np.array([len(a) for a in frame["articles"]], dtype=np.int64), reports=_reports(collection, frame),
        tie=frame["kind"],
        unit=[joined(kinds[a], kinds[b]) for a, b in zip(x, y, strict=True)],
        shape=np.array(SHAPES, dtype=object)[others], alive=np.array(alive, dtype=object),
    )  # fmt: skip
    order = np.lexsort((pairs["code"], -pairs["standing"], -pairs["activities"]))
    pairs = pairs.iloc[order].reset_index(drop=True)
    return Network(pairs.assign(**{by: pairs[by].astype("category") for by in BY}), names, kinds, since)


def having(pairs: pd.DataFrame, **wanted: str | None) -> pd.DataFrame:
    """The pairs with these values in columns of ``BY``; None means any."""
    keep = np.ones(len(pairs), dtype=bool)
    for column, value in wanted.items():
        if value is not None:
            keep &= (pairs[column] == value).to_numpy(dtype=bool)
    return pairs[keep].reset_index(drop=True)


def partners(collection: Collection, view: View, found: Network, pairs: pd.DataFrame) -> pd.DataFrame:
    """The organisations of some pairs of the network, those with most partners first.

    Columns name, number, unit, partners, activities (each once, however many of its pairs it tells of), standing (pairs
    that an article tells of outside any activity), reports (articles, each once), first, last (None undated), ties (what
    the texts say, a tuple), part (number of the connected part that it is in, the largest is 0), size (organisations of
    that part).
    """
    x, y = pairs["x"].to_numpy(), pairs["y"].to_numpy()
    ends = np.concatenate((x, y))
    there = different(ends)
    place = np.full(len(found.names), -1)
    place[there] = np.arange(len(there))
    x, y = place[x], place[y]
    activities, reports = _told_of(collection, view, pairs["code"].to_numpy(), x, y, len(there))
    part, size = _parts(x, y, len(there))
    first, last, ties = _ends(pairs, x, y, len(there))
    stands = (pairs["standing"] > 0).to_numpy()
    frame = pd.DataFrame({
        "name": found.names[there], "number": there, "unit": found.units[there],
        "partners": np.bincount(np.concatenate((x, y)), minlength=len(there)), "activities": activities,
        "standing": np.bincount(np.concatenate((x[stands], y[stands])), minlength=len(there)),
        "reports": reports, "first": first, "last": last, "ties": ties, "part": part, "size": size,
    })  # fmt: skip
    order = np.lexsort((found.names[there], -frame["activities"], -frame["partners"]))
    return frame.iloc[order].reset_index(drop=True)


def kinds(collection: Collection, view: View, pairs: pd.DataFrame) -> pd.DataFrame:
    """Columns by (of ``BY``), value, pairs, activities (each once): a row for each value that there is, most pairs first."""
    every, size = chosen(collection, view), len(pairs_of(collection).own)
    pair, row, _, _ = evidence(collection, view)
    group = every.groups.of[row]
    found = []
    for by in BY:
        column = pairs[by].cat
        own = np.full(size, -1)
        own[pairs["code"]] = column.codes
        keep = own[pair] >= 0
        values = len(column.categories)
        counts = zip(
            column.categories, np.bincount(column.codes, minlength=values).tolist(),
            _different(own[pair[keep]], group[keep], every.index.size, values).tolist(), strict=True,
        )  # fmt: skip
        found += [(by, str(value), many, activities) for value, many, activities in counts if many]
    frame = pd.DataFrame(found, columns=["by", "value", "pairs", "activities"])
    return frame.sort_values("pairs", ascending=False, kind="stable", ignore_index=True)


def of_partner(pairs: pd.DataFrame, name: str) -> pd.DataFrame:
    """The pairs of one organisation."""
    return pairs[(pairs["a"] == name) | (pairs["b"] == name)].reset_index(drop=True)


def behind(collection: Collection, view: View, codes: Iterable[int]) -> Behind:
    """What the pairs with these codes rest on in the view."""
    every = chosen(collection, view)
    wanted = mask_of(len(pairs_of(collection).own), list(codes))
    pair, row, standing, article = evidence(collection, view)
    articles = every.index.articles
    return Behind(
        every.ids(mask_of(every.index.size, best_of(every, row[wanted[pair]]))),
        Ids.of_mask(articles, mask_of(len(articles), article[wanted[standing]])),
    )


def evidence(collection: Collection, view: View) -> tuple[Any, Any, Any, Any]:
    """What is counted of pairs in a view: pair and row of each activity, pair and article of each standing one. A pair is
    a position among the pairs of the version; two names of one organisation are none."""
    every, pairs = chosen(collection, view), pairs_of(collection)
    keep = every.kept(pairs.resting)
    pair, row = pairs.resting.value[keep], pairs.resting.rows[keep]
    seen = standing_of(collection, view)[1]
    own = np.asarray(pairs.own, dtype=bool)
    others, stand = ~own[pair], seen[~own[pairs.key[seen]]]
    return pair[others], row[others], pairs.key[stand], pairs.article[stand]


def best_of(every: Chosen, rows: Any) -> Any:
    """Of rows that tell one activity the best one."""
    rows = different(rows)
    rows = rows[np.lexsort((every.groups.rank[rows], every.groups.of[rows]))]
    return rows[every.groups.first(rows)] if len(rows) else rows


def mask_of(size: int, positions: Any) -> Any:
    """Truth values by position."""
    found = np.zeros(size, dtype=bool)
    found[np.asarray(positions, dtype=np.int64)] = True
    return found


def _numbered(a: pd.Series, b: pd.Series) -> tuple[Any, tuple[Any, Any]]:
    """The different names in order, and the numbers of both sides."""
    every = pa.array([*a, *b], pa.string()).dictionary_encode()
    order = pc.sort_indices(every.dictionary)
    place = np.empty(len(order), dtype=np.int64)
    place[order.to_numpy()] = np.arange(len(order))
    number = place[every.indices.to_numpy()]
    names = np.array(every.dictionary.take(order).to_pylist(), dtype=object)
    return names, (number[: len(a)], number[len(a) :])


def _reports(collection: Collection, frame: pd.DataFrame) -> Any:
    """How many different articles tell of each row of ``measures.pairings``."""
    index = index_of(collection)
    told = [index.article[ids.rows()] for ids in frame["ids"]] + [articles.rows() for articles in frame["articles"]]
    pair = np.repeat(np.tile(np.arange(len(frame)), 2), [len(own) for own in told])
    return _different(pair, np.concatenate(told) if told else pair, len(index.articles), len(frame))


def _told_of(collection: Collection, view: View, codes: Any, x: Any, y: Any, size: int) -> tuple[Any, Any]:
    """How many different activities, and articles, each organisation's pairs rest on."""
    every = chosen(collection, view)
    pair, row, standing, article = evidence(collection, view)
    sides = np.full((2, len(pairs_of(collection).own)), -1)
    sides[0, codes], sides[1, codes] = x, y
    own, stands = sides[0, pair] >= 0, sides[0, standing] >= 0
    pair, row, standing, article = pair[own], row[own], standing[stands], article[stands]
    acting = sides[:, pair].reshape(-1)
    activities = _different(acting, np.tile(every.groups.of[row], 2), every.index.size, size)
    both = np.concatenate((acting, sides[:, standing].reshape(-1)))
    articles = np.concatenate((np.tile(every.index.article[row], 2), np.tile(article, 2)))
    return activities, _different(both, articles, len(every.index.articles), size)


def _different(owner: Any, value: Any, values: int, size: int) -> Any:
    """How many different values (below ``values``) each of ``size`` owners has."""
    return np.bincount(different(owner * max(values, 1) + value) // max(values, 1), minlength=size)


def _parts(x: Any, y: Any, size: int) -> tuple[Any, Any]:
    """The connected part of each organisation, the largest first, of equal ones that with the first name; and its size."""
    label = np.arange(size)
    while True:
        low = np.minimum(label[x], label[y])
        next_label = label.copy()
        np.minimum.at(next_label, x, low)
        np.minimum.at(next_label, y, low)
        next_label = next_label[next_label]
        if np.array_equal(next_label, label):
            break
        label = next_label
    # Names are in order, so that the lowest number of a part is its first name.
    heads, where, sizes = np.unique(label, return_inverse=True, return_counts=True)
    place = np.empty(len(heads), dtype=np.int64)
    place[np.lexsort((heads, -sizes))] = np.arange(len(heads))
    return place[where], sizes[where]


def _ends(pairs: pd.DataFrame, x: Any, y: Any, size: int) -> tuple[Any, Any, Any]:
    """First and last day, and the ties, of each organisation."""
    both = np.concatenate((x, y))
    first, last = np.full(size, NEVER), np.full(size, 0)
    np.minimum.at(first, both, np.tile([d.toordinal() if d else NEVER for d in pairs["first"]], 2))
    np.maximum.at(last, both, np.tile([d.toordinal() if d else 0 for d in pairs["last"]], 2))
    kinds, tie = np.unique(pairs["tie"].to_numpy(dtype=str), return_inverse=True)
    bits = np.zeros(size, dtype=np.int64)
    np.bitwise_or.at(bits, both, np.tile(1 << tie, 2))
    told = {n: tuple(str(kind) for i, kind in enumerate(kinds) if n >> i & 1) for n in set(bits.tolist())}
    columns = [_days(first), _days(last), [told[n] for n in bits.tolist()]]
    return tuple(pd.Series(column, dtype=object).to_numpy() for column in columns)  # type: ignore[return-value]


def _days(ordinals: Any) -> list[date | None]:
    return [date.fromordinal(n) if 0 < n < NEVER else None for n in ordinals.tolist()]


def _a_year_before(day: date) -> date:
    """The same day of the year before; of a leap day the day before it."""
    if day.year == 1:
        return date.min
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
