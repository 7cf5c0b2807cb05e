"""What a preview says of files, as values: texts with their cuts in place, trials, budgets; nothing is written."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from intake.awkward import good
from intake.awkward.make import MADE

from analytics.importing import silent
from analytics.importing.files import own_columns, own_maker, own_reader
from analytics.intake import Cut, Reading
from analytics.preview import Preview, corrected, preview, whole
from analytics.rules import RuleBook, load_rules
from analytics.settings import settings

SAMPLES = ROOT / "data" / "samples"
PAGE = """望澜新闻网
首页 > 新闻 > 正文
球场上的安全课
2025-06-10 09:30  来源：样例周报  作者：某某
6月9日，样例消防站的队员走进样例小学，给五年级学生上了一堂安全课，教大家怎样疏散。
【打印】【关闭】
下课后，队员们又在操场上带着学生演练了一遍。
责任编辑：某某
版权所有 样例周报社
"""


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rules(settings().data / "rules")


@pytest.fixture(scope="module")
def extract():
    return own_maker([SAMPLES / "places.csv"])()


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_page_stands_whole_with_its_cuts_marked(tmp_path, book) -> None:
    (file,) = preview([write(tmp_path, "页.txt", PAGE)], book).files
    (found,) = file.articles
    lines = [line for line in PAGE.split("\n") if line and line != found.article.title]
    assert found.whole.text.split("\n") == lines
    cut = [line for c in found.whole.cuts for line in found.whole.text[c.start : c.end].split("\n")]
    assert cut == [line for line in lines if line not in found.article.text.split("\n")]
    assert all(c.rule in book.texts for c in found.whole.cuts)
    assert (file.name, file.kind, file.encoding, file.refused) == ("页.txt", "txt", "utf-8", 0)


BODIES = st.lists(st.text("文字。", min_size=1, max_size=6), min_size=1, max_size=6)


@given(BODIES, st.lists(st.tuples(st.text("切", min_size=1, max_size=4), st.integers(0, 6)), max_size=5))
def test_every_span_of_the_body_is_found_again_among_the_cuts(lines: list[str], cuts: list[tuple[str, int]]) -> None:
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines) + 1)]
    made = whole(text, [Cut(c, "r", False, starts[min(at, len(lines))]) for c, at in cuts])
    assert "".join(made.text[at : at + last - first] for first, last, at in made.runs) == text
    assert [made.text[c.start : c.end] for c in made.cuts] == [
        c for c, _ in sorted(cuts, key=lambda c: min(c[1], len(lines)))
    ]
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            assert "".join(made.text[a:b] for a, b in made.places(start, end)) == text[start:end]
    inside = {i for c in made.cuts for i in range(c.start, c.end)}
    assert not inside & {i for first, last, at in made.runs for i in range(at, at + last - first)}


def test_a_cut_without_a_place_stands_at_the_end_it_is_told(book) -> None:
    assert whole("正文", [Cut("页眉", "r", False)]).text == "正文\n页眉"
    assert whole("正文", [Cut("页眉", "r", True)]).text == "页眉\n正文"


def test_a_trial_says_what_the_import_will_say(book, extract) -> None:
    found = preview([SAMPLES / "samples.csv"], book, None, extract)
    articles = {a.article.title: a for a in found.articles}
    one = articles["柳渡村口来了“电保姆”"]
    assert one.extraction is not None
    assert [(a.kind, a.date.edtf) for a in one.extraction.activities] == [("event", "2024-03-16")]
    assert [v.name for v in one.extraction.villages] == ["柳渡村"]
    assert one.extraction == extract(one.article)
    assert [(p.row, p.problem.code) for p in found.problems] == [(8, "read_empty_body"), (9, "read_bad_date")]
    assert articles["日期写得不像日期"].article.published is None


def test_a_preview_reads_what_the_import_reads(tmp_path, book) -> None:
    paths = [write(tmp_path, name, make()) for name, make in good.GOOD.items()]
    seen = preview(paths, book)
    read = [f for f in own_reader()(paths, silent) if isinstance(f, Reading)]
    assert [a.article for a in seen.articles] == [r.article for r in read]
    assert {f.path for f in seen.files} == set(paths)


def test_a_choice_of_columns_is_followed_by_preview_and_import(tmp_path, book) -> None:
    body = "5月6日，样例供电所的志愿者走进样例村，为老人检查线路三十余处。"
    path = write(tmp_path, "表.csv", f"甲,乙,丙\n灯更亮了,2024-05-07,{body}\n又一次,2024-05-08,{body}再见。\n")
    (file,) = preview([path], book).files
    assert file.table is not None
    columns = {file.table.signature: {"fields": {"text": "甲", "title": "丙", "published": 1}, "heading": True}}
    (chosen,) = preview([path], book, own_columns(columns)).files
    assert [a.article.text for a in chosen.articles] == ["灯更亮了", "又一次"]
    assert {u.how for u in chosen.table.uses} == {"choice"}  # type: ignore[union-attr]
    read = [f.article for f in own_reader(columns)([path], silent) if isinstance(f, Reading)]
    assert read == [a.article for a in chosen.articles]
    assert read[0].published == date(2024, 5, 7)
    unfit = preview([path], book, own_columns({file.table.signature: {"fields": {"text": "丁"}, "heading": True}}))
    assert [p.problem.code for p in unfit.problems] == ["read_choice_column"]


@pytest.mark.parametrize("value", [{"x": {"fields": {"body": 1}}}, {"x": {"fields": {"text": None}}}, {"x": 3}])
def test_what_is_no_choice_of_columns_is_no_choice(value) -> None:
    with pytest.raises(ValueError, match="validation"):
        own_columns(value)


def test_what_is_beyond_the_budget_is_listed_for_later(tmp_path, book, monkeypatch) -> None:
    paths = [write(tmp_path, f"{n:02d}.txt", PAGE.replace("安全课", f"安全课{n}")) for n in range(7)]
    monkeypatch.setenv("JUSHI_PREVIEW_FILES", "3")
    settings.cache_clear()
    try:
        found = preview(paths, book)
        monkeypatch.setenv("JUSHI_PREVIEW_SECONDS", "0")
        settings.cache_clear()
        none = preview(paths, book)
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert [f.later for f in found.files] == [False] * 3 + [True] * 4
    assert [f.name for f in found.files] == [p.name for p in paths]
    assert [p.problem.code for p in found.problems] == ["preview_later"] * 4
    assert [f.later for f in none.files] == [True] * 7


def test_an_archive_that_is_too_long_for_a_preview_says_so(tmp_path, book, monkeypatch) -> None:
    members = {f"{n}.txt": PAGE.replace("安全课", f"安全课{n}").encode() for n in range(5)}
    archive, after = write(tmp_path, "a.zip", good.archive(members)), write(tmp_path, "b.txt", PAGE)
    monkeypatch.setenv("JUSHI_PREVIEW_FILES", "2")
    settings.cache_clear()
    try:
        found = preview([archive, after], book)
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    names = [(f.name, f.later) for f in found.files]
    assert names == [("a.zip/0.txt", False), ("a.zip/1.txt", False), ("a.zip", True), ("b.txt", True)]
    assert [p.problem.code for p in found.problems] == ["preview_rest", "preview_later"]


def test_long_and_failing_articles_are_not_tried(tmp_path, book) -> None:
    def fails(article: object) -> object:
        raise RuntimeError

    most = settings().preview_article_chars
    long = PAGE + "很长的一段话。" * most
    paths = [write(tmp_path, "短.txt", PAGE), write(tmp_path, "长.txt", long)]
    short, other = preview(paths, book, None, fails).articles  # type: ignore[arg-type]
    assert (short.extraction, short.untried.code) == (None, "extract_failed")  # type: ignore[union-attr]
    assert (other.extraction, other.untried.code) == (None, "preview_long")  # type: ignore[union-attr]


def test_a_corrected_date_reaches_the_trial(tmp_path, book, extract) -> None:
    page = PAGE.replace("2025-06-10 09:30  ", "")
    (found,) = preview([write(tmp_path, "页.txt", page)], book, None, extract).articles
    assert found.article.published is None
    assert "read_no_date" in [w.code for w in found.warnings]
    mended = corrected(found, "新题", date(2023, 6, 10), "某报", None, extract)
    assert mended.extraction is not None
    assert [a.date.edtf for a in mended.extraction.activities] == ["2023-06-09"]
    assert "read_no_date" not in [w.code for w in mended.warnings]
    assert mended.whole == found.whole


@pytest.mark.parametrize("name", sorted(MADE))
def test_awkward_files_are_told_and_never_raise(name: str, tmp_path, book) -> None:
    began = time.monotonic()
    found: Preview = preview([write(tmp_path, name, MADE[name]())], book)
    assert time.monotonic() - began < 20
    assert found.files
    for file in found.files:
        assert file.articles or file.problems
        assert str(tmp_path) not in file.name + "".join(p.problem.text() + p.file for p in file.problems)


def test_the_samples_give_figures_worth_a_chart(book, extract) -> None:
    for name, least in (("samples.csv", 10), ("samples.xlsx", 9), ("samples.zip", 9)):
        found = preview([SAMPLES / name], book, None, extract)
        activities = [a for x in found.articles if x.extraction for a in x.extraction.activities if a.kind == "event"]
        assert len(found.articles) >= least
        assert len({a.date.start.month for a in activities if a.date.start}) >= 5
        assert len({t for a in activities for t in a.types}) >= 5
        assert len({v.code for x in found.articles if x.extraction for v in x.extraction.villages}) >= 4


def test_the_samples_are_what_their_script_makes(tmp_path) -> None:
    import runpy

    runpy.run_path(str(ROOT / "scripts" / "build_samples.py"))["main"](tmp_path)
    made = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert made == {p.name: p.read_bytes() for p in SAMPLES.iterdir()}
