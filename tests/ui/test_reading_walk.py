"""Lists of articles and of rows as ways through the reading page: clicks, pages, what is highlighted, long texts."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import ROOT
from streamlit.testing.v1 import AppTest

from analytics import measures
from analytics.importing import load_demo
from analytics.measures.article import activity_ids
from analytics.messages import say
from analytics.model import Span
from analytics.settings import settings
from analytics.store.workspace import open_workspace
from analytics.ui import citation, data, reader, reading_list
from analytics.ui.marks import Mark
from analytics.ui.reader import reader_data
from analytics.ui.rows import LISTED
from analytics.ui.site import FILES
from analytics.views import View

SECONDS = 60


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo")
    load_demo(open_workspace(home))
    return home


@pytest.fixture
def sent(demo: Path, monkeypatch: pytest.MonkeyPatch):
    """The pages over the demonstration; what their components would send to the browser, by their key."""
    found: dict[str, Any] = {}

    def component(**given: Any) -> SimpleNamespace:
        found[given["key"]] = given
        return SimpleNamespace(opened=found.get("opened"))

    monkeypatch.setenv("JUSHI_HOME", str(demo))
    for room in (reading_list, reader, citation):
        monkeypatch.setattr(room, "_component", lambda: component)
    forget()
    yield found
    monkeypatch.undo()
    forget()


def forget() -> None:
    settings.cache_clear()
    for cached in (data.workspace, data._facets, data._span):
        cached.clear()


def run(name: str, session: dict[str, Any] | None = None, **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "analytics" / "ui" / "front.py"), default_timeout=SECONDS).run()
    at.switch_page(FILES[name])
    for key, value in (session or {}).items():
        at.session_state[key] = value
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def value(at: AppTest, key: str) -> str | None:
    found = at.query_params.get(key)
    return found[0] if isinstance(found, list) else found


def sound(at: AppTest) -> bool:
    return not at.exception and not at.error and not at.warning


def several(collection: measures.Collection, least: int = 2) -> str:
    frame = measures.articles(collection)
    return str(frame[frame["activities"] >= least].iloc[0]["id"])


def test_articles_without_activities_are_a_list_of_their_own(sent) -> None:
    assert sound(run("articles", show="bare"))
    items = sent["articles_list"]["data"]["items"]
    frame = measures.articles(data.open_view(View()))
    assert {i["id"] for i in items} == set(frame[frame["activities"] == 0]["id"])
    assert all(i["bare"] for i in items)


def test_a_long_list_of_articles_comes_in_pages(sent) -> None:
    every = len(measures.articles(data.open_view(View())))
    seen: list[str] = []
    for page in range(1, -(-every // 50) + 1):
        assert sound(run("articles", show="all", page=str(page)))
        seen += [i["id"] for i in sent["articles_list"]["data"]["items"]]
    assert len(seen) == len(set(seen)) == every


def test_a_click_on_an_article_opens_it_with_the_list_that_it_stands_in(sent) -> None:
    run("articles", q="义诊", show="all", order="hits")
    sent["opened"] = sent["articles_list"]["data"]["items"][0]["id"]
    at = run("articles", q="义诊", show="all", order="hits")
    assert not at.exception
    assert (value(at, "article"), value(at, "list"), value(at, "v")) == (sent["opened"], "articles:all:hits", "1")


def test_the_words_that_were_searched_for_are_marked_in_the_article(sent) -> None:
    found = measures.search(data.open_view(View()), "义诊")[0]
    run("reading", article=found, q="义诊")
    told = sent["reader"]["data"]
    hits = [p for p in told["pieces"] if "hit" in p["fields"]]
    assert hits
    assert told["pieces"][told["goal"]] == hits[0]


def test_a_click_in_the_text_chooses_the_activity(sent) -> None:
    collection = data.open_view(View())
    ids = activity_ids(collection, several(collection))
    at = run("reading", {"reader": {"chose": 1}}, id=ids[0])
    assert not at.exception
    assert sent["reader"]["data"]["chosen"] == 0
    assert sent["reader"]["data"]["names"][1].startswith(say("reading.mark_name", number=2, date="", types="")[:5])


def test_the_way_of_listed_rows_ends_with_the_rows(sent) -> None:
    collection = data.open_view(View())
    ids = measures.placed(collection, View(types=("health",))).counted
    listed = {LISTED: (collection.dataset, collection.version, ids)}
    articles = measures.articles_of(collection, ids).to_pylist()
    assert list(dict.fromkeys(measures.rows(collection, ids)["article_id"])) == articles
    last = activity_ids(collection, articles[-1])[-1]
    at = run("reading", listed, id=last, list="rows")
    assert sound(at)
    assert at.button(key="next").disabled
    assert say("reading.counter_list", number=len(articles), count=len(articles)) in "".join(
        c.value for c in at.caption
    )
    lost = run("reading", id=last, list="rows")
    assert say("reading.walk_lost") in "".join(c.value for c in lost.caption)


def test_a_village_can_be_highlighted_by_its_link(sent) -> None:
    collection = data.open_view(View())
    every = (measures.article(collection, i).extraction for i in measures.articles(collection)["id"])
    read = next(e for e in every if e.villages and e.activities)
    assert sound(run("reading", article=read.article.id, mark="village:0"))
    shown = {s for p in sent["reader"]["data"]["pieces"] for s in p["spans"]}
    assert shown == {f"evidence:{s.start}-{s.end}" for s in read.villages[0].evidence}


def test_a_quotation_is_word_for_word_with_dots_for_what_is_left_out() -> None:
    text = "一二三四五六七八九十"
    spans = [Span.of(text, *run) for run in ((6, 8), (0, 3), (2, 4), (4, 5), (7, 8))]
    assert citation.quotation(spans) == "一二三四五……七八"
    assert citation.quotation([Span.of("一行\n二行", 0, 5)]) == "一行 二行"
    assert citation.beginning("\n 头一句。后一句。") == "头一句。"
    assert citation.beginning("") == ""


def test_a_long_article_is_cut_at_the_units_of_the_browser() -> None:
    text = ("😀𠮷村的志愿者到石桥村走访。\n" * 7000)[:100_000]
    places = [i for i in range(len(text) - 3) if text.startswith("石桥村", i)]
    marks = [Mark(i, i + 3, "other", n % 40) for n, i in enumerate(places)]
    began = time.process_time()
    found = reader_data(text, marks, {}, "x")
    assert time.process_time() - began < 5
    units = text.encode("utf-16-le")
    assert len(found["pieces"]) == len(places) > 5000
    assert {units[2 * p["from"] : 2 * p["to"]].decode("utf-16-le") for p in found["pieces"]} == {"石桥村"}
