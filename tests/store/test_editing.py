"""Deleting, restoring, putting away and purging: every step a version or a mark, and purging wins over all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from fakes import FakeMaker, extract, many, read, write

from analytics.editing import delete_articles, put_away, rename, restore, take_back
from analytics.importing import import_files
from analytics.measures import articles, open_collection, placed, search
from analytics.model import KINDS, Article
from analytics.problems import Problem
from analytics.purging import purge_articles, purge_dataset, purges
from analytics.store.changes import differences
from analytics.store.schema import SCHEMAS
from analytics.store.snapshots import manifest, part_folder
from analytics.store.workspace import VersionInfo, Workspace, open_workspace
from analytics.views import View


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """Two imports: a0 to a19, then a20 to a29."""
    found = open_workspace(tmp_path / "home")
    put(found, tmp_path / "a.jsonl", many(20))
    put(found, tmp_path / "b.jsonl", many(30)[20:])
    return found


def put(space: Workspace, path: Path, found: list[Article], **options: object) -> VersionInfo:
    write(path, found)
    import_files([path], "试", workspace=space, maker=FakeMaker(), reader=read, **options)  # type: ignore[arg-type]
    return space.version("试")


def ids(space: Workspace, number: int | None = None) -> set[str]:
    return set(articles(open_collection(space, "试", number)).id)


def whole(space: Workspace, version: VersionInfo) -> None:
    """Every table and the index of a version hold its articles and nothing else."""
    wanted = {a.id: extract(a) for a in many(40) if a.id in ids(space, version.number)}
    collection = open_collection(space, "试", version.number)
    acts = {x.id for e in wanted.values() for x in e.activities}
    assert set(placed(collection, View(kinds=KINDS)).counted) == acts
    assert set(search(collection, "𠮷")) == set(wanted)
    for part in version.parts:
        folder = part_folder(space, part)
        assert manifest(folder)["rows"] == {n: pq.read_metadata(folder / f"{n}.parquet").num_rows for n in SCHEMAS}
        for name, schema in SCHEMAS.items():
            table = pq.read_table(folder / f"{name}.parquet")
            assert table.schema.equals(schema)
            if "activity_id" in schema.names:
                assert set(table["activity_id"].drop_null().to_pylist()) <= acts


def test_deleted_articles_are_gone_from_the_new_version_and_stay_in_the_old(space: Workspace) -> None:
    version = delete_articles(space, "试", {"a3", "a25", "nobody"}, "王", "写错了")
    assert (version.number, version.action, version.who, version.note) == (3, "delete", "王", "写错了")
    assert ids(space) == {f"a{n}" for n in range(30)} - {"a3", "a25"}
    assert ids(space, 2) == {f"a{n}" for n in range(30)}
    lost = sum(len(extract(many(30)[n]).activities) for n in (3, 25))
    assert version.changes["articles_removed"] == 2
    assert version.changes["activities_removed"] == lost
    assert sum(version.changes.values()) == 2 + lost
    whole(space, version)
    whole(space, space.version("试", 2))
    with pytest.raises(Problem, match="没有什么可删除"):
        delete_articles(space, "试", {"nobody"}, "王")


def test_any_version_can_be_made_current_again(space: Workspace) -> None:
    delete_articles(space, "试", {"a3"}, "王")
    version = restore(space, "试", 2, "李")
    assert (version.number, version.action, version.of, version.who) == (4, "restore", 2, "李")
    assert (version.changes["articles_added"], version.changes["articles_removed"]) == (1, 0)
    assert ids(space) == ids(space, 2)
    assert version.parts == space.version("试", 2).parts
    with pytest.raises(Problem, match="内容相同"):
        restore(space, "试", 2, "李")
    with pytest.raises(Problem):
        restore(space, "试", 99, "李")


def test_what_was_deleted_can_be_imported_again(space: Workspace, tmp_path: Path) -> None:
    delete_articles(space, "试", {"a3"}, "王")
    assert put(space, tmp_path / "a.jsonl", many(20)).number == 4
    assert ids(space) == {f"a{n}" for n in range(30)}


def test_a_changed_text_under_the_same_address_takes_the_place_of_the_old(space: Workspace, tmp_path: Path) -> None:
    first = replace(many(31)[30], url="https://news.example/a/30.html")
    put(space, tmp_path / "c.jsonl", [first])
    changed = replace(many(33)[32], id="other", url="http://www.news.example/a/30.html#top")
    version = put(space, tmp_path / "d.jsonl", [changed])
    assert version.counts["changed"] == version.changes["articles_changed"] == 1
    assert version.changes["articles_added"] == version.changes["articles_removed"] == 0
    table = articles(open_collection(space, "试")).set_index("id")
    assert table.loc["a30", "title"] == changed.title
    assert articles(open_collection(space, "试", 3)).set_index("id").loc["a30", "title"] == first.title
    rows = differences(space, space.version("试", 3).parts, version.parts, "activities").to_pylist()
    assert rows
    assert {r["article_id"] for r in rows} <= {"a30"}


def test_a_corrected_date_of_the_same_text_is_a_change(space: Workspace, tmp_path: Path) -> None:
    dated = replace(many(2)[1], title="改过的标题")
    version = put(space, tmp_path / "c.jsonl", [dated, replace(many(3)[2], id="elsewhere", title="别处")])
    assert (version.counts["changed"], version.counts["duplicates"], version.counts["added"]) == (1, 1, 1)
    assert articles(open_collection(space, "试")).set_index("id").loc["a1", "title"] == "改过的标题"


def test_a_home_page_is_no_address(space: Workspace, tmp_path: Path) -> None:
    found = [replace(a, url="http://news.example/") for a in many(33)[30:]]
    assert put(space, tmp_path / "c.jsonl", found).counts["changed"] == 0
    shared = [replace(a, url="http://news.example/list?page=1") for a in many(37)[33:]]
    version = put(space, tmp_path / "d.jsonl", shared)
    assert (version.counts["added"], version.counts["changed"]) == (4, 0)


def test_a_collection_put_away_is_shown_nowhere_and_can_be_taken_back(space: Workspace) -> None:
    put_away(space, "试", "小林")
    assert space.datasets() == []
    assert [(d.name, d.deleted_by) for d in space.datasets(deleted=True)] == [("试", "小林")]
    for ask in (lambda: space.version("试"), lambda: open_collection(space, "试"), lambda: put_away(space, "试")):
        with pytest.raises(Problem, match="已在"):
            ask()
    take_back(space, "试")
    assert [d.deleted_by for d in space.datasets()] == [""]
    assert len(ids(space)) == 30


def test_purged_articles_are_gone_from_every_version_and_from_the_disk(space: Workspace) -> None:
    gone = many(30)[3]
    delete_articles(space, "试", {"a3"}, "王")
    purged = purge_articles(space, "试", {"a3"}, "王")
    assert (purged.articles, purged.versions) == (1, (1, 2))
    for number in (1, 2, 3):
        assert "a3" not in ids(space, number)
        whole(space, space.version("试", number))
    assert purges(space, "试") == [purged]
    texts = [
        pq.read_table(p / "articles.parquet")["text"].to_pylist()
        for p in space.snapshots.iterdir()
        if (p / "articles.parquet").exists()
    ]
    assert gone.text not in {t for found in texts for t in found}
    wanted = {part for v in space.versions("试") for part in (*v.parts, v.state_id)}
    assert {p.name for p in space.snapshots.iterdir()} == wanted
    with pytest.raises(Problem, match="没有什么可删除"):
        purge_articles(space, "试", {"a3"}, "王")


def test_a_purged_collection_leaves_its_name_and_nothing_else(space: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="还没有删除"):
        purge_dataset(space, "试", "王")
    put_away(space, "试")
    purge_dataset(space, "试", "王")
    assert list(space.snapshots.iterdir()) == []
    assert space.datasets() == space.datasets(deleted=True) == []
    for ask in (
        lambda: open_collection(space, "试", 1),
        lambda: take_back(space, "试"),
        lambda: put(space, tmp_path / "z.jsonl", many(3)),
    ):
        with pytest.raises(Problem, match="彻底清除"):
            ask()


def test_an_import_on_the_way_never_brings_back_what_is_purged(space: Workspace, tmp_path: Path) -> None:
    def meddling(stage: str, done: int, total: int) -> None:
        if stage == "writing" and not purges(space, "试"):
            purge_articles(space, "试", {"a3"}, "王")

    put(space, tmp_path / "c.jsonl", many(32)[30:], progress=meddling)
    assert ids(space) == {f"a{n}" for n in range(32)} - {"a3"}


def test_another_name_leaves_the_links(space: Workspace) -> None:
    rename(space, "试", " 新  名 ")
    assert (space.dataset("试").label, space.dataset("试").name) == ("新 名", "试")
    with pytest.raises(Problem):
        rename(space, "试", " ")
