"""The case tables of what, stance and head counts, through the whole engine with the demonstration county's places."""

from __future__ import annotations

from datetime import date

import pytest
from support import ROOT, cases

from analytics.extract.cues import CueScan
from analytics.extract.pipeline import Extractor
from analytics.extract.units import read_units
from analytics.model import Article
from analytics.rules import load_rules
from analytics.text.sentences import sentences

TURNS = ("again", "again_do", "turn")
"""Words of going on to something else."""


@pytest.fixture(scope="module")
def scan() -> CueScan:
    return CueScan(load_rules(ROOT / "data" / "rules"))


def read(extractor: Extractor, text: str):
    return extractor.extract(Article("case", "", date(2024, 6, 20), "云岫周报", None, None, text))


def listed(cell: str) -> list[str]:
    return [] if cell == "-" else cell.split("|")


@pytest.mark.parametrize("case", cases("types.csv"))
def test_types(case, extractor) -> None:
    found = [a.types for a in read(extractor, case["text"]).activities]
    assert sorted({t for types in found for t in types}) == sorted(listed(case["types"]))


@pytest.mark.parametrize("case", cases("kinds.csv"))
def test_kinds(case, extractor) -> None:
    assert [a.kind for a in read(extractor, case["text"]).activities] == listed(case["kinds"])


@pytest.mark.parametrize("case", cases("people.csv"))
def test_people(case, extractor) -> None:
    found = [a.people for a in read(extractor, case["text"]).activities if a.people is not None]
    assert found == ([int(case["people"])] if case["people"] else [])


@pytest.mark.parametrize("case", cases("occasion_words.csv"))
def test_words_of_going_on_to_something_else(case, scan: CueScan) -> None:
    text = case["text"]
    cues = scan.read(text)
    found = [f"{role}:{text[c.start : c.end]}" for role in TURNS for c in cues.occasions(0, len(text), role)]
    assert sorted(found) == sorted(listed(case["words"]))


@pytest.mark.parametrize("case", cases("parts.csv"))
def test_sentences_of_several_occasions_are_parted(case, scan: CueScan) -> None:
    text = case["text"]
    units = read_units(text, sentences(text), scan.read(text))
    assert [text[u.start : u.end] for u in units] == listed(case["parts"])
