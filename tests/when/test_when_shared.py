"""Measured on the shared gold: the time cases and the dates of the annotated activities, with floors."""

from __future__ import annotations

import json
import sys
from datetime import date

import pytest
from support import ROOT, SHARED

from analytics.extract.when import TimeReader
from analytics.extract.when.command import dates_command
from analytics.extract.when.edtf import bounds
from analytics.rules import load_rules

pytestmark = pytest.mark.shared
BOOK = load_rules(ROOT / "data" / "rules")
FLOOR_CASES = 0.955
FLOOR_NEWS = 0.97
FLOOR_ACTIVITIES = 0.93


@pytest.fixture(scope="module")
def score_time():
    sys.path.insert(0, str(SHARED / "gold"))
    try:
        import score_time
    finally:
        sys.path.pop(0)
    return score_time


def test_the_time_cases(score_time) -> None:
    lines = (SHARED / "gold" / "time.jsonl").read_bytes().splitlines()
    cases = [json.loads(line) for line in lines]
    answers = [json.loads(line)["dates"] for line in dates_command(lines, BOOK)]
    right = [score_time.right(case, dates) for case, dates in zip(cases, answers, strict=True)]
    assert sum(right) / len(right) >= FLOOR_CASES
    news = [ok for ok, case in zip(right, cases, strict=True) if case["source"].startswith(("own-news", "negative"))]
    assert sum(news) / len(news) >= FLOOR_NEWS


def located(text: str, quotes: list[str]) -> list[tuple[int, int]]:
    return [(at, at + len(quote)) for quote in quotes if (at := text.find(quote)) >= 0]


def test_the_dates_of_annotated_activities_are_among_those_read() -> None:
    """One of the expressions up to the end of the evidence covers the days of the gold date."""
    reader = TimeReader(BOOK)
    hits = total = 0
    for path in sorted((SHARED / "gold" / "dev").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text, published = gold["text"], gold["published"] and date.fromisoformat(gold["published"])
        runs = {
            id(a): [(at, at + len(q)) for q in a["evidence"] if (at := text.find(q)) >= 0] for a in gold["activities"]
        }
        ahead = [run for a in gold["activities"] if a["kind"] == "planned" for run in runs[id(a)]]
        found = reader.read(text, published, ahead)
        for activity in gold["activities"]:
            if not activity.get("date") or not runs[id(activity)]:
                continue
            last = max(end for _, end in runs[id(activity)])
            read = [e for e in found if e.span.start < last]
            if not read and activity["date"].endswith("~"):
                continue
            total += 1
            hits += any((e.date.start, e.date.end) == bounds(activity["date"], published) for e in read)
    assert total > 100
    assert hits / total >= FLOOR_ACTIVITIES, f"{hits} of {total}"
