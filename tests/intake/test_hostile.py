"""The shared hostile files: every verdict of their manifest, within the limits."""

from __future__ import annotations

import csv
import time
from dataclasses import dataclass

import pytest
from conftest import SHARED

from analytics.intake import Intake, Reading, Refusal
from analytics.intake.decoding import encoding_of
from analytics.intake.page import text_lines
from analytics.rules import load_rules
from analytics.settings import settings

pytestmark = pytest.mark.shared
HOSTILE = SHARED / "hostile"
LONGEST_SECONDS = 20
ACCEPTED = 0.99
WITHOUT_ARTICLES = {
    "read_no_body_column", "read_no_rows", "read_empty_file", "read_no_body", "read_scanned", "read_duplicate",
}  # fmt: skip
"""A file that was parsed and holds no article is refused by one of these; others mean that it was not parsed."""


@dataclass(frozen=True)
class Answer:
    """What came of one file, and how long it took."""

    found: list[Reading | Refusal]
    seconds: float

    @property
    def readings(self) -> list[Reading]:
        return [r for r in self.found if isinstance(r, Reading)]


def manifest(expect: str = "") -> list[dict[str, str]]:
    if not HOSTILE.is_dir():
        return []
    with (HOSTILE / "manifest.csv").open(encoding="utf-8-sig", newline="") as f:
        return [row for row in csv.DictReader(f) if expect in ("", row["expect"])]


@pytest.fixture(scope="module")
def answers() -> dict[str, Answer]:
    out: dict[str, Answer] = {}
    with Intake(load_rules(settings().data / "rules")) as intake:
        for row in manifest():
            began = time.monotonic()
            found = list(intake.read_path(HOSTILE / row["file"]))
            out[row["file"]] = Answer(found, time.monotonic() - began)
    return out


def test_every_file_gives_something_and_every_refusal_says_what_to_do(answers: dict[str, Answer]) -> None:
    assert [name for name, answer in answers.items() if not answer.found] == []
    for answer in answers.values():
        for result in answer.found:
            if isinstance(result, Refusal):
                assert result.problem.where
                assert all(result.problem.what(lang) and result.problem.advice(lang) for lang in ("zh", "en"))
            else:
                assert result.article.text.strip()


def test_no_file_takes_long(answers: dict[str, Answer]) -> None:
    assert {name: a.seconds for name, a in answers.items() if a.seconds > LONGEST_SECONDS} == {}


def test_nothing_to_refuse_is_taken(answers: dict[str, Answer]) -> None:
    assert [r["file"] for r in manifest("reject") if answers[r["file"]].readings] == []


def test_what_is_sound_is_parsed(answers: dict[str, Answer]) -> None:
    """Each row is an article or refused with its reason; a table without article columns is refused as such."""
    failed = {}
    for row in manifest("accept"):
        refused = [r for r in answers[row["file"]].found if isinstance(r, Refusal)]
        whole = {r.problem.code for r in refused if r.row is None and r.file == str(HOSTILE / row["file"])}
        if not whole <= WITHOUT_ARTICLES:
            failed[row["file"]] = whole
    assert len(failed) <= (1 - ACCEPTED) * len(manifest("accept")), failed


def test_all_encodings_are_told(answers: dict[str, Answer]) -> None:
    wrong = []
    for row in manifest("accept"):
        if not row["kind"].startswith("enc:"):
            continue
        data = (HOSTILE / row["file"]).read_bytes()
        text, codec = data.decode(encoding_of(data).codec), row["kind"].removeprefix("enc:")
        if codec != "see name" and text != data.decode(codec):
            wrong.append(row["file"])
        (reading,) = answers[row["file"]].readings
        if row["file"].endswith((".txt", ".srt")):
            lines = (line for cut in reading.cuts for line in cut.text.split("\n"))
            kept = [reading.article.title, *reading.article.text.split("\n"), *lines]
            assert sorted(filter(None, kept)) == sorted(text_lines(text))
    assert wrong == []


def test_no_row_of_a_table_is_lost(answers: dict[str, Answer]) -> None:
    assert len(answers["strings/blns.csv"].found) == 515
    formulas = [r.article.text for r in answers["made/formulas.csv"].readings]
    assert len(formulas) == 3
    assert formulas[1] == "+cmd"


def test_a_member_named_in_gbk_is_shown_in_chinese(answers: dict[str, Answer]) -> None:
    assert {r.file.rpartition("/")[2] for r in answers["made/gbk_member_name.zip"].found} == {"新闻.csv"}
