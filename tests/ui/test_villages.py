"""The page of villages: every mark and row lists what it says, places can be told and taken back, links stay whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from charts_read import Mark, marks, seen
from fakes import many, read, write
from session import Session
from unplaced import HERE, Maker

from analytics import measures
from analytics.charts.icicle import boxes, icicle
from analytics.charts.map import Spot, points_map
from analytics.charts.ranking import ranking
from analytics.gazetteer import load_gazetteer
from analytics.gazetteer.points import county_points
from analytics.gazetteer.search import candidates
from analytics.importing import import_files
from analytics.measures.place_tree import MARK, TOP, UNPLACED, place_tree
from analytics.messages import say
from analytics.settings import settings
from analytics.store.placings import said_placings
from analytics.store.workspace import open_workspace
from analytics.ui import data
from analytics.ui.plain import plain
from analytics.ui.villages_look import TABS
from analytics.views import View

NAME = "试"
GAZETTEER = settings().data / "gazetteer"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUSHI_HOME", str(tmp_path / "home"))
        settings.cache_clear()
        data.workspace.clear()
        path = write(tmp_path / "a.jsonl", many(60))
        import_files([path], NAME, workspace=open_workspace(tmp_path / "home"), maker=Maker(), reader=read)
        yield tmp_path
    settings.cache_clear()
    data.workspace.clear()


def opened(session: Session, **query: str) -> None:
    session.open("villages", {"data": NAME} | query)
    assert session.faults() == []


def clickable(session: Session) -> list[Mark]:
    return [m for m in marks(session.charts()[0].proto.spec) if isinstance(m.key, list)]


def param(session: Session, key: str) -> str:
    found = session.at.query_params.get(key, "")
    return found[0] if isinstance(found, list) else found


def lists(session: Session) -> int:
    """How many rows the page lists."""
    return len(session.listed[-1]) if session.listed else 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_view_of_the_page_runs(home, language) -> None:
    session = Session()
    for tab in TABS:
        opened(session, tab=tab, lang=language)
        assert not session.at.warning
        assert session.at.title


def test_every_box_lists_what_it_says_and_leads_deeper(home) -> None:
    session = Session()
    opened(session)
    drawn = {m.key[1]: m for m in clickable(session)}
    assert {TOP, "东省/澄市/澄江县", UNPLACED} <= set(drawn)
    for key, mark in drawn.items():
        opened(session)
        session.click(session.charts()[0], mark)
        assert lists(session) == mark.key[2] or not key
        if key and not key.startswith(MARK):
            assert param(session, "node") == key
            assert session.show() == f"node:{key}"
        elif key:
            assert session.show() == f"village:{key[1:]}"


def test_every_bar_of_a_period_lists_what_it_says(home) -> None:
    session = Session()
    opened(session, tab="period", by="year")
    for mark in clickable(session):
        opened(session, tab="period", by="year")
        session.click(session.charts()[0], mark)
        assert lists(session) == mark.key[3]
        assert session.show() == f"visits:{mark.key[1]}:{mark.key[2]}"


def test_rows_of_the_tables_are_the_way_of_the_keyboard(home) -> None:
    session = Session()
    for tab, by in (("tree", "month"), ("map", "month"), ("list", "month"), ("period", "year"), ("unplaced", "month")):
        opened(session, tab=tab, by=by)
        table = next(t for t in session.at.main.dataframe if "activities" in t.value.columns)
        number = int(table.value["activities"].iloc[0])
        session.tick(table, 0)
        assert session.faults() == []
        assert lists(session) == number


def test_a_node_narrows_the_page_and_can_become_the_filter(home) -> None:
    session = Session()
    opened(session, node="东省/澄市", tab="list")
    rows = next(t for t in session.at.main.dataframe if "where" in t.value.columns).value
    assert len(rows)
    assert all(where.startswith("东省/澄市") for where in rows["where"])
    next(b for b in session.at.main.button if b.key == "villages_filter").click()
    session.run()
    assert param(session, "place") == "东省/澄市"


def test_the_order_puts_the_longest_not_visited_first(home) -> None:
    session = Session()
    for order, way in (("longest", 1), ("latest", -1)):
        opened(session, tab="list", order=order)
        last = [d for d in session.at.main.dataframe[0].value["last"] if d is not None]
        assert last == sorted(last)[::way]


def test_damaged_parts_of_a_link_are_told(home) -> None:
    session = Session()
    for key, value in (("node", "无此省"), ("tab", "x"), ("size", "x"), ("order", "x")):
        opened(session, **{key: value})
        assert any(plain(value) in str(w.value) for w in session.at.warning), key
    for show in ("village:没有", "node:没有", "visits:1999:new"):
        opened(session, show=show)
        assert say("pick.gone") in [i.value for i in session.at.info]
    session.open("villages", {"data": NAME, "show": "x"})
    assert session.faults()


def test_counties_without_coordinates_are_told(home) -> None:
    session = Session()
    opened(session, tab="map")
    assert not session.charts()
    assert any("澄江县" in str(i.value) for i in session.at.info)


def test_a_person_places_a_village_and_takes_it_back(home) -> None:
    session = Session()
    collection = data.open_view(View(dataset=NAME))
    before = measures.villages(collection, View()).frame.set_index("key")["activities"]
    opened(session, tab="unplaced", show="village:/松山村")
    words = next(t for t in session.at.text_input if t.key.startswith("place_words"))
    words.set_value("山东省 青州市 王坟镇")
    session.run()
    box = next(s for s in session.at.selectbox if s.key.startswith("place_choice"))
    box.set_value(box.options[0]) if not hasattr(box, "select_index") else box.select_index(0)
    session.run()
    next(b for b in session.at.button if b.key == "place_save").click()
    session.run()
    assert session.faults() == []
    said = said_placings(data.workspace(), NAME)
    assert [(s.placing.village, s.placing.chain[-2:]) for s in said] == [("/松山村", ("王坟镇", "松山村"))]
    frame = measures.villages(data.open_view(View(dataset=NAME)), View()).frame.set_index("key")
    assert frame.loc["山东省/潍坊市/青州市/松山村", "activities"] == before["/松山村"]
    opened(session, node="山东省/潍坊市/青州市", tab="map")
    assert [m.key for m in clickable(session)] == [["node", "山东省/潍坊市/青州市", int(before["/松山村"])]]
    opened(session, tab="unplaced")
    next(b for b in session.at.button if b.key == f"place_undo_{said[0].number}").click()
    session.run()
    assert said_placings(data.workspace(), NAME) == ()


def test_boxes_add_up_and_small_ones_stand_together() -> None:
    frame = place_tree_frame(400)
    for size in ("villages", "activities"):
        drawn = boxes(frame, TOP, size)
        top = next(b for b in drawn if b.key == "甲省")
        below = [b for b in drawn if b.column == top.column + 1 and b.top < top.size]
        assert sum(b.size for b in below) == top.size
        assert [b.key for b in below if b.key is None]
        assert sum(b.villages for b in below) == top.villages
    keys = [m.key for m in marks(seen(icicle(boxes(frame, TOP, "villages"), "villages")))]
    assert None in keys
    assert ["node", "甲省", 500] in keys
    assert boxes(frame, "没有", "villages") == []


def place_tree_frame(count: int):
    rows = [("", "", "全部", "top", count + 2, 501), ("甲省", "", "甲省", "above", count + 1, 500)]
    rows += [("乙省", "", "乙省", "above", 1, 1), ("=乙", "乙省", "乙", "village", 1, 1)]
    rows += [("=大", "甲省", "大", "village", 1, 100)]
    rows += [(f"={n}", "甲省", f"村{n}", "village", 1, 1) for n in range(count)]
    return pd.DataFrame(rows, columns=["key", "parent", "name", "kind", "villages", "activities"])


def test_a_map_keeps_its_shape_and_its_labels_apart() -> None:
    spots = [Spot(f"省/县{n}", f"县{n}", 118 + n / 10, 36.0, 9 - n, 9 - n, "") for n in range(9)]
    figure = seen(points_map(spots, [("远", 122.0, 38.0)], "省/县3"))
    faint, circles = figure.data
    drawn = sorted(spots, key=lambda s: (s.key == "省/县3", -s.value))
    assert [list(c) for c in circles.customdata] == [["node", s.key, s.activities] for s in drawn]
    assert circles.text[0] == "县0 9"
    assert "" in circles.text
    assert figure.layout.yaxis.scaleanchor == "x"
    assert (circles.x[1] - circles.x[0]) / 0.1 == pytest.approx(faint.x[0] / 122.0)
    assert figure.layout.xaxis.range[0] < min(circles.x)
    assert faint.x[0] < figure.layout.xaxis.range[1]
    assert all(t.type == "scatter" for t in figure.data)


def test_names_of_sources_are_no_markup_in_charts() -> None:
    name = "<b>村</b>"
    spot = Spot("k", name, 118.0, 36.0, 1, 1, "")
    assert "<b>" not in seen(points_map([spot], [(name, 118.0, 36.0)])).to_json()
    frame = place_tree_frame(3).replace("甲省", name)
    assert "<b>" not in seen(icicle(boxes(frame, TOP, "villages"), "villages")).to_json()
    assert "<b>" not in seen(ranking(["k"], [name], [1], notes=[name])).to_json().replace('customdata":["k"', "")


def test_points_are_those_of_counties() -> None:
    points = county_points(GAZETTEER)
    assert 2700 < len(points) < 2981
    assert (round(points["山东省/潍坊市/青州市"].longitude), round(points["山东省/潍坊市/青州市"].latitude)) == (
        118,
        37,
    )
    assert all(73 < p.longitude < 136 and 3 < p.latitude < 54 for p in points.values())


def test_candidates_are_named_by_one_word_and_lie_in_the_others() -> None:
    gazetteer = load_gazetteer(GAZETTEER)
    found = candidates(gazetteer, "青州市 王坟镇")
    assert [d.chain for d in found] == [("山东省", "潍坊市", "青州市", "王坟镇")]
    every = candidates(gazetteer, "张家村")
    near = candidates(gazetteer, "张家村", [("/".join(every[-1].chain[:3]))])
    assert len(every) > 5
    assert {d.code for d in every} == {d.code for d in near}
    assert near[0].chain[:3] == every[-1].chain[:3]
    assert candidates(gazetteer, "没有这个村名") == candidates(gazetteer, "") == ()


def test_the_tree_of_the_page_is_that_of_the_measure(home) -> None:
    session = Session()
    opened(session)
    frame = place_tree(data.open_view(View(dataset=NAME)), View()).frame.set_index("key")
    for mark in clickable(session):
        assert mark.key[2] == frame.loc[mark.key[1], "activities"]
    assert HERE[-1] in set(frame["name"])
