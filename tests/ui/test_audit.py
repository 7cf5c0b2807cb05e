"""The page of the audit log: its conditions are its link, a row tells before and after, the CSV holds what is asked for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from session import Session

from analytics.editing import put_away, rename, take_back
from analytics.messages import LANGUAGES, Language, known, say
from analytics.settings import settings
from analytics.share.audited import COLUMNS, RAW, changes_of, frame_of
from analytics.share.tables import csv_bytes
from analytics.store import audit_log, saved_views
from analytics.store.audit import record
from analytics.store.audit_log import Wanted
from analytics.store.saved_views import Details, Kept
from analytics.store.workspace import Workspace, open_workspace
from analytics.ui import data

HOSTILE = "=1+1 <img src=x onerror=alert(1)> **粗** [x](http://e)"


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setenv("JUSHI_HOME", str(tmp_path / "home"))
    forget()
    found = open_workspace()
    yield found
    found.close()
    monkeypatch.undo()
    forget()


def forget() -> None:
    settings.cache_clear()
    data.workspace.clear()


def fill(space: Workspace) -> None:
    """Seven rows: 甲 made two collections, 乙 did the rest."""
    for name in ("一", "二"):
        space.create(name, who="甲")
    rename(space, "一", HOSTILE, "乙")
    put_away(space, "二", "乙")
    take_back(space, "二", "乙")
    saved = saved_views.save(space, Details("旧名", tags=("标",)), Kept("一", 1, 0, "/", []), "乙")
    saved_views.describe(space, saved.id, saved.edition, Details("新名", tags=("标",)), "乙")


def page(**query: str) -> Session:
    session = Session()
    session.open("audit", query)
    return session


def numbers(session: Session) -> list[int]:
    return list(session.at.dataframe[0].value.iloc[:, 0])


def texts(session: Session) -> str:
    kinds = ("title", "subheader", "caption", "markdown", "info", "success", "error")
    return "\n".join(str(e.value) for kind in kinds for e in session.at.get(kind))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_recorded_yet(space: Workspace, language: Language) -> None:
    session = page(lang=language)
    assert say("audit.none", language) in texts(session)
    assert session.faults() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_are_listed_newest_first(space: Workspace, language: Language) -> None:
    fill(space)
    session = page(lang=language)
    assert session.faults() == []
    assert numbers(session) == [7, 6, 5, 4, 3, 2, 1]
    assert session.at.dataframe[0].value.iloc[4, 3] == say("audit.action.dataset.rename", language)


def test_the_conditions_stand_in_the_link(space: Workspace) -> None:
    fill(space)
    assert numbers(page(who="乙")) == [7, 6, 5, 4, 3]
    assert numbers(page(deed="dataset.create", of="二")) == [2]
    session = page()
    session.at.selectbox(key="audit_of").set_value("二")
    session.run()
    assert numbers(session) == [5, 4, 2]
    assert session.at.query_params["of"] == "二"
    session.at.button(key="audit_clear").click()
    session.run()
    assert "of" not in session.at.query_params
    today = datetime.now().astimezone().date()
    assert numbers(page(since=str(today - timedelta(days=1)), until=str(today + timedelta(days=1)))) == [
        7,
        6,
        5,
        4,
        3,
        2,
        1,
    ]
    assert say("audit.none_found") in texts(page(since=str(today + timedelta(days=2))))
    assert say("audit.none_found") in texts(page(until=str(today - timedelta(days=2))))


@pytest.mark.parametrize(
    "query",
    [
        {"who": "<b>谁"},
        {"deed": "x"},
        {"of": "三"},
        {"since": "2026-02-31"},
        {"until": "20260101"},
        {"since": "9999-12-31"},
    ],
)
def test_a_damaged_condition_is_told_and_left_out(space: Workspace, query: dict[str, str]) -> None:
    fill(space)
    session = page(**query)
    assert len(session.faults()) == 1
    assert numbers(session) == [7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize("number", ["-1", "0", "9" * 30, "x", "2"])
def test_any_page_number_shows_a_page(space: Workspace, number: str) -> None:
    fill(space)
    assert page(page=number).faults() == []


def test_there_are_pages_of_a_hundred(space: Workspace) -> None:
    with space.writing() as session:
        for n in range(250):
            record(session, "甲", "thing.unknown", f"thing/{n}")
    assert numbers(page()) == list(range(250, 150, -1))
    assert numbers(page(page="3")) == list(range(50, 0, -1))
    shown = page(page="2")
    assert list(shown.at.dataframe[0].value.iloc[0, 3:5]) == ["thing.unknown", "thing/149"]
    shown.at.button(key="audit_after").click()
    shown.run()
    assert numbers(shown) == list(range(50, 0, -1))


def test_a_row_tells_before_and_after(space: Workspace) -> None:
    fill(space)
    session = page()
    session.tick(session.at.dataframe[0], 0)
    assert session.at.dataframe[1].value.to_numpy().tolist() == [[say("audit.name.name"), "旧名", "新名"]]
    session.tick(session.at.dataframe[0], 4)
    assert session.at.dataframe[1].value.iloc[0, 2] == HOSTILE
    session.tick(session.at.dataframe[0], 3)
    assert say("audit.detail_none") in texts(session)


def test_whether_it_is_whole_is_told(space: Workspace) -> None:
    fill(space)
    session = page()
    session.at.button(key="audit_check").click()
    session.run()
    assert say("audit.whole", count="7") in texts(session)
    with space.writing() as link:
        for name in ("audit_update", "audit_delete"):
            link.connection().exec_driver_sql(f"DROP TRIGGER {name}")
        link.connection().exec_driver_sql("UPDATE audit SET who = '' WHERE id = 3")
        link.connection().exec_driver_sql("DELETE FROM audit WHERE id = 6")
    session = page()
    session.at.button(key="audit_check").click()
    session.run()
    assert say("audit.broken", rows="3、6") in texts(session)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_csv_holds_what_is_asked_for_and_no_formula(space: Workspace, language: Language) -> None:
    fill(space)
    frame = frame_of(audit_log.each(space, Wanted(who="乙")), language, {"一": HOSTILE}, raw=True)
    rows = list(csv.reader(io.StringIO(csv_bytes(frame).decode("utf-8-sig"))))
    assert rows[0] == [say(f"audit.column.{name}", language) for name in (*COLUMNS, *RAW)]
    assert [row[0] for row in rows[1:]] == ["7", "6", "5", "4", "3"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    made = datetime.fromisoformat(rows[1][COLUMNS.index("collection") + 1])
    assert made.tzinfo == UTC


def test_every_value_of_the_log_has_a_name(space: Workspace) -> None:
    fill(space)
    names = {name for one in audit_log.each(space, Wanted()) for name, _, _ in changes_of(one, "zh")}
    assert names
    assert not [name for name in names if name.isascii()]
    assert all(known(f"audit.action.{code}") for code in audit_log.choices(space)[1])
