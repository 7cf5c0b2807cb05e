"""Against the gold articles: organisations of the events whose evidence is given, and pairings."""

from __future__ import annotations

import importlib.util
import json
from types import ModuleType
from typing import Any

import pytest
from support import ROOT, SHARED

from analytics.extract.who import OrgReader, pairings, roles, subject_before
from analytics.model import Span
from analytics.rules import load_rules
from analytics.text.sentences import sentences

pytestmark = pytest.mark.shared
ORGS_FLOOR, PAIRINGS_FLOOR = 0.90, 0.90  # measured 2026-11: 0.92 and 0.94


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", SHARED / "gold" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reader() -> OrgReader:
    return OrgReader(load_rules(ROOT / "data" / "rules"))


def articles() -> list[dict[str, Any]]:
    return [json.loads(p.read_text("utf-8")) for p in sorted((SHARED / "gold" / "dev").glob("*.json"))]


def located(scorer: ModuleType, text: str, quote: str) -> Span:
    at = sorted(scorer.locate(text, quote))
    return Span.of(text, at[0], at[-1] + 1)


def test_organisations_of_the_events(scorer: ModuleType, reader: OrgReader) -> None:
    tally = scorer.Tally()
    for gold in articles():
        text = gold["text"]
        mentions = reader.read(text, gold["title"] or "")
        for event in (a for a in gold["activities"] if a["kind"] == "event"):
            spans = [located(scorer, text, quote) for quote in event["evidence"]]
            subject = subject_before(text, min(s.start for s in spans), mentions, reader.lexicon)
            found = scorer.distinct([o.name for o in roles(text, spans, mentions, subject, reader.lexicon)])
            keys = ("organisers", "partners", "beneficiaries")
            want = scorer.distinct([name for key in keys for name in event.get(key, [])])
            tally.add(scorer.match_names(found, want), len(found), len(want))
    assert tally.row()["f1"] >= ORGS_FLOOR, tally.row()


def test_pairings_of_the_articles(scorer: ModuleType, reader: OrgReader) -> None:
    tally = scorer.Tally()
    for gold in articles():
        text = gold["text"]
        found = pairings(text, sentences(text), reader.read(text, gold["title"] or ""), (), reader.lexicon)
        want = [tuple(pair) for pair in gold.get("pairings", [])]
        tally.add(scorer.match_names([(p.a, p.b) for p in found], want, scorer.pair_same), len(found), len(want))
    assert tally.row()["f1"] >= PAIRINGS_FLOOR, tally.row()
