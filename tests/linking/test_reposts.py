"""Copies, excerpts and round-ups are found; templates of two units are not; the order of articles means nothing."""

from __future__ import annotations

import itertools
import random
import time
from dataclasses import replace
from datetime import date

import orjson
import pyarrow as pa
import pytest
from link_support import article, article_table, found_reposts, load_cases, texts_of

from analytics.linking import reposts
from analytics.linking.groups import groups
from analytics.linking.rules import LinkRules
from analytics.model import Article

CASES = load_cases("link_reposts.json")


def pairs_of(edges: pa.Table, ids: list[str]) -> set[tuple[str, str]]:
    group = groups(ids, reposts.together(edges))
    return {(a, b) for a, b in itertools.combinations(sorted(ids), 2) if group[a] == group[b]}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["about"])
def test_cases(case, rules) -> None:
    articles = [article(row) for row in case["articles"]]
    edges = found_reposts(articles, rules)
    wanted = {pair for group in case["groups"] for pair in itertools.combinations(sorted(group), 2)}
    assert pairs_of(edges, [a.id for a in articles]) == wanted
    taken = [(e["a"], e["b"]) for e in edges.to_pylist() if "round_up=" in e["reasons"]]
    assert taken == sorted(map(tuple, case["round_ups"]))


def all_articles() -> list[Article]:
    """All cases as one collection; the same few reports stand in it in many forms."""
    return [replace(article(row), id=f"{n:02}{row['id']}") for n, case in enumerate(CASES) for row in case["articles"]]


def test_the_order_of_articles_and_how_they_came_means_nothing(rules) -> None:
    articles = all_articles()
    whole = found_reposts(articles, rules)
    assert whole.num_rows > len(CASES)
    assert whole.schema == reposts.REPOSTS
    for seed in range(3):
        mixed = random.Random(seed).sample(articles, len(articles))
        parts = [article_table(mixed[at : at + 17], rules) for at in range(0, len(mixed), 17)]
        assert reposts.reposts(pa.concat_tables(parts), texts_of(mixed), rules).equals(whole)


def test_no_group_holds_two_reports_of_one_template(rules) -> None:
    articles = all_articles()
    group = groups([a.id for a in articles], reposts.together(found_reposts(articles, rules)))
    villages = ("高山寨村", "双河村", "茶亭村", "枫树坳村", "陶家湾村")
    named: dict[str, set[str]] = {}
    for a in articles:
        here = [v for v in villages if v in a.text]
        if len(here) == 1 and not a.title.startswith(("半年", "综述")):
            named.setdefault(group[a.id], set()).update(here)
    assert [v for v in named.values() if len(v) > 1] == []


def test_the_original_is_the_earliest_then_the_unmarked_then_the_longest(rules) -> None:
    case = next(c for c in CASES if c["about"].startswith("three copies"))
    articles = [article(row) for row in case["articles"]]

    def original(those: list[Article]) -> set[str]:
        table, texts = article_table(those, rules), texts_of(those)
        return set(reposts.originals(table, reposts.reposts(table, texts, rules), texts, rules).values())

    a, b, c = (replace(x, published=date(2024, 4, 19)) for x in articles)
    assert original([a, b, replace(c, published=date(2024, 4, 1))]) == {"c"}
    assert original([replace(a, text=a.text + "\n来源：云岫周报"), b, c]) == {"b"}
    assert original([a, replace(b, text=b.text + "签约仪式在掌声中结束。"), c]) == {"b"}
    assert original([replace(x, published=None) for x in (a, b)] + [c]) == {"c"}


def test_edges_say_why_and_start_at_the_original(rules) -> None:
    case = CASES[0]
    edges = found_reposts([article(row) for row in case["articles"]], rules).to_pylist()
    assert [(e["a"], e["b"]) for e in edges] == [("a", "b")]
    assert orjson.loads(edges[0]["reasons"]) == ["equal=1.00", "days=1"]


def copies(count: int, units: int, seed: int) -> list[Article]:
    """Copies of one template by ``units`` units, each with a line of its own."""
    rnd = random.Random(seed)
    letters = [chr(c) for c in range(0x4E00, 0x4E00 + 900)]
    line = lambda: "".join(rnd.choices(letters, k=34)) + "。"  # noqa: E731
    body = [line() + line() for _ in range(12)]
    out = []
    for i in range(count):
        own = list(body)
        own[rnd.randrange(len(own))] = line()
        head = f"3月5日，{'甲乙丙丁戊'[i % units]}山供电所的20名党员来到石桥村检修线路。"
        out.append(Article(f"c{i:05}", "", date(2024, 3, 1 + i % 20), "", None, None, head + "\n".join(own)))
    return out


@pytest.mark.parametrize("units", [1, 4])
def test_the_copies_of_a_template_group_by_unit(units, rules) -> None:
    articles = copies(400, units, seed=2)
    group = groups([a.id for a in articles], reposts.together(found_reposts(articles, rules)))
    assert len(set(group.values())) == units


@pytest.mark.slow
def test_ten_thousand_copies_take_seconds(rules: LinkRules) -> None:
    articles = copies(10_000, 1, seed=3)
    table, texts = article_table(articles, rules), texts_of(articles)
    begin = time.process_time()
    edges = reposts.reposts(table, texts, rules)
    assert time.process_time() - begin < 40
    assert edges.num_rows < 2 * len(articles)
    assert len(set(groups([a.id for a in articles], reposts.together(edges)).values())) == 1


def test_an_empty_collection_has_no_reposts(rules) -> None:
    assert found_reposts([], rules).equals(reposts.REPOSTS.empty_table())
    assert found_reposts([Article("a", "", None, None, None, None, "")], rules).num_rows == 0
