"""Awkward and hostile files: no crash, no hang, every file an article or a refusal with what to do."""

from __future__ import annotations

import csv
import time

import pytest
from conftest import SHARED

from analytics.intake import Reading, Refusal, read_files
from analytics.intake.decoding import encoding_of
from analytics.intake.page import text_lines
from analytics.rules import RuleBook, load_rules
from analytics.settings import settings

pytestmark = pytest.mark.shared
HOSTILE = SHARED / "hostile"
ROOMS = ("csv", "enc", "strings", "xss", "office", "made", "zip", "pdf")
LATER = {".xls", ".ods", ".docx", ".pdf", ".zip"}
TABLE_ONLY = {"read_no_body_column", "read_no_rows", "read_empty_file"}


@pytest.fixture(scope="module")
def found() -> dict[str, list[Reading | Refusal]]:
    book: RuleBook = load_rules(settings().data / "rules")
    began = time.monotonic()
    out: dict[str, list[Reading | Refusal]] = {}
    for result in read_files([HOSTILE / room for room in ROOMS], book):
        out.setdefault(result.file.partition("hostile/")[2], []).append(result)
    assert time.monotonic() - began < 60
    return out


def manifest() -> list[dict[str, str]]:
    if not HOSTILE.is_dir():
        return []
    with (HOSTILE / "manifest.csv").open(encoding="utf-8-sig", newline="") as f:
        return [row for row in csv.DictReader(f) if row["file"].split("/")[0] in ROOMS]


def test_every_file_gives_something_and_every_refusal_says_what_to_do(
    found: dict[str, list[Reading | Refusal]],
) -> None:
    missing = [row["file"] for row in manifest() if row["file"] not in {f.partition("[")[0] for f in found}]
    assert missing == []
    for results in found.values():
        for result in results:
            if isinstance(result, Refusal):
                assert result.problem.text("zh")
                assert result.problem.text("en")
            else:
                assert result.article.text.strip()
                assert "\ufffd" not in result.article.title


def test_files_to_refuse_are_refused(found: dict[str, list[Reading | Refusal]]) -> None:
    taken = [
        row["file"]
        for row in manifest()
        if row["expect"] == "reject" and any(isinstance(r, Reading) for r in found[row["file"]])
    ]
    assert taken == []


def test_sound_workbooks_are_opened(found: dict[str, list[Reading | Refusal]]) -> None:
    sound = [r["file"] for r in manifest() if r["expect"] == "accept" and r["file"].endswith((".xlsx", ".xlsm"))]
    failed = {}
    for name in sound:
        codes = {
            r.problem.code
            for f, rs in found.items()
            if f.partition("[")[0] == name
            for r in rs
            if isinstance(r, Refusal)
        }
        if not codes <= TABLE_ONLY:
            failed[name] = codes
    assert failed == {}


def test_kinds_of_a_later_version_are_refused_by_name(found: dict[str, list[Reading | Refusal]]) -> None:
    for name, results in found.items():
        if any(name.endswith(s) for s in LATER):
            assert all(isinstance(r, Refusal) for r in results), name


@pytest.mark.parametrize(
    "row", [r for r in manifest() if r["kind"].startswith("enc:") and r["expect"] == "accept"], ids=lambda r: r["file"]
)
def test_encodings(row: dict[str, str], found: dict[str, list[Reading | Refusal]]) -> None:
    data = (HOSTILE / row["file"]).read_bytes()
    codec = row["kind"].removeprefix("enc:")
    text = data.decode(encoding_of(data).codec)
    if codec != "see name":
        assert text == data.decode(codec)
    (reading,) = found[row["file"]]
    assert isinstance(reading, Reading)
    if row["file"].endswith((".txt", ".srt")):
        kept = [
            reading.article.title,
            *reading.article.text.split("\n"),
            *(x for c in reading.cuts for x in c.text.split("\n")),
        ]
        assert sorted(filter(None, kept)) == sorted(text_lines(text))


def test_no_row_of_a_table_is_lost(found: dict[str, list[Reading | Refusal]]) -> None:
    strings = found["strings/blns.csv"]
    assert len(strings) == 515
    formulas = [r.article.text for r in found["made/formulas.csv"] if isinstance(r, Reading)]
    assert len(formulas) == 3
    assert formulas[1] == "+cmd"
