"""The tables of the intake at work: every case of ``data/rules/cases/intake_*.csv``."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import cases

from analytics.intake.columns import guess_columns
from analytics.intake.dateline import DatelineBook, date_of
from analytics.intake.lines import LineBook
from analytics.rules import RuleBook, load_rules
from analytics.settings import settings


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rules(settings().data / "rules")


@pytest.mark.parametrize("case", cases("intake_lines.csv"))
def test_a_line_is_known_by_its_rule_and_a_look_alike_by_none(case: dict[str, str], book: RuleBook) -> None:
    known = [r.id for r in LineBook.of(book).known(case["line"])]
    if case["rule"] == "-":
        assert known == []
    else:
        assert case["rule"] in known


@pytest.mark.parametrize("case", cases("intake_datelines.csv"))
def test_a_dateline_gives_its_fields(case: dict[str, str], book: RuleBook) -> None:
    found = DatelineBook.of(book).read(case["line"])
    if case["is_dateline"] == "no":
        assert found is None
        return
    assert found is not None
    said = (found.published.isoformat() if found.published else "", found.source or "", found.author or "")
    assert said == (case["published"], case["source"], case["author"])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年8月7日", date(2024, 8, 7)),
        ("2024-08-07 10:20", date(2024, 8, 7)),
        ("20240807", date(2024, 8, 7)),
        ("２０２４年８月７日", date(2024, 8, 7)),
        ("二〇二四年十二月三十一日", date(2024, 12, 31)),
        ("二〇二四年十月二十日", date(2024, 10, 20)),
        ("2023-02-29", None),
        ("昨天", None),
        ("45511", None),
        ("8月7日", None),
        ("", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert date_of(text) == day


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["标题", "正文"], {"title": 0, "text": 1}),
        (["序号", "题名", "刊发日期", "媒体名称", "记者", "全文", "原文链接"],
         {"title": 1, "published": 2, "source": 3, "author": 4, "text": 5, "url": 6}),
        (["ID", "Title", "Publish_Date", "Source", "Author", "Content", "URL"],
         {"id": 0, "title": 1, "published": 2, "source": 3, "author": 4, "text": 5, "url": 6}),
        (["新闻标题（必填）", "发布时间 ", "文章 正文*"], {"title": 0, "published": 1, "text": 2}),
        (["标题", "内容摘要", "字数"], {"title": 0}),
        (["内容摘要", "正文内容"], {"text": 1}),
        (["采集时间", "发布日期", "内容"], {"published": 1, "text": 2}),
        (["foo", "bar"], {}),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_name(headings: list[str], fields: dict[str, int], book: RuleBook) -> None:
    assert guess_columns(headings, book) == fields
