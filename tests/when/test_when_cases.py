"""Every case of the tables reads as it says: the whole span, in one reading, and by a rule that explains itself."""

from __future__ import annotations

from functools import cache

import pytest
from support import ROOT

from analytics.extract.numbers import read_numbers
from analytics.extract.when import TimeReader
from analytics.rules import RuleBook, load_rules
from analytics.rules.check import read_table
from analytics.rules.time_rows import LastingCase, NumberCase, TimeCase, TimeStory

RULES = ROOT / "data" / "rules"


@cache
def book() -> RuleBook:
    return load_rules(RULES)


@cache
def reader() -> TimeReader:
    return TimeReader(book())


def rows(name: str, model: type) -> list:
    found, faults = read_table(RULES, f"cases/{name}.csv")
    assert not faults
    return [row for row in found if isinstance(row, model)]


def time_cases() -> list:
    return [
        pytest.param(case, id=f"{case.text}{case.reference or ''}{'将' if case.ahead else ''}",
                     marks=[pytest.mark.xfail(reason=case.gap, strict=True)] if case.gap else [])
        for case in rows("time_expressions", TimeCase)
    ]  # fmt: skip


@pytest.mark.parametrize("case", time_cases())
def test_expression(case: TimeCase) -> None:
    ahead = [(0, len(case.text))] if case.ahead else []
    found = reader().read(case.text, case.reference, ahead)
    read = [(e.span.quote, e.date.edtf or "", e.date.start, e.date.end) for e in found]
    assert read == ([(case.quote, case.edtf, case.start, case.end)] if case.quote else [])
    assert all(e.rule in book().texts for e in found)


@pytest.mark.parametrize("case", rows("time_stories", TimeStory), ids=lambda c: c.text[:24])
def test_story(case: TimeStory) -> None:
    found = reader().read(case.text.replace("⏎", "\n"), case.reference)
    assert [f"{e.span.quote}={e.date.edtf or ''}" for e in found] == list(case.found)


@pytest.mark.parametrize("case", rows("time_lasting", LastingCase), ids=lambda c: c.text)
def test_lasting(case: LastingCase) -> None:
    read = reader().lengths(case.text, 0, len(case.text))
    assert [one.days for one in read] == ([case.days] if case.days else [])
    assert all(0 <= one.start < one.end <= len(case.text) for one in read)


@pytest.mark.parametrize("case", rows("numbers", NumberCase), ids=lambda c: c.text)
def test_number(case: NumberCase) -> None:
    marks = {"at_least": "≥", "at_most": "≤", "exact": ""}
    read = [
        f"{case.text[n.start : n.end]}={marks[n.bound]}{'?' if n.value is None else format(n.value, '.12g')}"
        for n in read_numbers(case.text)
    ]
    assert read == list(case.numbers)


def test_there_are_enough_cases_and_enough_look_alikes() -> None:
    cases = rows("time_expressions", TimeCase)
    assert len(cases) >= 250
    assert sum(not case.quote for case in cases) >= 50
