"""An analyst may edit the tables: a wrong value is told, a kind without words does no harm."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date

import pytest
from pydantic import ValidationError
from support import ROOT

from analytics.extract.when import TimeReader
from analytics.rules import RuleBook, load_rules
from analytics.rules.time_rows import CalendarDay, InnerKind, LastingUnit, StartKind, TimeWord

BOOK = load_rules(ROOT / "data" / "rules")
TEXT = "去年以来，3月5日上午，春节前夕，近三年，每年七一，2024年第三季度末。"


@pytest.mark.parametrize(
    ("kind", "value"), [("year_rel", "去年"), ("half", "42"), ("epoch", "2022"), ("edge", ""), ("variant", "")]
)
def test_a_value_that_does_not_fit_its_kind_is_refused(kind: str, value: str) -> None:
    with pytest.raises(ValidationError) as told:
        TimeWord.model_validate(
            {"id": "time.test.word", "zh": "测", "en": "test", "kind": kind, "words": "某", "value": value}
        )
    assert told.value.errors()[0]["loc"] == ("value",)


@pytest.mark.parametrize("kind", [*StartKind.__args__, *InnerKind.__args__])
def test_every_kind_is_used_and_may_be_empty(kind: str) -> None:
    words = BOOK.rows("time_words.csv", TimeWord)
    assert any(row.kind == kind for row in words)
    left = RuleBook(BOOK.tables | {"time_words.csv": tuple(row for row in words if row.kind != kind)}, "x")
    assert TimeReader(left).read(TEXT, date(2024, 8, 7)) is not None


def test_which_lengths_are_those_of_occasions_stands_in_a_table() -> None:
    text = "行动为期两个月，培训为期三天。"
    assert [one.days for one in TimeReader(BOOK).lengths(text, 0, len(text))] == [3]
    month = LastingUnit(id="time.test.month", zh="测", en="test", unit="month", days=30, most=2)
    changed = RuleBook(BOOK.tables | {"time_lasting.csv": (month,)}, "x")
    assert [one.days for one in TimeReader(changed).lengths(text, 0, len(text))] == [60]


def test_a_word_stands_once_in_its_kind() -> None:
    seen = [(row.kind, word) for row in BOOK.rows("time_words.csv", TimeWord) for word in row.words]
    assert len(seen) == len(set(seen))


def test_the_calendar_knows_published_days() -> None:
    days = {(row.year, row.kind, row.name): row.first for row in BOOK.rows("time_calendar.csv", CalendarDay)}
    assert days[2024, "month", "1"] == date(2024, 2, 10)
    assert days[2023, "month", "-2"] == date(2023, 3, 22)
    assert days[2020, "month", "-4"] == date(2020, 5, 23)
    assert days[2022, "term", "清明"] == date(2022, 4, 5)
    assert days[2021, "term", "冬至"] == date(2021, 12, 21)
    assert sum(kind == "term" for _, kind, _ in days) == 24 * 61


def test_the_calendar_is_what_its_script_writes(tmp_path) -> None:
    code = (
        f"import pathlib, scripts.build_calendar as b; b.TARGET = pathlib.Path({str(tmp_path / 'out.csv')!r}); b.main()"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    assert (tmp_path / "out.csv").read_bytes() == (ROOT / "data" / "rules" / "time_calendar.csv").read_bytes()
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as f:
        assert next(csv.reader(f)) == ["year", "kind", "name", "first"]
