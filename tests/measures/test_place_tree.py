"""The tree of villages, villages by period and names that people placed, against a count in plain Python."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from counting import VIEWS, fits, status
from fakes import many, read, write
from unplaced import HERE, Maker, named

from analytics import measures
from analytics.importing import import_files
from analytics.measures import Collection, open_collection
from analytics.measures.place_tree import MARK, TOP, UNPLACED, node_ids, place_tree
from analytics.measures.towns import towns
from analytics.measures.village_periods import BESIDE, VISITS, beside_ids, periods, visited
from analytics.model import Activity, Extraction, Place
from analytics.problems import Problem
from analytics.store.placings import Placing, place_village, said_placings
from analytics.store.statements import undo
from analytics.store.workspace import Workspace, open_workspace
from analytics.views import View

NORTH = Placing("/松山村", HERE, "960101101201")
TOWN = Placing("/柳林村", ("东省", "澄市", "澄江县", "白塔镇", "柳林村"), "990101101201")


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    return [named(a) for a in many(240)]


@pytest.fixture
def space(tmp_path: Path, made: Path) -> Workspace:
    return open_workspace(made)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tree")
    paths = [write(folder / "a.jsonl", many(240))]
    import_files(paths, "试", workspace=open_workspace(folder / "home"), maker=Maker(), reader=read)
    return folder / "home"


@pytest.fixture
def collection(space: Workspace) -> Collection:
    return open_collection(space, "试", revision=0)


def placed(extractions: list[Extraction], *said: Placing) -> list[Extraction]:
    """As if the reports had told what people said."""
    found = []
    for e in extractions:
        own = [p for p in said if not p.articles or e.article.id in p.articles]
        names = {p.village: p for p in own}

        def village(v, names=names):
            here = names.get(key_of(v.code, v.division, v.name))
            return replace(v, name=here.chain[-1], code=here.code, division=here.chain) if here else v

        villages = tuple(village(v) for v in e.villages)
        acts = []
        for a in e.activities:
            at = [
                names[k].place
                if p.level == "village" and (k := key_of(p.code, p.division, (p.division or (p.name,))[-1])) in names
                else p
                for p in a.places
            ]
            for before, v in zip(e.villages, villages, strict=True):
                if before is not v and a.id in v.activities:
                    at.append(Place(v.name, "village", v.division, v.code, 0, 0))
            acts.append(replace(a, places=tuple(at)))
        found.append(replace(e, activities=tuple(acts), villages=villages))
    return found


def key_of(code: str | None, division: tuple[str, ...], name: str) -> str:
    county = "/".join(division[:3]) if len(division) > 3 else ""
    return code or f"{county}/{name}"


def counted(extractions: list[Extraction], view: View) -> dict[str, Activity]:
    wanted = ("inside",) if view.has_period else ("inside", "undated")
    return {a.id: a for e in extractions for a in e.activities if fits(a, e, view) and status(a, view) in wanted}


def served(extractions: list[Extraction], view: View) -> dict[str, tuple[tuple[str, ...], set[str]]]:
    """Key of every village to its chain above and the activities that served it."""
    there = counted(extractions, view)
    found: dict[str, tuple[tuple[str, ...], set[str]]] = {}
    towns_of = defaultdict(set)
    for e in extractions:
        for a in e.activities:
            for p in a.places:
                if p.level == "village" and len(p.division) == 5:
                    towns_of[key_of(p.code, p.division, p.division[-1])].add(p.division[3])
        for v in e.villages:
            key = key_of(v.code, v.division, v.name)
            above = v.division[:3] if len(v.division) > 3 else ()
            ids = found.setdefault(key, (above, set()))[1]
            ids.update(set(v.activities) & set(there))
    return {
        key: ((*above, *sorted(towns_of[key])[:1]) if above else (), ids) for key, (above, ids) in found.items() if ids
    }


def tree_of(extractions: list[Extraction], view: View) -> dict[str, tuple[int, set[str]]]:
    """Key of every node to how many villages and which activities are under it."""
    found: dict[str, tuple[int, set[str]]] = {}
    for key, (above, ids) in served(extractions, view).items():
        chains = ["/".join(above[:n]) for n in range(1, len(above) + 1)]
        if not above and key.startswith("/"):
            chains = [UNPLACED]
        for node in (TOP, *chains, MARK + key):
            villages, every = found.get(node, (0, set()))
            found[node] = (villages + 1, every | ids)
    return found


def says(collection: Collection, view: View) -> dict[str, tuple[int, int]]:
    tree = place_tree(collection, view)
    assert tree.check.ok
    rows = tree.frame.itertuples()
    return {r.key: (r.villages, r.activities) for r in rows}


@pytest.mark.parametrize("view", VIEWS[:40], ids=range(40))
def test_each_node_counts_its_villages_and_activities(view, collection, extractions) -> None:
    truth = {key: (n, len(ids)) for key, (n, ids) in tree_of(extractions, replace(view, counting="reports")).items()}
    assert says(collection, replace(view, counting="reports")) == truth


def test_the_rows_of_a_node_are_its_number(collection, extractions) -> None:
    view = View(kinds=("event", "practice"))
    for key, (_, ids) in tree_of(extractions, view).items():
        assert set(node_ids(collection, view, key)) == ids
    assert node_ids(collection, view, "无此省") == ()


def test_an_activity_in_two_villages_counts_once_above_them(collection) -> None:
    frame = place_tree(collection, View()).frame.set_index("key")
    below = frame[frame["parent"] == TOP]["activities"].sum()
    assert below > frame.loc[TOP, "activities"]


def visits(extractions: list[Extraction], view: View) -> dict[tuple[str, str], tuple[set[str], set[str]]]:
    """Bin and way of visit to villages and activities, by days one after the other."""
    now, ever = served(extractions, view), served(extractions, replace(view, start=None, end=None))
    acts = counted(extractions, replace(view, start=None, end=None))
    found: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for key, (_, ids) in now.items():
        bins = defaultdict(set)
        for i in ids:
            if name := bin_of(acts[i], view):
                bins[name].add(i)
        told = [acts[i].date for i in ever[key][1]]
        for name, own in bins.items():
            begin = first_of(name)
            again = any(d.end is not None and d.end < begin for d in told)
            maybe = any(d.edtf is None or (d.start or date.min) < begin for d in told)
            vague = all(acts[i].date.precision == "approx" for i in own)
            visit = "again" if again else "new"
            visit += "_unsure" if vague or (maybe and not again) else ""
            villages, every = found.setdefault((name, visit), (set(), set()))
            villages.add(key)
            every.update(own)
    return found


def bin_of(activity: Activity, view: View) -> str | None:
    start, end = activity.date.start, activity.date.end
    if start is None or end is None:
        return None
    names = {name_of(d, view.grain) for d in (start, end)}
    return names.pop() if len(names) == 1 else None


def name_of(day: date, grain: str) -> str:
    return {
        "year": f"{day.year}", "half": f"{day.year}-H{1 + (day.month > 6)}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}", "month": f"{day.year}-{day.month:02d}",
    }[grain]  # fmt: skip


def first_of(name: str) -> date:
    year, _, part = name.partition("-")
    month = {"Q": lambda n: n * 3 - 2, "H": lambda n: n * 6 - 5}.get(part[:1], lambda n: n)
    return date(int(year), month(int(part.lstrip("QH"))) if part else 1, 1)


@pytest.mark.parametrize("view", VIEWS[:40], ids=range(40))
def test_villages_by_period_are_new_or_served_again(view, collection, extractions) -> None:
    view = replace(view, counting="reports")
    truth, found = visits(extractions, view), periods(collection, view)
    shown = {(r.label, r.visit): (r.villages, r.activities) for r in found.frame.itertuples()}
    assert shown == {key: (len(villages), len(ids)) for key, (villages, ids) in truth.items()}
    assert {visit for _, visit in shown} <= set(VISITS)
    acts = counted(extractions, view)
    with_village = set().union(*(ids for _, ids in served(extractions, view).values()), set())
    binless = {i for i in with_village if bin_of(acts[i], view) is None}
    undated = {i for i in binless if acts[i].date.edtf is None}
    assert {code: set(beside_ids(collection, view, code)) for code in BESIDE} == {
        "wider": binless - undated,
        "undated": undated,
    }
    assert (found.wider, found.undated) == (len(binless - undated), len(undated))


def test_the_rows_of_a_bar_are_its_number(collection, extractions) -> None:
    view = View(grain="quarter")
    for (name, visit), (villages, ids) in visits(extractions, view).items():
        frame, behind = visited(collection, view, name, visit)
        assert set(frame["key"]) == villages
        assert set(behind) == ids
    assert visited(collection, view, "没有")[1] == ()


@pytest.mark.parametrize("within", ["东省", "东省/澄市/澄江县/白塔镇", UNPLACED])
def test_a_node_narrows_the_periods(within, collection) -> None:
    view = View(grain="year")
    below = periods(collection, view, within).frame
    every = {key for name in set(below["label"]) for key in visited(collection, view, name, within=within)[0]["key"]}
    frame = place_tree(collection, view).frame
    under = frame[frame["parent"].str.startswith(within)]["key"]
    assert every
    assert every <= {key.removeprefix(MARK) for key in under}


class TestPlaced:
    """A person says where a village lies."""

    @pytest.mark.parametrize("said", [(NORTH,), (TOWN,), (NORTH, TOWN)], ids=["new", "merged", "both"])
    @pytest.mark.parametrize("view", VIEWS[:25], ids=range(25))
    def test_figures_are_as_if_the_reports_had_told_it(self, view, said, collection, extractions) -> None:
        view = replace(view, counting="reports")
        for own in (view, replace(view, places=("北省/北市",)), replace(view, places=("960101101201", "松山村"))):
            truth = placed(extractions, *said)
            there = replace(collection, overlay=replace(collection.overlay, places=said))
            assert set(measures.placed(there, own).counted) == set(counted(truth, own))
            assert says(there, own) == {k: (n, len(ids)) for k, (n, ids) in tree_of(truth, own).items()}
            frame = measures.villages(there, own).frame
            assert dict(zip(frame["key"], frame["activities"], strict=True)) == {
                key: len(ids) for key, (_, ids) in served(truth, own).items()
            }

    def test_the_one_filter_finds_them_and_offers_them(self, collection, extractions) -> None:
        there = replace(collection, overlay=replace(collection.overlay, places=(NORTH,)))
        offered = measures.facets(there, View()).places.set_index("value")["activities"]
        for chain in ("北省", "北省/北市/北县", "/".join(HERE)):
            view = View(places=(chain,))
            assert (
                offered[chain]
                == len(measures.placed(there, view).counted)
                == len(counted(placed(extractions, NORTH), view))
            )
        assert "北省" not in set(measures.facets(collection, View()).places["value"])
        assert towns(there)["960101101201"] == "北镇"

    def test_only_the_reports_that_were_meant_are_placed(self, collection, extractions) -> None:
        some = sorted({e.article.id for e in extractions if any(v.name == "松山村" for v in e.villages)})[:3]
        said = replace(NORTH, articles=tuple(some))
        there = replace(collection, overlay=replace(collection.overlay, places=(said,)))
        truth = served(placed(extractions, said), View())
        frame = measures.villages(there, View()).frame.set_index("key")["ids"]
        assert {k: set(ids) for k, ids in frame.items()} == {k: ids for k, (_, ids) in truth.items()}
        assert {"/松山村", "960101101201"} <= set(frame.index)

    def test_a_statement_is_pinned_and_can_be_taken_back(self, space, collection) -> None:
        number = place_village(space, "试", NORTH, "王")
        keys = [set(measures.villages(open_collection(space, "试", None, r), View()).frame["key"]) for r in (0, None)]
        assert ("/松山村" in keys[0], "/松山村" in keys[1]) == (True, False)
        assert [(s.placing, s.who, s.number) for s in said_placings(space, "试")] == [(NORTH, "王", number)]
        undo(space, "试", number, "李")
        assert "/松山村" in set(measures.villages(open_collection(space, "试"), View()).frame["key"])
        assert said_placings(space, "试") == ()

    def test_a_chain_must_say_something(self, space) -> None:
        for chain in (("松山村",), ("北省", ""), ("", "松山村")):
            with pytest.raises(Problem):
                place_village(space, "试", Placing("/松山村", chain), "王")


def test_first_and_last_visit_are_those_of_the_activities(collection, extractions) -> None:
    acts, frame = counted(extractions, View()), place_tree(collection, View()).frame.set_index("key")
    for key, (_, ids) in tree_of(extractions, View()).items():
        days = [acts[i].date for i in ids]
        assert frame.loc[key, "first"] == min((d.start for d in days if d.start), default=None)
        assert frame.loc[key, "last"] == max((d.end for d in days if d.end), default=None)
