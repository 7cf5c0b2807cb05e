"""Villages served or only mentioned, and head counts: each sentence by itself, without the reading of occasions."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from support import cases

from analytics.extract.counts import HeadCount, read_head_counts
from analytics.extract.cues import CueScan
from analytics.extract.numbers import read_numbers
from analytics.extract.served import served_villages, village_name
from analytics.extract.units import Unit, read_units
from analytics.extract.where import PlaceReader
from analytics.gazetteer import load_gazetteer
from analytics.rules import RuleBook, load_rules
from analytics.text.sentences import sentences

DATA = Path(__file__).resolve().parents[2] / "data"


@cache
def book() -> RuleBook:
    return load_rules(DATA / "rules")


@cache
def scan() -> CueScan:
    return CueScan(book())


@cache
def reader() -> PlaceReader:
    return PlaceReader(book(), load_gazetteer(DATA / "gazetteer", [DATA / "demo" / "places.csv"]))


def served(text: str) -> list[str]:
    cues, places = scan().read(text), reader().read(text, reader().context(text, "", None))
    deeds = {"donation"} if "捐" in text else set()
    found: list[str] = []
    for unit in read_units(text, sentences(text), cues):
        inside = [p for p in places if unit.start <= p.place.start and p.place.end <= unit.end]
        facts = SimpleNamespace(unit=unit, what=SimpleNamespace(deeds=deeds), places=inside)
        found += [village_name(m) for m, _ in served_villages(text, facts, cues)]
    return list(dict.fromkeys(found))


def heads(text: str) -> list[HeadCount]:
    cues, numbers = scan().read(text), read_numbers(text)
    units: list[Unit] = read_units(text, sentences(text), cues)
    return [h for unit in units for h in read_head_counts(text, unit, numbers, cues)]


@pytest.mark.parametrize("case", cases("served.csv"))
def test_served(case: dict[str, str]) -> None:
    assert served(case["text"]) == ([] if case["villages"] == "-" else case["villages"].split("|"))


@pytest.mark.parametrize("case", cases("counts.csv"))
def test_head_counts(case: dict[str, str]) -> None:
    best = max(heads(case["text"]), key=lambda h: (h.weight, -h.span.start), default=None)
    assert (str(best.people) if best else "") == case["people"]


@pytest.mark.parametrize(
    ("text", "people", "quote"),
    [
        ("台下坐着一支部的18名党员和二支部的22名党员。", 40, "18名党员和二支部的22名"),
        ("县医院派出5名医生、4名护士，到村里义诊。", 9, "5名医生、4名"),
        ("5名医生为8名老人体检。", 5, "5名"),
    ],
)
def test_the_sum_of_a_list(text: str, people: int, quote: str) -> None:
    best = max(heads(text), key=lambda h: h.weight)
    assert (best.people, best.span.quote) == (people, quote)
    assert text[best.span.start : best.span.end] == quote


def test_a_word_for_a_village_takes_its_place_and_code() -> None:
    text = "志愿者来到云岫县白石镇石桥村。随后，大家在村口清扫道路。"
    first, again = reader().read(text, reader().context(text, "", None))
    assert (again.inside, again.village, again.place.name) == ("again", "石桥村", "村口")
    assert (again.place.code, again.place.division) == (first.place.code, first.place.division)
