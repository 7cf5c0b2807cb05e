"""Links depend on the set of articles alone: not on their order, nor on how they came in; figures follow them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from linked import OLD_TOWN, RETOLD, articles, put

from analytics.editing import delete_articles, restore
from analytics.measures import facets, merges, open_collection, placed, related, rows
from analytics.store.snapshots import state_folder
from analytics.store.workspace import Workspace
from analytics.views import View

TABLES = ("reposts", "echoes", "same", "names")


def links(space: Workspace, number: int | None = None) -> dict[str, list[Any]]:
    folder = state_folder(space, space.version("试", number).state_id or "")
    return {name: pq.read_table(folder / f"{name}.parquet").to_pylist() for name in TABLES}


@pytest.fixture(scope="module")
def space(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return put(tmp_path_factory.mktemp("linked"), [articles()])


def test_copies_and_retellings_are_found_with_their_reasons(space: Workspace) -> None:
    found = links(space)
    assert [(r["a"], r["b"]) for r in found["reposts"]] == [("first", "copy")]
    assert len(found["echoes"]) == 1
    assert len(found["same"]) == 1
    aliases = {(r["name"], r["target"]) for r in found["names"] if r["relation"] == "alias" and r["joined"]}
    assert ("盐城市一院志愿服务队", "盐城市第一人民医院志愿服务队") in aliases or any("一院" in a for a, _ in aliases)
    counts = {
        c: len(placed(open_collection(space, "试"), View(counting=c)).counted)
        for c in ("reports", "activities", "distinct")
    }
    assert counts["reports"] - counts["activities"] == 1
    assert counts["activities"] - counts["distinct"] == 1


def test_a_reader_sees_who_else_tells_it_and_why(space: Workspace) -> None:
    collection = open_collection(space, "试")
    groups = merges(collection)
    assert list(groups["reports"]) == [3]
    others = related(collection, groups["group"][0])
    assert [(r.article_id, r.tie) for r in others] == [("copy", "repost"), ("retold", "same")]
    assert {code for r in others for code, _ in r.reasons} >= {"date"} or others[1].reasons
    assert all(r.quote in RETOLD + OLD_TOWN for r in others)
    listed = rows(collection, placed(collection, View(counting="distinct")).counted).set_index("id")
    assert listed.loc[groups["group"][0], "reports"] == 3
    assert set(listed["reports"].drop(groups["group"][0])) == {1}


@pytest.mark.parametrize("seed", range(3))
def test_neither_order_nor_batches_matter(space: Workspace, own_database: str, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    found = articles()
    rng.shuffle(found)
    cut = rng.randrange(1, len(found) - 1)
    other = put(tmp_path, [found[:cut], found[cut:]])
    assert links(other) == links(space)
    view = View(counting="distinct")
    assert placed(open_collection(other, "试"), view).counted == placed(open_collection(space, "试"), view).counted
    shown = facets(open_collection(other, "试"), view).organisations
    assert shown.equals(facets(open_collection(space, "试"), view).organisations)


def test_what_is_deleted_is_linked_no_more_and_comes_back_with_its_version(tmp_path: Path) -> None:
    space = put(tmp_path, [articles()])
    delete_articles(space, "试", {"copy", "retold"}, "王")
    found = links(space)
    assert found["reposts"] == found["echoes"] == found["same"] == []
    restore(space, "试", 1, "王")
    assert links(space) == links(space, 1)
