"""Raw pages and web pages of many layouts, with what must be read from them."""

from __future__ import annotations

import csv
import json

import pytest
from conftest import ROOT, SHARED

from analytics.intake import Reading, read_bytes, read_files, read_pasted
from analytics.rules import RuleBook, load_rules
from analytics.settings import settings

PAGES = ROOT / "tests" / "data" / "awkward" / "pages"
with (PAGES / "expected.csv").open(encoding="utf-8-sig", newline="") as f:
    EXPECTED = list(csv.DictReader(f))


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rules(settings().data / "rules")


@pytest.fixture(scope="module")
def readings(book: RuleBook) -> dict[str, Reading]:
    found = read_files([PAGES / e["file"] for e in EXPECTED], book)
    return {r.file.rpartition("/")[2]: r for r in found if isinstance(r, Reading)}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda e: e["file"])
def test_a_page_becomes_its_article(expected: dict[str, str], readings: dict[str, Reading]) -> None:
    reading = readings[expected["file"]]
    article, lines = reading.article, reading.article.text.split("\n")
    said = {
        "title": article.title,
        "published": article.published.isoformat() if article.published else "",
        "source": article.source or "",
        "author": article.author or "",
        "first": lines[0],
        "last": lines[-1],
        "paragraphs": str(len(lines)),
    }
    assert said == {key: expected[key] for key in said}
    codes = {w.code for w in reading.warnings}
    assert ("read_no_title" in codes) == (not expected["title"])
    assert ("read_no_date" in codes) == (not expected["published"])


@pytest.mark.parametrize("expected", [e for e in EXPECTED if e["file"].endswith(".txt")], ids=lambda e: e["file"])
def test_every_line_of_a_page_is_title_body_or_cut(expected: dict[str, str], readings: dict[str, Reading]) -> None:
    reading = readings[expected["file"]]
    lines = [s for raw in (PAGES / expected["file"]).read_text("utf-8").splitlines() if (s := raw.strip())]
    kept = [reading.article.title, *reading.article.text.split("\n")]
    for cut in reading.cuts:
        kept += cut.text.split("\n")
    assert sorted(filter(None, kept)) == sorted(lines)


def test_every_cut_names_a_rule_that_explains_it(readings: dict[str, Reading], book: RuleBook) -> None:
    rules = {cut.rule for reading in readings.values() for cut in reading.cuts}
    assert len(rules) > 10
    assert rules <= set(book.texts)


def test_a_page_with_more_after_the_end_mark_than_before_is_not_cut(book: RuleBook) -> None:
    long = "云岫县供电所的志愿者又到云溪村检查线路，一直忙到天黑才回去。" * 3
    text = f"云岫短讯两则\n2024-05-06 来源：云岫日报\n石桥村修好了水渠，村民都很高兴。\n责任编辑：李禾\n{long}\n{long}"
    (reading,) = read_bytes("a.txt", text.encode(), book)
    assert isinstance(reading, Reading)
    assert reading.article.text.split("\n") == ["石桥村修好了水渠，村民都很高兴。", long, long]


def test_paragraphs_cut_after_the_end_are_said(book: RuleBook) -> None:
    body = "云岫县供电所的志愿者到石桥村检查线路，一直忙到天黑才回去，村民都说好。" * 3
    more = "云溪村的水渠也修好了，这是另一篇报道的开头。"
    (reading,) = read_bytes("a.txt", f"石桥村的灯亮了\n2024-05-06\n{body}\n相关阅读\n{more}".encode(), book)
    assert isinstance(reading, Reading)
    assert reading.article.text == body
    assert [w.code for w in reading.warnings] == ["read_tail_cut"]
    assert reading.cuts[-1].text.endswith(more)


def test_pasted_text_has_a_stable_id_and_the_body_keeps_its_characters(book: RuleBook) -> None:
    text = "石桥村的灯亮了\n２０２４年５月６日 来源:云岫日报\n"
    text += "　　志愿者走进 石桥村,检查线路ＡＢＣ… 🙂。  \n\n   第二段，𠮷先生说好。"
    (one,), (two,) = read_pasted(text, book), read_pasted(text, book)
    assert one == two
    assert isinstance(one, Reading)
    assert one.article.text == "志愿者走进 石桥村,检查线路ＡＢＣ… 🙂。\n第二段，𠮷先生说好。"
    assert one.article.published is not None
    assert one.article.id.startswith("pasted-")


@pytest.mark.shared
def test_the_seed_page_is_its_gold_article(book: RuleBook) -> None:
    gold = json.loads((SHARED / "gold" / "dev" / "qingzhou.json").read_text("utf-8"))
    (reading,) = read_files([SHARED / "seed" / "qingzhou.txt"], book)
    assert isinstance(reading, Reading)
    article = reading.article
    assert article.text == gold["text"]
    assert (article.id, article.title, str(article.published), article.source, article.author) == (
        gold["id"], gold["title"], gold["published"], gold["source"], gold["author"],
    )  # fmt: skip
    assert reading.warnings == ()
