"""The dates command: one answer a line, a bad line told with its number."""

from __future__ import annotations

import json

import pytest
from support import ROOT

from analytics.extract.when.command import dates_command
from analytics.problems import Problem
from analytics.rules import load_rules

BOOK = load_rules(ROOT / "data" / "rules")


def ask(*lines: str) -> list:
    return [json.loads(line)["dates"] for line in dates_command([line.encode() for line in lines], BOOK)]


def test_every_date_of_the_text() -> None:
    line = json.dumps({"text": "去年5月以来结对，6月1日、近年来都有活动。", "reference_date": "2024-08-07", "id": 3})
    assert ask(line) == [[
        {"quote": "去年5月以来", "edtf": "2023-05/..", "start": "2023-05-01", "end": "2024-08-07"},
        {"quote": "6月1日", "edtf": "2024-06-01", "start": "2024-06-01", "end": "2024-06-01"},
    ]]  # fmt: skip


def test_an_expression_alone_counts_as_a_time() -> None:
    answers = ask(
        *(json.dumps({"text": t, "reference_date": "2024-08-07"}) for t in ("六一", "端午节", "三月", "2018"))
    )
    assert [[d["edtf"] for d in dates] for dates in answers] == [["2024-06-01"], ["2024-06-10"], ["2024-03"], ["2018"]]


def test_without_a_day_of_publication_only_what_the_text_tells() -> None:
    assert ask('{"text": "3月5日上街。"}', '{"text": "2024年3月5日上街。", "reference_date": null}') == [
        [],
        [{"quote": "2024年3月5日", "edtf": "2024-03-05", "start": "2024-03-05", "end": "2024-03-05"}],
    ]


def test_blank_lines_are_passed_over() -> None:
    assert ask("", '{"text": "无"}', "  ") == [[]]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("{", "JSON"),
        ("[]", "-"),
        ('{"reference_date": "2024-08-07"}', "text"),
        ('{"text": "", "reference_date": "昨天"}', "reference_date"),
    ],
)
def test_a_bad_line_is_told_with_its_number(line: str, word: str) -> None:
    answers = dates_command([b'{"text": ""}', line.encode()], BOOK)
    assert json.loads(next(answers)) == {"dates": []}
    with pytest.raises(Problem) as told:
        next(answers)
    assert told.value.where == "2"
    assert "2" in told.value.what("zh")
    assert word in told.value.what("en")
    assert told.value.advice("zh")
