"""Reports put together and parted, names joined and parted: by people, on the pages, with the figures that follow."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from linked import articles, put
from streamlit.testing.v1 import AppTest

from analytics import measures
from analytics.messages import say
from analytics.settings import settings
from analytics.store.statements import effective
from analytics.store.workspace import Workspace, open_workspace
from analytics.ui import data
from analytics.ui.site import FILES
from analytics.views import View

NAME = "试"
DISTINCT = View(counting="distinct")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("built") / "home"
    home.mkdir()
    put(home, [articles()]).close()
    return home


@pytest.fixture
def space(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    home = shutil.copytree(built, tmp_path / "home")
    monkeypatch.setenv("JUSHI_HOME", str(home))
    settings.cache_clear()
    data.workspace.clear()
    yield open_workspace()
    monkeypatch.undo()
    settings.cache_clear()
    data.workspace.clear()


def run(name: str, **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "analytics" / "ui" / "front.py"), default_timeout=60).run()
    at.switch_page(FILES[name])
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def sound(at: AppTest) -> AppTest:
    assert not at.exception
    assert not at.error
    return at


def tick(at: AppTest, prefix: str, row: int) -> AppTest:
    table = next(t for t in at.dataframe if t.key and t.key.startswith(prefix))
    at.session_state[table.key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return sound(at.run())


def press(at: AppTest, key: str) -> AppTest:
    return next(b for b in at.button if b.key == key).click().run()


def texts(at: AppTest) -> str:
    return "\n".join(str(e.value) for kind in ("markdown", "caption", "subheader", "info") for e in at.get(kind))


def count(space: Workspace) -> int:
    return len(measures.placed(measures.open_collection(space, NAME), DISTINCT).counted)


def told(space: Workspace, article: str) -> str:
    """The activity of an article that has one."""
    found = measures.activities(measures.open_collection(space, NAME), View(counting="reports")).frame
    return str(found[found.article_id == article].iloc[0]["id"])


def test_what_may_be_the_same_names_the_same_and_lies_near(space: Workspace) -> None:
    collection = measures.open_collection(space, NAME)
    found = measures.alike(collection, told(space, "other0"))
    assert found["article_id"][0] == "other1", "one day apart, the same county and type"
    assert list(found["shared"]) == sorted(found["shared"], reverse=True)
    assert not set(found["article_id"]) & {"first", "copy", "retold", "other3", "other4"}, "weeks away"
    assert measures.alike(collection, told(space, "first")).article_id.isin(["copy", "retold"]).sum() == 0, "already together"
    assert measures.alike(collection, "no such activity").empty


def test_two_reports_are_put_together_and_taken_apart_again(space: Workspace) -> None:
    one, before = told(space, "other0"), count(space)
    at = run("reading", data=NAME, id=one)
    at.session_state["joining"] = True
    at = tick(sound(at.run()), f"join_{one}", 0)
    at = sound(press(at, "join_same"))
    assert count(space) == before - 1
    assert [r.tie for r in measures.related(measures.open_collection(space, NAME), one)] == ["said"]
    assert say("related.said") in texts(at)
    at = sound(run("collection", data=NAME, tab="merges"))
    assert say("statements.join", a="简讯0", b="简讯1") in texts(at)
    sound(press(at, f"undo_{effective(space, NAME)[-1].number}"))
    assert count(space) == before
    assert effective(space, NAME) == []


def test_the_last_word_holds(space: Workspace) -> None:
    """Parted by a mistake, then put together: the parting is taken back."""
    before = count(space)
    lead = measures.merges(measures.open_collection(space, NAME))["group"][0]
    at = tick(sound(run("collection", data=NAME, tab="merges")), "merge_", 0)
    copy = next(r.id for r in measures.related(measures.open_collection(space, NAME), lead) if r.article_id == "copy")
    sound(press(at, f"related_part_{copy}"))
    assert count(space) == before + 1
    at = run("reading", data=NAME, id=copy)
    at.session_state["joining"] = True
    at = sound(at.run())
    others = list(measures.alike(measures.open_collection(space, NAME), copy)["article_id"])
    at = tick(at, f"join_{copy}", others.index("first"))
    sound(press(at, "join_same"))
    assert count(space) == before
    assert [s.kind for s in effective(space, NAME)] == ["join"]


def test_only_those_who_may_edit_put_together(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from analytics.ui import access

    one = told(space, "other0")
    at = run("reading", data=NAME, id=one)
    at.session_state["joining"] = True
    at = tick(sound(at.run()), f"join_{one}", 0)
    monkeypatch.setattr(access, "LOCAL", frozenset(("look",)))
    at = press(at, "join_same")
    assert say("problem.not_allowed", action="edit").split("edit")[0] in "\n".join(e.value for e in at.error)
    assert effective(space, NAME) == []


def test_a_name_is_joined_and_parted_with_its_figures(space: Workspace) -> None:
    """One company under two names: joined by a person, the filter counts both; undone, it counts one."""
    names = measures.name_table(measures.open_collection(space, NAME))
    short = next(n for n in names["name"] if n.endswith("消防救援大队"))
    full = next(n for n in names["name"] if n.endswith("实验小学"))
    counted = lambda name: len(  # noqa: E731
        measures.placed(measures.open_collection(space, NAME), View(counting="reports", organisations=(name,))).counted
    )
    before = counted(full)
    at = sound(run("collection", data=NAME, tab="names"))
    at = tick(at, "name_", list(names["name"]).index(short))
    next(s for s in at.selectbox if s.key == f"name_alias_{short}").set_value(full)
    at = sound(at.run())
    at = sound(press(at, "name_save_alias"))
    assert counted(full) == before + 1
    assert say("statements.name_alias", name=short, target=full) in texts(at)
    sound(press(at, f"undo_{effective(space, NAME)[-1].number}"))
    assert counted(full) == before
