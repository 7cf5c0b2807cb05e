"""Articles of which some tell the same, read by the true rules: for the tests of what is laid over several articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from fakes import read, write

from analytics.batch.rules import FromRules
from analytics.importing import import_files
from analytics.importing.linking import Linker
from analytics.model import Article
from analytics.store.workspace import Workspace, open_workspace

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
