"""Reports of one occasion are linked with their reasons; look-alikes are not; groups never contradict themselves."""

from __future__ import annotations

import itertools
import random
from datetime import date, timedelta

import orjson
import pyarrow as pa
import pytest
from link_support import article, load_cases

from analytics.linking import same as same_module
from analytics.linking.groups import groups
from analytics.linking.occasion import conflict, facts_of
from analytics.linking.same import ACTIVITIES, SAME, activity_rows, same
from analytics.messages import known, say

CASES = load_cases("link_same.json")


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["about"])
def test_cases(case, extractor, rules) -> None:
    rows = [row for a in case["articles"] for row in activity_rows(extractor.extract(article(a)))]
    edges = same(pa.Table.from_pylist(rows, schema=ACTIVITIES), rules)
    assert (edges.num_rows > 0) is case["same"]
    for edge in edges.to_pylist():
        assert edge["a"] < edge["b"]
        assert edge["score"] >= rules.limit("threshold")
        for reason in orjson.loads(edge["reasons"]):
            code, value = reason.split("=", 1)
            assert say(f"link.{code}", "zh", value=value) != say(f"link.{code}", "en", value=value)


def activity(name: str, **values: object) -> dict[str, object]:
    """An event of an article of its own: a health talk of one hospital in one village."""
    day = date(2024, 5, 12)
    return {
        "id": name, "article_id": f"article {name}", "kind": "event", "start": day, "end": day, "precision": "day",
        "date_from": "text", "types": ["health"], "organisations": [{"name": "云岫县人民医院", "role": "organiser"}],
        "places": [], "villages": ["东屏省/澄州市/云岫县/白石镇/茶亭村"], "people": None, "numbers": [], "quote": "",
        "published": date(2024, 5, 13),
    } | values  # fmt: skip


def linked(rules, *rows: dict[str, object]) -> dict[str, str]:
    edges = same(pa.Table.from_pylist(list(rows), schema=ACTIVITIES), rules).to_pylist()
    return groups([str(r["id"]) for r in rows], [(e["a"], e["b"]) for e in edges])


def test_a_vague_report_does_not_bring_two_days_together(rules) -> None:
    other = date(2024, 5, 14)
    vague = activity(
        "v", start=date(2024, 5, 16), end=date(2024, 5, 16), precision="approx", published=date(2024, 5, 16)
    )
    found = linked(rules, activity("a", people=8), vague | {"people": 8}, activity("c", start=other, end=other))
    assert found["a"] == found["v"] != found["c"]


def test_a_report_without_village_does_not_bring_two_villages_together(rules) -> None:
    found = linked(
        rules,
        activity("a", numbers=[130.0, 37.0]),
        activity("m", villages=[], numbers=[130.0, 37.0], people=8, types=["health"]),
        activity("b", villages=["东屏省/澄州市/云岫县/白石镇/石桥村"], people=8),
    )
    assert found["a"] != found["b"]


def test_two_activities_of_one_article_stay_two(rules) -> None:
    found = linked(rules, activity("a", article_id="x"), activity("b", article_id="x"), activity("c"))
    assert found["a"] != found["b"]
    assert len(set(found.values())) == 2


@pytest.mark.parametrize("values", [
    {"kind": "planned"}, {"kind": "practice"}, {"start": None, "end": None, "precision": "unknown"},
    {"start": date(2024, 1, 1), "end": date(2024, 12, 31), "precision": "year", "published": date(2024, 12, 31)},
    {"villages": ["东屏省/澄州市/云岫县/白石镇/石桥村"]}, {"villages": ["河西省/安城市/青河县/茶亭村"]},
    {"organisations": [{"name": "云岫县中医院", "role": "organiser"}], "types": ["study"]},
])  # fmt: skip
def test_what_is_no_event_undated_or_another_is_not_linked(values, rules) -> None:
    assert len(set(linked(rules, activity("a"), activity("b", **values)).values())) == 2


def random_activities(seed: int, count: int) -> list[dict[str, object]]:
    """A dense collection in which much looks alike: five units, four villages, twelve days."""
    rnd = random.Random(seed)
    out = []
    for i in range(count):
        day = date(2024, 5, 1) + timedelta(days=rnd.randrange(12))
        out.append(activity(
            f"x{i:03}", article_id=f"t{rnd.randrange(count * 2 // 3)}", start=day, end=day,
            precision=rnd.choice(["day", "day", "approx"]), types=rnd.sample(["health", "visit", "study"], rnd.randint(1, 2)),
            organisations=[{"name": f"云岫县{rnd.choice('甲乙丙丁戊')}中心", "role": "organiser"}],
            villages=[f"东屏省/澄州市/云岫县/{v}" for v in rnd.sample(["茶亭村", "石桥村", "双河村"], rnd.randint(0, 1))],
            people=rnd.choice([None, 12, 30, 34, 80]), published=day + timedelta(days=rnd.randrange(4)),
        ))  # fmt: skip
    return out


@pytest.mark.parametrize("seed", range(4))
def test_order_batches_and_slices_mean_nothing_and_groups_agree(seed, rules, monkeypatch) -> None:
    rows = random_activities(seed, 150)
    whole = same(pa.Table.from_pylist(rows, schema=ACTIVITIES), rules)
    assert whole.schema == SAME
    assert whole.num_rows > 20
    mixed = random.Random(seed).sample(rows, len(rows))
    parts = [pa.Table.from_pylist(mixed[at : at + 31], schema=ACTIVITIES) for at in range(0, len(mixed), 31)]
    assert same(pa.concat_tables(parts), rules).equals(whole)
    monkeypatch.setattr(same_module, "_SLICE", 7)
    assert same(pa.concat_tables(parts), rules).equals(whole)
    facts = {str(r["id"]): facts_of(r, rules) for r in rows}
    group = groups(facts, [(e["a"], e["b"]) for e in whole.to_pylist()])
    for a, b in itertools.combinations(sorted(facts), 2):
        if group[a] == group[b]:
            assert conflict(facts[a], facts[b], float("inf"), rules) is None
            assert facts[a].article != facts[b].article


def test_every_reason_has_its_message() -> None:
    codes = ("equal", "copy", "excerpt", "round_up", "days", "date", "date_within", "date_near", "village", "place",
             "place_within", "place_differs", "organiser", "organisation", "organisation_like", "organisation_vague",
             "organiser_differs", "others_differ", "type", "types_differ", "people", "people_differ", "number", "wording",
             "wording_unlike", "published", "published_far")  # fmt: skip
    assert [c for c in codes if not known(f"link.{c}")] == []


def test_every_sign_has_a_weight_and_every_limit_a_value(book) -> None:
    from typing import get_args

    from analytics.rules.link_rows import LimitName, LinkLimit, LinkWeight, Sign

    assert {r.sign for r in book.rows("link_weights.csv", LinkWeight)} == set(get_args(Sign))
    assert {r.name for r in book.rows("link_limits.csv", LinkLimit)} == set(get_args(LimitName))
