"""The articles page and the reading page in Streamlit's own test harness: found, read, walked through, quoted."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from streamlit.testing.v1 import AppTest

from analytics import measures
from analytics.importing import load_demo
from analytics.messages import LANGUAGES, say
from analytics.model import Article
from analytics.settings import settings
from analytics.store.workspace import open_workspace
from analytics.ui import citation, data
from analytics.ui.plain import plain
from analytics.ui.site import FILES
from analytics.views import View

SECONDS = 60
LINK = "https://here/reading?data=a&v=1&rev=0&id=x"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo")
    load_demo(open_workspace(home))
    return home


@pytest.fixture(autouse=True)
def at_home(demo: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JUSHI_HOME", str(demo))
    settings.cache_clear()
    data.workspace.clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()
    data.workspace.clear()


def run(name: str, **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "analytics" / "ui" / "front.py"), default_timeout=SECONDS).run()
    at.switch_page(FILES[name])
    for key, value in query.items():
        at.query_params[key] = value
    at = at.run()
    assert not at.exception
    assert not at.error
    return at


def sent(at: AppTest, name: str) -> dict[str, Any]:
    """What the browser gets for a component."""
    return next(json.loads(e.proto.json) for e in at.get("bidi_component") if e.proto.component_name.endswith(name))


def parameter(at: AppTest, key: str) -> str:
    value = at.query_params.get(key, "")
    return value[0] if isinstance(value, list) else value


def collection() -> measures.Collection:
    return data.open_view(View())


def several() -> Any:
    """An article with some activities, in the middle of the list."""
    found = measures.reports(collection(), View(), "counted")
    every = [measures.article(collection(), i).extraction for i in found.page(1, 20)]
    return next(e for e in every if len(e.activities) > 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_articles_are_found_by_words_and_shown_with_their_sentence(language: str) -> None:
    found = measures.search(collection(), "志愿 老人")
    at = run("articles", q="志愿 老人", show="all", lang=language)
    items = sent(at, "jushi_articles")["items"]
    assert {i["id"] for i in items} == set(found)
    for item in items:
        marked = [text for line in (item["title"], *item["lines"]) for text, hit in line if hit]
        assert {"志愿", "老人"} == set(marked)
        article = measures.article(collection(), item["id"]).extraction.article
        for line in item["lines"]:
            told = "".join(text for text, _ in line).strip("…")
            assert told in " ".join(article.text.split("\n"))


def test_the_number_of_hits_is_told_and_sorts() -> None:
    at = run("articles", q="志愿", show="all", order="hits")
    items = sent(at, "jushi_articles")["items"]
    texts = [measures.article(collection(), i["id"]).extraction.article for i in items]
    counts = [a.title.count("志愿") + a.text.count("志愿") for a in texts]
    assert counts == sorted(counts, reverse=True)
    for item, count in zip(items, counts, strict=True):
        assert say("articles.row_hits", count=count) in item["about"]


def test_what_a_link_to_the_list_says_wrong_is_told() -> None:
    for key, value in (("show", "odd"), ("order", "odd"), ("page", "99"), ("page", "x")):
        at = run("articles", **{key: value})
        assert len(at.warning) == 1, key
        assert sent(at, "jushi_articles")["items"]
    at = run("articles", q="绝无此句")
    assert say("articles.none_text") in [i.value for i in at.info]


def test_every_activity_is_marked_and_the_chosen_one_with_its_fields() -> None:
    read = several()
    for n, one in enumerate(read.activities):
        told = sent(run("reading", id=one.id), "jushi_reader")
        assert (told["text"], told["chosen"], len(told["names"])) == (read.article.text, n, len(read.activities))
        spans = {s for piece in told["pieces"] for s in piece["spans"]}
        for k, other in enumerate(read.activities):
            field = "evidence" if k == n else "other"
            assert {f"{field}:{s.start}-{s.end}" for s in other.evidence} <= spans
        numbers = {b for piece in told["pieces"] for b in piece["badge"].split("·") if b}
        assert numbers == {str(k + 1) for k in range(len(read.activities))}


def test_one_goes_through_the_activities_and_on_to_the_next_article_of_the_list() -> None:
    read = several()
    found = measures.reports(collection(), View(), "counted").page(0, 1000)
    here = found.index(read.article.id)
    at = run("reading", id=read.activities[0].id, list="articles:counted:date")
    assert plain(say("reading.counter_list", number=here + 1, count=len(found))) in plain(
        "\n".join(c.value for c in at.caption)
    )
    for one in read.activities[1:]:
        at = at.button(key="next").click().run()
        assert parameter(at, "id") == one.id
    at = at.button(key="next").click().run()
    after = measures.article(collection(), found[here + 1]).extraction
    assert parameter(at, "id") == after.activities[0].id
    assert at.title[0].value == plain(after.article.title)
    at = at.button(key="previous").click().run()
    assert parameter(at, "id") == read.activities[-1].id


def test_at_the_last_article_of_the_list_it_stops_and_without_a_list_at_the_last_activity() -> None:
    found = measures.reports(collection(), View(), "counted").page(0, 1000)
    last = measures.article(collection(), found[-1]).extraction.activities[-1].id
    at = run("reading", id=last, list="articles:counted:date")
    assert at.button(key="next").disabled
    at = run("reading", id=several().activities[-1].id)
    assert at.button(key="next").disabled
    assert not at.button(key="previous").disabled


def test_a_list_that_the_session_lost_or_that_does_not_hold_the_article_is_said() -> None:
    read = several()
    told = "\n".join(c.value for c in run("reading", id=read.activities[0].id, list="rows").caption)
    assert say("reading.walk_lost") in told
    bare = run("reading", id=read.activities[0].id, list="articles:bare:date")
    assert say("reading.walk_gone") in "\n".join(c.value for c in bare.caption)
    for extra in ({"list": "odd"}, {"list": "articles:odd:date"}, {"mark": "village:99"}):
        at = run("reading", id=read.activities[0].id, **extra)
        assert len(at.warning) == 1
        assert sent(at, "jushi_reader")["names"]


def test_what_was_searched_for_is_marked_in_the_article() -> None:
    (name,) = measures.search(collection(), "老人", 1)
    article = measures.article(collection(), name).extraction.article
    told = sent(run("reading", article=name, q="老人"), "jushi_reader")
    hits = [s for piece in told["pieces"] for s in piece["spans"] if s.startswith("hit:")]
    assert len(set(hits)) == article.text.count("老人")


def test_the_citation_holds_the_words_of_the_source_and_a_link_that_opens_the_same() -> None:
    read = several()
    for one in read.activities:
        items = sent(run("reading", id=one.id, type="visit"), "jushi_citation")["items"]
        assert [i["lang"] for i in items] == ["zh", "en"]
        for item in items:
            assert one.evidence[0].quote.split("\n")[0] in item["text"]
            assert " ".join(read.article.title.split()) in item["text"]
            assert read.article.source is None or read.article.source in item["text"]
            assert all(part in item["text"] for part in ("v=1", "rev=0", f"id={one.id}"))
            assert "type=" not in item["text"]
    assert sent(run("reading", id=one.id, lang="en"), "jushi_citation")["items"][0]["lang"] == "en"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("published", [None, date(2025, 3, 5)])
@pytest.mark.parametrize("source", [None, "甲{报}"])
@pytest.mark.parametrize("title", ["", "题{目}\n“一”"])
def test_a_citation_says_what_is_not_known(title, source, published, language) -> None:
    article = Article("a", title, published, source, None, "javascript:alert(1)", "正文")
    around = citation.cited(article, LINK, date(2026, 1, 2), language)
    whole = around.before + "引{文}" + around.after
    assert "引{文}" in whole
    assert LINK in whole
    assert "javascript" not in whole
    assert "None" not in whole
    assert (" ".join(title.split()) or say("cite.no_title", language)) in whole
    assert source is None or source in whole
    assert published is not None or say("cite.no_date", language) in whole
    assert "\n" not in around.after.strip("\n")
