"""Every measure against an independent count in plain Python, over random views of an invented collection."""

from __future__ import annotations

from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from counting import VIEWS, fits, standing_wanted, status
from fakes import FakeMaker, extract, many, read, write

from analytics.importing import import_files
from analytics.measures import (
    Collection,
    activities,
    activity_article,
    article,
    articles,
    facets,
    headline,
    open_collection,
    over_time,
    pairings,
    placed,
    rows,
    search,
    span,
    villages,
)
from analytics.model import KINDS, Activity, Extraction
from analytics.problems import Problem
from analytics.store.workspace import Workspace, open_workspace
from analytics.views import View, previous


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    return [extract(a) for a in many(400)]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("measures")
    space = open_workspace(folder / "home")
    found = many(400)
    for n, (start, end) in enumerate(pairwise((0, 150, 151, 400))):
        path = write(folder / f"{n}.jsonl", found[start:end])
        import_files([path], "试", workspace=space, maker=FakeMaker(), reader=read)
    return space


@pytest.fixture(scope="module")
def collection(workspace: Workspace) -> Collection:
    return open_collection(workspace, "试")


def count(extractions: list[Extraction], view: View) -> list[Activity]:
    wanted = ("inside",) if view.has_period else ("inside", "undated")
    return [a for e in extractions for a in e.activities if fits(a, e, view) and status(a, view) in wanted]


def village_keys(extractions: list[Extraction], ids: set[str]) -> dict[str, set[str]]:
    found = defaultdict(set)
    for village in (v for e in extractions for v in e.villages):
        county = "/".join(village.division[:3]) if len(village.division) > 3 else ""
        found[village.code or f"{county}/{village.name}"] |= ids & set(village.activities)
    return {key: behind for key, behind in found.items() if behind}


def pair_keys(extractions: list[Extraction], ids: set[str], view: View) -> set[str]:
    found = set()
    for e in extractions:
        published = e.article.published
        in_view = standing_wanted(e, view) and (
            not view.has_period
            or (published is not None and (view.start or date.min) <= published <= (view.end or date.max))
        )
        for pair in e.pairings:
            partners = {pair.a, pair.b}
            partner = not view.organisations or not partners.isdisjoint(view.organisations)
            partner = partner and partners.isdisjoint(view.without_organisations)
            if ids & set(pair.activities) or (not pair.activities and in_view and partner):
                found.add("↔".join(sorted((pair.a, pair.b))))
    return found


@pytest.mark.parametrize("view", VIEWS, ids=range(len(VIEWS)))
def test_figures_are_those_of_an_independent_count(
    view: View, collection: Collection, extractions: list[Extraction]
) -> None:
    found = headline(collection, view)
    told = activities(collection, view)
    behind = count(extractions, view)
    ids = {a.id for a in behind}
    assert found.placed.check.ok
    assert set(found.activities.ids) == ids == set(told.frame.id)
    assert len(told.frame) == found.activities.value == len(ids)
    assert set(found.volunteering.ids) == {a.id for a in behind if "volunteering" in a.types}
    assert found.people.value == sum(a.people or 0 for a in behind)
    assert (found.people.stated, found.people.of) == (sum(a.people is not None for a in behind), len(behind))
    served = village_keys(extractions, ids)
    assert set(found.villages.keys) == set(served)
    assert {r.key: set(r.ids) for r in villages(collection, view).frame.itertuples()} == served
    assert set(found.pairings.keys) == pair_keys(extractions, ids, view) == set(pairings(collection, view).frame.key)
    assert found.pairings.value == len(found.pairings.keys)


@pytest.mark.parametrize("view", VIEWS, ids=range(len(VIEWS)))
def test_what_is_apart_is_counted_and_listed(view: View, collection: Collection, extractions: list[Extraction]) -> None:
    found = placed(collection, view)
    expected = Counter(status(a, view) for e in extractions for a in e.activities if fits(a, e, view))
    assert (len(found.inside), len(found.partly), len(found.undated), found.outside) == tuple(
        expected[s] for s in ("inside", "partly", "undated", "outside")
    )
    told = activities(collection, view)
    assert set(told.partly.id) == set(found.partly)
    assert set(told.undated.id) == (set(found.undated) if view.has_period else set())
    if view.has_period:
        apart = {s: expected[s] for s in ("partly", "undated") if expected[s]}
        assert {x.code: x.count for x in found.left_out} == apart


@pytest.mark.parametrize("view", VIEWS, ids=range(len(VIEWS)))
def test_bins_hold_what_lies_in_them(view: View, collection: Collection, extractions: list[Extraction]) -> None:
    found = over_time(collection, view)
    assert found.check.ok
    cells: dict[tuple[str, str], list[set[str]]] = defaultdict(lambda: [set(), set()])
    wider = set()
    for a in count(extractions, view):
        names = {_bin(day, view.grain) for day in (a.date.start, a.date.end)}
        if a.date.edtf is None:
            continue
        if len(names) > 1 or "" in names:
            wider.add(a.id)
            continue
        for kind in ("all", *(t for t in a.types if not view.types or t in view.types)):
            cells[names.copy().pop(), kind][a.date.precision == "approx"].add(a.id)
    assert {(r.label, r.type): (r.sure, r.approx, set(r.ids)) for r in found.frame.itertuples()} == {
        key: (len(sure), len(approx), sure | approx) for key, (sure, approx) in cells.items()
    }
    assert set(found.wider) == wider
    assert set(found.frame.label) <= set(found.bins)


def _bin(day: date | None, grain: str) -> str:
    if day is None:
        return ""
    half, quarter = (day.month - 1) // 6 + 1, (day.month - 1) // 3 + 1
    names = {"half": f"H{half}", "quarter": f"Q{quarter}", "month": f"{day:%m}"}
    return f"{day.year}-{names[grain]}" if grain in names else f"{day.year}"


@pytest.mark.parametrize("view", VIEWS[:12], ids=range(12))
def test_a_facet_counts_what_its_choice_lists(view: View, collection: Collection) -> None:
    found = facets(collection, view)
    for field in ("types", "kinds", "organisations", "places", "sources"):
        for row in getattr(found, field).head(8).itertuples():
            chosen = replace(view, **{field: (row.value,)})
            assert row.activities == len(placed(collection, chosen).counted), (field, row.value)


def test_places_are_offered_as_chains(collection: Collection) -> None:
    found = facets(collection, View()).places.set_index("value")
    town = found.loc["东省/澄市/澄江县/白塔镇"]
    assert (town["name"], town["level"], town["within"]) == ("白塔镇", "town", "东省/澄市/澄江县")
    assert found.loc["直市/江州区", "level"] == "county"
    assert not any(value.isdigit() for value in found.index)


@pytest.mark.parametrize("view", [v for v in VIEWS if v.start and v.end][:10], ids=range(10))
def test_the_change_is_to_the_period_before(view: View, collection: Collection) -> None:
    found, before = headline(collection, view), previous(view)
    assert before is not None
    assert found.activities.before == headline(collection, before).activities.value
    assert found.people.change == found.people.value - headline(collection, before).people.value
    assert found.before_covered is (before.start >= span(collection)[0])


def test_without_a_period_there_is_no_comparison(collection: Collection) -> None:
    found = headline(collection, View())
    assert found.activities.before is None
    assert found.activities.change is None
    assert found.before_covered is None


def test_an_article_comes_back_as_it_was_read(collection: Collection, extractions: list[Extraction]) -> None:
    for e in extractions[::37]:
        page = article(collection, e.article.id)
        assert page.extraction == e
        assert (page.encoding, page.cuts[0]["text"]) == ("utf-8", "责任编辑")
    with pytest.raises(Problem, match="没有编号为"):
        article(collection, "none")


def test_rows_list_what_a_figure_names(collection: Collection, extractions: list[Extraction]) -> None:
    ids = headline(collection, View()).volunteering.ids
    found = rows(collection, ids)
    assert sorted(found.id) == list(ids)
    wanted = {a.id: a for e in extractions for a in e.activities}
    for row in found.head(20).itertuples():
        assert (tuple(row.types), row.edtf, row.start, row.quote) == (
            wanted[row.id].types, wanted[row.id].date.edtf, wanted[row.id].date.start, wanted[row.id].evidence[0].quote,
        )  # fmt: skip
    dated = [d for d in found.start if d is not None]
    assert dated == sorted(dated, reverse=True)
    assert activity_article(collection, ids[0]) == ids[0].split(".")[0]


def test_articles_and_search(collection: Collection, extractions: list[Extraction]) -> None:
    everything = articles(collection)
    assert len(everything) == 400
    assert everything.set_index("id").activities.to_dict() == {e.article.id: len(e.activities) for e in extractions}
    for text in ("服务", "愿服", "第17篇", "𠮷", "务,", "。服"):
        folded = [e.article for e in extractions if text in e.article.text or text in e.article.title]
        assert search(collection, text) == tuple(sorted(a.id for a in folded))
    assert search(collection, "  \u3000") == ()
    assert search(collection, "绝无此句") == ()


def test_an_older_version_stays_what_it_was(workspace: Workspace, extractions: list[Extraction]) -> None:
    first = open_collection(workspace, "试", 1)
    assert len(articles(first)) == 150
    assert len(placed(first, View(kinds=KINDS)).counted) == sum(len(e.activities) for e in extractions[:150])
    with pytest.raises(Problem):
        open_collection(workspace, "试", 9)


def test_threads_get_the_same_figures(collection: Collection) -> None:
    views = VIEWS[:12] * 2
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda v: headline(collection, v), views))
    assert found[:12] == found[12:]
    assert found[:4] == [headline(collection, v) for v in views[:4]]
