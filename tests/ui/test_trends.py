"""The page of trends: every form and split, what its marks list, damaged links, notes; its charts."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from charts_read import seen
from conftest import ROOT
from streamlit.testing.v1 import AppTest

from analytics.charts.heat import Year, calendar_heat
from analytics.charts.lines import lines_over_time
from analytics.charts.matrix import matrix_chart
from analytics.charts.multiples import multiples
from analytics.charts.palette import CHOSEN
from analytics.charts.stacked import stacked
from analytics.charts.steps import LANES, Axis, DayMark, Line, lane_rows
from analytics.importing import load_demo
from analytics.measures import Collection
from analytics.measures.by_dimension import ALL, BESIDE, Way, all_ids, trend
from analytics.measures.calendar_days import days
from analytics.measures.festivals import festivals, known_years
from analytics.measures.matrix import matrix
from analytics.messages import say
from analytics.settings import settings
from analytics.store.notes import add_note, notes
from analytics.store.statements import revision
from analytics.store.workspace import open_workspace
from analytics.ui import data
from analytics.ui.site import FILES
from analytics.ui.trends_lines import has_reports
from analytics.views import View

SECONDS = 60
YEAR = View(start=date(2025, 1, 1), end=date(2025, 12, 31))
IN_2025 = {"from": "2025-01-01", "to": "2025-12-31"}
BINS = ("2024-01", "2024-02", "2024-03")
AXIS = Axis(BINS, BINS, BINS, ("2023-01", "2023-02", "2023-03"))
VISITS = Line("=visit", "走访", "#0072B2", [2, 0, 4], [1, 0, 0], [None, 1, 2])
GIFTS = Line("=donation", "捐赠<b>%{x}", "#E69F00", [1, 0, 0], [0, 0, 0])
TOTAL = Line(ALL, "全部", "#0072B2", [2, 0, 4], [1, 0, 0], [None, 2, 2])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo")
    load_demo(open_workspace(home))
    return home


@pytest.fixture
def here(demo: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JUSHI_HOME", str(demo))
    settings.cache_clear()
    data.workspace.clear()
    yield data.open_view(View())
    monkeypatch.undo()
    settings.cache_clear()
    data.workspace.clear()


def run(**query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "analytics" / "ui" / "front.py"), default_timeout=SECONDS).run()
    at.switch_page(FILES["trends"])
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def rows_listed(at: AppTest) -> list[int]:
    return [len(d.value) for d in at.dataframe if "quote" in d.value.columns]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"split": "org", "form": "lines", **IN_2025},
        {"split": "place", "as": "share", "by": "quarter"},
        {"split": "source", "form": "multiples", "by": "half"},
        {"split": "all", "vs": "none", "days": "none", "by": "year"},
        {"form": "calendar"},
        {"tab": "matrix", "held": "visit", "by": "quarter"},
        {"tab": "matrix", "gaps": "1", "block": "999", **IN_2025},
        {"from": "1990-01-01", "to": "1990-12-31"},
        {"from": "1990-01-01", "to": "1990-12-31", "form": "calendar"},
    ],
    ids=str,
)
def test_every_form_runs(here: Collection, query: dict[str, str], language: str) -> None:
    at = run(lang=language, **query)
    assert not at.exception
    assert not at.error
    assert not at.warning
    assert at.title[0].value == say("page.trends", language)


def test_a_damaged_link_says_so_and_shows_the_rest(here: Collection) -> None:
    at = run(split="moon", form="pie", days="spring,doomsday", block="-1", held="flying", level="star", gaps="2")
    assert not at.exception
    assert len(at.warning) == 7
    assert not at.error


@pytest.mark.parametrize(
    "show", ["trend:1999-01:all", "trend:", "was:2025-01:all", "beside:moon", "day:2025-02-31", "x", "::"]
)
def test_a_list_that_is_not_there_is_told(here: Collection, show: str) -> None:
    at = run(show=show, vs="none", **IN_2025)
    assert not at.exception
    assert len(at.error) == 1
    assert rows_listed(at) == []


def test_marks_list_as_many_rows_as_they_say(here: Collection) -> None:
    found = trend(here, YEAR, Way("type"), 5)
    for row in found.frame.iloc[:: max(len(found.frame) // 6, 1)].itertuples():
        at = run(show=f"trend:{row.label}:{row.key}", **IN_2025)
        assert not at.error
        assert rows_listed(at) == [row.sure + row.approx]
    year_before = trend(here, View(start=date(2024, 1, 1), end=date(2024, 12, 31)), Way())
    first = year_before.frame.iloc[0]
    assert rows_listed(run(show=f"was:{first.label}:all", **IN_2025)) == [first.sure + first.approx]


def test_what_stands_beside_lists_its_rows(here: Collection) -> None:
    told = trend(here, View(), Way()).told
    for code in BESIDE:
        if count := getattr(told, code):
            button = next(b for b in run().button if b.key == f"trend_beside_{code}")
            assert rows_listed(button.click().run()) == [count]


def test_the_headline_says_how_many_dates_are_unsure(here: Collection) -> None:
    told = trend(here, View(), Way()).told
    assert told.unsure
    wanted = say("trend.headline_unsure", count=told.value, unsure=told.unsure)
    assert wanted in [m.value for m in run().markdown]
    assert told.value == len(all_ids(here, View()))


def test_a_day_and_a_square_list_their_rows(here: Collection) -> None:
    found = days(here, View()).frame
    busiest = found.loc[found["count"].idxmax()]
    assert rows_listed(run(form="calendar", show=f"day:{busiest['day']}")) == [busiest["count"]]
    cells = matrix(here, View()).cells
    cell = cells.iloc[0]
    at = run(tab="matrix", show=f"held:{cell['label']}:{cell['value']}")
    assert rows_listed(at) == [cell["sure"] + cell["approx"]]
    own = cells[cells["value"] == cell["value"]]
    assert rows_listed(run(tab="matrix", show=f"held::{cell['value']}")) == [int((own.sure + own.approx).sum())]


def test_the_matrix_names_those_with_nothing(here: Collection) -> None:
    found = matrix(here, YEAR, gaps=True)
    everyone = matrix(here, YEAR)
    assert 0 < found.every == everyone.without < everyone.every
    at = run(tab="matrix", **IN_2025)
    lead = say("trend.matrix_lead", every=everyone.every, without=everyone.without, what=say("trend.any_activity"))
    assert lead in [m.value for m in at.markdown]


def test_controls_write_the_link_and_close_the_list(here: Collection) -> None:
    at = run(show="beside:wider")
    at = next(b for b in at.button_group if b.key == "trend_split").set_value("org").run()
    assert at.query_params["split"] in ("org", ["org"])
    assert "show" not in at.query_params
    at = next(b for b in at.button_group if b.key == "trend_split").set_value("type").run()
    assert "split" not in at.query_params


def test_a_note_is_kept_pinned_and_taken_back(here: Collection) -> None:
    space, name = data.workspace(), here.dataset
    before = revision(space, name)
    at = run(rev=str(before))
    at.date_input(key="note_start").set_value(date(2025, 9, 1))
    at.text_input(key="note_text").set_value("换届 <b>*9月*</b>")
    at = next(b for b in at.button if b.label == say("notes.add")).click().run()
    assert not at.error
    assert "rev" not in at.query_params
    kept = notes(space, name)
    assert [(n.start, n.end, n.text) for n in kept] == [(date(2025, 9, 1), date(2025, 9, 1), "换届 <b>*9月*</b>")]
    assert notes(space, name, before) == ()
    assert not any(b.key and b.key.startswith("note_undo") for b in run(rev=str(before)).button)
    at = next(b for b in run().button if b.key == f"note_undo_{kept[0].number}").click().run()
    assert not at.error
    assert notes(space, name) == ()
    assert notes(space, name, kept[0].number) == kept


def test_a_note_without_day_or_text_is_refused(here: Collection) -> None:
    at = next(b for b in run().button if b.label == say("notes.add")).click().run()
    assert [e.value for e in at.error] == [say("problem.note_day")]
    with pytest.raises(Exception, match="早于"):
        add_note(data.workspace(), here.dataset, date(2025, 2, 1), date(2025, 1, 1), "x", "")
    with pytest.raises(Exception, match="字"):
        add_note(data.workspace(), here.dataset, date(2025, 2, 1), None, "长" * 201, "")


def test_festivals_lie_on_the_days_of_the_lunar_calendar() -> None:
    lunar = pytest.importorskip("lunar_python").Lunar
    months = {"spring": (1, 1), "lantern": (1, 15), "dragon_boat": (5, 5), "qixi": (7, 7), "mid_autumn": (8, 15),
              "double_ninth": (9, 9)}  # fmt: skip
    years = range(2015, 2036)
    for key, (month, day) in months.items():
        assert festivals()[key].on == tuple(lunar.fromYmd(y, month, day).getSolar().toYmd() for y in years)
    terms = tuple(lunar.fromYmd(y, 3, 1).getJieQiTable()["清明"].toYmd() for y in years)
    assert festivals()["qingming"].on == terms
    assert known_years(["leifeng", "spring"]) == (2015, 2035)
    assert known_years(["leifeng"]) is None
    assert festivals()["leifeng"].between(date(2024, 3, 6), date(2026, 3, 5)) == [date(2025, 3, 5), date(2026, 3, 5)]


def test_the_table_of_days_is_whole() -> None:
    path = settings().data / "calendar" / "days.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(all(row.values()) and row["group"] in ("festival", "policy") for row in rows)
    assert len({(row["key"], row["on"]) for row in rows}) == len(rows)
    for row in rows:
        date.fromisoformat(row["on"] if len(row["on"]) > 5 else f"2023-{row['on']}")
    assert all(len({(r["zh"], r["en"], r["group"]) for r in rows if r["key"] == key}) == 1 for key in festivals())


def test_stacks_are_the_counts_and_the_total_stands_over_them() -> None:
    figure = seen(stacked(AXIS, [VISITS, GIFTS], TOTAL))
    bars = [t for t in figure.data if t.type == "bar" and t.customdata is not None]
    assert [[n or 0 for n in t.y] for t in bars] == [[2, 0, 4], [1, 0, 0], [1, 0, 0]]
    assert bars[1].marker.pattern.shape == "/"
    assert [tuple(c[:3]) for c in bars[0].customdata] == [("trend", b, "=visit") for b in BINS]
    dashes, before = [t for t in figure.data if t.type == "scatter"]
    assert list(dashes.y) == [3, None, 4]
    assert list(before.y) == [None, 2, 2]
    assert [tuple(c[:3]) for c in before.customdata] == [("was", b, ALL) for b in AXIS.labels_before]
    assert figure.layout.yaxis.range[1] >= 4


def test_names_of_sources_are_no_markup_and_no_templates() -> None:
    for trace in seen(stacked(AXIS, [GIFTS])).data:
        assert "捐赠<b>" not in (trace.hovertemplate or "")
        assert "%{x}" not in (trace.hovertemplate or "")


def test_lines_show_what_is_sure_below_what_is_told() -> None:
    figure = seen(lines_over_time(AXIS, [VISITS], chosen=("2024-03", "=visit")))
    total, sure, ring, before = figure.data
    assert (list(total.y), list(sure.y), list(before.y)) == ([3, 0, 4], [2, 0, 4], [None, 1, 2])
    assert (list(ring.x), list(ring.y), ring.marker.color) == ([2], [4], CHOSEN)


def test_many_lines_over_many_bins_are_not_compared() -> None:
    bins = [f"{2015 + i // 12}-{i % 12 + 1:02d}" for i in range(120)]
    axis = Axis(bins, bins, bins, bins)
    lines = [Line(f"={n}", str(n), "#0072B2", [1] * 120, [0] * 120, [9] * 120) for n in range(3)]
    assert len(seen(lines_over_time(axis, lines)).data) == 3
    assert seen(lines_over_time(axis, lines)).layout.yaxis.range[1] < 9
    assert len(seen(lines_over_time(axis, lines[:1])).data) == 2


def test_small_multiples_share_one_scale() -> None:
    figure = seen(multiples(AXIS, [VISITS, GIFTS], [7, 1], chosen=("2024-01", "=donation")))
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]
    assert [c == CHOSEN for c in figure.data[-1].marker.color] == [True, False, False]
    assert len(figure.layout.annotations) == 2
    rest = Line("others", "其余", "#B8B8B8", [90, 0, 0], [0, 0, 0])
    assert seen(multiples(AXIS, [VISITS, rest], [7, 90])).layout.yaxis.range == figure.layout.yaxis.range


def test_days_above_the_plot_take_nothing_from_its_clicks() -> None:
    marks = [DayMark("festival", "春节", "2024年2月10日", 0.8, 0.8), DayMark("note", "换届", "…", 0, 2)]
    figure = seen(stacked(AXIS, [VISITS], TOTAL, marks))
    assert figure.layout.yaxis.domain[1] <= figure.layout.yaxis20.domain[0]
    assert [t.yaxis for t in figure.data if t.hovertext is not None] == ["y20"]
    crowd = [DayMark("policy", "国家安全教育日", "", 0.1 * n, 0.1 * n) for n in range(9)]
    rows = lane_rows(crowd, 12)
    assert {r for r in rows if r is not None} == set(range(LANES))
    assert None in rows
    assert lane_rows(crowd * 2, 12) == [None] * 18
    assert lane_rows([*crowd * 2, marks[1]], 12)[-1] == 0


def test_a_calendar_has_a_square_for_each_day() -> None:
    year = Year(2024, date(2024, 1, 1), date(2024, 12, 31))
    figure = seen(calendar_heat({date(2024, 2, 29): 3, date(2024, 12, 31): 1}, [year], chosen=date(2024, 2, 29)))
    heat, clicks, _ = figure.data
    assert sum(n is not None for row in heat.z for n in row) == 366
    assert [c[1] for c in clicks.customdata] == ["2024-02-29", "2024-12-31"]
    assert [heat.z[y][x] for x, y in zip(clicks.x, clicks.y, strict=True)] == [3, 1]
    assert len(figure.layout.shapes) == 1


def test_the_matrix_shows_gaps_and_silent_bins() -> None:
    figure = seen(matrix_chart(AXIS, ["甲", "乙"], {("甲", "2024-01"): (1, 1)}, silent=["2024-02"], chosen=("2024-01", "甲")))
    assert [list(row) for row in figure.data[0].z] == [[2, 0, 0], [0, 0, 0]]
    assert [list(c[:3]) for c in figure.data[1].customdata] == [["held", "2024-01", "甲"]]
    assert list(figure.data[2].text) == ["2~"]
    assert len(figure.layout.shapes) == 2


def test_a_bin_is_covered_when_any_of_its_months_holds_a_report() -> None:
    assert has_reports("2024-Q2", "quarter", frozenset({"2024-06"}))
    assert not has_reports("2024-Q2", "quarter", frozenset({"2024-07", "2023-06"}))
    assert not has_reports("moon", "month", frozenset({"2024-07"}))
