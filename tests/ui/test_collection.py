"""The page of one collection, the board of imports and the bin: every action, what it asks and what it tells."""

from __future__ import annotations

import getpass
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pandas as pd
import pytest
from charts_read import seen
from conftest import ROOT
from fakes import FakeMaker, many, read, write
from streamlit.testing.v1 import AppTest

from analytics import measures
from analytics.access.person import MAX_PERSON
from analytics.charts.sources import COLOURS, month_bins, source_bars
from analytics.editing import delete_articles, put_away, restore
from analytics.importing import import_files
from analytics.jobs import JobInfo, Request, incoming, job, jobs
from analytics.jobs.board import problem_to
from analytics.measures.card import card
from analytics.measures.history import compare
from analytics.messages import LANGUAGES, say
from analytics.model import KINDS, Article
from analytics.problems import Problem
from analytics.purging import purge_articles, purge_dataset, purges
from analytics.settings import settings
from analytics.store.report import ImportReport
from analytics.store.tables import Job
from analytics.store.tally import Told
from analytics.store.workspace import Workspace, open_workspace
from analytics.ui import access, data, guard
from analytics.ui.collection_card import card_json
from analytics.ui.jobs_panel import pace
from analytics.ui.plain import plain
from analytics.ui.site import FILES
from analytics.views import View

SECONDS = 60
NAME, LABEL = "试", "试验集合"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three versions: a0 to a19 come, a20 to a29 come, a3 goes."""
    folder = tmp_path_factory.mktemp("built")
    found = open_workspace(folder / "home")
    put(found, folder / "a.jsonl", many(20), label=LABEL, who="王")
    put(found, folder / "b.jsonl", many(30)[20:], who="李", note="补收")
    delete_articles(found, NAME, {"a3"}, "赵")
    found.close()
    return folder / "home"


@pytest.fixture
def space(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A home of its own with these versions."""
    home = shutil.copytree(built, tmp_path / "home")
    monkeypatch.setenv("JUSHI_HOME", str(home))
    settings.cache_clear()
    data.workspace.clear()
    yield open_workspace()
    monkeypatch.undo()
    settings.cache_clear()
    data.workspace.clear()


def put(space: Workspace, path: Path, found: list[Article], **options: Any) -> None:
    write(path, found)
    import_files([path], NAME, workspace=space, maker=FakeMaker(), reader=read, **options)


def run(name: str, **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "analytics" / "ui" / "front.py"), default_timeout=SECONDS).run()
    at.switch_page(FILES[name])
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def texts(at: AppTest) -> str:
    kinds = ("title", "header", "subheader", "caption", "markdown", "text", "info", "warning", "success", "error")
    return "\n".join(str(e.value) for kind in kinds for e in at.get(kind))


def failed(at: AppTest) -> bool:
    start = tuple(say("page.failed", language, reference="§").partition("§")[0] for language in LANGUAGES)
    return bool(at.exception) or any(e.value.startswith(start) for e in at.error)


def ids(space: Workspace, number: int | None = None) -> set[str]:
    return set(measures.articles(measures.open_collection(space, NAME, number)).id)


def tick(at: AppTest, key: str, rows: list[int]) -> AppTest:
    """Ticks rows of the table whose key begins with ``key``."""
    table = next(t for t in at.dataframe if t.key and t.key.startswith(key))
    at.session_state[table.key] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    return at.run()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tab", ["card", "versions", "articles"])
@pytest.mark.parametrize("number", ["", "1"])
def test_every_tab_opens_from_its_link(space: Workspace, tab: str, language: str, number: str) -> None:
    at = run("collection", data=NAME, tab=tab, lang=language, v=number)
    assert not failed(at)
    assert not at.error
    assert at.title[0].value == LABEL


def test_a_damaged_link_is_told_and_the_page_goes_on(space: Workspace) -> None:
    at = run("collection", data=NAME, tab="x", show="card:nothing")
    assert [w.value for w in at.warning] == [say("collection.tab_unknown")]
    at = run("collection", data=NAME, tab="versions", show="version:99")
    assert say("problem.no_version", dataset=NAME, version="99") in at.error[0].value
    at = run("collection", data=NAME, tab="versions", show="version:2", than="7")
    assert [w.value for w in at.warning] == [say("compare.unknown")]
    assert not failed(at)


def test_the_card_tells_what_the_measure_counts(space: Workspace) -> None:
    found = card(data.open_view(View(dataset=NAME)), space.versions(NAME))
    at = run("collection", data=NAME)
    rows = dict(found.rows())
    assert [m.value for m in at.metric] == [rows[n] for n in ("articles", "activities", "sources", "undated")]
    for name in ("gaps", "no_date", "unplaced", "copies", "duplicates", "refused", "removed"):
        assert any(f"{say(f'card.{name}')}　{rows[name]}**" in m.value for m in at.markdown), name
    assert rows["removed"] == "1"
    told = card_json(found)
    assert told["articles"] == sum(m["articles"] for m in told["months"]) == 29
    assert orjson.loads(orjson.dumps(told))["removed"] == 1


def test_what_a_number_counts_is_listed_from_the_link(space: Workspace) -> None:
    found = card(data.open_view(View(dataset=NAME)), space.versions(NAME))
    assert found.no_date
    at = run("collection", data=NAME, show="card:no_date")
    assert [len(t.value) for t in at.dataframe] == [found.no_date]
    at = run("collection", data=NAME, show="card:undated")
    assert [len(t.value) for t in at.dataframe] == [found.undated]
    assert not at.error
    names = measures.villages(data.open_view(View(dataset=NAME)), View(kinds=KINDS, counting="reports")).frame
    nowhere = names[(names["county"] == "") & names["code"].isna()]
    assert len(nowhere) == found.unplaced
    assert "、".join(nowhere["name"]) in texts(run("collection", data=NAME, show="card:unplaced"))
    if found.gaps:
        assert "、".join(found.gaps) in texts(run("collection", data=NAME, show="card:gaps"))


def test_the_versions_say_who_did_what(space: Workspace) -> None:
    restore(space, NAME, 2, "孙")
    frame = run("collection", data=NAME, tab="versions").dataframe[0].value
    assert list(frame["number"]) == [4, 3, 2, 1]
    assert list(frame["who"]) == ["孙", "赵", "李", "王"]
    whats = [say("versions.action_restore", of=2), say("versions.action_delete"), *[say("versions.action_import")] * 2]
    assert list(frame["what"]) == whats
    assert list(frame["articles"]) == [30, 29, 30, 20]
    assert list(frame["article_changes"]) == ["+1", "−1", "+10", "+20"]
    assert frame["note"][2] == "补收"


def test_two_versions_are_compared_article_by_article(space: Workspace) -> None:
    at = run("collection", data=NAME, tab="versions", show="version:3", than="1")
    assert not failed(at)
    assert at.selectbox(key="compare_than").value == 1
    assert say("compare.articles", added=10, changed=0, removed=1) in texts(at)
    tables = [t.value for t in at.dataframe if "what" in t.value and "title" in t.value]
    assert list(tables[0]["what"]) == [say("compare.added")] * 10 + [say("compare.removed")]
    at = at.selectbox(key="compare_than").set_value(2).run()
    assert say("compare.articles", added=0, changed=0, removed=1) in texts(at)
    assert at.query_params["than"] in ("2", ["2"])


def test_the_comparison_holds_every_row_and_names_its_version(space: Workspace, tmp_path: Path) -> None:
    put(space, tmp_path / "c.jsonl", [replace(many(2)[1], title="改过的标题")])
    found = compare(space, NAME, 1, 4)
    counts = found.articles.groupby("what").size().to_dict()
    assert counts == {"added": 10, "changed": 1, "removed": 1}
    changed = found.articles[found.articles["what"] == "changed"].iloc[0]
    assert (changed["id"], changed["fields"], changed["version"], changed["title"]) == (
        "a1",
        ["title"],
        4,
        "改过的标题",
    )
    gone = found.articles[found.articles["what"] == "removed"].iloc[0]
    assert (gone["id"], gone["version"]) == ("a3", 1)
    for _, row in found.activities.iterrows():
        holder = measures.open_collection(space, NAME, row["version"])
        assert measures.activity_article(holder, row["id"]) == row["article_id"]
    assert set(compare(space, NAME, 0, 1).articles["what"]) == {"added"}
    assert compare(space, NAME, 2, 2).articles.empty


def test_a_version_is_made_current_again_after_a_question(space: Workspace) -> None:
    at = run("collection", data=NAME, tab="versions", show="version:2")
    at = at.button(key="version_restore").click().run()
    assert say("ask.restore.what", number=2, latest=3, next=4) in texts(at)
    assert space.version(NAME).number == 3
    at = at.button(key="asked_no").click().run()
    assert "asked_yes" not in [b.key for b in at.button]
    at = at.button(key="version_restore").click().run()
    at.text_input(key="restore_note").set_value("换回")
    at = at.button(key="asked_yes").click().run()
    assert say("done.restored", of=2, number=4) in [s.value for s in at.success]
    made = space.version(NAME)
    assert (made.number, made.action, made.of, made.note, made.who) == (4, "restore", 2, "换回", access.person())
    assert "asked_yes" not in [b.key for b in at.button]


def test_chosen_articles_are_deleted_after_a_question(space: Workspace) -> None:
    at = run("collection", data=NAME, tab="articles")
    assert at.button(key="articles_delete").disabled
    shown = at.dataframe[0].value
    at = tick(at, "collection_articles", [0, 2])
    at = at.button(key="articles_delete").click().run()
    count = int(shown["activities"].iloc[[0, 2]].sum())
    assert say("ask.delete_articles.what", count=2, activities=count, next=4) in texts(at)
    at.text_input(key="delete_note").set_value("重复报道")
    at = at.button(key="asked_yes").click().run()
    assert say("done.deleted", count=2, activities=count, number=4) in [s.value for s in at.success]
    assert len(ids(space)) == 27
    assert space.version(NAME).note == "重复报道"
    assert len(at.dataframe[0].value) == 27


def test_all_that_were_found_can_be_chosen(space: Workspace) -> None:
    text = many(5)[4].title
    found = measures.search(measures.open_collection(space, NAME), text)
    at = run("collection", data=NAME, tab="articles", q=text)
    at = at.checkbox[0].check().run()
    at = at.button(key="articles_delete").click().run()
    at = at.button(key="asked_yes").click().run()
    assert len(ids(space)) == 29 - len(found)


def test_an_older_version_is_read_only_for_deleting(space: Workspace) -> None:
    at = tick(run("collection", data=NAME, tab="articles", v="1"), "collection_articles", [0])
    assert at.button(key="articles_delete").disabled
    assert not at.button(key="articles_purge").disabled
    assert say("pick_articles.older", version=1, latest=3) in [i.value for i in at.info]
    at = at.button(key="articles_latest").click().run()
    assert "v" not in at.query_params


def test_purging_articles_asks_twice_and_every_version_says_so(space: Workspace) -> None:
    at = tick(run("collection", data=NAME, tab="articles"), "collection_articles", [0, 1])
    at = at.button(key="articles_purge").click().run()
    assert at.button(key="asked_yes").disabled
    at = at.checkbox(key="purge_sure").check().run()
    assert at.button(key="asked_yes").disabled
    at = at.text_input(key="purge_typed").set_value("3").run()
    assert at.button(key="asked_yes").disabled
    at = at.text_input(key="purge_typed").set_value("2").run()
    at = at.button(key="asked_yes").click().run()
    done = purges(space, NAME)[0]
    assert (done.articles, done.who) == (2, access.person())
    assert say("done.purged", count=2, versions="、".join(map(str, done.versions))) in [s.value for s in at.success]
    assert any("versions" in t.value and list(t.value["articles"]) == [2] for t in at.dataframe)
    assert not done.versions or len(ids(space)) == 27
    day = done.made_at.astimezone().strftime("%Y-%m-%d")
    note = say("purged.note", name=LABEL, version=done.versions[0], count=2, day=day)
    for page in ("collection", "overview", "articles"):
        assert note in texts(run(page, data=NAME, v=str(done.versions[0]))), page


def test_a_link_to_a_purged_article_says_that_it_may_be_purged(space: Workspace) -> None:
    done = purge_articles(space, NAME, {"a5"}, "王")
    at = run("reading", data=NAME, v="1", article="a5")
    day = plain(done.made_at.astimezone().strftime("%Y-%m-%d"))
    assert say("problem.perhaps_purged", count=1, day=day, version=1) in at.error[0].value
    at = run("reading", data=NAME, v="3", article="a3")
    assert not failed(at)


def test_a_new_name_is_shown_and_links_stay(space: Workspace) -> None:
    at = run("collection", data=NAME).button(key="rename").click().run()
    at.text_input(key="rename_to").set_value("  新 名字 ")
    at = at.button(key="asked_yes").click().run()
    assert at.title[0].value == plain("新 名字")
    assert space.dataset(NAME).label == "新 名字"
    at = at.button(key="rename").click().run()
    at.text_input(key="rename_to").set_value(" ")
    at = at.button(key="asked_yes").click().run()
    assert say("problem.import_no_name") in texts(at)
    assert space.dataset(NAME).label == "新 名字"


def test_a_name_that_another_collection_bears_is_refused(space: Workspace) -> None:
    space.create("别的", "别的集合")
    at = run("collection", data=NAME).button(key="rename").click().run()
    at.text_input(key="rename_to").set_value("别的集合")
    at = at.button(key="asked_yes").click().run()
    assert say("problem.import_name_taken", name="别的集合") in texts(at)
    assert space.dataset(NAME).label == LABEL


def test_a_collection_goes_into_the_bin_and_comes_back(space: Workspace) -> None:
    at = run("collection", data=NAME).button(key="put_away").click().run()
    assert say("ask.put_away.what", name=LABEL, versions=3) in texts(at)
    assert space.datasets()
    at = at.button(key="asked_yes").click().run()
    assert not space.datasets()
    assert at.title[0].value == say("page.datasets")
    assert not at.error
    assert say("done.put_away", name=LABEL) in [s.value for s in at.success]
    told = texts(at)
    assert say("bin.title", count=1) in told
    when = space.datasets(deleted=True)[0].deleted_at.astimezone().strftime("%Y-%m-%d %H:%M")
    assert say("bin.deleted", who=plain(access.person()), when=when, versions=3) in told
    at = run("datasets").button(key=f"bin_back_{NAME}").click().run()
    assert say("done.taken_back", name=LABEL) in [s.value for s in at.success]
    assert len(ids(space)) == 29


def test_a_collection_is_purged_only_when_its_name_is_typed(space: Workspace) -> None:
    put_away(space, NAME)
    at = run("datasets").button(key=f"bin_purge_{NAME}").click().run()
    assert at.button(key="asked_yes").disabled
    at = at.text_input(key="purge_name").set_value("试").run()
    assert at.button(key="asked_yes").disabled
    at = at.text_input(key="purge_name").set_value(LABEL).run()
    at = at.button(key="asked_yes").click().run()
    assert say("done.dataset_purged", name=LABEL) in [s.value for s in at.success]
    assert space.datasets(deleted=True) == []
    assert list(space.snapshots.iterdir()) == []


@pytest.mark.parametrize(
    "page", ["collection", "overview", "articles", "villages", "pairings", "activities", "datasets"]
)
@pytest.mark.parametrize("state", ["deleted", "purged", "no_version"])
def test_a_link_to_what_is_gone_says_so(space: Workspace, page: str, state: str) -> None:
    if state != "no_version":
        put_away(space, NAME)
    if state == "purged":
        purge_dataset(space, NAME, "王")
    at = run(page, data=NAME, v="99" if state == "no_version" else "1")
    assert not failed(at)
    code = f"dataset_{state}" if state != "no_version" else "no_version"
    with pytest.raises(Problem) as told:
        measures.open_collection(space, NAME, 99)
    assert told.value.code == code
    shown = guard.shown(told.value)
    assert shown.what() in "".join(e.value for e in at.error)
    assert shown.advice() in [i.value for i in at.info]


@pytest.mark.parametrize(
    ("action", "keys"), [("edit", ("put_away",)), ("purge", ("purge",))], ids=["edit", "purge"]
)  # fmt: skip
def test_actions_ask_for_permission_themselves(
    space: Workspace, monkeypatch: pytest.MonkeyPatch, action: str, keys: tuple[str, ...]
) -> None:
    monkeypatch.setattr(access, "LOCAL", access.LOCAL - {action})
    if action == "edit":
        at = run("collection", data=NAME).button(key="put_away").click().run()
    else:
        put_away(space, NAME)
        at = run("datasets").button(key=f"bin_purge_{NAME}").click().run()
        at = at.text_input(key="purge_name").set_value(LABEL).run()
    at = at.button(key="asked_yes").click().run()
    assert say("problem.not_allowed", action=action) in texts(at)
    assert [d.name for d in (*space.datasets(), *space.datasets(deleted=True))] == [NAME]


def test_the_user_may_have_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> str:
        raise KeyError("no such uid")

    monkeypatch.setattr(getpass, "getuser", unknown)
    assert access.person() == ""
    monkeypatch.setattr(getpass, "getuser", lambda: "名" * 300)
    assert len(access.person()) == MAX_PERSON


NOW = datetime(2025, 1, 1, tzinfo=UTC)


def info(**values: Any) -> JobInfo:
    base: dict[str, Any] = {
        "id": "j", "dataset": NAME, "action": "import", "who": "王", "request": Request(dataset=NAME),
        "state": "running", "tries": 1, "made_at": NOW, "began_at": NOW, "ended_at": None, "stage": "extracting",
        "done": 0, "total": 0, "stopping": False, "version": None, "problem": None,
    }  # fmt: skip
    return JobInfo(**base | values)


@pytest.mark.parametrize(
    ("values", "seconds", "expected"),
    [
        ({"done": 600, "total": 900}, 120, (300, 1)),
        ({"done": 900, "total": 900}, 180, (300, 0)),
        ({"done": 0, "total": 900}, 180, None),
        ({"done": 3, "total": 9, "stage": "reading"}, 180, None),
        ({"done": 300, "total": 900, "began_at": None}, 180, None),
        ({"done": 300, "total": 0}, 180, None),
        ({"done": 300, "total": 900}, 60, (600, 1)),  # 100 were done when the page first saw it, 20 s ago
        ({"done": 100, "total": 900}, 60, None),
        ({"done": 300, "total": 900}, 42, None),
    ],
)
def test_rate_and_time_left_are_told_only_when_known(
    values: dict[str, Any], seconds: int, expected: tuple[float, float] | None
) -> None:
    found = pace(info(**values), NOW + timedelta(seconds=seconds), (NOW + timedelta(seconds=40), 100))
    assert (None if found is None else (found.rate, found.left)) == expected


def on_board(space: Workspace, **values: Any) -> str:
    """A job as a worker on another machine has left it."""
    now = datetime.now(UTC)
    base: dict[str, Any] = {
        "id": f"j{len(jobs(space))}", "dataset": NAME, "action": "import", "who": "周", "state": "running", "tries": 1,
        "request": Request(dataset=NAME, files=("files/甲.csv",)).model_dump(mode="json"), "made_at": now,
        "began_at": now - timedelta(hours=2), "seen_at": now, "host": "elsewhere", "stop": False,
        "stage": "extracting", "done": 24_000, "total": 60_000,
    }  # fmt: skip
    with space.writing() as session:
        session.add(row := Job(**base | values))
        session.flush()
        return row.id


def test_a_running_import_is_seen_by_whoever_looks_and_stopped_after_a_question(space: Workspace) -> None:
    name = on_board(space)
    at = run("datasets")
    assert not failed(at)
    assert [p.value for p in at.get("progress")] == [40]
    told = texts(at)
    assert say("jobs.pace", rate="200", left=say("jobs.left_hours", count="3.0")) in told
    assert say("jobs.action_import", name=LABEL) in told
    assert "周" in told
    assert "甲" in told
    at = at.button(key=f"job_stop_{name}").click().run()
    assert say("ask.stop.what", name=LABEL) in texts(at)
    found = job(space, name)
    assert found is not None
    assert not found.stopping
    at = at.button(key="asked_yes").click().run()
    found = job(space, name)
    assert found is not None
    assert found.stopping
    assert at.button(key=f"job_stop_{name}").label == say("jobs.stopping")


@pytest.mark.parametrize("stage", ["", "reading", "extracting", "linking", "writing"])
@pytest.mark.parametrize("total", [0, 7])
def test_every_stage_is_told(space: Workspace, stage: str, total: int) -> None:
    on_board(space, stage=stage, done=0, total=total, tries=2)
    at = run("datasets", lang="en")
    assert not failed(at)
    assert say("jobs.tries", "en", tries=2) in texts(at)


def test_what_came_of_imports_is_told(space: Workspace) -> None:
    ended = {"ended_at": datetime.now(UTC)}
    made = on_board(space, state="done", version=2, **ended)
    nothing = on_board(space, state="done", version=None, **ended)
    stopped = on_board(space, state="stopped", **ended)
    problem = Problem.of("job_died", NAME, dataset=NAME, tries=3)
    bad = on_board(space, state="failed", problem=problem_to(problem), **ended)
    at = run("datasets").button(key="jobs_every_button").click().run()
    told = texts(at)
    assert not failed(at)
    shown = guard.shown(problem)
    for line in (say("jobs.made", version=2), say("jobs.nothing"), say("jobs.stopped"), shown.what(), shown.advice()):
        assert line in told
    assert {f"job_again_{bad}"} == {b.key for b in at.button if b.key and b.key.startswith("job_again")}
    for name in (made, nothing, stopped, bad):
        at = at.button(key=f"job_remove_{name}").click().run()
    assert jobs(space) == []
    assert say("jobs.title") not in texts(at)
    assert space.version(NAME).number == 3


def test_a_failed_import_is_tried_again(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.jobs.board._start", lambda space, job_id: None)
    problem = problem_to(Problem.of("job_memory", NAME))
    name = on_board(space, state="failed", problem=problem, ended_at=datetime.now(UTC))
    at = run("datasets").button(key=f"job_again_{name}").click().run()
    assert not failed(at)
    found = job(space, name)
    assert found is not None
    assert (found.state, found.problem) == ("waiting", None)
    assert say("jobs.waiting") in texts(at)


def test_a_report_opens_beside_its_import(space: Workspace, tmp_path: Path) -> None:
    name = on_board(space, state="done", version=2, ended_at=datetime.now(UTC))
    report = ImportReport.of(NAME, 2, space.version(NAME, 2).counts, (), ())
    incoming(space, name).keep_report(report)
    bad = on_board(space, state="done", version=None, ended_at=datetime.now(UTC))
    refused = (Told("坏.csv", 3, Problem.of("read_empty_body")),)
    incoming(space, bad).keep_report(replace(report, version=None, added=0, read=0, refused=refused))
    at = run("datasets")
    assert say("jobs.counts", files=1, read=10, added=10, duplicates=0) in texts(at)
    assert say("jobs.refused", files=1, read=0, added=0, duplicates=0, refused=1) in texts(at)
    at = at.button(key=f"job_report_{name}").click().run()
    assert not failed(at)
    assert say("report.done", dataset=LABEL, version=2) in [s.value for s in at.success]
    at = at.button(key=f"job_report_{name}").click().run()
    assert not at.success


def test_only_the_latest_imports_stand_on_the_page(space: Workspace) -> None:
    for _ in range(7):
        on_board(space, state="stopped", ended_at=datetime.now(UTC))
    at = run("datasets")
    assert texts(at).count(say("jobs.stopped")) == 3
    at = at.button(key="jobs_every_button").click().run()
    assert texts(at).count(say("jobs.stopped")) == 7


def test_the_list_tells_what_each_collection_holds(space: Workspace) -> None:
    at = run("datasets")
    size = measures.size(measures.open_collection(space, NAME))
    told = texts(at)
    assert say("datasets.holds", articles=size.articles, activities=size.activities) in told
    assert LABEL in told


def test_the_demonstration_is_offered_only_while_its_name_is_free(space: Workspace) -> None:
    assert "import_demo" in [b.key for b in run("datasets").button]
    space.create("demo", is_demo=True)
    put_away(space, "demo")
    assert "import_demo" not in [b.key for b in run("datasets").button]


MONTHS = pd.DataFrame(
    [("2024-01", "甲报", 3), ("2024-03", "甲报", 1), ("2024-03", "", 2), ("", "甲报", 9)]
    + [("2024-02", f"来源{n}", 1) for n in range(9)],
    columns=["month", "source", "articles"],
)


def test_the_chart_adds_up_to_the_dated_articles() -> None:
    figure = seen(source_bars(MONTHS))
    assert month_bins(MONTHS) == ("2024-01", "2024-02", "2024-03")
    assert sum(n or 0 for t in figure.data for n in t.y) == 3 + 1 + 2 + 9
    assert len(figure.data) == len(COLOURS) + 2
    assert figure.data[0].name == "甲报"
    assert [n or 0 for n in figure.data[0].y] == [3, 0, 1]
    assert say("chart.no_source") == figure.data[-1].name


def test_a_source_is_no_markup_for_the_chart() -> None:
    figure = seen(source_bars(pd.DataFrame([("2024-01", "<b>x</b>", 1)], columns=["month", "source", "articles"])))
    assert figure.data[0].name == "&lt;b&gt;x&lt;/b&gt;"
    assert "<b>x" not in figure.data[0].hovertext[0]
