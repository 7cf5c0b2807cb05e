"""What holds for any text: spans, order, one answer; and the bounds of EDTF strings."""

from __future__ import annotations

from datetime import date, timedelta

import edtf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from analytics.extract.numbers import chinese_value, read_numbers
from analytics.extract.when import TimeReader
from analytics.extract.when.edtf import bounds, dated, precision
from analytics.rules import load_rules

BOOK = load_rules(ROOT / "data" / "rules")
READER = TimeReader(BOOK)
PIECES = [
    "2024年", "去年", "3月", "五月", "5日", "十五", "至", "到", "—", "、", "第三", "季度", "上旬", "底",
    "以来", "自", "截至", "前", "后", "上周", "周五", "星期", "当天", "次日", "日前", "近", "三", "天", "年",
    "月", "日", "个", "来", "春节", "“七一”", "前夕", "每年", "农历", "初", "正月", "腊月", "闰", "世纪",
    "80", "年代", "半", "2024-03-05", "99999999", "上午", "9", "时", "，", "。", "志愿者", "十四五", "期间",
    "建党", "100周年", "之际", "民国", "Q", "0", "〇", "\U0001f600", "𠮷", "２", "週", "之间", "和", "最后一",
    "\n", " ",
]  # fmt: skip
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.text(max_size=60))
DAYS = st.one_of(
    st.none(), st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.sampled_from([date(1, 1, 1), date(9999, 12, 31)])
)


@settings(max_examples=600, deadline=None)
@given(TEXTS, DAYS, st.booleans())
def test_reading_never_fails_and_always_holds(text: str, reference: date | None, ahead: bool) -> None:
    runs = [(0, len(text))] if ahead else []
    found = READER.read(text, reference, runs)
    assert found == READER.read(text, reference, runs)
    known = reference if reference and 1000 <= reference.year < 3000 else None
    at = 0
    for e in found:
        assert at <= e.span.start < e.span.end <= len(text)
        assert text[e.span.start : e.span.end] == e.span.quote
        at = e.span.end
        assert e.rule in BOOK.texts
        both = e.date.start is None and e.date.end is None
        assert both == (e.date.edtf is None) == (e.date.precision == "unknown")
        assert bounds(e.date.edtf, known) == (e.date.start, e.date.end)
        if e.date.start and e.date.end:
            assert e.date.start <= e.date.end


@settings(max_examples=300, deadline=None)
@given(st.one_of(TEXTS, st.text("零一二三四五六七八九十百千万亿两几多余数近上0123456789.，,第", max_size=12)))
def test_numbers_hold(text: str) -> None:
    at = 0
    for n in read_numbers(text):
        assert at <= n.start < n.end <= len(text)
        at = n.end
        assert n.value is None or n.value >= 0


@given(st.integers(1, 99_999_999))
def test_chinese_numerals_are_read_back(value: int) -> None:
    assert chinese_value(spelled(value)) == value


def spelled(value: int) -> str:
    if value >= 10_000:
        rest = value % 10_000
        return spelled(value // 10_000) + "万" + (("零" if rest < 1000 else "") + spelled(rest) if rest else "")
    out, zero = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            out += ("零" if zero and out else "") + "零一二三四五六七八九"[digit] + unit
        zero = not digit if digit or out else zero
    return out


@given(st.dates(date(1990, 1, 1), date(2049, 12, 31)), st.dates(date(1990, 1, 1), date(2049, 12, 31)))
def test_a_full_date_is_read_as_it_stands(day: date, reference: date) -> None:
    for written in (f"{day.year}年{day.month}月{day.day}日", f"{day}", f"{day:%Y/%m/%d}"):
        (found,) = READER.read(f"时间：{written}，村里。", reference)
        assert (found.span.quote, found.date.start, found.date.end) == (written, day, day)


@given(st.dates(date(1990, 1, 1), date(2049, 12, 31)), st.dates(date(1992, 1, 1), date(2048, 12, 31)))
def test_a_day_without_its_year_is_the_last_one_or_the_next(day: date, reference: date) -> None:
    if (day.month, day.day) == (2, 29):
        return
    text = f"{day.month}月{day.day}日，志愿者进村。"
    (behind,) = READER.read(text, reference)
    assert behind.date.start is not None
    assert timedelta() <= reference - behind.date.start < timedelta(days=366)
    (ahead,) = READER.read(text, reference, [(0, len(text))])
    assert ahead.date.start is not None
    assert timedelta(days=-184) <= ahead.date.start - reference < timedelta(days=366)


STRICT = [
    "2024-08-07",
    "2024-02",
    "2024",
    "2024-08-01/2024-08-03",
    "2023-11/2024-02",
    "2019/2021",
    "2024-21",
    "2024-22",
    "2024-23",
]


@pytest.mark.parametrize("text", STRICT)
def test_bounds_agree_with_the_edtf_library(text: str) -> None:
    parsed = edtf.parse_edtf(text)
    start, end = parsed.lower_strict(), parsed.upper_strict()
    assert bounds(text, None) == (date(*start[:3]), date(*end[:3]))


@pytest.mark.parametrize(
    ("text", "reference", "start", "end", "kind"),
    [
        ("2024-24", None, "2024-12-01", "2025-02-28", "season"),
        ("2023-35", None, "2023-07-01", "2023-09-30", "season"),
        ("2024-40", None, "2024-01-01", "2024-06-30", "season"),
        ("2024-08-07~", None, "2024-08-07", "2024-08-07", "approx"),
        ("2022-06/..", "2024-08-07", "2022-06-01", "2024-08-07", "open"),
        ("2022-06/..", None, "2022-06-01", None, "open"),
        ("2024-09/..", "2024-08-07", "2024-09-01", None, "open"),
        ("../2022-06", "2024-08-07", None, "2022-06-30", "open"),
        ("2024-02-30", None, None, None, "unknown"),
        ("2024-13", None, None, None, "unknown"),
        ("2024-08-03/2024-08-01", None, None, None, "unknown"),
        (None, "2024-08-07", None, None, "unknown"),
    ],
)
def test_bounds(text, reference, start, end, kind) -> None:
    day = date.fromisoformat(reference) if reference else None
    found = dated(text, day)
    assert (found.start and str(found.start), found.end and str(found.end), found.precision) == (start, end, kind)


def test_precision_names_what_the_string_says() -> None:
    assert [precision(x) for x in ("2024", "2024-08", "2024-33", "2024-08-07", "2024/2025")] == [
        "year",
        "month",
        "season",
        "day",
        "range",
    ]


def test_the_rules_are_read_once_and_nothing_is_kept() -> None:
    READER.read("2019年3月5日，签约。当天回访。", date(2024, 8, 7))
    assert READER.read("当天，签约。", date(2024, 8, 7)) == ()
