"""Files of every kind, encoding and fault; made here, read through the front door."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import orjson
import pytest

from analytics.contract import article_from
from analytics.intake import Reading, Refusal, read_bytes, read_files, read_pasted
from analytics.intake.command import read_command, read_to
from analytics.rules import RuleBook, load_rules
from analytics.settings import settings

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BODY = "云岫县供电所的志愿者走进石桥村，检查线路三十余处。\n村民都说好。"
PAGE = f"石桥村的灯亮了\n2024-05-06 来源：云岫日报 作者：李禾\n{BODY}"


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rules(settings().data / "rules")


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    settings.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    settings.cache_clear()


def read(name: str, data: bytes | str, book: RuleBook) -> list[Reading | Refusal]:
    return list(read_bytes(name, data.encode() if isinstance(data, str) else data, book))


def articles(found: list[Reading | Refusal]) -> list[Reading]:
    return [f for f in found if isinstance(f, Reading)]


def refusals(found: list[Reading | Refusal]) -> list[tuple[int | None, str]]:
    return [(f.row, f.problem.code) for f in found if isinstance(f, Refusal)]


@pytest.mark.parametrize(
    ("codec", "said"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("gbk", "gb18030"), ("utf-16", "utf-16"),
     ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"), ("utf-32-be", "utf-32-be")],
)  # fmt: skip
def test_encodings_are_detected_and_said(codec: str, said: str, book: RuleBook) -> None:
    (reading,) = articles(read("a.txt", PAGE.encode(codec), book))
    assert (reading.encoding, reading.article.text) == (said, BODY)


def test_hong_kong_big5(book: RuleBook) -> None:
    text = "雲岫縣義工隊到長者中心探訪，為長者送上粽子，大家都很高興。\n"
    text += "「有人記得我們，比什麼都好。」一位長者說嘅話，啲人都記得。"
    (reading,) = articles(read("a.txt", text.encode("big5hkscs"), book))
    assert (reading.encoding, reading.article.text) == ("big5hkscs", text)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "read_empty_file"),
        ("a.csv", b"MZ\x90\x00\x03\x00\x00" + bytes(range(256)), "read_binary"),
        ("a.txt", "文字".encode() + b"\x00\x01\x02\xff\xfe" * 3, "read_binary"),
        ("a.txt", b"\xef\xbb\xbf\xff\xfe\xfd", "read_encoding"),
        ("a.txt", b"\x81\xff\x81\xff\x81" * 20, "read_encoding"),
        ("a.pdf", b"%PDF-1.7 ...", "read_damaged"),
        ("a.txt", b"%PDF-1.7 ...", "read_damaged"),
        ("a.pdf", "只是文字".encode(), "read_not_a_pdf"),
        ("a.docx", "只是文字".encode(), "read_not_a_document"),
        ("a.zip", "只是文字".encode(), "read_not_an_archive"),
        ("a.xls", OLE + b"\0" * 600, "read_damaged"),
        ("a.et", OLE + b"\0" * 600, "read_damaged"),
        ("a.xls", b"\x09\x04\x06\0\0\0\x10\0" + b"\0" * 60, "read_not_a_workbook"),
        ("a.doc", OLE + b"\0" * 600, "read_old_document"),
        ("a.wps", OLE + b"\0" * 600, "read_old_document"),
        ("a.bin", OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "read_old_document"),
        ("a.rtf", b"{\\rtf1 abc}", "read_old_document"),
        ("a.ppt", OLE + b"\0" * 600, "read_slides"),
        ("a.rar", b"Rar!\x1a\x07\x00" + b"\0" * 60, "read_other_archive"),
        ("a.zip", b"7z\xbc\xaf\x27\x1c" + b"\0" * 60, "read_other_archive"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "read_password"),
        ("a.xlsx", b"title,text\n1,2\n", "read_not_a_workbook"),
        ("a.xlsx", b"PK\x03\x04 broken", "read_damaged"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "read_picture"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_what_to_do(name: str, data: bytes, code: str, book: RuleBook) -> None:
    (refusal,) = read(name, data, book)
    assert isinstance(refusal, Refusal)
    assert (refusal.problem.code, refusal.row) == (code, None)
    assert all(refusal.problem.what(lang) and refusal.problem.advice(lang) for lang in ("zh", "en"))


@pytest.mark.parametrize(
    ("member", "name", "code"),
    [("word/document.xml", "a.docx", "read_damaged"), ("ppt/presentation.xml", "a.zip", "read_slides"),
     ("x.txt", "a.xlsx", "read_not_a_workbook"), ("x.txt", "a.docx", "read_not_a_document"),
     ("OFD.xml", "a.ofd", "read_old_document"), (".DS_Store", "a.zip", "read_empty_archive")],
)  # fmt: skip
def test_archives_are_told_apart_by_content(member: str, name: str, code: str, book: RuleBook) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr(member, "x")
    assert refusals(read(name, out.getvalue(), book)) == [(None, code)]


def workbook(*rows: list[object], title: str = "报道") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.create_sheet("空表")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook(book: RuleBook) -> None:
    data = workbook(
        ["云岫县新闻台账", None, None, None],
        ["标题", "发布日期", "媒体", "正文"],
        ["灯亮了", datetime(2024, 5, 6), "云岫日报", "第一段。\n\n 第二段。 "],
        ["水渠", date(2024, 5, 7), "云岫日报", "水渠修好了。"],
        ["空的", "2024-05-08", None, "  "],
        ["日期怪", "前天", None, "日期读不懂。"],
        [None, 20240509, None, "没有标题。"],
    )
    found = read("台账.xlsx", data, book)
    assert refusals(found) == [(1, "read_above_heading"), (5, "read_empty_body")]
    one, two, odd, bare = articles(found)
    assert (one.article.id, one.row, one.encoding) == ("台账-3", 3, None)
    assert (one.article.published, one.article.source, one.article.text) == (
        date(2024, 5, 6),
        "云岫日报",
        "第一段。\n第二段。",
    )
    assert [w.code for w in one.warnings] == ["read_columns_guessed"]
    assert "正文=text" in one.warnings[0].what()
    assert two.article.published == date(2024, 5, 7)
    assert odd.article.published is None
    assert (odd.warnings[0].code, odd.warnings[0].where) == ("read_bad_date", "台账.xlsx#6")
    assert "前天" in odd.warnings[0].what()
    assert bare.article.published == date(2024, 5, 9)
    assert [w.code for w in bare.warnings] == ["read_no_title"]


def test_a_table_without_a_body_column_says_what_was_seen(book: RuleBook) -> None:
    for name, data in (("a.csv", "标题,摘要字数\n甲,3\n"), ("a.xlsx", workbook(["标题", "摘要字数"], ["甲", 3]))):
        (refusal,) = read(name, data, book)
        assert isinstance(refusal, Refusal)
        assert refusal.problem.code == "read_no_body_column"
        assert "标题 | 摘要字数" in refusal.problem.what()


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters(delimiter: str, book: RuleBook) -> None:
    text = f'标题{delimiter}正文{delimiter}日期\r\n甲{delimiter}"说：""好""。\n第二段。"{delimiter}2024/5/6\r\n'
    (reading,) = articles(read("a.tsv" if delimiter == "\t" else "a.csv", text.encode("gb18030"), book))
    assert (reading.article.text, reading.row, reading.article.published) == (
        '说："好"。\n第二段。',
        2,
        date(2024, 5, 6),
    )


def test_bad_quotes_cost_their_lines_and_no_others(book: RuleBook) -> None:
    data = '标题,正文\n甲,好的。\n乙,"他说" 好"。\n丙,也好。\n丁,好,多一格\n戊,"没有合上\n己,看不见\n'
    found = read("a.csv", data, book)
    assert [(a.row, a.article.title) for a in articles(found)] == [(2, "甲"), (4, "丙")]
    assert refusals(found) == [(3, "read_bad_quotes"), (5, "read_row_width"), (6, "read_bad_quotes")]
    last = found[-1]
    assert isinstance(last, Refusal)
    assert dict(last.problem.values)["first"] == 6
    assert dict(last.problem.values)["last"] == 7


def test_a_field_beyond_the_limit_is_refused_by_row(book: RuleBook) -> None:
    found = read("a.csv", f"标题,正文\n甲,{'长' * 200_001}\n乙,短。\n丙,{'长' * 500_000}\n", book)
    assert refusals(found) == [(2, "read_too_long"), (4, "read_bad_quotes")]
    assert [a.article.title for a in articles(found)] == ["乙"]


def test_json_lines_with_contract_and_chinese_keys(book: RuleBook) -> None:
    contract = {
        "id": "a1",
        "title": "甲",
        "published": "2024-05-06",
        "source": None,
        "author": None,
        "url": None,
        "text": " 原样 \n\n不动。",
    }
    lines = [
        json.dumps(contract),
        json.dumps(
            {"编号": 7, "题名": "乙", "发布时间": "2024年5月7日", "全文": "好。", "网址": "http://yunxiu.example/7"},
            ensure_ascii=False,
        ),
        '{"标题": "丙"}',
        "{broken",
        '"text"',
        '{"text": "\\ud800"}',
        '{"text": 5}',
        '{"text": ""}',
    ]
    found = read("a.jsonl", "\n".join(lines), book)
    one, two = articles(found)
    assert one.article.text == contract["text"]
    assert one.article == article_from(lines[0])
    assert (two.article.id, two.article.title, two.article.url) == ("7", "乙", "http://yunxiu.example/7")
    assert two.article.published == date(2024, 5, 7)
    assert refusals(found) == [
        (3, "read_no_body_column"), (4, "json_line"), (5, "read_no_object"), (6, "json_line"), (7, "read_no_text"),
        (8, "read_empty_body"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ['[{"title": "甲", "text": "好。"}, {"title": "乙", "text": "也好。"}]',
     '{\n  "count": 2,\n  "articles": [\n    {"title": "甲", "text": "好。"},\n'
     '    {"title": "乙", "text": "也好。"}\n  ]\n}'],
)  # fmt: skip
def test_json_arrays(text: str, book: RuleBook) -> None:
    assert [(r.article.id, r.article.title, r.row) for r in articles(read("a.json", text, book))] == [
        ("a-1", "甲", 1),
        ("a-2", "乙", 2),
    ]


def test_deep_or_broken_json_is_refused(book: RuleBook) -> None:
    assert refusals(read("a.json", "[" * 100_000, book)) == [(None, "read_json")]


def test_ids_are_told_apart_and_the_same_twice_is_a_duplicate(tmp_path: Path, book: RuleBook) -> None:
    for folder, text in (("a", "第一篇的正文。"), ("b", "第二篇的正文。"), ("c", "第一篇的正文。")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "同名.txt").write_text(text, "utf-8")
    found = list(read_files([tmp_path], book))
    first, second = articles(found)
    assert first.article.id == "同名"
    assert second.article.id.startswith("同名-")
    assert len(second.article.id) == len("同名-") + 8
    assert refusals(found) == [(None, "read_duplicate")]
    assert [f.file for f in found] == [str(tmp_path / x / "同名.txt") for x in "abc"]


def test_limits_refuse_before_reading(limits: pytest.MonkeyPatch, tmp_path: Path, book: RuleBook) -> None:
    limits.setenv("JUSHI_MAX_FILE_BYTES", "100")
    limits.setenv("JUSHI_MAX_ROWS", "2")
    path = tmp_path / "大.txt"
    path.write_bytes(b"x" * 101)
    assert refusals(list(read_files([path, tmp_path / "没有.txt"], book))) == [
        (None, "read_too_large"),
        (None, "read_no_file"),
    ]
    assert refusals(read("a.csv", "标题,正文\n甲,一\n乙,二\n丙,三\n", book)) == [(3, "read_too_many_rows")]


def test_a_child_that_takes_too_long_or_too_much_costs_its_file_alone(
    limits: pytest.MonkeyPatch, book: RuleBook
) -> None:
    big = json.dumps([{"title": "甲", "text": "好。"}] * 300_000).encode()
    limits.setenv("JUSHI_PARSE_MEMORY_BYTES", "60000000")
    assert refusals(read("大.json", big, book)) == [(None, "read_parse_memory")]
    limits.delenv("JUSHI_PARSE_MEMORY_BYTES")
    limits.setenv("JUSHI_PARSE_SECONDS", "0")
    settings.cache_clear()
    assert refusals(read("a.json", '[{"text": "好。"}]', book)) == [(None, "read_parse_seconds")]


def test_pasted_rows_of_a_spreadsheet(book: RuleBook) -> None:
    (reading,) = articles(list(read_pasted("标题\t正文\n灯亮了\t好。\n", book)))
    assert (reading.article.title, reading.article.text) == ("灯亮了", "好。")


def test_half_a_character_is_refused(book: RuleBook) -> None:
    assert refusals(list(read_pasted("好\ud800", book))) == [(None, "read_surrogate")]


def test_the_command_writes_whole_files_and_says_what_was_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "灯.txt").write_text(PAGE, "utf-8")
    (tmp_path / "in" / "表.csv").write_text("标题,正文\n甲,好。\n乙,\n", "utf-8")
    out, errors, cuts = tmp_path / "a.jsonl", tmp_path / "e.jsonl", tmp_path / "c.jsonl"
    seen: list[tuple[int, int]] = []
    assert read_command([tmp_path / "in"], out, errors, cuts, lambda done, total: seen.append((done, total))) == 1
    assert seen == [(1, 2), (2, 2)]
    assert [article_from(line).id for line in out.read_bytes().splitlines()] == ["灯", "表-2"]
    (error,) = map(orjson.loads, errors.read_bytes().splitlines())
    assert (error["file"], error["row"], error["code"]) == (str(tmp_path / "in" / "表.csv"), 3, "read_empty_body")
    assert all(error[key] for key in ("reason", "do", "reason_en", "do_en"))
    cut = orjson.loads(cuts.read_bytes().splitlines()[0])
    said = [(c["text"], c["rule"], c["before"]) for c in cut["cuts"]]
    assert said == [("2024-05-06 来源：云岫日报 作者：李禾", "intake.page.dateline", True)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jsonl", "c.jsonl", "e.jsonl", "in"]
    summary = read_to([tmp_path / "in" / "灯.txt"], out, None, None, lambda done, total: None)
    assert (summary.status, summary.articles, summary.files) == (0, 1, 1)


def test_an_output_stays_as_it_was_when_the_run_breaks_off(tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    out.write_text("old")
    (tmp_path / "灯.txt").write_text(PAGE, "utf-8")

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_command([tmp_path / "灯.txt"], out, None, None, stop)
    assert out.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jsonl", "灯.txt"]


@pytest.mark.parametrize(
    "text",
    [
        "责任编辑：李禾\n云岫县走进石桥村检修线路很好。\n" * 6000,
        "2024\n05/06\n" * 10_000,
        "更多\n" * 30_000,
        "（" * 190_000,
    ],
    ids=["editors", "dates", "buttons", "brackets"],
)
def test_reading_takes_time_in_proportion_to_the_page(text: str, book: RuleBook) -> None:
    began = time.monotonic()
    assert len(read("a.txt", text, book)) == 1
    assert time.monotonic() - began < 20
