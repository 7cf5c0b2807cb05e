"""The pages in Streamlit's own test harness: both languages, damaged links, nothing there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT
from streamlit.testing.v1 import AppTest

from analytics import measures
from analytics.importing import import_files, load_demo
from analytics.messages import say
from analytics.settings import settings
from analytics.store.workspace import open_workspace
from analytics.ui import data
from analytics.ui.plain import plain
from analytics.ui.site import FILES
from analytics.views import View

MINE = ("overview", "activities", "reading")
FRONT = ROOT / "analytics" / "ui" / "front.py"
SECONDS = 60
YEAR = View(start=date(2025, 1, 1), end=date(2025, 12, 31))


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
        for cached in (data.workspace, data._headline, data._over_time, data._facets, data._span):
            cached.clear()

    yield go
    monkeypatch.undo()
    forget()


def run(name: str, **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "analytics" / "ui" / "front.py"), default_timeout=SECONDS).run()
    at.switch_page(FILES[name])
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def an_activity() -> str:
    collection = data.open_view(View())
    return measures.placed(collection, View()).counted[0]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", MINE)
def test_a_page_runs_on_the_demonstration(demo, at_home, page: str, language: str) -> None:
    at_home(demo)
    at = run(page, lang=language, id=an_activity()) if page == "reading" else run(page, lang=language)
    assert not at.exception
    assert not at.error
    assert not at.warning
    assert at.title


@pytest.mark.parametrize("page", MINE)
def test_a_damaged_link_warns_and_shows_the_rest(demo, at_home, page: str) -> None:
    at_home(demo)
    at = run(page, **{"from": "2025-02-31", "nonsense": "1", "type": "flying", "id": an_activity()})
    assert not at.exception
    assert len(at.warning) == 3
    assert at.title


@pytest.mark.parametrize("show", ["bar:1999-01:all", "bar:", "figure:nothing", "left:villages_unplaced", "x", ":::"])
def test_a_list_that_is_not_there_is_told(demo, at_home, show: str) -> None:
    at_home(demo)
    at = run("overview", show=show)
    assert not at.exception
    assert [e.value for e in at.error] == [f"{say('problem.view_value', part='show', value=plain(show))} (show)"]


@pytest.mark.parametrize("name", ["activities", "volunteering", "pairings", "villages", "people"])
def test_a_figure_lists_as_many_rows_as_it_rests_on(demo, at_home, name: str) -> None:
    at_home(demo)
    at = run("overview", show=f"figure:{name}")
    assert not at.exception
    assert not at.error
    figure = getattr(measures.headline(data.open_view(View()), View()), name)
    listed = [d.value for d in at.dataframe if "quote" in d.value.columns]
    assert [len(frame) for frame in listed] == [len(figure.ids)]
    assert len([d for d in at.dataframe if list(d.value.columns) == ["title", "source", "published"]]) == bool(
        figure.articles
    )


@pytest.mark.parametrize("code", ["undated_beside", "wider", "people_unstated", "villages_none"])
def test_what_is_left_out_is_listed_from_its_sentence(demo, at_home, code: str) -> None:
    at_home(demo)
    at = run("overview")
    button = next(b for b in at.button if b.key and b.key.endswith(f"_{code}"))
    at = button.click().run()
    assert not at.error
    assert at.query_params["show"] in (f"left:{code}", [f"left:{code}"])
    listed = next(d.value for d in at.dataframe if "quote" in d.value.columns)
    assert any(say(f"left_out.{code}", count=len(listed))[:8] in s.value for s in at.subheader)


def test_activities_apart_and_outside_are_listed(demo, at_home) -> None:
    at_home(demo)
    at = run("activities", **{"from": "2025-01-01", "to": "2025-12-31", "show": "left:outside"})
    assert not at.error
    where = measures.placed(data.open_view(View()), YEAR)
    assert [len(d.value) for d in at.dataframe] == [where.outside]


def test_a_long_list_comes_in_pages_that_hold_every_row(demo, at_home, monkeypatch: pytest.MonkeyPatch) -> None:
    at_home(demo)
    monkeypatch.setattr("analytics.ui.rows.PAGE", 100)
    wanted = len(measures.placed(data.open_view(View()), View()).counted)
    lengths = []
    for page in range(1, wanted // 100 + 2):
        at = run("activities", page=str(page))
        assert not at.error
        lengths.append(len(at.dataframe[0].value))
    assert sum(lengths) == wanted
    assert len(lengths) > 1
    assert len(run("activities", page="999999999").dataframe[0].value) == lengths[-1]
    assert len(run("activities", page="-1").dataframe[0].value) == lengths[0]


@pytest.mark.parametrize("page", ["overview", "activities"])
def test_no_match_says_what_to_do(demo, at_home, page: str) -> None:
    at_home(demo)
    at = run(page, q="没有哪篇报道会有的一句话")
    assert not at.exception
    assert say("overview.empty") in [i.value for i in at.info]


@pytest.mark.parametrize("page", MINE)
def test_an_empty_workspace_says_how_to_begin(tmp_path: Path, at_home, page: str) -> None:
    at_home(tmp_path)
    at = run(page, id="x")
    assert not at.exception
    assert say("problem.nothing_imported") in [e.value for e in at.error]
    assert say("problem.nothing_imported.do") in [i.value for i in at.info]


def test_reading_tells_what_it_cannot_find(demo, at_home) -> None:
    at_home(demo)
    assert say("problem.no_activity", id="gone") in run("reading", id="gone").error[0].value
    assert say("problem.no_article", id="gone") in run("reading", article="gone").error[0].value
    assert say("reading.nothing") in [i.value for i in run("reading").info]


def test_reading_goes_through_the_activities_of_an_article(demo, at_home) -> None:
    at_home(demo)
    collection = data.open_view(View())
    frame = measures.articles(collection)
    several = str(frame[frame["activities"] > 1].iloc[0]["id"])
    ids = [a.id for a in measures.article(collection, several).extraction.activities]
    at = run("reading", article=several)
    assert not at.exception
    at = at.button(key="next").click().run()
    assert at.query_params["id"] in (ids[1], [ids[1]])
    at = at.button(key="previous").click().run()
    assert at.query_params["id"] in (ids[0], [ids[0]])
    assert at.button(key="previous").disabled


def test_reading_shows_what_was_cut_and_why_and_where_it_came_from(tmp_path: Path, at_home) -> None:
    page = ROOT / "tests" / "data" / "awkward" / "pages" / "portal.txt"
    import_files([page], "pages", workspace=open_workspace(tmp_path))
    at_home(tmp_path)
    collection = data.open_view(View())
    article_id = str(measures.articles(collection).iloc[0]["id"])
    cuts = measures.article(collection, article_id).cuts
    assert cuts
    at = run("reading", article=article_id)
    assert not at.exception
    shown = [c.value for c in at.caption]
    for cut in cuts:
        reason = data.rules().texts[str(cut["rule"])][0]
        assert f"**{plain(reason)}**  \n{plain(str(cut['text']))}" in shown
    assert any(plain("portal.txt") in text for text in shown)
