"""The page of forms: a form that is kept is filled with as many rows as the screen says; damaged links are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from office_forms import FORMS
from session import Session
from truth import NAME, Truth, invented

from analytics.messages import LANGUAGES, say
from analytics.settings import settings
from analytics.share.ledger.settled import guessed, read_settled
from analytics.share.ledger.writing import look
from analytics.store import templates
from analytics.store.templates import Form, Kept
from analytics.ui import data
from analytics.ui.access import person
from analytics.ui.plain import plain
from analytics.views import View

YEAR = View(dataset=NAME, start=date(2023, 2, 1), end=date(2025, 6, 30))
LINK = {"data": NAME, "from": "2023-02-01", "to": "2025-06-30"}
HOSTILE = "<b>**报** $a$ `c`"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Truth, Kept]]:
    monkeypatch.setenv("JUSHI_HOME", str(tmp_path / "home"))
    _forget()
    truth = invented(tmp_path, 40)[1]
    file = FORMS["plain"][0]()
    shape = look("a.xlsx", file).shape()
    form = Form(HOSTILE, "team", shape.sheet, shape.bottom, guessed(shape).text())
    yield truth, templates.keep(data.workspace(), form, file, person())
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    settings.cache_clear()
    data.workspace.clear()
    data.st.cache_data.clear()
    data.st.cache_resource.clear()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kept_form_says_its_rows_and_shows_the_first(made: tuple[Truth, Kept], language: str) -> None:
    truth, kept = made
    session = Session()
    session.open("ledger", LINK | {"template": str(kept.id), "lang": language})
    assert not session.at.exception
    assert not session.at.error
    count = len(truth.ids(YEAR))
    assert plain(say("ledger.rows", language, count=f"{count:,}")) in [m.value for m in session.at.markdown]
    shown = session.at.dataframe[-1].value
    assert len(shown) == min(5, count)
    assert list(shown.columns)[:2] == ["A 序号", "B 活动时间"]


def test_what_is_corrected_is_kept_and_a_deleted_form_comes_back(made: tuple[Truth, Kept]) -> None:
    _, kept = made
    session = Session()
    session.open("ledger", LINK | {"template": str(kept.id)})
    session.at.button(key="ledger_update").click()
    session.run()
    assert read_settled(templates.templates(data.workspace(), person())[0].form.mapping).date == "dot"
    session.at.button(key="ledger_delete").click()
    session.run()
    assert templates.templates(data.workspace(), person()) == []
    session.at.button(key="ledger_undelete").click()
    session.run()
    assert [one.id for one in templates.templates(data.workspace(), person())] == [kept.id]


def test_a_form_is_kept_again_under_another_name(made: tuple[Truth, Kept]) -> None:
    session = Session()
    session.open("ledger", LINK | {"template": str(made[1].id)})
    session.at.text_input(key="ledger_name").set_value("二").run()
    session.at.button(key="ledger_keep").click()
    session.run()
    assert [one.form.name for one in templates.templates(data.workspace(), person())] == [HOSTILE, "二"]
    session.at.text_input(key="ledger_name").set_value(" ").run()
    session.at.button(key="ledger_keep").click()
    session.run()
    assert len(templates.templates(data.workspace(), person())) == 2


@pytest.mark.parametrize("number", ["99", "x", "-1"])
def test_a_link_to_a_form_that_is_not_there_is_told(made: tuple[Truth, Kept], number: str) -> None:
    session = Session()
    session.open("ledger", LINK | {"template": number})
    assert not session.at.exception
    assert any("没有找到模板" in e.value for e in session.at.error)
    assert session.at.selectbox(key="ledger_form").value == ""


def test_an_uploaded_form_is_filled_and_a_strange_file_is_refused(made: tuple[Truth, Kept]) -> None:
    session = Session()
    session.open("ledger", LINK)
    assert say("ledger.none_yet") in [i.value for i in session.at.info]
    session.at.file_uploader[0].upload("台账.xlsx", FORMS["two_rows"][0]())
    session.run()
    assert say("ledger.found", row=3, first=4) in [c.value for c in session.at.caption]
    other = Session()
    other.open("ledger", LINK)
    other.at.file_uploader[0].upload("台账.xlsm", FORMS["plain"][0]())
    other.run()
    assert any("宏" in e.value for e in other.at.error)
