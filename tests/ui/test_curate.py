"""Villages, pairings, articles, collections, rules, method: in Streamlit's own test harness."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from streamlit.testing.v1 import AppTest

from analytics import measures
from analytics.importing import load_demo, own_places
from analytics.messages import LANGUAGES, say
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.tally import Told
from analytics.store.workspace import open_workspace
from analytics.ui import data
from analytics.ui.own_places import ought
from analytics.ui.plain import plain
from analytics.ui.report import table_file, told_rows
from analytics.ui.site import FILES
from analytics.ui.state import State
from analytics.ui.uploads import free_name, pasted, safe_name
from analytics.views import View

MINE = ("villages", "pairings", "articles", "datasets", "rules", "method")
SECONDS = 60
PLACES = (
    "code,level,name,province,city,county,town,aliases\n990101102004,village,高山寨村,东屏省,澄州市,云岫县,青岗镇,\n"
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo")
    load_demo(open_workspace(home))
    return home


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch):
    """Points this process to a home, and back."""

    def go(home: Path) -> None:
        monkeypatch.setenv("JUSHI_HOME", str(home))
        forget()

    def forget() -> None:
        settings.cache_clear()
        data.workspace.clear()

    yield go
    monkeypatch.undo()
    forget()


def run(name: str, **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "analytics" / "ui" / "front.py"), default_timeout=SECONDS).run()
    at.switch_page(FILES[name])
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def failed(at: AppTest) -> bool:
    start = {say("page.failed", language, reference="§").partition("§")[0] for language in LANGUAGES}
    return bool(at.exception) or any(e.value.startswith(tuple(start)) for e in at.error)


def texts(at: AppTest) -> str:
    return "\n".join(
        str(e.value)
        for kind in ("title", "header", "subheader", "caption", "markdown", "text", "info", "warning", "success")
        for e in at.get(kind)
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", MINE)
def test_a_page_runs_on_the_demonstration(demo, at_home, page: str, language: str) -> None:
    at_home(demo)
    at = run(page, lang=language)
    assert not failed(at)
    assert at.title[0].value == say(f"page.{page}", language)
    assert say("filter.dataset", language) in [s.label for s in at.sidebar.selectbox]


@pytest.mark.parametrize("page", MINE)
def test_a_damaged_link_is_told(demo, at_home, page: str) -> None:
    at_home(demo)
    at = run(page, type="nothing", v="x", show="village:", page="-3", colour="red")
    assert not failed(at)
    assert len(at.warning) >= 3


@pytest.mark.parametrize("page", MINE)
def test_a_link_to_no_collection_is_told_without_markdown(demo, at_home, page: str) -> None:
    at_home(demo)
    at = run(page, data="![x](http://elsewhere/x.png)", show="pair:![y](http://elsewhere/y)")
    assert not failed(at)
    assert "![x](http" not in "".join(e.value for e in at.error)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", MINE)
def test_an_empty_workspace_says_what_to_do(tmp_path, at_home, page: str, language: str) -> None:
    at_home(tmp_path)
    at = run(page, lang=language)
    assert not failed(at)
    told = {
        "datasets": say("datasets.none", language), "rules": say("rules.no_collection", language),
        "method": say("method.no_collection", language),
    }  # fmt: skip
    assert told.get(page, say("problem.nothing_imported.do", language)) in texts(at)


def test_a_village_of_the_link_lists_exactly_its_activities(demo, at_home) -> None:
    at_home(demo)
    collection = data.open_view(View())
    village = measures.villages(collection, View()).frame.iloc[1]
    at = run("villages", show=f"village:{village['key']}")
    assert say("villages.rows", name=plain(village["name"])) in [s.value for s in at.subheader]
    assert any(len(t.value) == village["activities"] and "quote" in t.value for t in at.dataframe)


def test_villages_that_were_never_served_in_view_are_listed(demo, at_home) -> None:
    at_home(demo)
    collection, view = data.open_view(View()), View(types=("visit",), places=("青岗镇",))
    known = ought(data.workspace(), collection, view)
    served = set(measures.villages(collection, view).frame["code"].dropna())
    never = [v.name for v in known if v.code not in served]
    assert known
    assert {v.chain[-2] for v in known} == {"青岗镇"}
    at = run("villages", type="visit", place="青岗镇", tab="never")
    listed = [t.value for t in at.dataframe if list(t.value.columns) == ["name", "where", "code"]]
    assert [list(frame["name"]) for frame in listed] == ([never] if never else [])
    assert say("villages.never_count", count=len(never), of=len(known)) in texts(at)


def test_a_standing_pairing_shows_its_sentences(demo, at_home) -> None:
    at_home(demo)
    collection = data.open_view(View())
    frame = measures.pairings(collection, View()).frame
    pair = frame[frame["articles"].map(len) > 0].iloc[0]
    quotes = [q for s in measures.standing(collection, pair["key"], pair["articles"]) for q in s.quotes]
    at = run("pairings", show=f"pair:{pair['key']}")
    assert quotes
    assert [t.value for t in at.text] == quotes


def test_a_rule_of_the_link_lists_the_activities_it_was_a_reason_of(demo, at_home) -> None:
    at_home(demo)
    collection = data.open_view(View())
    fired = measures.rules_fired(collection)
    assert len(fired) > 50
    rule = "type.health.deed"
    count = int(fired.set_index("rule").loc[rule, "activities"])
    at = run("rules", show=f"rule:{rule}")
    assert any(len(t.value) == count and "quote" in t.value for t in at.dataframe)


def test_a_table_of_places_stays_with_its_collection(tmp_path) -> None:
    space = open_workspace(tmp_path / "home")
    (path := tmp_path / "地名.csv").write_text(PLACES, encoding="utf-8-sig")
    rows = own_places.checked(path)
    own_places.keep(space, "样例", rows)
    assert own_places.kept(space, "样例") == rows
    assert own_places.kept(space, "别的") == []
    assert own_places.checked(own_places.write(rows, tmp_path / "again.csv")) == rows
    path.write_text(PLACES.replace("990101102004", "9901"), encoding="utf-8-sig")
    with pytest.raises(Problem, match="2"):
        own_places.checked(path)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a.csv", "a.csv"), ("../../etc/passwd", "passwd"), ("C:\\x\\报告.txt", "报告.txt"), (".hidden", "hidden"),
        ("", "file"), ("a\x00b\n<c>.txt", "abc.txt"), ("..", "file"), ("表" * 200 + ".xlsx", "表" * 48 + ".xlsx"),
        ("\ud800.txt", "txt"),
    ],
)  # fmt: skip
def test_names_of_uploads_are_harmless(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_pasted_text_is_named_by_its_content() -> None:
    assert pasted("a", "x").name == pasted("a", "y").name != pasted("b", "x").name
    with pytest.raises(Problem):
        pasted("\ud800", "x")


def test_names_that_differ_in_case_alone_get_a_number() -> None:
    taken: set[str] = set()
    assert [free_name(n, taken) for n in ("a.txt", "A.txt", "a.txt")] == ["a.txt", "A-2.txt", "a-3.txt"]


def test_a_list_of_refusals_is_no_formula_for_a_spreadsheet() -> None:
    told = [Told("=1+1.csv", 3, Problem.of("read_empty_body")), Told("", None, Problem.of("read_no_body", "b.txt"))]
    rows = told_rows(State(View(), "zh"), told)
    assert [(r["file"], r["row"]) for r in rows] == [("=1+1.csv", 3), ("b.txt", None)]
    written = table_file(["文件"], [[str(r["file"])] for r in rows])
    assert written.decode("utf-8").splitlines() == ["\ufeff文件", "'=1+1.csv", "b.txt"]
