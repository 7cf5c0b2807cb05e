"""Columns by name, by content and by choice; the preview that shows them."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from intake.awkward.good import BODIES, GOOD, HEADINGS, ROWS, archive, csv_text, docx_table, xlsx
from intake.awkward.make import MADE

from analytics.intake import Columns, Reading, Refusal, look, look_at, read_bytes, signature
from analytics.intake.files import Intake
from analytics.intake.tables import likely_delimiter
from analytics.rules import RuleBook, load_rules
from analytics.settings import settings


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rules(settings().data / "rules")


def read(name: str, data: bytes, book: RuleBook, chosen: dict[str, Columns] | None = None) -> list[Reading | Refusal]:
    with Intake(book, chosen) as intake:
        return list(intake.read(name, data))


def warned(found: list[Reading | Refusal]) -> list[str]:
    return [w.code for r in found if isinstance(r, Reading) for w in r.warnings]


def fields(result: Reading | Refusal) -> tuple[object, ...]:
    assert isinstance(result, Reading)
    a = result.article
    return a.title, a.published, a.url, a.text


@pytest.mark.parametrize(
    ("name", "codes"),
    [("no_headings.csv", ["read_no_headings"]), ("unknown_headings.csv", ["read_columns_by_content"]),
     ("half_known_headings.csv", ["read_columns_guessed", "read_columns_by_content"]),
     ("title_above_unknown.csv", ["read_columns_by_content"])],
)  # fmt: skip
def test_what_no_heading_names_is_guessed_by_content_and_said(name: str, codes: list[str], book: RuleBook) -> None:
    found = [r for r in read(name, MADE[name](), book) if isinstance(r, Reading)]
    assert [fields(r) for r in found] == [(row[0], date.fromisoformat(row[1]), None, row[4]) for row in ROWS]
    assert warned(found) == codes


def test_addresses_are_known_by_content(book: RuleBook) -> None:
    found = read("a.csv", MADE["unknown_headings_order.csv"](), book)
    assert [fields(r)[1:3] for r in found] == [(date.fromisoformat(row[1]), row[5]) for row in ROWS]


@pytest.mark.parametrize(
    "headings", [("标题", "日期", "内容简介"), ("标题", "日期", "评论"), ("甲", "乙", "编辑备注"), ("甲", "乙", "摘要")]
)
def test_a_heading_that_says_something_else_is_never_guessed(headings: tuple[str, ...], book: RuleBook) -> None:
    data = csv_text([headings, *([row[0], row[1], row[4]] for row in ROWS)]).encode()
    assert [r.problem.code for r in read("a.csv", data, book) if isinstance(r, Refusal)] == ["read_no_body_column"]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [("活动日期", ["2024-05-01", "2024-05-02", "2024-05-03"]), ("编号", ["20240501001", "20240501002", "20240501003"]),
     ("电话", ["400-820-8820", "400-820-8821", "400-820-8822"]), ("字数", ["158", "75", "70"])],
)  # fmt: skip
def test_what_only_looks_like_a_date_of_publication_is_none(heading: str, cells: list[str], book: RuleBook) -> None:
    rows = [(row[0], cell, row[4]) for row, cell in zip(ROWS, cells, strict=True)]
    found = read("a.csv", csv_text([("标题", heading, "正文"), *rows]).encode(), book)
    assert [fields(r)[1] for r in found] == [None] * 3


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_of_a_table_without_known_headings(delimiter: str) -> None:
    assert likely_delimiter(csv_text(ROWS, delimiter), "a.csv") == delimiter


def test_a_signature_is_that_of_the_headings_whatever_their_dress() -> None:
    assert signature(["标题", "正文"]) == signature([" 标题 ", "正文（必填）", ""]) != signature(["正文", "标题"])
    assert signature(["Title", "TEXT"]) == signature(["ｔｉｔｌｅ", "text:"])
    assert signature(["", "", ""]) == signature([" ", "", ""]) != signature(["", ""])
    assert len(signature([])) == 16


def looked_signature(name: str, data: bytes, book: RuleBook, at: int = 0) -> str:
    table = list(look_at(name, data, book))[at].table
    assert table is not None
    return table.signature


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.json", "a.docx"])
def test_a_choice_holds_for_every_file_of_the_kind(name: str, book: RuleBook) -> None:
    headings = ("题", "何时", "谁", "摘要")
    rows = [(row[0], row[1], row[3], row[4]) for row in ROWS]
    make = {
        "a.csv": lambda rows: csv_text([headings, *rows]).encode(),
        "a.xlsx": lambda rows: xlsx([headings, *rows]),
        "a.docx": lambda rows: docx_table([headings, *rows], ""),
        "a.json": lambda rows: json.dumps([dict(zip(headings, r, strict=True)) for r in rows]).encode(),
    }[name]
    key = signature(headings)
    if name != "a.docx":
        assert looked_signature(name, make(rows), book) == key
    chosen = {key: Columns({"title": "题", "published": 1, "text": "摘要"})}
    for some in (rows, rows[:1]):
        found = read(name, make(some), book, chosen)
        assert [fields(r)[::3] for r in found] == [(row[0], row[3]) for row in some]
        assert warned(found) == []


def test_a_choice_says_whether_there_are_headings(book: RuleBook) -> None:
    rows = [(row[0], row[4]) for row in ROWS]
    bare, headed = csv_text(rows).encode(), csv_text([("标题", "正文"), *rows]).encode()
    chosen = {looked_signature("a.csv", bare, book): Columns({"title": 0, "text": 1}, heading=True)}
    assert [fields(r)[0] for r in read("a.csv", bare, book, chosen)] == [row[0] for row in ROWS[1:]]
    chosen = {signature(("标题", "正文")): Columns({"title": 0, "text": 1}, heading=False)}
    assert [fields(r)[0] for r in read("a.csv", headed, book, chosen)] == ["标题", *(row[0] for row in ROWS)]


@pytest.mark.parametrize(
    ("columns", "code"),
    [(Columns({"text": "没有"}), "read_choice_column"), (Columns({"text": 9}), "read_choice_column"),
     (Columns({"text": -1}), "read_choice_column"), (Columns({"title": 0}), "read_choice_no_text"),
     (Columns({"title": 0, "text": 0}), "read_choice_twice"), (Columns({"text": "标题"}, False), "read_choice_column")],
)  # fmt: skip
def test_a_choice_that_does_not_fit_is_a_problem(columns: Columns, code: str, book: RuleBook) -> None:
    (refusal,) = read("a.csv", GOOD["good.csv"](), book, {signature(HEADINGS): columns})
    assert isinstance(refusal, Refusal)
    assert (refusal.problem.code, refusal.problem.where) == (code, "a.csv")
    (looked,) = look_at("a.csv", GOOD["good.csv"](), book, {signature(HEADINGS): columns})
    assert looked.table is not None
    assert looked.table.problem is not None
    assert looked.table.headings == HEADINGS


def test_a_look_shows_kind_encoding_columns_and_first_articles(book: RuleBook) -> None:
    (looked,) = look_at("a.csv", GOOD["good_gbk.csv"](), book, most=2)
    assert (looked.file, looked.kind, looked.encoding) == ("a.csv", "csv", "gb18030")
    assert looked.size == len(GOOD["good_gbk.csv"]())
    assert looked.table is not None
    assert looked.table.headings == HEADINGS
    assert looked.table.rows == ROWS[:2]
    assert [(u.field, u.position, u.heading, u.how) for u in looked.table.uses] == [
        (f, n, h, "name")
        for n, (f, h) in enumerate(
            zip(("title", "published", "source", "author", "text", "url"), HEADINGS, strict=True)
        )
    ]
    assert [fields(r)[3] for r in looked.found] == list(BODIES[:2])
    assert looked.more


def test_a_look_goes_through_sheets_and_members(tmp_path: Path, book: RuleBook) -> None:
    (tmp_path / "a.xlsx").write_bytes(MADE["two_sheets.xlsx"]())
    (tmp_path / "b.zip").write_bytes(archive({name: make() for name, make in GOOD.items() if name != "good.zip"}))
    (tmp_path / "c.zip").write_bytes(b"PK\x03\x04")
    found = {x.file.removeprefix(f"{tmp_path}/"): x for x in look([tmp_path], book, most=1)}
    assert list(found)[:3] == ["a.xlsx", "a.xlsx[五月]", "a.xlsx[统计]"]
    assert {x.kind for name, x in found.items() if name.startswith("b.zip/")} == {
        "csv", "tsv", "xlsx", "xls", "ods", "json", "jsonl", "html", "txt", "docx", "pdf",
    }  # fmt: skip
    assert found["b.zip/good.docx"].size == len(GOOD["good.docx"]())
    assert [(r.problem.code, r.problem.where) for r in found["c.zip"].found if isinstance(r, Refusal)] == [
        ("read_damaged", str(tmp_path / "c.zip"))
    ]
    assert found["c.zip"].kind == "zip"


@pytest.mark.parametrize(
    ("name", "where", "most"),
    [("a.csv", "opening.csv_rows", 50), ("a.jsonl", "opening._json_lines", 50), ("a.xlsx", "child._exchange", 3),
     ("a.json", "child._exchange", 3)],
)  # fmt: skip
def test_a_look_does_not_read_a_large_table_to_its_end(
    name: str, where: str, most: int, book: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted: rows for what is read row by row, answers of the child for what is parsed there."""
    rows = [(f"{row[0]}{n}", row[1], row[4]) for n in range(1000) for row in ROWS]
    data = {
        "a.csv": lambda: csv_text([("标题", "日期", "正文"), *rows]).encode(),
        "a.jsonl": lambda: GOOD["good.jsonl"]() * 1000,
        "a.json": lambda: b"[" + b",".join([GOOD["good.json"]().strip(b"[]")] * 1000) + b"]",
        "a.xlsx": lambda: xlsx([("标题", "日期", "正文"), *rows]),
    }[name]()
    count = [0]
    room, attribute = where.split(".")
    real = getattr(importlib.import_module(f"analytics.intake.{room}"), attribute)

    def one(*args: object) -> object:
        count[0] += 1
        return real(*args)

    def each(*args: object) -> Iterator[object]:
        for row in real(*args):
            count[0] += 1
            yield row

    monkeypatch.setattr(f"analytics.intake.{where}", one if room == "child" else each)
    assert len(list(read_bytes(name, data, book))) == 3000
    whole, count[0] = count[0], 0
    (looked,) = look_at(name, data, book, most=3)
    assert (len(looked.found), looked.more) == (3, True)
    assert count[0] <= most < whole
