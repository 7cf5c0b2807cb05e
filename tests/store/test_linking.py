"""Links depend on the set of articles alone: not on their order, nor on how they came in; figures follow them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from fakes import read, write

from analytics.batch.rules import FromRules
from analytics.editing import delete_articles, restore
from analytics.importing import import_files
from analytics.importing.linking import Linker
from analytics.measures import facets, merges, open_collection, placed, related, rows
from analytics.model import Article
from analytics.store.snapshots import state_folder
from analytics.store.workspace import Workspace, open_workspace
from analytics.views import View

TABLES = ("reposts", "echoes", "same", "names")
OLD_TOWN = (
    "4月12日上午，盐城市第一人民医院第三党支部组织15名党员医生来到东台市时堰镇陶庄村，为村民开展义诊活动。\n"
    "医生们在村文化广场摆开桌子，为老人测量血压、检查血糖，讲解高血压和糖尿病的防治常识，并向困难老人赠送了常用药品。\n"
    "活动一直持续到中午，共为180余名村民做了检查。村民徐桂芳说，医生上门看病，省得再跑几十里路。"
)
RETOLD = (
    "本报讯 4月12日，东台市时堰镇陶庄村的文化广场上排起了长队。市一院第三党支部15名党员医生走进村里义诊，"
    "180余名村民在家门口做了检查，困难老人还领到了药品。"
)
OTHERS = (
    "5月6日，东台市供电公司台城供电所到金桥村义务检修线路，更换老旧开关12只。",
    "5月7日，东台市供电公司安丰供电所到红旗村义务检修线路，更换老旧开关9只。",
    "6月1日，东台市实验小学组织学生到敬老院表演节目，给老人们送去水果和鲜花。",
    "6月18日，东台市消防救援大队走进世纪社区开展消防安全宣传，发放宣传资料300份。",
    "盐城市一院志愿服务队7月3日到五烈镇甘港村为村民免费体检。",
    "7月9日，东台市妇联和东台市妇女联合会巾帼志愿服务队走访慰问了困难儿童。",
)


def articles() -> list[Article]:
    first = Article("first", "医生进村来", date(2024, 4, 13), "盐阜新报", None, None, OLD_TOWN)
    found = [
        first,
        replace(first, id="copy", title="市一院医生进村义诊", source="东台新闻", published=date(2024, 4, 14),
                text=f"{OLD_TOWN}\n（责任编辑：李明）"),
        replace(first, id="retold", title="家门口的义诊", source="东台晚报", published=date(2024, 4, 14), text=RETOLD),
    ]  # fmt: skip
    return found + [
        Article(f"other{n}", f"简讯{n}", date(2024, 8, 1), "东台新闻", None, None, text)
        for n, text in enumerate(OTHERS)
    ]


def links(space: Workspace, number: int | None = None) -> dict[str, list[Any]]:
    folder = state_folder(space, space.version("试", number).state_id or "")
    return {name: pq.read_table(folder / f"{name}.parquet").to_pylist() for name in TABLES}


@cache
def readers() -> tuple[FromRules, Linker]:
    """Made once: the rules and the gazetteer take seconds."""
    return FromRules(()), Linker.own()


def put(home: Path, batches: Sequence[Sequence[Article]]) -> Workspace:
    space = open_workspace(home)
    maker, linker = readers()
    for n, batch in enumerate(batches):
        path = write(home / f"{n}.jsonl", batch)
        import_files([path], "试", workspace=space, reader=read, maker=maker, linker=linker)
    return space


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
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
def test_neither_order_nor_batches_matter(space: Workspace, tmp_path: Path, seed: int) -> None:
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
