"""Files through the uploader of a fresh process with an empty home: seen before, watched, told, and found afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.intake_page import Intake
from conftest import ROOT, SHARED
from playwright.sync_api import Browser

from analytics.messages import say

pytestmark = pytest.mark.browser
APP = ROOT / "app.py"
SAMPLES = ROOT / "data" / "samples"
TABLE = """标题,发布时间,来源,正文
河湾里的清洁日,2025-04-02,样例周报,"4月1日，样例供电所志愿服务队18人来到样例省样例县的河边清理垃圾，一共清出三十多袋。"
祠堂前的义诊,2025-05-06,样例周报,"5月5日，样例医院的医生在祠堂前为老人义诊，量血压、测血糖。"
没有正文的一行,2025-05-07,样例周报,
"""
PAGE = """首页 > 新闻 > 正文
球场上的安全课
2025-06-10 09:30  来源：样例周报  作者：某某
6月9日，样例消防站的队员走进样例小学，给五年级学生上了一堂安全课，教大家怎样<b>疏散</b>。
下课后，队员们又在操场上带着学生演练了一遍。
责任编辑：某某
版权所有 样例周报社<img src=x onerror=alert(1)>
"""
UNREADABLE = {
    "空.txt": b"",
    "乱.txt": bytes(range(0x80, 0x100)) * 40 + b"\xff\xfe\xfd",
    "图.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "旧.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "本.pdf": b"%PDF-1.7\n%x",
    "列.csv": "日期,人\n2025-01-01,某\n".encode(),
    "长.txt": ("长" * 350_000).encode(),
}
NUMBERS = ("report.files", "report.read", "report.added", "report.duplicates", "report.refused")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home: nothing was ever imported."""
    return tmp_path / "home"


@pytest.fixture
def intake(serve: Callable[[Path], str], browser: Browser) -> Intake:
    return Intake(browser, serve(APP))


def write(folder: Path, files: dict[str, bytes]) -> list[Path]:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def test_what_is_uploaded_is_seen_counted_and_found(intake: Intake, tmp_path: Path) -> None:
    files = write(tmp_path, {"表格.csv": TABLE.encode(), "整页.txt": PAGE.encode("gb18030")})
    page = intake.page
    page.goto(intake.address)
    page.get_by_text(say("problem.nothing_imported")).wait_for(timeout=60_000)
    page.get_by_role("link", name=say("page.intake")).first.click()
    page.get_by_text(say("bring.nothing_yet")).wait_for()
    intake.settled()
    intake.drop(files)
    heads = [say(f"bring.column_{c}") for c in ("file", "encoding", "articles", "refused")]
    assert [[line[h] for h in heads] for line in intake.listed()] == [
        ["整页.txt", "gb18030", "1", "0"], ["表格.csv", "utf-8", "2", "1"],
    ]  # fmt: skip
    told = [(p[say("report.file")], p[say("report.row")], p[say("report.what")]) for p in intake.problems()]
    assert ("表格.csv", "4", say("problem.read_empty_body")) in told
    cut = page.locator("[data-reader] mark[data-field=cut]")
    cut.first.wait_for()
    assert "版权所有 样例周报社<img src=x onerror=alert(1)>" in cut.all_text_contents()
    assert "首页 > 新闻 > 正文" in cut.all_text_contents()
    assert page.locator("[data-reader] img, [data-reader] b").count() == 0
    evidence = "".join(page.locator("[data-reader] mark:not(.cut)").all_text_contents())
    assert "怎样<b>疏散</b>" in evidence

    page.reload()
    page.get_by_text(say("bring.kept", count=2, size="§", names="").partition("§")[0]).wait_for(timeout=60_000)
    intake.settled()
    intake.start("样例集合")
    assert [intake.number(n) for n in NUMBERS] == ["2", "3", "3", "0", "1"]
    with page.expect_download() as waiting:
        page.locator("[class*=_refused_file] button").click()
    refused = Path(waiting.value.path()).read_bytes()
    assert refused.startswith("\ufeff文件,行,原因,怎么办".encode())
    assert f"表格.csv,4,{say('problem.read_empty_body')},{say('problem.read_empty_body.do')}".encode() in refused

    browser = page.context.browser
    assert browser is not None
    other = browser.new_page()
    other.goto(page.url)
    other.get_by_text(say("report.partly", dataset="样例集合", version=1, refused=1)).wait_for(timeout=60_000)
    other.close()

    page.get_by_role("link", name=say("report.open_articles", version=1)).click()
    page.get_by_role("heading", name=say("page.articles"), exact=True).wait_for()
    intake.settled()
    assert "data=%E6%A0%B7%E4%BE%8B%E9%9B%86%E5%90%88" in page.url
    assert "job=" not in page.url
    search = page.get_by_role("textbox", name=say("articles.search"))
    for words, count in (("教大家怎样", 1), ("版权所有", 0), ("老人义诊，量血压", 1), ("样例", 3)):
        search.fill(words)
        search.press("Enter")
        page.get_by_text(say("articles.found", text=say("reading.quote", quote=words), count=count)).wait_for()
    intake.sound()
    intake.stayed_here()


def test_what_cannot_be_read_is_told_before_anything_is_imported(intake: Intake, tmp_path: Path) -> None:
    intake.open()
    intake.drop(write(tmp_path, UNREADABLE))
    told = {p[say("report.file")]: p for p in intake.problems()}
    assert set(told) == set(UNREADABLE)
    assert all(p[say("report.what")] and p[say("report.do")] for p in told.values())
    intake.page.get_by_text(say("bring.go_none")).wait_for()
    assert intake.page.get_by_role("button", name=say("bring.go")).count() == 0
    intake.sound()
    intake.page.goto(f"{intake.address}/datasets")
    intake.page.get_by_text(say("datasets.none")).wait_for()
    intake.stayed_here()


def test_a_new_analyst_goes_from_the_sample_files_to_the_charts(intake: Intake, tmp_path: Path) -> None:
    page = intake.page
    intake.open()
    page.get_by_text(say("bring.samples")).click()
    files = []
    for name in ("csv", "xlsx", "zip"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=say(f"bring.sample_{name}")).click()
        files.append(tmp_path / waiting.value.suggested_filename)
        waiting.value.save_as(files[-1])
        assert files[-1].read_bytes() == (SAMPLES / files[-1].name).read_bytes()
    intake.drop(files)
    intake.start("望澜")
    assert intake.number("report.added") == "29"
    page.get_by_role("link", name=say("report.open_overview", version=1)).click()
    page.get_by_test_id("stPlotlyChart").first.locator("g.points path").first.wait_for(state="attached", timeout=60_000)
    intake.settled()
    figure = page.get_by_test_id("stMetric").first.get_by_test_id("stMetricValue").inner_text()
    assert int(re.sub(r"\D", "", figure)) >= 25
    intake.sound()


@pytest.mark.shared
def test_a_whole_page_of_the_web_goes_in(intake: Intake) -> None:
    intake.open()
    intake.drop([SHARED / "seed" / "qingzhou.txt"])
    intake.start("整页")
    assert [intake.number(f"report.{n}") for n in ("read", "added", "refused")] == ["1", "1", "0"]
    intake.page.get_by_role("link", name=say("report.open_overview", version=1)).click()
    intake.page.get_by_test_id("stMetric").first.wait_for()
    intake.settled()
    intake.sound()
