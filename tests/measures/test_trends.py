"""Counts over time by what activities have, against an independent count in plain Python."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest
from counting import VIEWS, fits, status
from fakes import FakeMaker, extract, many, read, write

from analytics.importing import import_files
from analytics.measures import Collection, open_collection, placed
from analytics.measures.bins import bins_of, earlier, first_day, last_day, year_before
from analytics.measures.by_dimension import (
    ALL,
    BESIDE,
    LEVELS,
    NONE,
    OTHERS,
    Way,
    beside_ids,
    cell_ids,
    of_value,
    reported,
    trend,
)
from analytics.measures.calendar_days import day_ids, days, rough_ids
from analytics.measures.matrix import matrix
from analytics.model import Activity, Extraction, Place
from analytics.store.places import keys_of
from analytics.store.snapshots import StateWriter
from analytics.store.workspace import Draft, Workspace, open_workspace
from analytics.views import GRAINS, NO_SOURCE, View

COUNT, TOP = 300, 3
WAYS = (Way(), Way("type"), Way("org"), Way("doer"), Way("source"), *(Way("place", level) for level in LEVELS))


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    return [extract(a) for a in many(COUNT)]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("trends")
    space = open_workspace(folder / "home")
    import_files([write(folder / "a.jsonl", many(COUNT))], "试", workspace=space, maker=FakeMaker(), reader=read)
    return space


@pytest.fixture(scope="module")
def collection(workspace: Workspace) -> Collection:
    return open_collection(workspace, "试", 1, 0)


def pairs(extractions: list[Extraction], view: View) -> list[tuple[Activity, Extraction]]:
    wanted = ("inside",) if view.has_period else ("inside", "undated")
    return [(a, e) for e in extractions for a in e.activities if fits(a, e, view) and status(a, view) in wanted]


def bin_of(day: date | None, grain: str) -> str:
    if day is None:
        return ""
    part = {
        "year": "",
        "half": f"-H{(day.month - 1) // 6 + 1}",
        "quarter": f"-Q{(day.month - 1) // 3 + 1}",
        "month": f"-{day:%m}",
    }
    return f"{day.year}{part[grain]}"


def one_bin(a: Activity, grain: str) -> str | None:
    names = {bin_of(day, grain) for day in (a.date.start, a.date.end)}
    return names.pop() if len(names) == 1 and "" not in names else None


def offered(extractions: list[Extraction], level: str) -> set[str]:
    keys = [k for e in extractions for a in e.activities for p in a.places for k in keys_of(p)]
    return {k.key for k in keys if k.chain and k.level == level}


def keys_at(places: tuple[Place, ...]) -> set[str]:
    return {k.key for p in places for k in keys_of(p)}


def values(a: Activity, e: Extraction, way: Way, view: View, places: set[str]) -> set[str]:
    match way.by:
        case "type":
            return {t for t in a.types if not view.types or t in view.types}
        case "org":
            return {o.name for o in a.organisations}
        case "doer":
            return {o.name for o in a.organisations if o.role != "beneficiary"}
        case "place":
            return keys_at(a.places) & places
        case "source":
            return {e.article.source or NO_SOURCE}
    return set()


@pytest.mark.parametrize("number", range(48))
def test_cells_are_those_of_an_independent_count(
    number: int, collection: Collection, extractions: list[Extraction]
) -> None:
    view = replace(VIEWS[number], grain=GRAINS[number % 4])
    counted = pairs(extractions, view)
    for way in WAYS[number % 3 :: 3]:
        found = trend(collection, view, way, TOP)
        assert found.check.ok
        places = offered(extractions, way.level)
        sums: dict[str, set[str]] = defaultdict(set)
        for a, e in counted:
            if one_bin(a, view.grain):
                for value in values(a, e, way, view, places):
                    sums[value].add(a.id)
        named = sorted(sums, key=lambda v: (-len(sums[v]), v))[:TOP]
        assert [k for k in found.keys if k.startswith("=")] == [of_value(v) for v in named]
        assert found.rest == len(sums) - len(named)
        cells: dict[tuple[str, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        for a, e in counted:
            own = values(a, e, way, view, places)
            rows = {ALL} | {of_value(v) if v in named else OTHERS for v in own}
            rows |= {NONE} if way.by != "all" and not own else set()
            if name := one_bin(a, view.grain):
                for key in rows:
                    cells[name, key][a.date.precision == "approx"].add(a.id)
        assert {(r.label, r.key): (r.sure, r.approx) for r in found.frame.itertuples()} == {
            cell: (len(sure), len(vague)) for cell, (sure, vague) in cells.items()
        }
        assert set(found.frame.label) <= set(found.bins)
        for (name, key), parts in list(cells.items())[::7]:
            ids = cell_ids(collection, view, Way(way.by, way.level, tuple(named)), key, name)
            assert set(ids) == set.union(*parts)
            assert set(ids[: len(parts[0])]) == parts[0], "sure ones first"


@pytest.mark.parametrize("view", VIEWS[:24], ids=range(24))
def test_what_has_no_place_on_the_axis_is_told_and_listed(
    view: View, collection: Collection, extractions: list[Extraction]
) -> None:
    told = trend(collection, view, Way()).told
    counted = [a for a, _ in pairs(extractions, view)]
    every = [a for e in extractions for a in e.activities if fits(a, e, view)]
    expected = {
        "wider": {a.id for a in counted if a.date.edtf and one_bin(a, view.grain) is None},
        "undated": {a.id for a in every if a.date.edtf is None},
        "approx": {a.id for a in counted if a.date.precision == "approx" and one_bin(a, view.grain)},
        "partly": {a.id for a in every if status(a, view) == "partly"},
    }
    assert told.value == len(counted)
    for code in BESIDE:
        assert set(beside_ids(collection, view, code)) == expected[code]
        assert getattr(told, code) == len(expected[code])
    sure = [a for a in counted if a.date.edtf is not None and a.date.precision != "approx"]
    assert told.unsure == len(counted) - len(sure)


@pytest.mark.parametrize("view", VIEWS[:24], ids=range(24))
def test_days_hold_what_is_dated_to_the_day(view: View, collection: Collection, extractions: list[Extraction]) -> None:
    found = days(collection, view)
    expected: dict[date, set[str]] = defaultdict(set)
    rough = set()
    for a, _ in pairs(extractions, view):
        if a.date.start and a.date.start == a.date.end and a.date.precision != "approx":
            expected[a.date.start].add(a.id)
        elif a.date.edtf:
            rough.add(a.id)
    assert found.check.ok
    assert dict(zip(found.frame.day, found.frame["count"], strict=True)) == {d: len(i) for d, i in expected.items()}
    assert list(found.frame.day) == sorted(expected)
    for day in list(expected)[:5]:
        assert set(day_ids(collection, view, day)) == expected[day]
    assert set(rough_ids(collection, view)) == rough
    assert found.rough == len(rough)


@pytest.mark.parametrize("view", VIEWS[:20], ids=range(20))
def test_the_matrix_says_who_did_not(view: View, collection: Collection, extractions: list[Extraction]) -> None:
    found = matrix(collection, view, limit=100)
    occurring = {
        o.name
        for e in extractions
        for a in e.activities
        for o in a.organisations
        if fits(a, e, replace(view, types=(), without_types=(), kinds=a_kind(a), text="", sure=None, unsure=None))
    }
    cells: dict[tuple[str, str], int] = defaultdict(int)
    beside: dict[str, int] = defaultdict(int)
    for a, _ in pairs(extractions, view):
        for name in {o.name for o in a.organisations}:
            if at := one_bin(a, view.grain):
                cells[name, at] += 1
            else:
                beside[name] += 1
    assert set(found.rows.value) == occurring
    assert {(r.value, r.label): r.sure + r.approx for r in found.cells.itertuples()} == cells
    assert dict(zip(found.rows.value, found.rows.beside, strict=True)) == {n: beside[n] for n in occurring}
    held = {n for n, _ in cells} | {n for n in beside if beside[n]}
    assert (found.every, found.without) == (len(occurring), len(occurring - held))
    assert set(matrix(collection, view, gaps=True, limit=100).rows.value) == occurring - held
    counts = list(found.rows["count"])
    assert counts == sorted(counts, reverse=True)
    pages = [matrix(collection, view, first=n, limit=2) for n in range(0, max(found.every, 1), 2)]
    assert [v for page in pages for v in page.rows.value] == list(found.rows.value)
    assert [len(page.cells) for page in pages if len(page.cells)] == [
        n for page in pages if (n := sum(v in set(page.rows.value) for v, _ in cells))
    ]


def a_kind(a: Activity) -> tuple[str, ...]:
    return (a.kind,)


def test_months_with_reports(collection: Collection, extractions: list[Extraction]) -> None:
    published = [(e.article.published, e.article.source) for e in extractions if e.article.published]
    assert reported(collection, View()) == {f"{day:%Y-%m}" for day, _ in published}
    cloud = reported(collection, View(sources=("云报",)))
    assert cloud == {f"{day:%Y-%m}" for day, source in published if source == "云报"}


@pytest.fixture(scope="module")
def told_twice(workspace: Workspace, extractions: list[Extraction], collection: Collection) -> Collection:
    """The same collection, where activities of neighbouring articles are taken for the same."""
    ids = [e.activities[0].id for e in extractions if e.activities]
    base = workspace.version("试", 1)
    with StateWriter(workspace.snapshots) as writer:
        writer.add_rows("echoes", [{"a": a, "b": b} for a, b in zip(ids[::3], ids[1::3], strict=False)])
        state = writer.finish()
    workspace.commit(Draft("试", 1, base.parts, "linked", "r", "g", base.counts, state_id=state))
    return open_collection(workspace, "试", 2, 0)


@pytest.mark.parametrize("view", VIEWS[:12], ids=range(12))
def test_a_cell_is_the_figure_of_the_view_with_its_choice(view: View, told_twice: Collection) -> None:
    everything = placed(told_twice, view).counted
    for way, field in ((Way("type"), "types"), (Way("org"), "organisations"), (Way("source"), "sources")):
        found = trend(told_twice, view, way, TOP)
        assert found.check.ok
        named = tuple(k[1:] for k in found.keys if k.startswith("="))
        for value in () if getattr(view, field) else named:
            chosen = replace(view, **{field: (value,)})
            cell = cell_ids(told_twice, view, way, of_value(value))
            own = trend(told_twice, chosen, Way())
            binned = own.frame[own.frame.key == ALL][["sure", "approx"]].to_numpy().sum()
            assert len(cell) == binned
            assert set(cell) <= set(placed(told_twice, chosen).counted)
        rows = [cell_ids(told_twice, view, replace(way, named=named), key) for key in (*found.keys, ALL)]
        sizes = found.frame.groupby("key")[["sure", "approx"]].sum().sum(axis=1).to_dict()
        assert [len(ids) for ids in rows] == [sizes.get(key, 0) for key in (*found.keys, ALL)]
        assert set(rows[-1]) <= set(everything)


def test_a_bin_has_a_first_and_a_last_day() -> None:
    assert first_day("2024-Q2", "quarter") == date(2024, 4, 1)
    assert first_day("2024-H2", "half") == date(2024, 7, 1)
    for name, grain in (
        ("2024-06", "quarter"),
        ("2024-13", "month"),
        ("", "year"),
        ("2024-6", "month"),
        ("²024", "year"),
    ):
        assert first_day(name, grain) is None  # type: ignore[arg-type]
    assert last_day(date(2024, 2, 1), "month") == date(2024, 2, 29)
    assert last_day(date(9999, 7, 1), "half") == date(9999, 12, 31)


def test_bins_follow_the_period_or_the_data() -> None:
    year = View(start=date(2025, 1, 1), end=date(2025, 12, 31), grain="quarter")
    assert bins_of(year, ["2025-Q2"]) == ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")
    assert bins_of(View(grain="half"), ["2025-H2", "2024-H2"]) == ("2024-H2", "2025-H1", "2025-H2")
    assert bins_of(View(start=date(1, 1, 1), end=date(9999, 12, 31)), ["2025-02"]) == ("2025-02",)
    assert bins_of(View(), []) == ()
    assert year_before("2025-Q3") == "2024-Q3"


def test_the_year_before_keeps_the_end_of_february() -> None:
    leap = View(start=date(2024, 2, 29), end=date(2025, 2, 28))
    assert earlier(leap) == View(start=date(2023, 2, 28), end=date(2024, 2, 29))
    assert earlier(View(start=date(1, 5, 1))) is None
    assert earlier(View()) == View()
    whole = View(start=date(2025, 1, 1), end=date(2025, 12, 31))
    assert earlier(whole) == replace(whole, start=date(2024, 1, 1), end=date(2024, 12, 31))
