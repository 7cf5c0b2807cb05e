"""Names, their longest forms, roles and pairings: every case of the tables."""

from __future__ import annotations

import pytest
from support import ROOT, cases

from analytics.extract.who import OrgMention, OrgReader, pairings, roles
from analytics.model import Span
from analytics.rules import load_rules
from analytics.text.sentences import sentences

READER = OrgReader(load_rules(ROOT / "data" / "rules"))


def words(cell: str) -> list[str]:
    return [word for word in cell.split("|") if word]


def sides(mention: OrgMention) -> str:
    return "+".join(side.full for side in mention.sides)


@pytest.mark.parametrize("case", cases("org_names.csv"))
def test_names_and_nothing_else(case: dict[str, str]) -> None:
    assert [m.name for m in READER.read(case["text"], "") if not m.anaphor] == words(case["names"])


@pytest.mark.parametrize("case", cases("org_fulls.csv"))
def test_longest_forms(case: dict[str, str]) -> None:
    assert [sides(m) for m in READER.read(case["text"], "")] == words(case["fulls"])


@pytest.mark.parametrize("case", cases("org_roles.csv"))
def test_roles(case: dict[str, str]) -> None:
    text = case["text"]
    found = roles(text, [Span.of(text, 0, len(text))], READER.read(text, ""), None, READER.lexicon)
    for role, column in (("organiser", "organisers"), ("partner", "partners"), ("beneficiary", "beneficiaries")):
        assert {o.name for o in found if o.role == role} == set(words(case[column])), role
    assert all(text[o.start : o.end] == o.name for o in found)


@pytest.mark.parametrize("case", cases("pairing_pairs.csv"))
def test_pairings(case: dict[str, str]) -> None:
    text = case["text"]
    found = pairings(text, sentences(text), READER.read(text, ""), (), READER.lexicon)
    assert {frozenset((p.a, p.b)) for p in found} == {frozenset(pair.split("+")) for pair in words(case["pairs"])}
    assert not case["kind"] or {p.kind for p in found} == set(words(case["kind"]))
    assert all(text[s.start : s.end] == s.quote for p in found for s in p.spans)
