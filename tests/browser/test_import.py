"""Files through the uploader of a fresh process with an empty home: what is told, and what can be found afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, SHARED
from playwright.sync_api import Browser, Page, expect

from analytics.messages import say

pytestmark = pytest.mark.browser
APP = ROOT / "app.py"
TABLE = """标题,发布时间,来源,正文
河湾里的清洁日,2025-04-02,样例周报,"4月1日，样例供电所志愿服务队18人来到样例省样例县的河边清理垃圾，一共清出三十多袋。"
祠堂前的义诊,2025-05-06,样例周报,"5月5日，样例医院的医生在祠堂前为老人义诊，量血压、测血糖。"
没有正文的一行,2025-05-07,样例周报,
"""
PAGE = """首页 > 新闻 > 正文
球场上的安全课
2025-06-10 09:30  来源：样例周报  作者：某某
6月9日，样例消防站的队员走进样例小学，给五年级学生上了一堂安全课，教大家怎样疏散。
下课后，队员们又在操场上带着学生演练了一遍。
责任编辑：某某
版权所有 样例周报社
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home: nothing was ever imported."""
    return tmp_path / "home"


@pytest.fixture
def asked() -> list[str]:
    """Every address that the browser asked for."""
    return []


@pytest.fixture
def page(browser: Browser, asked: list[str]) -> Page:
    found = browser.new_page()
    found.on("request", lambda request: asked.append(request.url))
    return found


def open_datasets(page: Page, address: str) -> None:
    """In by the front page, which says where to go when there is nothing yet."""
    page.goto(address)
    page.get_by_text(say("problem.nothing_imported")).wait_for()
    page.get_by_role("link", name=say("page.datasets")).click()
    page.get_by_text(say("datasets.none")).wait_for()


def upload(page: Page, files: list[Path], name: str) -> None:
    """Fills the panel and imports; back when the report is there."""
    page.get_by_label(say("datasets.name")).fill(name)
    page.get_by_label(say("datasets.name")).press("Enter")
    page.get_by_test_id("stFileUploader").first.locator("input[type=file]").set_input_files(files)
    for file in files:
        page.get_by_text(file.name).first.wait_for()
    settled(page)
    page.get_by_role("button", name=say("datasets.go_files")).click()
    page.get_by_role("heading", name=say("datasets.report")).wait_for(timeout=60_000)
    settled(page)


def settled(page: Page) -> None:
    page.wait_for_timeout(300)
    page.wait_for_function("!document.querySelector('[data-testid=stApp][data-test-script-state=running]')")


def number(page: Page, name: str) -> str:
    """The figure of the report under a heading."""
    metric = page.get_by_test_id("stMetric").filter(has_text=re.compile(f"^{re.escape(say(name))}"))
    return metric.get_by_test_id("stMetricValue").inner_text()


def test_what_is_uploaded_is_counted_and_found(
    serve: Callable[[Path], str], page: Page, asked: list[str], tmp_path: Path
) -> None:
    (table := tmp_path / "表格.csv").write_text(TABLE, encoding="utf-8")
    (text := tmp_path / "整页.txt").write_text(PAGE, encoding="gb18030")
    address = serve(APP)
    open_datasets(page, address)
    upload(page, [table, text], "样例集合")
    numbers = ("report.files", "report.read", "report.added", "report.duplicates", "report.refused")
    assert [number(page, n) for n in numbers] == ["2", "3", "3", "0", "1"]
    with page.expect_download() as waiting:
        page.locator("[class*=_refused_file] button").click()
    refused = Path(waiting.value.path()).read_bytes()
    assert refused.startswith("\ufeff文件,行,原因,怎么办".encode())
    assert f"表格.csv,4,{say('problem.read_empty_body')},{say('problem.read_empty_body.do')}".encode() in refused

    page.get_by_role("link", name=say("report.open_articles", version=1)).click()
    page.get_by_role("heading", name=say("page.articles"), exact=True).wait_for()
    settled(page)
    assert "data=%E6%A0%B7%E4%BE%8B%E9%9B%86%E5%90%88" in page.url
    search = page.get_by_label(say("articles.search"))
    for words, count in (("怎样疏散", 1), ("版权所有", 0), ("老人义诊，量血压", 1), ("样例", 3)):
        search.fill(words)
        search.press("Enter")
        page.get_by_text(say("articles.found", text=words, count=count)).wait_for()
    assert {url for url in asked if not url.startswith((address, "blob:", "data:"))} == set()


def test_what_cannot_be_read_is_told_and_changes_nothing(
    serve: Callable[[Path], str], page: Page, asked: list[str], tmp_path: Path
) -> None:
    files = {
        "空.txt": b"",
        "乱.txt": bytes(range(0x80, 0x100)) * 40 + b"\xff\xfe\xfd",
        "图.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "旧.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "本.pdf": b"%PDF-1.7\n%x",
        "列.csv": "日期,人\n2025-01-01,某\n".encode(),
        "长.txt": ("长" * 350_000).encode(),
    }
    paths = []
    for name, content in files.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    address = serve(APP)
    open_datasets(page, address)
    upload(page, paths, "坏文件")
    page.get_by_text(say("report.nothing", dataset="坏文件")).wait_for()
    assert number(page, "report.refused") == str(len(files))
    with page.expect_download() as waiting:
        page.locator("[class*=_refused_file] button").click()
    told = Path(waiting.value.path()).read_text("utf-8-sig")
    for name, code in (
        ("空.txt", "read_empty_file"), ("图.png", "read_binary"), ("旧.xls", "read_later_xls"),
        ("本.pdf", "read_later_pdf"),
    ):  # fmt: skip
        assert f"{name},,{say(f'problem.{code}')},{say(f'problem.{code}.do')}" in told
    for name in files:
        assert f"\n{name}," in told
    expect(page.get_by_text(say("datasets.none"))).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0
    assert {url for url in asked if not url.startswith((address, "blob:", "data:"))} == set()


@pytest.mark.shared
def test_a_whole_page_of_the_web_goes_in(serve: Callable[[Path], str], page: Page) -> None:
    open_datasets(page, serve(APP))
    upload(page, [SHARED / "seed" / "qingzhou.txt"], "整页")
    assert [number(page, f"report.{n}") for n in ("read", "added", "refused")] == ["1", "1", "0"]
    page.get_by_role("link", name=say("report.open_overview", version=1)).click()
    page.get_by_test_id("stMetric").first.wait_for()
    settled(page)
    assert page.get_by_test_id("stException").count() == 0
