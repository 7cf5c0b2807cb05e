"""The filters: what is chosen stands in the link, what holds stands over the page, thousands of names stay findable."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT
from counting import random_view
from streamlit.testing.v1 import AppTest
from truth import NAME, invented

from analytics import measures
from analytics.measures import Facets
from analytics.messages import say
from analytics.model import TYPES
from analytics.settings import settings
from analytics.store.workspace import DatasetInfo
from analytics.ui import data, filters_choices
from analytics.ui.filters_bar import CLEAR, chips
from analytics.ui.filters_choices import Choice
from analytics.ui.filters_period import PARTS, YEAR, part_of, years_of
from analytics.ui.state import State
from analytics.views import View, from_query, to_query

SECONDS = 60
DATA = {"data": NAME}


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """This process looks at an invented collection of two versions while these tests run."""
    folder = tmp_path_factory.mktemp("filters")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUSHI_HOME", str(folder / "home"))
        settings.cache_clear()
        data.workspace.clear()
        invented(folder, 60)
        yield folder / "home"
    settings.cache_clear()
    data.workspace.clear()


def run(**query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "analytics" / "ui" / "front.py"), default_timeout=SECONDS)
    for key, value in (DATA | query).items():
        at.query_params[key] = value
    return at.run()


def test_collections_of_one_name_stay_apart_in_a_list() -> None:
    made = datetime(2025, 1, 1, tzinfo=UTC)
    told = [DatasetInfo(name, label, False, made, 1) for name, label in (("a", "三月"), ("b", "三月"), ("c", "四月"), ("d", ""))]
    assert State(View(), "zh").names_of(told) == {"a": "三月 (a)", "b": "三月 (b)", "c": "四月", "d": "d"}


def view_of(at: AppTest) -> View:
    """The view of the link that the page has written."""
    query = {k: v if isinstance(v, str) else v[-1] for k, v in at.query_params.items()}
    view, problems = from_query(query, ("wide", "show", "page", "lang"))
    assert problems == ()
    return view


def opened(at: AppTest, fold: str) -> AppTest:
    """The page with one fold of the sidebar open."""
    at.session_state[fold] = True
    return at.run()


class TestChips:
    """Every filter that holds is a chip, and each takes away just itself."""

    def test_taking_all_away_one_by_one_leaves_nothing(self) -> None:
        collection = data.open_view(View(dataset=NAME))
        seen = 0
        for n in range(200):
            view = replace(random_view(random.Random(n)), dataset=NAME)
            left = chips(State(view, "zh"), collection)
            for _ in range(60):
                if not left:
                    break
                assert len({chip.key for chip in left}) == len(left)
                gone = left[n % len(left)]
                assert gone.words
                after = chips(State(gone.without, "zh"), collection)
                # Of the kinds that hold only one can be left: without it the usual one holds again.
                assert len(after) <= len(left)
                assert gone.without != view
                view, left, seen = gone.without, after, seen + 1
            assert replace(view, grain="month") == View(dataset=NAME)
        assert seen > 200

    def test_many_values_share_a_chip(self) -> None:
        names = tuple(f"单位{n}" for n in range(30))
        found = chips(State(View(organisations=names), "zh"), data.open_view(View(dataset=NAME)))
        assert len(found) == 9
        assert say("chip.more_organisations", count=22) in found[-1].words
        assert found[-1].without.organisations == names[:8]

    def test_a_click_takes_one_away_and_clear_takes_all(self) -> None:
        at = run(type="visit,health", no_src="∅", sure="80")
        assert not at.exception
        at = at.button_group(key="chips").set_value("types:visit").run()
        assert view_of(at) == View(dataset=NAME, types=("health",), without_sources=("∅",), sure=80)
        at = at.button_group(key="chips").set_value(CLEAR).run()
        assert view_of(at) == View(dataset=NAME)
        assert say("chip.none") in [c.value for c in at.caption]


class TestLeavingOut:
    """What is left out is chosen like what is taken in."""

    def test_it_is_written_into_the_link_and_counted_so(self) -> None:
        at = opened(run(), "f_without")
        choice = at.multiselect(key="f_without_types")
        before = int(at.metric[0].value.replace(",", ""))
        at = choice.select("visit").run()
        view = view_of(at)
        assert view == View(dataset=NAME, without_types=("visit",))
        counted = measures.placed(data.open_view(view), view).counted
        assert int(at.metric[0].value.replace(",", "")) == len(counted) < before

    def test_what_is_left_out_is_taken_in_no_more(self) -> None:
        at = opened(run(type="visit"), "f_without")
        at = at.multiselect(key="f_without_types").select("visit").run()
        assert view_of(at) == View(dataset=NAME, without_types=("visit",))

    def test_places_sources_and_organisations(self) -> None:
        facets = measures.facets(data.open_view(View(dataset=NAME)), View())
        for field in ("organisations", "places", "sources"):
            value = str(getattr(facets, field)["value"][0])
            at = opened(run(), "f_without")
            at = at.multiselect(key=f"f_without_{field}").select(value).run()
            assert getattr(view_of(at), f"without_{field}") == (value,)
            assert not at.exception


class TestNames:
    """More names than a browser should hold."""

    FACETS = Facets(
        *(pd.DataFrame({"value": [], "activities": []}) for _ in range(2)),
        pd.DataFrame({"value": ["甲局", "甲局办公室", "乙局"], "activities": [9, 5, 1]}),
        pd.DataFrame(
            [("a/石桥村", "石桥村", "village", "省/县/白石镇"), ("b/石桥村", "石桥村", "village", "省/县二/白石镇")],
            columns=["value", "name", "level", "within"],
        ).assign(activities=2),
        pd.DataFrame({"value": ["∅"], "activities": [3]}),
        {"organisations": 5},
    )

    def test_a_name_is_found_by_a_part_and_one_that_is_whole_is_meant(self) -> None:
        choice = Choice.of(State(View(), "zh"), "organisations", self.FACETS)
        assert choice.cut == 5
        assert choice.named("甲局") == ["甲局"]
        assert choice.named("甲") == ["甲局", "甲局办公室"]
        assert choice.named("丙") == []

    def test_places_of_one_name_are_told_apart(self) -> None:
        names = Choice.of(State(View(), "zh"), "places", self.FACETS).names
        assert len(set(names.values())) == 2

    def test_no_source_has_a_name(self) -> None:
        for language in ("zh", "en"):
            state = State(View(), language)  # type: ignore[arg-type]
            assert Choice.of(state, "sources", self.FACETS).names["∅"] == say("view.no_source", state.language)

    def test_typing_finds_what_is_not_offered(self, monkeypatch: pytest.MonkeyPatch) -> None:
        collection = data.open_view(View(dataset=NAME))
        every = list(measures.facets(collection, View()).organisations["value"])
        monkeypatch.setattr(data, "OFFERED", 2)
        # The harness would give a typed text its label first; a browser sends it as it was typed.
        monkeypatch.setattr(filters_choices, "_label", lambda _: str)
        data._facets.clear()
        at = run()
        box = at.multiselect(key="f_organisations")
        assert len(box.options) == 2
        assert say("filter.cut", shown=2, count=len(every)) in [c.value for c in at.caption]
        exact = next(n for n in every[2:] if sum(n in other for other in every) == 1)
        at = box.set_value([exact]).run()
        assert view_of(at).organisations == (exact,)
        part = next(c for c in "".join(every) if sum(c in n for n in every) > 1)
        at = at.multiselect(key="f_organisations").set_value([exact, part]).run()
        assert view_of(at).organisations == (exact,)
        hits = [n for n in every if part in n]
        shown = at.multiselect(key="f_organisations").options
        assert len(shown) == len({*hits[:2], exact})
        at = at.multiselect(key="f_organisations").set_value([exact, "没有这个名字"]).run()
        assert any("没有这个名字" in c.value.replace("\u2060", "") for c in at.caption)
        data._facets.clear()


class TestPeriod:
    """Years that the collection has, their parts, and own days."""

    def test_every_part_of_a_year_is_told_from_its_days(self) -> None:
        for year in (1999, 2024):
            for name, part in {"": YEAR, **PARTS}.items():
                start, end = part.of(year)
                assert part_of(View(start=start, end=end)) == (year, name)
        assert part_of(View(start=date(2024, 1, 1), end=date(2024, 5, 31))) is None
        assert part_of(View(start=date(2024, 1, 1))) is None
        assert years_of(date(2022, 5, 1), date(2024, 1, 1)) == [2024, 2023, 2022]
        assert years_of(None, None) == []

    def test_a_year_then_a_quarter_of_it_then_all_of_it(self) -> None:
        at = run()
        year = at.selectbox(key="f_period").options[1]
        at = at.selectbox(key="f_period").select_index(1).run()
        view = view_of(at)
        assert view.start
        assert str(view.start.year) in year
        assert (view.start, view.end) == YEAR.of(view.start.year)
        at = at.button_group(key="f_part").set_value("quarter2").run()
        assert (view_of(at).start, view_of(at).end) == PARTS["quarter2"].of(view.start.year)
        at = at.button_group(key="f_part").set_value(None).run()
        assert view_of(at) == view
        at = at.selectbox(key="f_period").select_index(0).run()
        assert not view_of(at).has_period

    def test_own_days_in_the_wrong_order_are_set_right(self) -> None:
        at = run(**{"from": "2024-02-03"})
        at = at.date_input(key="f_end").set_value(date(2024, 1, 5)).run()
        assert (view_of(at).start, view_of(at).end) == (date(2024, 1, 5), date(2024, 2, 3))

    def test_days_far_off_do_no_harm(self) -> None:
        at = run(**{"from": "0001-01-01", "to": "9999-12-31"})
        assert not at.exception
        assert not at.error


class TestVersions:
    """An older version is a choice, and the latest one says so."""

    def test_an_older_version_is_chosen_and_left(self) -> None:
        at = run()
        box = at.selectbox(key="f_version")
        assert box.value == 0
        assert box.options[0].startswith(say("filter.version_latest", version=2, day=""))
        at = box.set_value(1).run()
        assert view_of(at) == View(dataset=NAME, version=1)
        at = at.button_group(key="chips").set_value("version").run()
        assert view_of(at) == View(dataset=NAME)

    def test_a_version_that_is_not_there_is_told(self) -> None:
        at = run(v="99")
        assert not at.exception
        assert len(at.error) == 1


class TestCertainty:
    """The sure ones, the unsure ones, and bounds that a link brings."""

    def test_sure_and_unsure_split_the_whole(self) -> None:
        at = opened(run(), "f_more")
        whole = int(at.metric[0].value.replace(",", ""))
        parts = []
        for bounds in ((80, None), (None, 80)):
            at = opened(run(), "f_more")
            at = at.selectbox(key="f_certainty").set_value(bounds).run()
            assert (view_of(at).sure, view_of(at).unsure) == bounds
            parts.append(int(at.metric[0].value.replace(",", "")) if at.metric else 0)
        assert sum(parts) >= whole
        assert all(parts)

    def test_a_bound_of_a_link_is_among_the_choices(self) -> None:
        at = opened(run(sure="35", unsure="61"), "f_more")
        assert at.selectbox(key="f_certainty").value == (35, 61)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"wide": "2"}, 1),
        ({"lang": "xx"}, 1),
        ({"sure": "101"}, 1),
        ({"no_type": "flying,visit"}, 1),
        ({"colour": "red"}, 1),
    ],
)
def test_damaged_parts_of_a_link_are_told(query: dict[str, str], count: int) -> None:
    at = run(**query)
    assert not at.exception
    assert len(at.warning) == count
    assert at.title


def test_names_that_the_collection_does_not_hold_are_told() -> None:
    facets = measures.facets(data.open_view(View(dataset=NAME)), View())
    known = {key: str(frame["value"][0]) for key, frame in (("org", facets.organisations), ("place", facets.places))}
    at = run(**known, no_src="∅")
    assert not at.warning
    at = run(org=f"{known['org']},**无此单位**", no_place="无此地", src="无此报")
    assert not at.exception
    assert len(at.warning) == 1
    told = at.warning[0].value.replace("\u2060", "").replace("\\", "")
    assert all(name in told for name in ("“**无此单位**”", "“无此地”", "“无此报”"))
    assert known["org"] not in told


def test_a_part_that_stands_twice_is_told() -> None:
    at = run()
    at.query_params["type"] = ["visit", "health"]
    at = at.run()
    assert len(at.warning) == 1
    assert "visit" in at.warning[0].value


def test_a_page_without_parameters_begins_afresh() -> None:
    """Going back to the first page of a session must not bring the last filters back."""
    at = run(type="visit")
    for key in list(at.query_params):
        del at.query_params[key]
    at = at.run()
    assert view_of(at) == View()
    assert at.multiselect(key="f_types").value == []


def test_a_link_is_short_and_read_by_people() -> None:
    view = View(start=date(2025, 1, 1), end=date(2025, 12, 31), types=("visit", "health"), without_places=("a/b",))
    assert State(view, "zh").link("trends") == "/trends?from=2025-01-01&to=2025-12-31&type=visit,health&no_place=a/b"
    assert len(to_query(View(types=TYPES))) == 1
