from __future__ import annotations

import csv

from conftest import ROOT

from analytics.messages import known
from analytics.rules import load_rules
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
