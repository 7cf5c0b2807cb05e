"""Every deed that changes the workspace has its row in the audit log, in the same transaction, without a word of a source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import orjson
import pytest
from fakes import FakeMaker, many, read, write
from sqlalchemy import event
from sqlalchemy.orm import Session
from support import ROOT

from analytics import editing, purging
from analytics.importing import extract_again, import_files, own_places
from analytics.messages import known
from analytics.problems import Problem
from analytics.store import saved_views, templates
from analytics.store.audit_log import Wanted, each, entries, faults
from analytics.store.notes import add_note
from analytics.store.saved_views import Details, Kept
from analytics.store.statements import state_that, undo
from analytics.store.tables import Audit, Job, Setting
from analytics.store.templates import Form
from analytics.store.workspace import Workspace, open_workspace

NAME = "试"
WHO = "小林"
KEPT = Kept(NAME, 1, 0, "/trends?data=试", ["a1.0"])
ROW = {
    "code": "1",
    "name": "柳林村",
    "level": "village",
    "province": "东省",
    "city": "",
    "county": "",
    "town": "",
    "aliases": "",
}


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    """Every transaction that changes a table has a row of the log."""
    found = open_workspace(tmp_path / "home")
    touched: dict[Session, set[str]] = {}

    def flushed(session: Session, _context: object) -> None:
        rows = (*session.new, *session.dirty, *session.deleted)
        touched.setdefault(session, set()).update(
            type(row).__name__ for row in rows if not isinstance(row, Setting | Job)
        )

    def committed(session: Session) -> None:
        names = touched.pop(session, set())
        assert not names or Audit.__name__ in names, names

    event.listen(Session, "after_flush", flushed)
    event.listen(Session, "before_commit", lambda session: session.flush())
    event.listen(Session, "before_commit", committed)
    yield found
    event.remove(Session, "after_flush", flushed)
    event.remove(Session, "before_commit", committed)
    found.close()


def put(space: Workspace, folder: Path, count: int) -> None:
    path = write(folder / f"{count}.jsonl", many(count))
    import_files([path], NAME, workspace=space, maker=FakeMaker(), reader=read, who=WHO, note="秘密的备注")


def deeds(space: Workspace) -> list[str]:
    return [one.action for one in reversed(entries(space, Wanted()))]


def test_what_is_done_to_a_collection(space: Workspace, tmp_path: Path) -> None:
    put(space, tmp_path, 6)
    put(space, tmp_path, 8)
    extract_again(NAME, workspace=space, maker=FakeMaker(rules_version="rules-2"), who=WHO)
    editing.delete_articles(space, NAME, {"a1"}, WHO)
    editing.restore(space, NAME, 2, WHO)
    editing.rename(space, NAME, "新名", WHO)
    own_places.keep(space, NAME, [ROW], WHO)
    purging.purge_articles(space, NAME, {"a2"}, WHO)
    editing.put_away(space, NAME, WHO)
    editing.take_back(space, NAME, WHO)
    editing.put_away(space, NAME, WHO)
    purging.purge_dataset(space, NAME, WHO)
    assert deeds(space) == [
        "dataset.create", "version.import", "version.import", "version.again", "version.delete", "version.restore",
        "dataset.rename", "places.keep", "purge.articles", "dataset.put_away", "dataset.take_back", "dataset.put_away",
        "purge.dataset",
    ]  # fmt: skip
    rows = {one.action: one for one in each(space, Wanted())}
    assert {(one.who, one.dataset) for one in rows.values()} == {(WHO, NAME)}
    assert (rows["dataset.rename"].old, rows["dataset.rename"].new) == ({"label": NAME}, {"label": "新名"})
    assert rows["version.delete"].old == {"version": 3}
    assert rows["version.restore"].new is not None
    assert (rows["version.restore"].new["version"], rows["version.restore"].new["of"]) == (5, 2)
    assert rows["purge.articles"].new == {"articles": 1, "versions": [1, 2, 3, 4, 5], "frozen": 0}
    assert rows["purge.dataset"].new == {"versions": [1, 2, 3, 4, 5], "statements": 0, "frozen": 0}
    assert faults(space) == []


def test_no_text_of_a_source_or_of_what_was_purged_stays(space: Workspace, tmp_path: Path) -> None:
    put(space, tmp_path, 5)
    add_note(space, NAME, date(2024, 1, 1), date(2024, 1, 1), "只此一句话", WHO)
    state_that(space, NAME, "name", {"name": "某某机构", "target": "另一机构", "relation": "alias"}, WHO)
    own_places.keep(space, NAME, [ROW], WHO)
    assert [
        one.said["text"] for one in entries(space, Wanted(action="statement.add")) if one.said and "text" in one.said
    ] == ["只此一句话"]
    editing.put_away(space, NAME, WHO)
    purging.purge_dataset(space, NAME, WHO)
    with space.reading() as session:
        told = repr([(row.what, row.old, row.new) for row in session.query(Audit)])
    for word in ("只此一句话", "某某机构", "柳林村", "秘密的备注", *(a.title for a in many(5))):
        assert word not in told
    assert all(one.said is None for one in entries(space, Wanted(action="statement.add")))
    assert faults(space) == []


def test_statements(space: Workspace) -> None:
    space.create(NAME, who=WHO)
    number = add_note(space, NAME, date(2024, 1, 1), date(2024, 1, 1), "会", WHO)
    undo(space, NAME, number, "老王")
    undone, made, _ = entries(space, Wanted())
    assert (made.action, made.what, made.who) == ("statement.add", f"statement/{number}", WHO)
    assert made.said == {"start": "2024-01-01", "end": "2024-01-01", "text": "会"}
    assert (undone.action, undone.what, undone.who) == ("statement.undo", f"statement/{number}", "老王")
    with space.engine.begin() as link:
        link.exec_driver_sql(
            "UPDATE statement SET kind = kind, payload = '{}' WHERE payload NOT IN ('{}')"
            if space.engine.dialect.name == "sqlite"
            else "UPDATE statement SET payload = '{}' WHERE undoes IS NULL"
        )
    assert faults(space) == [made.id]


def test_what_is_shared(space: Workspace) -> None:
    space.create(NAME, who=WHO)
    one = saved_views.save(space, Details("旧", "记"), KEPT, WHO)
    one = saved_views.describe(space, one.id, one.edition, Details("新", "记"), WHO)
    one = saved_views.update(space, one.id, one.edition, replace(KEPT, version=2), WHO)
    own = saved_views.duplicate(space, one.id, "自己的名字", "老王")
    saved_views.delete(space, one.id, one.edition, WHO)
    saved_views.undelete(space, one.id, WHO)
    form = templates.keep(space, Form("季报", "team", "s", 1, "{}"), b"PK", WHO)
    templates.settle(space, form.id, '{"a":1}', WHO)
    templates.delete(space, form.id, WHO)
    templates.undelete(space, form.id, WHO)
    assert deeds(space)[1:] == [
        *(f"saved.{d}" for d in ("save", "describe", "update", "duplicate", "delete", "undelete")),
        *(f"template.{d}" for d in ("keep", "settle", "delete", "undelete")),
    ]
    rows = {e.action: e for e in each(space, Wanted())}
    assert rows["saved.describe"].old is not None
    assert rows["saved.describe"].new is not None
    assert (rows["saved.describe"].old["name"], rows["saved.describe"].new["name"]) == ("旧", "新")
    assert rows["saved.duplicate"].what == f"saved/{own.id}"
    assert "自己的名字" not in repr(asdict(rows["saved.duplicate"])), "what is private stays with its owner"
    assert faults(space) == []


def test_a_deed_that_fails_leaves_no_row(space: Workspace) -> None:
    space.create(NAME, who=WHO)
    before = deeds(space)
    for fails in (
        lambda: editing.rename(space, NAME, " ", WHO),
        lambda: editing.take_back(space, "没有", WHO),
        lambda: purging.purge_dataset(space, NAME, WHO),
        lambda: saved_views.save(space, Details(""), KEPT, WHO),
    ):
        with pytest.raises(Problem):
            fails()
    assert deeds(space) == before


@pytest.mark.sqlite
def test_every_action_and_thing_has_its_words() -> None:
    calls = [
        node
        for path in (ROOT / "analytics").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record"
    ]
    codes = {c.args[2].value for c in calls if isinstance(c.args[2], ast.Constant)}
    assert len(codes) >= 9
    codes |= {f"version.{a}" for a in ("import", "again", "delete", "restore")} | {"statement.add", "statement.undo"}
    codes |= {f"saved.{a}" for a in ("save", "update", "describe", "duplicate", "delete", "undelete")}
    codes |= {f"template.{a}" for a in ("keep", "settle", "delete", "undelete")}
    assert not [code for code in codes if not known(f"audit.action.{code}")]
    assert orjson.dumps(sorted(codes))
    source = (ROOT / "analytics" / "store").rglob("*.py")
    assert not [
        p.name for p in source if "update(Audit" in p.read_text("utf-8") or "delete(Audit" in p.read_text("utf-8")
    ]
