"""The activities of a copy are those of the original; what it alone tells stays its own."""

from __future__ import annotations

import random
from datetime import date

import pyarrow as pa
from link_support import article, article_table, load_cases, texts_of

from analytics.linking import reposts
from analytics.linking.echoes import ECHOES, echoes
from analytics.linking.same import ACTIVITIES, activity_rows
from analytics.model import Article

CASES = load_cases("link_reposts.json")
FIRST = (
    "3月5日，云岫县供电公司组织20名志愿者来到石桥村，为老人检修线路、更换灯泡，讲解安全用电知识。"
    "队员们走访了42户人家，整改隐患11处，老人们连声道谢，说屋里的灯闪了半个月，今天总算好了。"
)
SECOND = "3月8日，云岫县妇联走进茶亭村，看望慰问6名困难妇女，为她们送去棉被和食用油，并与她们拉起家常。"
THIRD = "3月9日，县图书馆在老街社区举办亲子阅读活动，30个家庭参加，孩子们在绘本里找到了春天。"


def found(articles: list[Article], extractor, rules) -> tuple[set[frozenset[str]], dict[str, str]]:
    table, texts = article_table(articles, rules), texts_of(articles)
    edges = reposts.reposts(table, texts, rules)
    rows = [row for a in articles for row in activity_rows(extractor.extract(a))]
    quotes = {row["id"]: f"{row['article_id']}:{row['quote'][:4]}" for row in rows if row["kind"] == "event"}
    order = reposts.originals(table, edges, texts, rules)
    activities = pa.Table.from_pylist(rows, schema=ACTIVITIES)
    out = echoes(activities, edges, order, rules)
    assert out.schema == ECHOES
    mixed = activities.take(random.Random(1).sample(range(len(rows)), len(rows)))
    assert echoes(mixed, edges, order, rules).equals(out)
    return {frozenset((quotes[e["a"]], quotes[e["b"]])) for e in out.to_pylist() if e["a"] in quotes}, quotes


def report(name: str, day: int, *passages: str) -> Article:
    return Article(name, "", date(2024, 3, day), "云岫周报", None, None, "\n".join(passages))


def test_what_a_copy_adds_stays_its_own(extractor, rules) -> None:
    pairs, quotes = found([report("a", 10, FIRST, SECOND), report("b", 11, FIRST, SECOND, THIRD)], extractor, rules)
    assert pairs == {frozenset({"a:3月5日", "b:3月5日"}), frozenset({"a:3月8日", "b:3月8日"})}
    assert "b:3月9日" in quotes.values()


def test_what_two_copies_add_meets_though_the_original_lacks_it(extractor, rules) -> None:
    articles = [
        report("a", 10, FIRST, SECOND),
        report("b", 11, FIRST, SECOND, THIRD),
        report("c", 12, FIRST, SECOND, THIRD),
    ]
    pairs, _ = found(articles, extractor, rules)
    assert frozenset({"b:3月9日", "c:3月9日"}) in pairs
    assert len(pairs) == 5


def test_a_passage_changed_a_little_is_the_same(extractor, rules) -> None:
    changed = FIRST.replace("连声道谢", "再三道谢").replace("走访了42户", "走访42户")
    pairs, _ = found([report("a", 10, FIRST, SECOND), report("b", 11, changed, SECOND)], extractor, rules)
    assert frozenset({"a:3月5日", "b:3月5日"}) in pairs


def test_a_round_up_repeats_the_activities_of_its_parts(extractor, rules) -> None:
    case = next(c for c in CASES if c["about"] == "a round-up of three reports")
    articles = [article(row) for row in case["articles"]]
    pairs, quotes = found(articles, extractor, rules)
    told = {q for q in quotes.values() if not q.startswith("r:")}
    assert told
    assert {q for pair in pairs for q in pair if not q.startswith("r:")} == told
    assert all(sum(q.startswith("r:") for q in pair) == 1 for pair in pairs)
