"""Awkward and hostile files made here: articles and refusals as the table says, within the limits of time and memory."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from intake.awkward.good import BODIES, GOOD, PAGE, ROWS, archive, pdf
from intake.awkward.make import MADE

from analytics.intake import Intake, Reading, Refusal, read_bytes
from analytics.rules import RuleBook, load_rules
from analytics.settings import settings

with (Path(__file__).parent / "awkward" / "expected.csv").open(encoding="utf-8-sig", newline="") as f:
    EXPECTED = {row["file"]: row for row in csv.DictReader(f)}
LONGEST_SECONDS = 20
LARGEST_BYTES = 1_000_000_000


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rules(settings().data / "rules")


@pytest.fixture(scope="module")
def intake(book: RuleBook) -> Iterator[Intake]:
    with Intake(book) as found:
        yield found


def test_the_table_names_every_file() -> None:
    assert list(EXPECTED) == list(MADE)


@pytest.mark.parametrize("name", MADE)
def test_an_awkward_file_gives_what_the_table_says(name: str, book: RuleBook, intake: Intake) -> None:
    data, began = MADE[name](), time.monotonic()
    # Members of archives have names, and so ids, in common: each archive is read by itself.
    found = list(read_bytes(name, data, book) if name.endswith(".zip") else intake.read(name, data, name))
    assert time.monotonic() - began < LONGEST_SECONDS
    refused = sorted({r.problem.code for r in found if isinstance(r, Refusal)})
    articles = [r for r in found if isinstance(r, Reading)]
    assert (str(len(articles)), "|".join(refused)) == (EXPECTED[name]["articles"], EXPECTED[name]["refused"])
    for result in found:
        assert result.file.startswith(name)
        if isinstance(result, Refusal):
            assert all(result.problem.what(lang) and result.problem.advice(lang) for lang in ("zh", "en"))
            assert result.problem.where.startswith(name)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_gives_its_articles_whole(name: str, book: RuleBook) -> None:
    found = list(read_bytes(name, GOOD[name](), book))
    articles = [r.article for r in found if isinstance(r, Reading)]
    one = name.endswith((".html", ".txt", "good.docx", ".pdf"))
    wanted = ROWS[:1] if one else ROWS
    if name.endswith(".pdf"):
        assert articles[0].text == "\n".join(BODIES)
    else:
        assert [a.text for a in articles[: len(wanted)]] == [row[4] for row in wanted]
    said = [(a.title, str(a.published), a.source, a.author or "") for a in articles[: len(wanted)]]
    assert said == [row[:4] for row in wanted]


def test_sentences_of_a_printed_page_are_whole_and_running_heads_are_told(book: RuleBook) -> None:
    (reading,) = read_bytes("报纸.pdf", pdf(times=12), book)
    assert isinstance(reading, Reading)
    assert reading.article.text == "\n".join(BODIES * 12)
    running = [cut.text for cut in reading.cuts if cut.rule == "intake.pdf.running"]
    assert running == ["\n".join(line for n in range(1, 5) for line in ("云岫日报\u30002024年5月7日", f"- {n} -"))]


@pytest.mark.parametrize(
    ("name", "member"),
    [("gbk_name.zip", "石桥村.txt"), ("utf8_name.zip", "石桥村.txt"), ("gbk_name_twice_coded.zip", "石桥村.txt"),
     ("latin_name.zip", "été.txt"), ("backslashes.zip", "五月/报道.txt"), ("mac.zip", "a.txt")],
)  # fmt: skip
def test_members_are_named_as_their_maker_saw_them(name: str, member: str, book: RuleBook) -> None:
    (reading,) = read_bytes(name, MADE[name](), book)
    assert reading.file == f"{name}/{member}"


def test_tracked_changes_and_controls_are_part_of_the_text(book: RuleBook) -> None:
    (reading,) = read_bytes("a.docx", MADE["tracked.docx"](), book)
    assert isinstance(reading, Reading)
    assert reading.article.text.split("\n") == [
        "志愿者走进石桥村，检查线路三十余处，村民都说好。",
        "控件里的一段话，也是正文的一部分。",
    ]


def test_members_come_in_the_order_of_their_names(book: RuleBook) -> None:
    texts = {f"{n}.txt": f"{PAGE}{n}号村。" for n in (3, 1, 2)}
    files = [
        [r.file for r in read_bytes("a.zip", archive({n: texts[n].encode() for n in order}), book)]
        for order in (texts, sorted(texts))
    ]
    assert files == [["a.zip/1.txt", "a.zip/2.txt", "a.zip/3.txt"]] * 2


def test_an_archive_has_its_time_and_the_rest_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, book: RuleBook
) -> None:
    monkeypatch.setattr("analytics.intake.opening.seconds_for", lambda size, members: 0.2)
    slow = "2024\n05/06\n" * 5_000
    found = list(read_bytes("a.zip", archive({f"{n}.txt": f"{slow}{n}".encode() for n in range(4)}), book))
    assert [r.problem.code for r in found if isinstance(r, Refusal)] == ["read_archive_seconds"] * 3


@pytest.mark.parametrize("name", ["objects.json", "far_corner.xlsx", "padded.xlsx", "bomb.zip", "deep.html"])
def test_what_swells_stays_within_a_gigabyte(name: str, intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixteen million objects of 48 MB want three gigabytes: the child is ended long before."""
    data = b"[" + b"{}," * 16_000_000 + b"{}]" if name == "objects.json" else MADE[name]()
    largest = [0]
    memory = psutil.Process.memory_info

    def look(process: psutil.Process) -> object:
        found = memory(process)
        largest[0] = max(largest[0], found.rss)
        return found

    monkeypatch.setattr(psutil.Process, "memory_info", look)
    began = time.monotonic()
    assert all(isinstance(r, Refusal) for r in intake.read(name, data))
    assert time.monotonic() - began < LONGEST_SECONDS
    assert 0 < largest[0] < LARGEST_BYTES
