"""Counting each activity once, and organisations under one name: against an independent count in plain Python."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest
from counting import VIEWS, fits, status
from fakes import FakeMaker, extract, many, read, write

from analytics.importing import import_files
from analytics.measures import Collection, facets, headline, open_collection, over_time, pairings, placed, villages
from analytics.measures.groups import group_of
from analytics.model import KINDS, Activity, Extraction
from analytics.store.snapshots import StateWriter
from analytics.store.statements import state_that, undo
from analytics.store.workspace import Draft, Workspace, open_workspace
from analytics.views import COUNTINGS, Counting, View

COUNT = 200
ALIAS, PART = ("石门,联合社", "青禾合作社"), ("白塔支部", "安和社区卫生服务中心")
BELOW = {"青禾合作社": {"青禾合作社", "石门,联合社"}, PART[1]: {PART[0], PART[1]}}
MODES = [(view, counting) for n, view in enumerate(VIEWS) for counting in (COUNTINGS if n < 20 else ("distinct",))]


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    return [extract(a) for a in many(COUNT)]


@pytest.fixture(scope="module")
def edges(extractions: list[Extraction]) -> dict[str, list[tuple[str, str]]]:
    rng = random.Random(5)
    ids = [a.id for e in extractions for a in e.activities]
    return {name: [(a, b) for a, b in (rng.sample(ids, 2) for _ in range(count))]
            for name, count in (("echoes", 50), ("same", 60))}  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, edges: dict[str, list[tuple[str, str]]]) -> Workspace:
    folder = tmp_path_factory.mktemp("once")
    space = open_workspace(folder / "home")
    path = write(folder / "a.jsonl", many(COUNT))
    import_files([path], "试", workspace=space, maker=FakeMaker(), reader=read)
    base = space.version("试")
    with StateWriter(space.snapshots) as writer:
        writer.add_rows("echoes", [{"a": a, "b": b} for a, b in edges["echoes"]])
        writer.add_rows("same", [{"a": a, "b": b, "score": 1.0, "reasons": "[]"} for a, b in edges["same"]])
        writer.add_rows("names", [
            {"name": ALIAS[0], "target": ALIAS[1], "relation": "alias", "reasons": "[]", "certainty": 1.0, "joined": True},
            {"name": PART[0], "target": PART[1], "relation": "part_of", "reasons": "[]", "certainty": 1.0, "joined": True},
        ])  # fmt: skip
        state = writer.finish()
    space.commit(Draft("试", 1, base.parts, "linked", "r", "g", base.counts, state_id=state))
    return space


@pytest.fixture(scope="module")
def collection(workspace: Workspace) -> Collection:
    return open_collection(workspace, "试", 2, 0)


class Once:
    """The independent count: groups by union, then loops over values."""

    def __init__(self, extractions: list[Extraction], pairs: list[tuple[str, str]]) -> None:
        self.above: dict[str, str] = {}
        for a, b in pairs:
            self.above[self.top(a)] = self.top(b)
        self.all = [(a, e, n) for e in extractions for n, a in enumerate(e.activities)]
        self.rank = {a.id: (e.article.published or date.max, e.article.id, n, a.id) for a, e, n in self.all}

    def top(self, name: str) -> str:
        while self.above.setdefault(name, name) != name:
            name = self.above[name]
        return name

    def chosen(self, view: View, only=lambda a, e: True) -> list[Activity]:
        """One activity of each group among those that match, in the period by its own date."""
        first: dict[str, Activity] = {}
        for a, e, _ in self.all:
            if fits(a, e, view) and only(a, e):
                group = self.top(a.id)
                if group not in first or self.rank[a.id] < self.rank[first[group].id]:
                    first[group] = a
        wanted = ("inside",) if view.has_period else ("inside", "undated", "partly")
        return [a for a in first.values() if status(a, view) in wanted]


def told(view: View) -> View:
    """The view with every written name of its organisations, as the independent count wants it."""
    wanted, others = (_names(o) for o in (view.organisations, view.without_organisations))
    return replace(view, organisations=wanted, without_organisations=others)


def _names(organisations: tuple[str, ...]) -> tuple[str, ...]:
    heads = [dict([ALIAS]).get(o, o) for o in organisations]
    return tuple(sorted({n for o in heads for n in BELOW.get(o, {o})}))


def once(extractions: list[Extraction], edges: dict[str, list[tuple[str, str]]], counting: Counting) -> Once:
    used = {"reports": (), "activities": ("echoes",), "distinct": ("echoes", "same")}[counting]
    return Once(extractions, [pair for name in used for pair in edges[name]])


def ids(found: list[Activity]) -> set[str]:
    return {a.id for a in found}


@pytest.mark.parametrize(("view", "counting"), MODES, ids=range(len(MODES)))
def test_each_activity_counts_once(view, counting, collection, extractions, edges) -> None:
    plain, view = told(view), replace(view, counting=counting)
    independent = once(extractions, edges, counting)
    found = headline(collection, view)
    assert set(found.activities.ids) == ids(independent.chosen(plain))
    assert found.placed.check.ok
    assert set(found.volunteering.ids) == ids(independent.chosen(plain, lambda a, e: "volunteering" in a.types))
    stated = independent.chosen(plain, lambda a, e: a.people is not None)
    assert set(found.people.ids) == ids(stated)
    assert found.people.value == sum(a.people or 0 for a in stated)
    served = defaultdict(set)
    for village in (v for e in extractions for v in e.villages):
        county = "/".join(village.division[:3]) if len(village.division) > 3 else ""
        key = village.code or f"{county}/{village.name}"
        there = {i for e in extractions for v in e.villages for i in v.activities
                 if (v.code or f"{'/'.join(v.division[:3]) if len(v.division) > 3 else ''}/{v.name}") == key}  # fmt: skip
        served[key] = ids(independent.chosen(plain, lambda a, e, there=there: a.id in there))
    assert {r.key: set(r.ids) for r in villages(collection, view).frame.itertuples()} == {
        k: v for k, v in served.items() if v
    }


@pytest.mark.parametrize(("view", "counting"), MODES[:30], ids=range(30))
def test_bins_and_facets_follow_the_same_count(view, counting, collection, extractions, edges) -> None:
    plain, view = told(view), replace(view, counting=counting)
    independent = once(extractions, edges, counting)
    timeline = over_time(collection, view)
    assert timeline.check.ok
    for kind in ("all", "volunteering", "visit"):
        if kind != "all" and view.types and kind not in view.types:
            continue
        wanted = independent.chosen(plain, lambda a, e, kind=kind: kind == "all" or kind in a.types)
        shown = {i for r in timeline.frame.itertuples() if r.type == kind for i in r.ids}
        assert shown <= ids(wanted)
        if kind == "all":
            assert len(wanted) == len(shown) + len(timeline.wider) + (0 if view.has_period else len(timeline.undated))
    found = facets(collection, view)
    for field in ("types", "kinds", "organisations", "places"):
        for row in getattr(found, field).head(5).itertuples():
            chosen = replace(view, **{field: (row.value,)})
            assert row.activities == len(placed(collection, chosen).counted), (field, row.value)


def test_what_is_told_again_is_counted_and_listed(collection, extractions, edges) -> None:
    for counting in COUNTINGS:
        found = placed(collection, View(kinds=KINDS, counting=counting))
        every = {a.id for e in extractions for a in e.activities}
        again = {x.code: set(x.ids) for x in found.left_out}.get("again", set())
        assert again == every - set(found.counted)
        assert (counting == "reports") == (not again)


def test_a_merge_can_be_parted_and_an_old_link_still_shows_it(workspace, edges) -> None:
    a, b = edges["same"][0]
    before = open_collection(workspace, "试", 2)
    assert {a, b} <= set(group_of(before, a))
    members = set(group_of(before, a))
    numbers = [state_that(workspace, "试", "cut", {"a": a, "b": other}, "王") for other in sorted(members - {a})]
    after = open_collection(workspace, "试", 2)
    assert group_of(after, a) == (a,)
    view = View(kinds=KINDS, counting="distinct")
    assert len(placed(after, view).counted) > len(placed(before, view).counted)
    pinned = open_collection(workspace, "试", 2, before.revision)
    assert placed(pinned, view) == placed(before, view)
    for number in numbers:
        undo(workspace, "试", number, "王")
    assert placed(open_collection(workspace, "试", 2), view) == placed(before, view)


def test_organisations_are_counted_under_one_name(workspace, collection, extractions) -> None:
    found = facets(collection, View(kinds=KINDS)).organisations.set_index("value")["activities"]
    assert ALIAS[0] not in found.index
    independent = Once(extractions, [])
    for name in (ALIAS[1], PART[1]):
        behind = {a.id for a, _, _ in independent.all if not BELOW[name].isdisjoint(o.name for o in a.organisations)}
        chosen = placed(collection, View(kinds=KINDS, counting="reports", organisations=(name,)))
        assert set(chosen.counted) == behind
    asked = placed(collection, View(kinds=KINDS, organisations=(ALIAS[0],)))
    assert asked == placed(collection, View(kinds=KINDS, organisations=(ALIAS[1],)))
    pairs = pairings(collection, View(kinds=KINDS))
    assert not any(ALIAS[0] in (r.a, r.b) for r in pairs.frame.itertuples())
    number = state_that(workspace, "试", "name", {"name": ALIAS[0], "target": None, "relation": "alias"}, "王")
    said = open_collection(workspace, "试", 2)
    assert ALIAS[0] in set(facets(said, View(kinds=KINDS)).organisations["value"])
    undo(workspace, "试", number, "王")


def test_a_pair_of_two_names_of_one_organisation_is_none(collection, extractions) -> None:
    found = pairings(collection, View(kinds=KINDS, counting="reports"))
    assert all(r.a != r.b for r in found.frame.itertuples())
    own = {a for e in extractions for p in e.pairings if {p.a, p.b} == set(ALIAS) for a in p.activities}
    apart = {x.code: set(x.ids) for x in found.left_out}
    assert apart.get("pairings_own", set()) == own
