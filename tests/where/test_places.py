from __future__ import annotations

import pickle
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.extract.where import PlaceContext, PlaceMention, PlaceReader
from analytics.gazetteer import Gazetteer, load_gazetteer
from analytics.rules import load_rules
from analytics.rules.check import read_table
from analytics.rules.place_rows import PlaceCase

DATA = Path(__file__).resolve().parents[2] / "data"


@cache
def gazetteer() -> Gazetteer:
    return load_gazetteer(DATA / "gazetteer", [DATA / "demo" / "places.csv"])


@cache
def reader() -> PlaceReader:
    return PlaceReader(load_rules(DATA / "rules"), gazetteer())


def context_of(chain: str) -> PlaceContext:
    if not chain:
        return PlaceContext()
    names = tuple(chain.split("/"))
    county = next(d for d in gazetteer().find(names[-1]) if d.chain == names)
    return PlaceContext(county, (), (), county)


def cases() -> list[object]:
    rows, faults = read_table(DATA / "rules", "cases/place_villages.csv")
    assert not faults, faults
    return [
        pytest.param(
            row, id=row.text, marks=[pytest.mark.xfail(reason=row.gap, strict=True)] if row.gap else []
        )
        for row in rows if isinstance(row, PlaceCase)
    ]  # fmt: skip


def as_written(mention: PlaceMention, wanted: str) -> str:
    """The mention in the grammar of the case table, as far as the case looks at it."""
    parts = [mention.place.name, "/".join(mention.place.division), mention.inside]
    return "@".join(parts[: wanted.count("@") + 1]) if not mention.inside else "@".join(parts)


@pytest.mark.parametrize("case", cases())
def test_the_case_table(case: PlaceCase) -> None:
    context = context_of(case.county)
    found = reader().read(case.text, context)
    if not case.county:
        found = reader().read(case.text, reader().context(case.text, "", None))
    villages = [m for m in found if m.is_village]
    wanted = [] if case.villages == "-" else case.villages.split("|")
    padded = wanted + [""] * (len(villages) - len(wanted))
    assert [as_written(m, w) for m, w in zip(villages, padded, strict=False)] == wanted
    if case.others:
        others = [f"{m.place.name}@{m.place.level}" for m in found if not m.is_village]
        assert others == ([] if case.others == "-" else case.others.split("|"))


def test_there_are_enough_cases() -> None:
    rows, _ = read_table(DATA / "rules", "cases/place_villages.csv")
    assert len(rows) >= 150
    assert sum(row.villages == "-" for row in rows if isinstance(row, PlaceCase)) >= 80, "look-alikes"


def test_every_reason_has_its_text() -> None:
    book = load_rules(DATA / "rules")
    text = "云岫县白石镇石桥村、双河村和梨花坳村，云岫县。四川省和平村。上坪、下坪两村。"
    context = reader().context(text, "云岫", "云岫日报")
    assert context.county is not None
    assert context.county.name == "云岫县"
    rules = {r for m in reader().read(text, context) for r in (m.rule, *m.reasons)} | set(context.rules)
    assert len(rules) > 6
    assert rules <= set(book.texts)


def test_namesakes_stay_visible() -> None:
    (only,) = reader().read("志愿者来到和平村。", PlaceContext())
    assert only.place.code is None
    assert only.place.division == ()
    assert len(only.candidates) > 100
    assert set(only.candidates) == {d.code for d in gazetteer().find("和平村")}


def test_a_village_keeps_what_the_article_said_of_it_once() -> None:
    text = "在云岫县柳溪镇双河村，医生义诊。双河村的老人很高兴。"
    first, second = reader().read(text, PlaceContext())
    assert first.place.code == second.place.code == "990101101006"
    assert second.village == "双河村"


def test_the_town_as_written_decides_between_namesakes() -> None:
    above = {"level": "village", "province": "东屏省", "city": "澄州市", "county": "云岫县"}
    rows = [
        {"code": "990101100009", "name": "双溪村", "town": "白石镇"} | above,
        {"code": "990101101009", "name": "双溪村", "town": "柳溪镇"} | above,
    ]
    wider = PlaceReader(load_rules(DATA / "rules"), gazetteer().with_places(rows))
    context = context_of("东屏省/澄州市/云岫县")
    assert [m.place.code for m in wider.read("在柳溪镇双溪村。", context)] == ["990101101009"]
    (open_one,) = wider.read("在双溪村。", context)
    assert open_one.place.code is None
    assert open_one.candidates == ("990101100009", "990101101009")
    assert open_one.place.division == ("东屏省", "澄州市", "云岫县")


def test_a_name_that_no_register_has_lies_in_either_of_two_counties() -> None:
    text = "云岫县志愿者来了，云岫县医生来了，云岫县干部来了。青川县的客人也到了。"
    text += "在梨花坳村，大家见面。在石桥村，大家吃饭。"
    context = reader().context(text, "", None)
    assert context.county is not None
    assert [d.name for d in context.candidates] == ["青川县"]
    villages = {m.village: m.place for m in reader().read(text, context) if m.is_village}
    assert villages["梨花坳村"].division == ()
    assert villages["梨花坳村"].code is None
    assert villages["石桥村"].code == "990101100001"


@pytest.mark.parametrize(
    ("title", "source", "text", "county"),
    [
        ("云岫县：志愿服务忙", None, "志愿者走上街头。", "云岫县"),
        ("", "云岫县融媒体中心", "志愿者走上街头。", "云岫县"),
        ("", None, "云岫县税务局的党员来了。", "云岫县"),
        ("", None, "青川县的茶农和云岫县的茶农比赛。", None),
        ("", None, "云岫县举办比赛，云岫县、青川县的茶农参加，云岫县获奖。", "云岫县"),
        ("", None, "他们迎着朝阳走进社区。", None),
        ("", None, "浙江海盐、山东泰安、河北唐山都有活动。", None),
    ],
)
def test_the_county_that_an_article_is_about(title: str, source: str | None, text: str, county: str | None) -> None:
    found = reader().context(text, title, source).county
    assert (found.name if found else None) == county


WORDS = [
    "在", "来到", "和", "、", "，", "。", "\n", "石桥", "村", "社区", "白石", "镇", "云岫县", "两",
    "等", "3", "个", "村民", "委会", "青州市", "全", "(zhèn)", "嘎查", "😀", "𠮷", "乡", "街道", "东屏省", "该", "小学",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map("".join) | st.text(max_size=60))
def test_any_text_gives_places_that_stand_in_it(text: str) -> None:
    context = reader().context(text, text[:9], text[-5:])
    found = reader().read(text, context)
    assert found == reader().read(text, context)
    last = 0
    for m in found:
        assert text[m.place.start : m.place.end] == m.place.name != ""
        assert m.place.start >= last, "no two overlap"
        last = m.place.end
        assert m.is_village == bool(m.village) == (m.place.level == "village")
        assert m.place.code is None or not m.candidates
        assert pickle.loads(pickle.dumps(m)) == m
