"""A frozen view tells the same for ever: after an import, under other rules, in another process; purging wins."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT
from fakes import FakeMaker, many, read, write
from truth import NAME, invented, opened, views

from analytics import measures
from analytics.editing import put_away, rename
from analytics.importing import import_files
from analytics.problems import Problem
from analytics.purging import purge_articles, purge_dataset
from analytics.share import freezing
from analytics.share.saved_link import SavedLink, read_link
from analytics.store import frozen
from analytics.store.frozen import Frozen
from analytics.store.statements import state_that
from analytics.store.workspace import Workspace
from analytics.ui.state import LOOK
from analytics.views import View, from_query, pin, to_query

DAY = date(2026, 5, 6)
TITLE = "<script>一</script> & =1+1"
AGAIN = """
import sys
from pathlib import Path
from analytics.share import freezing
from analytics.store import frozen
from analytics.store.workspace import open_workspace
space = open_workspace(Path(sys.argv[1]))
one = frozen.frozen(space, sys.argv[2])
told, page = freezing.made_again(space, one)
sys.stdout.buffer.write(page)
assert page == frozen.page_bytes(space, one)
assert told.json() == frozen.account_bytes(space, one)
"""


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return invented(tmp_path, 60)[0]


def as_linked(view: View) -> View:
    """The view as a link gives it back: kinds in their own order."""
    return from_query(to_query(view))[0]


def freeze(space: Workspace, view: View | None = None, title: str = TITLE) -> Frozen:
    collection = opened(space)
    wanted = view or View(dataset=NAME, start=date(2023, 2, 1), end=date(2025, 6, 30), counting="distinct")
    return freezing.freeze_view(
        space, collection, wanted, "zh", "甲", title=title, address="https://x.example", made=DAY
    )


def without_rules(folder: Path) -> Path:
    """Data in which every rule table but that of the search has lost half of its rows."""
    data = folder / "data"
    (data / "rules").mkdir(parents=True)
    for path in (ROOT / "data").iterdir():
        if path.name != "rules":
            (data / path.name).symlink_to(path)
    for path in (ROOT / "data" / "rules").glob("*.csv"):
        lines = path.read_bytes().splitlines(keepends=True)
        kept = lines if path.name == "text_variants.csv" else lines[: 1 + len(lines) // 2]
        (data / "rules" / path.name).write_bytes(b"".join(kept))
    return data


def test_the_same_after_an_import_a_statement_other_rules_and_a_restart(space: Workspace, tmp_path: Path) -> None:
    one = freeze(space)
    before = (frozen.account_bytes(space, one), frozen.page_bytes(space, one))
    rename(space, NAME, "另一个名字")
    state_that(space, NAME, "name", {"name": "云岭中学", "target": "白塔支部", "relation": "same"}, "乙")
    path = write(tmp_path / "b.jsonl", many(90, 2)[60:])
    import_files([path], NAME, workspace=space, maker=FakeMaker(rules_version="other"), reader=read)
    assert space.version(NAME).number == 3
    assert (frozen.account_bytes(space, one), frozen.page_bytes(space, one)) == before
    assert freezing.check(space, one) == freezing.Checked(True, True, True, False)
    run = subprocess.run(
        [sys.executable, "-c", AGAIN, str(space.home), one.id], cwd=ROOT, capture_output=True, check=False, timeout=120,
        env=os.environ | {"JUSHI_DATA": str(without_rules(tmp_path))},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr.decode()
    assert run.stdout == before[1]


def test_it_says_the_figures_of_the_pages(space: Workspace) -> None:
    for view in views(12):
        one = freeze(space, view, "")
        told = freezing.told_by(space, one)
        headline = measures.headline(opened(space), view)
        assert [f.count for f in told.figures] == [
            getattr(headline, f.key.partition(":")[2]).value for f in told.figures
        ]
        assert one.count == len(headline.placed.counted)
        assert read_link(one.link, ()).view == as_linked(pin(replace(view, dataset=NAME), 2, 0))
        assert freezing.check(space, one).page


def test_hostile_titles_are_text(space: Workspace) -> None:
    one = freeze(space)
    page = frozen.page_bytes(space, one).decode()
    assert one.title == TITLE
    assert "<script>一" not in page
    assert "&lt;script&gt;一" in page
    assert freezing.cite_line(one, "zh").startswith(f"{TITLE}[")
    assert freezing.address_of(one) == f"https://x.example/snapshot?id={one.id}"
    with pytest.raises(Problem) as told:
        freeze(space, title="字" * 101)
    assert told.value.code == "snapshot_title"


def test_what_is_missing_or_changed_is_put_back_if_it_is_the_same(space: Workspace) -> None:
    one = freeze(space)
    folder = space.home / frozen.FOLDER
    whole = {path.name: path.read_bytes() for path in folder.iterdir()}
    facts = json.loads(whole[f"{one.id}.json"])
    facts["figures"][0]["count"] += 1
    for spoil in (
        lambda: (folder / f"{one.id}.html").write_bytes(b"<p>other"),
        lambda: (folder / f"{one.id}.json").write_bytes(b"{"),
        lambda: (folder / f"{one.id}.json").write_text(json.dumps(facts), encoding="utf-8"),
        lambda: [path.unlink() for path in folder.iterdir()],
    ):
        spoil()
        assert freezing.check(space, one) == freezing.Checked(True, True, False, True)
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == whole


def test_purging_an_article_wins(space: Workspace) -> None:
    one = freeze(space)
    told = freezing.told_by(space, one)
    purge_articles(space, NAME, [told.articles[0].id], "乙")
    gone = frozen.frozen(space, one.id)
    for ask in (freezing.told_by, freezing.made_again, freezing.check):
        with pytest.raises(Problem) as refused:
            ask(space, gone)
        assert refused.value.code == "snapshot_purged"
    secret = told.articles[0].title.encode()
    assert not [p for p in (space.home / frozen.FOLDER).iterdir() if secret in p.read_bytes()]


def test_purging_the_collection_wins(space: Workspace) -> None:
    one = freeze(space)
    put_away(space, NAME)
    assert freezing.told_by(space, one).figures
    purge_dataset(space, NAME, "乙")
    assert frozen.frozen(space, one.id).purged_at is not None
    assert not list((space.home / frozen.FOLDER).iterdir())


def test_links_come_back(space: Workspace) -> None:
    for view in views(100):
        link = SavedLink(
            "trends", as_linked(pin(replace(view, dataset="a,b&c=1"), 3, 4)), {"split": "org", "node": "x/y,&="}
        )
        assert read_link(link.text(), LOOK) == link
        assert link.today == replace(link.view, version=None, revision=None)
    assert read_link("/x?unknown=1&split=org&v=z", LOOK) == SavedLink("x", View(), {"split": "org"})
