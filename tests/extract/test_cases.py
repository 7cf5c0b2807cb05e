"""The case tables of what, stance and head counts, through the whole engine with the demonstration county's places."""

from __future__ import annotations

from datetime import date

import pytest
from support import cases

from analytics.extract.pipeline import Extractor
from analytics.model import Article


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
