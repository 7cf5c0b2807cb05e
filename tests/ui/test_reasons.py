from __future__ import annotations

import csv

import pytest
from conftest import ROOT
from streamlit.testing.v1 import AppTest

from analytics.messages import known, say
from analytics.rules import load_rules
from analytics.ui import data
from analytics.ui.plain import plain
from analytics.ui.reasons import ORDER, grouped


def test_reasons_come_in_the_order_of_reading_each_once() -> None:
    assert grouped(["type.visit.deed", "odd.rule", "occasion.doing.go", "type.visit.deed", "type.health.deed"]) == [
        ("occasion", ["occasion.doing.go"]),
        ("type", ["type.health.deed", "type.visit.deed"]),
        ("other", ["odd.rule"]),
    ]


NO_REASONS = {"intake", "link", "limit"}
"""Rules of reading files, of links between reports, and limits: none is a reason of one activity."""


def test_every_rule_that_can_be_the_reason_of_an_activity_has_a_named_group() -> None:
    groups = {rule.partition(".")[0] for rule in load_rules(ROOT / "data" / "rules").texts} - NO_REASONS
    assert groups <= set(ORDER)
    assert all(known(f"why.{group}") for group in ORDER)


def test_the_messages_of_these_pages_stand_in_both_languages() -> None:
    with (ROOT / "data" / "messages" / "explore.csv").open(encoding="utf-8-sig", newline="") as f:
        assert all(row["zh"] and row["en"] for row in csv.DictReader(f))


def test_words_come_first_and_the_ids_wait_behind_a_fold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A manager reads why; whoever wants the rule finds every id of it below."""
    rules = load_rules(ROOT / "data" / "rules")
    fired = [next(r for r in rules.texts if r.startswith(f"{group}.")) for group in ("type", "date", "place")]
    monkeypatch.setattr(data, "rules", lambda: rules)

    def page(fired: list[str], version: str) -> None:
        from types import SimpleNamespace

        from analytics.ui import reasons
        from analytics.ui.state import State
        from analytics.views import View

        reasons.show(State(View(), "zh"), SimpleNamespace(rules_version=version), fired)  # type: ignore[arg-type]

    at = AppTest.from_function(page, args=(fired, rules.version)).run()
    assert not at.exception
    fold = next(e for e in at.expander if e.label == say("reasons.ids"))
    inside = {m.value for m in fold.markdown}
    words = "\n".join(m.value for m in at.markdown if m.value not in inside)
    for rule in fired:
        assert plain(rules.texts[rule][0]) in words
        assert plain(rule) not in words
        assert plain(rule) in "\n".join(inside)
