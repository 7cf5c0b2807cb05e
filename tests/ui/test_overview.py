"""The overview: its sentences are true by an independent count, and each of their numbers lists its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT
from streamlit.testing.v1 import AppTest
from truth import Truth, bin_of, invented, opened, views

from analytics import measures
from analytics.importing import load_demo
from analytics.measures import Collection
from analytics.measures.story import Leaders, ids_of_value, story
from analytics.messages import say
from analytics.settings import settings
from analytics.share.telling import TOLD
from analytics.share.weaving import Number, as_text, joined, woven
from analytics.store.workspace import open_workspace
from analytics.ui import data
from analytics.ui.listing import listed
from analytics.ui.overview_story import lead, points, told_listed
from analytics.ui.state import State
from analytics.views import View, previous, to_query

VIEWS = views(40, seed=11)
YEAR = View(start=date(2025, 1, 1), end=date(2025, 12, 31))
SECONDS = 60


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, Truth]:
    space, truth = invented(tmp_path_factory.mktemp("story"), 120)
    return opened(space), truth


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """This process looks at the demonstration while these tests run."""
    home: Path = tmp_path_factory.mktemp("overview")
    space = open_workspace(home)
    load_demo(space)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUSHI_HOME", str(home))
        settings.cache_clear()
        data.workspace.clear()
        yield measures.open_collection(space, "demo")
    settings.cache_clear()
    data.workspace.clear()


def months(truth: Truth, view: View) -> Counter[str]:
    """Counted activities by the one month that they lie in, "" where there is none."""
    found = []
    for row in truth.counted(view).itertuples():
        inside = row.start and row.end and bin_of(row.start, "month") == bin_of(row.end, "month")
        found.append(bin_of(row.start, "month") if inside else "")
    return Counter(found)


def leads(leaders: Leaders, truth: dict[str, set[str]], most: int) -> None:
    """The leaders are the largest of the truth, ties included or told."""
    sizes = sorted((len(ids) for ids in truth.values() if ids), reverse=True)
    assert [one.count for one in leaders.top][:most] == sizes[:most]
    for one in leaders.top:
        assert set(one.ids) == truth[one.value]
        assert one.count == len(one.ids)
    if leaders.top:
        as_many = sum(size >= leaders.top[-1].count for size in sizes)
        assert leaders.more == (as_many > len(leaders.top))


def test_what_stands_out_is_what_pandas_counts(made: tuple[Collection, Truth]) -> None:
    collection, truth = made
    told = 0
    for view in VIEWS:
        found, counted = story(collection, view), truth.counted(view)
        unsure = {r.id for r in counted.itertuples() if r.about or (r.start is None and r.end is None)}
        assert set(found.unsure) == unsure, view
        own = truth.of(view, "types", "volunteering")
        assert len(found.unsure_volunteering) <= len(own)
        assert set(found.unsure_volunteering) <= own
        types = {t: ids for t, ids in truth.each(view, "types").items() if not view.types or t in view.types}
        leads(found.types, types, 3)
        leads(found.doers, truth.each(view, "doers"), 1)
        leads(found.villages, truth.each(view, "villages"), 1)
        by_month = months(truth, view)
        assert len(found.no_month) == by_month.pop("", 0)
        if len(by_month) > 1:
            assert {one.value: one.count for one in found.months.top}.items() <= by_month.items()
            assert found.months.top[0].count == max(by_month.values())
        else:
            assert found.months == Leaders()
        before = previous(view)
        assert (None if found.before is None else set(found.before)) == (truth.ids(before) if before else None)
        told += len(found.types.top) + len(found.doers.top)
    assert told > len(VIEWS)


def test_new_villages_are_those_that_nothing_before_tells_of(made: tuple[Collection, Truth]) -> None:
    collection, truth = made
    known, some = 0, [replace(v, start=v.start or date(2024, 6, 1)) for v in VIEWS]
    some += [
        View(start=date(2024, month, 1), counting=v.counting) for month, v in zip(range(1, 13), VIEWS, strict=False)
    ]
    for view in some:
        found = story(collection, view)
        if found.new is None or found.unclear is None or view.start is None:
            continue
        rows = truth.matching(view)
        certain, perhaps = set(), set()
        for row in rows.itertuples():
            dated = row.start is not None or row.end is not None
            if dated and row.end is not None and row.end < view.start:
                certain |= row.villages
            elif not dated or row.start is None or row.start < view.start:
                perhaps |= row.villages
        now = truth.each(view, "villages")
        assert set(found.new.keys) == set(now) - certain - perhaps, view
        assert set(found.unclear.keys) == (set(now) - certain) & perhaps
        for served in (found.new, found.unclear):
            assert set(served.ids) == set().union(*(now[key] for key in served.keys))
        known += len(found.new.keys) + len(found.unclear.keys)
    assert known > 0


def test_any_value_lists_what_it_counts(made: tuple[Collection, Truth]) -> None:
    collection, truth = made
    for view in VIEWS[:10]:
        for name, ids in list(truth.each(view, "doers").items())[:5]:
            assert set(ids_of_value(collection, view, "doer", name)) == ids
        for label, count in months(truth, view).items():
            assert len(ids_of_value(collection, view, "month", label)) == (count if label else 0)
    for nonsense in ("", "2024", "2024-13", "x-y", "-1-2", "٢٠٢٤-٠١"):
        assert not ids_of_value(collection, View(), "month", nonsense)
    assert not ids_of_value(collection, View(), "doer", "无此单位")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_number_of_a_sentence_lists_as_many(made: tuple[Collection, Truth], language: str) -> None:
    collection, _ = made
    followed = 0
    for view in VIEWS:
        state = State(view, language)  # type: ignore[arg-type]
        headline, found, timeline = (f(collection, view) for f in (measures.headline, story, measures.over_time))
        for sentence in (lead(state, headline, found), *points(state, headline, found)):
            assert "{" not in as_text(sentence)
            for number in (p for p in sentence if isinstance(p, Number)):
                asked = State(view, language, {"show": number.show})  # type: ignore[arg-type]
                rows = (
                    told_listed(asked, collection, headline, found)
                    if number.show.startswith(TOLD)
                    else listed(asked, headline, timeline, ())
                )
                assert rows is not None, number
                value = int(number.text.replace(",", ""))
                if number.show == f"{TOLD}:change":
                    assert value == abs(headline.activities.value - len(rows.ids))
                elif number.show in (f"{TOLD}:new", f"{TOLD}:unclear", "figure:villages"):
                    assert f"{value}" in re.findall(r"\d+", rows.title)
                    assert len(rows.ids) > 0
                else:
                    assert value == len(rows.ids) == len(set(rows.ids)), number
                followed += 1
    assert followed > 3 * len(VIEWS)


def test_a_number_keeps_its_place_in_the_sentence() -> None:
    state = State(View(), "zh")
    one = woven(state.language, "told.each", name="<b>{x}</b>", count=Number("3", "told:x"))
    assert as_text(one) == "<b>{x}</b> 3 次"
    assert Number("3", "told:x") in one
    assert as_text(joined("、", [one, one])) == "<b>{x}</b> 3 次、<b>{x}</b> 3 次"


def run(**query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "analytics" / "ui" / "front.py"), default_timeout=SECONDS)
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


@pytest.mark.parametrize("what", ["unsure", "before", "change", "new", "type:farming_aid", "month:2025-03"])
def test_a_number_opens_its_rows_by_link(demo: Collection, what: str) -> None:
    at = run(**to_query(YEAR), show=f"{TOLD}:{what}")
    assert not at.error
    found = story(demo, YEAR)
    assert found.new is not None
    kind, _, value = what.partition(":")
    behind = {"unsure": found.unsure, "before": found.before, "change": found.before, "new": found.new.ids}
    expected = ids_of_value(demo, YEAR, kind, value) if value else behind[kind]  # type: ignore[arg-type]
    assert expected
    assert [len(d.value) for d in at.dataframe if "quote" in d.value.columns] == [len(expected)]


@pytest.mark.parametrize("show", ["told:", "told:x", "told:type:flying", "told:unsure:1", "told:doer:", "told:month:2"])
def test_a_number_that_is_not_there_is_told(demo: Collection, show: str) -> None:
    at = run(**to_query(YEAR), show=show)
    assert not at.exception
    assert len(at.error) == 1


def test_headings_come_in_order_and_figures_say_what_is_unsure(demo: Collection) -> None:
    at = run(**to_query(YEAR))
    assert not at.exception
    assert len(at.title) == 1
    assert len(at.subheader) == 2
    found = story(demo, YEAR)
    buttons = {b.key: b for b in at.button}
    assert buttons["unsure_activities"].label == say("figure.unsure", count=str(len(found.unsure)))
    at = buttons["unsure_activities"].click().run()
    assert [len(d.value) for d in at.dataframe if "quote" in d.value.columns] == [len(found.unsure)]


def test_the_large_screen_has_no_sidebar_and_a_way_out(demo: Collection) -> None:
    at = run(**to_query(YEAR))
    assert at.sidebar.selectbox
    at = at.button(key="wide_enter").click().run()
    assert not at.exception
    assert at.query_params["wide"] in ("1", ["1"])
    assert not at.sidebar.selectbox
    assert next(m.value for m in at.metric) == str(len(measures.placed(demo, YEAR).counted))
    at = at.button(key="figure_activities").click().run()
    assert at.query_params["wide"] in ("1", ["1"])
    assert any("quote" in d.value.columns for d in at.dataframe)
    at = at.button(key="wide_leave").click().run()
    assert "wide" not in at.query_params
    assert at.sidebar.selectbox
