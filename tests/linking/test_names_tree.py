"""The forest of names: what an analyst says wins, and nothing goes in a circle."""

from __future__ import annotations

from itertools import pairwise

import pytest

from analytics.linking.names import NameLink, NameStatement
from analytics.linking.tree import Names
from analytics.problems import Problem

FULL, SHORT, OTHER = "盐城市第一人民医院", "市一院", "南平市第一人民医院"
BRANCH = "盐城市第一人民医院第三党支部"
WRITTEN = (FULL, SHORT, OTHER, BRANCH)
LINKS = (
    NameLink(SHORT, FULL, "alias", ("pattern:一院=第一人民医院",), 0.9, True),
    NameLink(BRANCH, FULL, "part_of", (f"contains:{FULL}",), 0.95, True),
)


def test_names_roll_up() -> None:
    names = Names.of(WRITTEN, LINKS)
    assert names.canonical(SHORT) == FULL
    assert names.parent(BRANCH) == FULL
    assert names.above(BRANCH) == (BRANCH, FULL)
    assert names.below(SHORT) == {SHORT, FULL, BRANCH}
    assert names.below(BRANCH) == {BRANCH}
    assert names.canonical("不在文集里的名称") == "不在文集里的名称"


def test_questions_join_nothing_until_an_analyst_says_so() -> None:
    question = NameLink(SHORT, OTHER, "alias", ("ambiguous:2",), 0.4, False)
    names = Names.of(WRITTEN, (question,))
    assert names.questions == (question,)
    assert names.canonical(SHORT) == SHORT
    said = Names.of(WRITTEN, (question,), (NameStatement(SHORT, OTHER, "alias", "林分析师"),))
    assert said.canonical(SHORT) == OTHER
    assert said.questions == ()
    refused = Names.of(WRITTEN, (question,), (NameStatement(SHORT, None, "alias", "林分析师"),))
    assert refused.canonical(SHORT) == SHORT
    assert refused.questions == ()


def test_an_analyst_replaces_and_removes_links_and_the_last_word_wins() -> None:
    away = NameStatement(SHORT, None, "alias", "林分析师")
    moved = NameStatement(SHORT, OTHER, "alias", "何分析师")
    assert Names.of(WRITTEN, LINKS, (away,)).canonical(SHORT) == SHORT
    assert Names.of(WRITTEN, LINKS, (away, moved)).canonical(SHORT) == OTHER
    assert Names.of(WRITTEN, LINKS, (moved, away)).canonical(SHORT) == SHORT
    undone = NameStatement(SHORT, OTHER, "alias", "何分析师", undone=True)
    assert Names.of(WRITTEN, LINKS, (undone,)).canonical(SHORT) == FULL
    orphan = Names.of(WRITTEN, LINKS, (NameStatement(BRANCH, None, "part_of"),))
    assert orphan.parent(BRANCH) is None


def test_the_last_word_about_a_parent_wins_whichever_name_it_is_about() -> None:
    to_other, to_none = NameStatement(SHORT, OTHER, "part_of"), NameStatement(FULL, None, "part_of")
    assert Names.of(WRITTEN, LINKS, (to_other,)).parent(FULL) == OTHER
    assert Names.of(WRITTEN, LINKS, (to_other, to_none)).parent(SHORT) is None
    assert Names.of(WRITTEN, LINKS, (to_none, to_other)).parent(SHORT) == OTHER


def test_the_machine_gives_way_where_both_would_go_in_a_circle() -> None:
    turned = Names.of(WRITTEN, LINKS, (NameStatement(FULL, SHORT, "alias"), NameStatement(FULL, BRANCH, "part_of")))
    assert turned.canonical(FULL) == SHORT
    assert turned.parent(SHORT) == BRANCH
    assert turned.parent(BRANCH) is None


@pytest.mark.parametrize("relation", ["alias", "part_of"])
def test_a_circle_of_statements_is_a_problem(relation) -> None:
    circle = (NameStatement(FULL, OTHER, relation), NameStatement(OTHER, FULL, relation))
    with pytest.raises(Problem) as caught:
        Names.of(WRITTEN, (), circle)
    assert caught.value.code == "name_circle"
    for language in ("zh", "en"):
        assert FULL in caught.value.what(language)
        assert caught.value.advice(language)


def test_rows_tell_who_said_what() -> None:
    names = Names.of(WRITTEN, LINKS, (NameStatement(OTHER, FULL, "part_of", "林分析师"),))
    rows = {row.name: row for row in names.rows()}
    assert set(rows) == set(WRITTEN)
    assert rows[SHORT].alias.source == "machine"
    assert rows[SHORT].alias.certainty == 0.9
    assert rows[SHORT].parent is None
    assert (rows[OTHER].part.source, rows[OTHER].part.who, rows[OTHER].parent) == ("analyst", "林分析师", FULL)
    assert rows[FULL].alias is None


def test_statements_about_names_that_are_gone_are_listed() -> None:
    gone = NameStatement("已经不见的名称", FULL, "alias")
    assert Names.of(WRITTEN, LINKS, (gone,)).unmatched == (gone,)


def test_a_target_may_be_a_name_that_no_article_has() -> None:
    names = Names.of(WRITTEN, LINKS, (NameStatement(SHORT, "盐城市第一医院集团", "alias"),))
    assert names.canonical(SHORT) == "盐城市第一医院集团"
    assert names.below("盐城市第一医院集团") == {"盐城市第一医院集团", SHORT}


def test_ten_thousand_names_in_one_chain() -> None:
    chain = [f"第{n}级" for n in range(10_000)]
    links = tuple(NameLink(a, b, "part_of", ("contains:",), 0.9, True) for a, b in pairwise(chain))
    names = Names.of(chain, links)
    assert len(names.above(chain[0])) == 10_000
    assert names.below(chain[-1]) == set(chain)
