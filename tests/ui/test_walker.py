"""Rows equal numbers: under random views every figure, bar and row against its rows, and those against a count in pandas.

Here what the measures say and what the charts draw; ``test_walked_pages`` does the same through the pages themselves.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import pandas as pd
import pytest
from charts_read import marks, seen
from truth import Truth, invented, opened, views

from analytics import measures
from analytics.charts.bars import ALL, numbers, total_bars, type_rows
from analytics.charts.ranking import ranking
from analytics.measures import Collection
from analytics.model import TYPES
from analytics.views import View, previous

COUNT = 200 if os.environ.get("JUSHI_TORTURE") else 40
VIEWS = views(COUNT)


@dataclass(frozen=True)
class Said:
    """A number that is shown: where, what it says, the rows listed behind it, what an independent count finds."""

    where: str
    number: int
    listed: frozenset[str]
    truth: frozenset[str]

    def fault(self) -> str | None:
        """What is wrong, None when all three agree."""
        if self.number == len(self.listed) and self.listed == self.truth:
            return None
        return f"{self.where}: says {self.number}, lists {len(self.listed)}, counted {len(self.truth)}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, Truth]:
    space, truth = invented(tmp_path_factory.mktemp("walker"), 160)
    return opened(space), truth


def listing(c: Collection, every: Iterable[Iterable[str]]) -> Callable[[Iterable[str]], list[str]]:
    """The rows that a page lists for ids; asked for all at once."""
    there = set(measures.rows(c, sorted({i for ids in every for i in ids}))["id"])
    return lambda ids: [i for i in ids if i in there]


def said(where: str, number: int, listed: Iterable[str], truth: Iterable[str]) -> Said:
    return Said(where, int(number), frozenset(listed), frozenset(truth))


def figures(c: Collection, truth: Truth, view: View) -> Iterator[Said]:
    """The headline, and what stands apart from it."""
    found = measures.headline(c, view)
    stated, where = found.people.ids, found.placed
    rows = listing(c, (found.activities.ids, found.volunteering.ids, stated, where.partly, where.undated))
    counted = truth.counted(view)
    yield said("activities", found.activities.value, rows(found.activities.ids), counted["id"])
    yield said(
        "volunteering", found.volunteering.value, rows(found.volunteering.ids), truth.of(view, "types", "volunteering")
    )
    total, stating = truth.people(view)
    yield said("people: stated", found.people.stated or 0, rows(found.people.ids), stating)
    assert (found.people.value, found.people.of) == (total, len(counted))
    assert found.placed.check.ok
    served = truth.each(view, "villages")
    yield said("villages", found.villages.value, found.villages.keys, served)
    assert set(found.villages.ids) == set().union(*served.values()) if served else not found.villages.ids
    paired, standing = truth.each(view, "pairs"), truth.standing(view)
    yield said("pairings", found.pairings.value, found.pairings.keys, {*paired, *standing})
    apart = truth.once(view)
    for name in ("partly", "undated"):
        one = getattr(found.placed, name)
        yield said(name, len(one), rows(one), apart[apart["status"] == name]["id"])
    assert found.placed.outside == int((apart["status"] == "outside").sum())
    again = {x.code: x for x in found.left_out}.get("again")
    yield said(
        "again",
        again.count if again else 0,
        again.ids if again else (),
        set(truth.matching(view)["id"]) - set(apart["id"]),
    )
    before = previous(view)
    if before is not None:
        assert found.activities.before == len(truth.ids(before))
        assert found.villages.before == len(truth.each(before, "villages"))
        assert found.people.before == truth.people(before)[0]


def lists(c: Collection, truth: Truth, view: View) -> Iterator[Said]:
    """Every row of the tables of villages and pairs, and the bars of the ranking."""
    served, table = truth.each(view, "villages"), measures.villages(c, view).frame
    rows = listing(c, table["ids"])
    for row in table.itertuples():
        yield said(f"village {row.key}", row.activities, rows(row.ids), served.get(row.key, ()))
    assert set(table["key"]) == set(served)
    for mark in marks(seen(ranking(list(table["key"]), list(table["name"]), list(table["activities"])))):
        yield said(f"bar of {mark.key}", mark.value, table.set_index("key")["ids"][mark.key], served[mark.key])
    paired, standing, table = truth.each(view, "pairs"), truth.standing(view), measures.pairings(c, view).frame
    rows, articles = listing(c, table["ids"]), set(measures.articles(c)["id"])
    for row in table.itertuples():
        yield said(f"pair {row.key}", row.activities, rows(row.ids), paired.get(row.key, ()))
        yield said(
            f"standing {row.key}", len(row.articles), articles.intersection(row.articles), standing.get(row.key, ())
        )
    assert set(table["key"]) == {*paired, *standing}


def timelines(c: Collection, truth: Truth, view: View) -> Iterator[Said]:
    """Every bar over time, of all and of every type, and the table of both."""
    found = measures.over_time(c, view)
    shown = [t for t in TYPES if not view.types or t in view.types]
    cells = truth.bins(view) | truth.bins(view, "types", shown)
    frame = found.frame
    behind = {(r.label, r.type): r.ids for r in frame.itertuples()}
    assert set(behind) == set(cells)
    rows = listing(c, behind.values())
    for key, ids in cells.items():
        yield said(f"cell {key}", len(behind[key]), rows(behind[key]), ids)
    if frame.empty:
        return
    types = [t for t in shown if t in set(frame["type"])]
    drawn = [*marks(seen(total_bars(frame, found.bins))), *(marks(seen(type_rows(frame, found.bins, types))) if types else [])]
    sums: dict[tuple[str, str], int] = {}
    for mark in drawn:
        sums[tuple(mark.key)] = sums.get(tuple(mark.key), 0) + mark.value
    for key, number in sums.items():
        yield said(f"bar {key}", number, behind.get(key, ()), cells.get(key, ()))
    assert {k for k, n in sums.items() if n} == set(cells)
    table = numbers(frame, found.bins, types)
    assert list(table.iloc[:, 1]) == [len(cells.get((b, ALL), ())) for b in found.bins]
    for at, code in enumerate(types, start=4):
        assert list(table.iloc[:, at]) == [len(cells.get((b, code), ())) for b in found.bins]
    beside = [i for r in truth.counted(view).itertuples() for i in [r.id] if not any(i in ids for ids in _alls(cells))]
    wider = set(found.wider) | (set() if view.has_period else set(found.undated))
    yield said("beside the axis", len(wider), wider, beside)


def _alls(cells: dict[tuple[str, str], set[str]]) -> list[set[str]]:
    return [ids for (_, kind), ids in cells.items() if kind == ALL]


def choices(c: Collection, truth: Truth, view: View) -> Iterator[Said]:
    """Every choice of every filter: what it counts is what it lists when it is chosen."""
    found = measures.facets(c, view)
    for field, own in (
        ("types", "types"),
        ("kinds", "kind"),
        ("organisations", "organisations"),
        ("sources", "source"),
    ):
        free = replace(view, **{field: View().kinds if field == "kinds" else ()})
        if field == "kinds":
            free = replace(view, kinds=("event", "practice", "planned", "aggregate"))
        expected = truth.each(free, own)
        frame: pd.DataFrame = getattr(found, field)
        shown = dict(zip(frame["value"], frame["activities"], strict=True))
        assert set(shown) == set(expected), field
        for value, ids in expected.items():
            yield Said(f"{field} {value}", shown[value], frozenset(ids), frozenset(ids))


WALKS: tuple[Callable[[Collection, Truth, View], Iterator[Said]], ...] = (figures, lists, timelines, choices)


def walk(c: Collection, truth: Truth, view: View) -> tuple[int, list[str]]:
    """How many numbers were compared under a view, and what is wrong with them."""
    every = [one for walked in WALKS for one in walked(c, truth, view)]
    return len(every), [fault for one in every if (fault := one.fault())]


def test_every_number_is_the_number_of_its_rows(made: tuple[Collection, Truth]) -> None:
    compared, faults = 0, []
    for view in VIEWS:
        count, wrong = walk(*made, view)
        compared += count
        faults += [f"{view}: {fault}" for fault in wrong]
    print(f"{compared} numbers under {len(VIEWS)} views")
    assert faults == []
    assert compared > 20 * len(VIEWS)
