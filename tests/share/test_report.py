"""The DOCX report: endnotes quote as many sentences as their numbers say, Word's and LibreOffice's readers open it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from browser.hostile_collection import NAME, attack, own_vectors
from defusedxml import ElementTree
from docx import Document
from support import ROOT
from truth import invented, opened, views

from analytics.importing import load_demo
from analytics.measures import Collection, open_collection
from analytics.problems import Problem
from analytics.settings import settings
from analytics.share import drawing
from analytics.share.account import account
from analytics.share.account_values import Account
from analytics.share.parts import PARTS
from analytics.share.report import docx_bytes
from analytics.store.workspace import open_workspace
from analytics.views import View

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
YEAR = View(start=date(2025, 1, 1), end=date(2025, 12, 31))
VIEWS = [View(), YEAR, *views(25, seed=77)]
SENTENCE, NUMBERED = re.compile(r"\[(\d+)\] .*“.+”", re.DOTALL), re.compile(r"\[(\d+)\]")
TELL = """
import sys
from datetime import date
from pathlib import Path
from analytics.measures import open_collection
from analytics.share.account import account
from analytics.share.report import docx_bytes
from analytics.store.workspace import open_workspace
from analytics.views import View
found = open_collection(open_workspace(Path(sys.argv[1])), "demo")
told = account(found, View(start=date(2025, 1, 1), end=date(2025, 3, 31)), "zh", address="https://jushi.example")
sys.stdout.buffer.write(docx_bytes(told))
"""


@dataclass(frozen=True)
class Seen:
    """What a reader finds in the file: numbers of the text with their notes, and the paragraphs of each note."""

    numbers: list[tuple[str, int]]
    notes: dict[int, list[str]]
    text: str


def words(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def seen(data: bytes) -> Seen:
    """Read with nothing of ours."""
    with zipfile.ZipFile(BytesIO(data)) as members:
        body = ElementTree.fromstring(members.read("word/document.xml"))
        notes = ElementTree.fromstring(members.read("word/endnotes.xml"))
    numbers = []
    for paragraph in body.iter(f"{W}p"):
        before = ""
        for run in paragraph.iter(f"{W}r"):
            sign = run.find(f"{W}endnoteReference")
            if sign is not None:
                numbers.append((before, int(sign.get(f"{W}id"))))
            before = words(run) or before
    found = {int(n.get(f"{W}id")): [words(p) for p in n.findall(f"{W}p")] for n in notes if not n.get(f"{W}type")}
    return Seen(numbers, found, words(body))


@pytest.fixture(scope="module")
def home(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "home"
    load_demo(open_workspace(folder))
    return folder


@pytest.fixture(scope="module")
def demo(home: Path) -> Collection:
    return open_collection(open_workspace(home), "demo")


@pytest.fixture(scope="module")
def made(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Collection:
    space, _ = invented(tmp_path_factory.mktemp("reports"), 60)
    return opened(space)


@pytest.fixture
def unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures take most of the time, and are looked at elsewhere."""
    monkeypatch.setattr(drawing, "png", lambda found: None)


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize("view", VIEWS, ids=repr)
def test_every_note_quotes_as_many_sentences_as_its_number_says(made: Collection, view: View) -> None:
    check_notes(account(made, view, "zh"))


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_note_of_the_demonstration_quotes_as_many_sentences_as_its_number_says(
    demo: Collection, language: Any
) -> None:
    check_notes(account(demo, YEAR, language, address="https://jushi.example"))


def check_notes(told: Account) -> None:
    found = seen(docx_bytes(told))
    signs = [note for _, note in found.numbers]
    assert signs == list(range(1, len(found.notes) + 1))
    people = {n: a.people for n, a in enumerate(told.activities, start=1)}
    every = [*told.activities, *told.standing]
    for text, note in found.numbers:
        heading, *lines = found.notes[note]
        number = int((re.findall(r"\d[\d,]*", text) or ["0"])[0].replace(",", ""))
        quoted = [int(m.group(1)) for line in lines if (m := SENTENCE.match(line))]
        listed = [NUMBERED.findall(line) for line in lines if not SENTENCE.match(line)]
        if heading.strip().startswith(("参加人数", "People (at least)")):
            assert number == sum(people[n] or 0 for n in quoted), heading
        elif any(
            line.startswith(("活动（次） ", "Activities ", "全部活动 ", "All activities ", "写明长期", "Reports of"))
            for line in lines
        ):
            assert number == len(set(listed[0])), heading  # a row of a table: its first column
        else:
            assert number == len(quoted), heading
        for n in quoted:
            line = next(one for one in lines if one.startswith(f"[{n}] "))
            assert all("".join(span.quote.split()) in "".join(line.split()) for span in every[n - 1].quotes[:1])
    numbers = {int(n) for lines in found.notes.values() for line in lines for n in NUMBERED.findall(line)}
    cited = {int(m.group(1)) for lines in found.notes.values() for line in lines if "/reading?" in line
             and (m := NUMBERED.match(line))}  # fmt: skip
    assert numbers == cited, "every sentence that is named is quoted with its address once"


@pytest.mark.sqlite  # what LibreOffice does with a file
def test_libreoffice_shows_every_note_with_its_sentences(demo: Collection, tmp_path: Path) -> None:
    told = account(demo, YEAR, "zh", address="https://jushi.example")
    (tmp_path / "报告.docx").write_bytes(docx_bytes(told))
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "no LibreOffice on this machine: sh scripts/need_programs.sh installs it or says how"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "报告.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(tmp_path / "报告.pdf")]
    text = "".join("".join(pages).split())
    counted = told.figures[0].count
    for one in told.activities[:counted]:
        assert "".join(one.quotes[0].quote.split()) in text
        assert f"id={one.id}" in text
    assert f"共{counted}1次活动" in text, "the sign of the first note stands at its number"
    for leftover in ("None", "nan", "{", "REF_", "Error", "错误："):
        assert leftover not in text, leftover
    assert len(pages) > 10


def test_word_readers_open_it_and_find_its_parts(demo: Collection) -> None:
    data = docx_bytes(account(demo, YEAR, "zh", address="https://jushi.example"), title="一 季 <度>")
    document = Document(BytesIO(data))
    assert document.core_properties.title == "一 季 <度>"
    assert document.core_properties.author == "据实"
    assert len(document.inline_shapes) == 7
    for shape in document.inline_shapes:
        assert shape._inline.docPr.get("descr")
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(f"{W}eastAsia") == "宋体"
    with zipfile.ZipFile(BytesIO(data)) as members:
        assert {member.date_time for member in members.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in members.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(members.read(name))
        assert b"python-docx" not in b"".join(members.read(n) for n in members.namelist() if n.startswith("docProps"))


@pytest.mark.sqlite  # what a fresh process reads of PostgreSQL is told in test_account
def test_fresh_processes_write_the_same_bytes(home: Path) -> None:
    def write(seed: str) -> bytes:
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai" if seed == "1" else "UTC"}
        command = [sys.executable, "-c", TELL, str(home)]
        return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True).stdout

    assert write("1") == write("2")


def test_words_of_a_source_stay_words(tmp_path: Path) -> None:
    vectors = [row["text"] for row in own_vectors()]
    attack(tmp_path / "home", vectors)
    told = account(
        open_collection(open_workspace(tmp_path / "home"), NAME), View(), "zh", address="https://jushi.example"
    )
    data = docx_bytes(told)
    found = seen(data)
    every = "".join(line for lines in found.notes.values() for line in lines)
    squeezed = "".join(every.split())
    for vector in vectors:
        plain = "".join(
            re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\u202a-\u202e\u2066-\u2069]", "", vector).split()
        )
        assert plain[:60].replace("\ufffd", "") in squeezed.replace("\ufffd", "")
    with zipfile.ZipFile(BytesIO(data)) as members:
        targets = re.findall(
            rb'Target="([^"]+)"[^>]*TargetMode="External"', members.read("word/_rels/endnotes.xml.rels")
        )
        assert targets
        assert all(target.startswith(b"https://jushi.example/reading?") for target in targets)
        for name in members.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(members.read(name))


@pytest.mark.usefixtures("unseen")
def test_without_fonts_the_report_says_so_and_keeps_its_tables(demo: Collection) -> None:
    found = seen(docx_bytes(account(demo, YEAR, "zh")))
    assert found.text.count("没有能写中文的字体") == 7
    assert "2025年3月" in found.text


@pytest.mark.usefixtures("unseen")
def test_only_the_parts_that_are_asked_for(demo: Collection) -> None:
    told = account(demo, YEAR, "zh")
    for part in PARTS:
        found = seen(docx_bytes(told, parts=(part,)))
        assert ("主要数字" in found.text) is (part == "figures")
        assert ("报道来源" in found.text) is (part == "sources")
    with pytest.raises(Problem, match="没有"):
        docx_bytes(told, parts=("nothing",))


def test_a_document_of_too_much_is_refused_with_advice(demo: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    told = account(demo, YEAR, "zh")
    monkeypatch.setenv("JUSHI_DOCUMENT_SENTENCES", "10")
    settings.cache_clear()
    try:
        with pytest.raises(Problem, match="超过一份文件最多的 10 次"):
            docx_bytes(told)
    finally:
        monkeypatch.undo()
        settings.cache_clear()
