"""The page of exports: the rows it promises, what it tells of those left out, the files it makes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from session import Session
from truth import NAME, Truth, invented, opened

from analytics.messages import LANGUAGES, say
from analytics.settings import settings
from analytics.share.exports.command import FORMS
from analytics.share.exports.content import content_of
from analytics.ui import data
from analytics.ui.export_page import _maker
from analytics.views import View

YEAR = View(dataset=NAME, start=date(2023, 2, 1), end=date(2025, 6, 30))


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Truth]:
    monkeypatch.setenv("JUSHI_HOME", str(tmp_path / "home"))
    _forget()
    yield invented(tmp_path, 40)[1]
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    settings.cache_clear()
    data.workspace.clear()
    data.st.cache_data.clear()
    data.st.cache_resource.clear()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_the_rows_before_the_download(made: Truth, language: str) -> None:
    session = Session()
    session.open("export", {"data": NAME, "from": "2023-02-01", "to": "2025-06-30", "lang": language})
    assert not session.at.exception
    told = {m.label: m.value for m in session.at.metric}
    assert told[say("export.table.activities", language)] == f"{len(made.ids(YEAR)):,}"
    assert told[say("export.table.villages", language)] == f"{len(made.each(YEAR, 'villages')):,}"
    undated = (made.once(YEAR)["status"] == "undated").sum()
    assert any(f"{undated}" in m.value for m in session.at.markdown if "- " in m.value)


def test_the_page_of_an_empty_view_says_what_to_do(made: Truth) -> None:
    session = Session()
    session.open("export", {"data": NAME, "org": "没有这个单位"})
    assert not session.at.exception
    assert say("overview.empty") in [i.value for i in session.at.info]


def test_the_buttons_make_whole_files(made: Truth, tmp_path: Path) -> None:
    content = content_of(opened(data.workspace()), YEAR, "zh")
    for form in FORMS:
        assert _maker(content, form)()
