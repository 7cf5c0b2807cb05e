"""What holds for every extraction, whatever the text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from analytics.contract import activity_to, article_from, dumps, extraction_from, extraction_to
from analytics.extract.pipeline import Extractor
from analytics.gazetteer import load_gazetteer
from analytics.model import KINDS, TYPES, Article, Extraction
from analytics.rules import load_rules
from analytics.rules.weight_rows import SignLimit

PIECES = [
    "6月1日", "今年3月，", "日前，", "上周五", "近年来", "2022年6月以来", "县税务局", "云岫县人民医院",
    "第二党支部", "与", "和", "在", "石桥村", "沙洲村、", "莲塘村", "组织", "30余名", "志愿者", "来到",
    "开展", "义诊", "结对共建", "捐赠", "图书200册", "，", "。", "；", "“", "”", "！", "将于下月", "取消",
    "累计", "37场", "每月", "他说：", "\n", "图为", "摄", "😀", "𠮷", "——", "分别", "走进", "为老人",
    "理发", "活动现场，",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2049, 12, 31))


def spans(value: object):
    """Every object with offsets."""
    if isinstance(value, dict):
        if "start" in value and "end" in value and isinstance(value["start"], int):
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def holds(e: Extraction) -> None:
    line = json.loads(dumps(extraction_to(e)))
    text = line["text"]
    for span in spans([line["activities"], line["pairings"], line["villages"]]):
        read = text[span["start"] : span["end"]]
        assert read
        assert span.get("quote", read) == read
        assert span.get("name", read) == read
    ids = [a["id"] for a in line["activities"]]
    assert len(set(ids)) == len(ids)
    for a in line["activities"]:
        assert a["kind"] in KINDS
        assert a["types"]
        assert set(a["types"]) <= set(TYPES)
        assert a["evidence"]
        assert a["rules"]
        assert 0 <= a["confidence"] <= 1
        assert round(a["confidence"], 2) == a["confidence"]
        if a["date"] is None:
            assert a["start"] is a["end"] is None
        elif a["start"] and a["end"]:
            assert a["start"] <= a["end"]
        if a["date_from"] == "published":
            assert a["date_evidence"] is None
        assert not a["claims"] or a["kind"] == "aggregate"
    for thing in line["pairings"] + line["villages"]:
        assert set(thing["activities"]) <= set(ids)
        assert thing["evidence"]
        assert thing["activities"] or "a" in thing, "a village rests on an event"


@settings(max_examples=150, deadline=None)
@given(TEXTS, DAYS)
def test_the_contract_holds_for_any_text(extractor, text: str, day: date | None) -> None:
    article = Article("x", "题目", day, None, None, None, text)
    found = extractor.extract(article)
    assert found.article == article, "the text is unchanged"
    holds(found)
    assert dumps(extraction_to(extractor.extract(article))) == dumps(extraction_to(found))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), DAYS)
def test_no_text_breaks_it(extractor, text: str, day: date | None) -> None:
    holds(extractor.extract(Article("x", text[:20], day, text[:5], None, None, text)))


def demo() -> list[Article]:
    paths = sorted((ROOT / "data" / "demo").glob("*.jsonl"))
    return [article_from(line) for path in paths for line in path.read_bytes().splitlines() if line.strip()]


def test_the_demonstration_collection_holds(extractor) -> None:
    articles = demo()
    assert len(articles) >= 120
    for article in articles:
        holds(extractor.extract(article))


def test_json_round_trip(extractor) -> None:
    for article in demo()[:30]:
        found = extractor.extract(article)
        line = extraction_to(found)
        assert extraction_from(json.loads(dumps(line))) == replace(found, unsure=())  # no part of the public line
        assert [activity_to(a) for a in found.activities] == line["activities"]


def test_ids_do_not_depend_on_offsets(extractor) -> None:
    text = "6月1日，县税务局组织志愿者到石桥村清扫垃圾。"
    shifted = f"本报讯\n{text}"
    one = extractor.extract(Article("x", "", date(2024, 6, 20), None, None, None, text))
    two = extractor.extract(Article("x", "", date(2024, 6, 20), None, None, None, shifted))
    assert [a.id for a in one.activities] == [a.id for a in two.activities]
    assert len(one.activities) == 1


@pytest.mark.parametrize("text", ["", " ", "\n\n", "。", "“", "；；；", "——", "图为摄"])
def test_nothing_gives_nothing(extractor, text: str) -> None:
    assert extractor.extract(Article("x", "", None, None, None, None, text)).activities == ()


def test_an_event_that_is_too_unsure_is_told_as_such(extractor) -> None:
    book, gazetteer = load_rules(ROOT / "data" / "rules"), load_gazetteer(ROOT / "data" / "gazetteer")
    limits = [
        row.model_copy(update={"value": 1.01}) if row.name == "least" else row
        for row in book.rows("sign_limits.csv", SignLimit)
    ]
    strict = Extractor(replace(book, tables={**book.tables, "sign_limits.csv": tuple(limits)}), gazetteer)
    text = "６月１日，县税务局组织志愿者到石桥村清扫垃圾。"
    article = Article("x", "", date(2024, 6, 20), None, None, None, text)
    found = strict.extract(article)
    assert [a for a in found.activities if a.kind == "event"] == []
    assert [text[s.start : s.end] for s in found.unsure] == [s.quote for s in found.unsure] == [text]
    assert extractor.extract(article).unsure == ()
