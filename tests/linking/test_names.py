"""Organisations under several names: the cases of the tables, and what holds whatever the names are."""

from __future__ import annotations

import random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT, cases

from analytics.gazetteer import load_gazetteer
from analytics.linking.name_reasons import explain
from analytics.linking.names import NameLink, NameUse, propose
from analytics.linking.tree import Names
from analytics.rules import load_rules
from analytics.rules.name_rows import NameCertainty, NamePart, NamePattern

BOOK = load_rules(ROOT / "data" / "rules")
GAZETTEER = load_gazetteer(ROOT / "data" / "gazetteer", [ROOT / "data" / "demo" / "places.csv"])
CASES = [case.values[0] for case in cases("names.csv")]


def links(*uses: NameUse) -> tuple[NameLink, ...]:
    return propose(uses, BOOK, GAZETTEER)


def use(cell: str) -> NameUse:
    name, _, near = cell.partition("@")
    return NameUse(name, 1, frozenset(near.split("+")) - {""})


@pytest.mark.parametrize("case", cases("names.csv"))
def test_names(case) -> None:
    uses = [use(cell) for cell in case["names"].split("|")]
    found, first, target = links(*uses), uses[0].name, case["target"]
    names = Names.of([u.name for u in uses], found)
    asked = {link.target for link in found if link.name == first and not link.joined}
    asked |= {link.name for link in found if link.target == first and not link.joined}
    joined = names.canonical(first) == names.canonical(target)
    if case["expect"] == "alias":
        assert joined
        assert not asked
    elif case["expect"] == "apart":
        assert not joined
        assert target not in asked
    elif case["expect"] == "ask":
        assert not joined
        assert target in asked
    elif case["expect"] == "part_of":
        assert names.parent(first) == names.canonical(target)
    else:
        assert names.parent(first) is None


def test_the_cases_cover_every_group_of_the_tables() -> None:
    groups = {case["group"] for case in CASES}
    assert {row.group for row in BOOK.rows("name_patterns.csv", NamePattern)} <= groups
    assert {f"part_{row.group}" for row in BOOK.rows("name_parts.csv", NamePart)} <= groups
    assert len(CASES) >= 200


def test_every_reason_is_weighed_and_told() -> None:
    known = {row.reason for row in BOOK.rows("name_certainty.csv", NameCertainty)} - {"threshold"}
    for reason in known:
        assert all(explain(f"{reason}:市一院", language) for language in ("zh", "en"))
    given_reasons = {r.partition(":")[0] for case in CASES for link in of_case(case) for r in link.reasons}
    assert given_reasons == known


def of_case(case) -> tuple[NameLink, ...]:
    return links(*map(use, case["names"].split("|")))


def test_nobody_is_asked_about_nothing() -> None:
    assert links() == ()
    assert links(NameUse("云岫县妇联", 3)) == ()


def test_the_same_name_twice_is_one_use() -> None:
    twice = links(use("县妇联@云岫县"), use("县妇联@澄州市"), use("云岫县妇女联合会"))
    assert [(x.name, x.target) for x in twice] == [("县妇联", "云岫县妇女联合会")]


def test_the_canonical_name_is_the_longest_then_the_most_used() -> None:
    assert {x.target for x in links(NameUse("云岫县妇联", 90), NameUse("云岫县妇女联合会", 1))} == {"云岫县妇女联合会"}
    one, other = NameUse("云岫县烟草专卖局（营销部）", 1), NameUse("云岫县烟草专卖局(营销部)", 2)
    assert {x.target for x in links(one, other)} == {other.name}


ALL = sorted({cell for case in CASES for cell in case["names"].split("|")})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ALL), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_any_names_in_any_order(cells: list[str], shuffle: random.Random) -> None:
    uses = [use(cell) for cell in cells]
    found = links(*uses)
    shuffled = uses[:]
    shuffle.shuffle(shuffled)
    assert links(*shuffled) == found
    assert found == tuple(sorted(found, key=lambda x: (x.name, x.target, x.relation)))
    written = {u.name for u in uses}
    for link in found:
        assert {link.name, link.target} <= written
        assert link.name != link.target
        assert link.reasons
        assert 0 < link.certainty <= 1
    names = Names.of(written, found)
    for name in written:
        assert names.canonical(names.canonical(name)) == names.canonical(name)
        above = names.above(name)
        assert len(set(above)) == len(above)
        assert all(name in names.below(ancestor) for ancestor in above)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text("市县一二院中学人民医党支部委团局云岫盐城公司()（）“”原第 ", min_size=1, max_size=14), max_size=12)
)
def test_no_text_breaks_it(texts: list[str]) -> None:
    found = links(*(NameUse(text, 1, frozenset({"云岫县"})) for text in texts))
    Names.of(texts, found)


def made(count: int) -> list[NameUse]:
    """Invented names of many counties: an office, its branch, a bank's outlet and its short form."""
    counties = sorted({d.name for _, d in GAZETTEER.upper() if d.level == "county" and len(d.name) > 2})
    forms = ("{c}水利局云溪{k}站", "{c}水利局云溪{k}站党支部", "{c}农村商业银行云溪{k}支行", "{s}农商行云溪{k}支行")
    uses = []
    for n in range(count):
        county, number = counties[n // 4 % len(counties)], n // 4 // len(counties)
        name = forms[n % 4].format(c=county, s=county[:-1], k=number)
        uses.append(NameUse(name, 1 + n % 5, frozenset({county, f"{county}公安局"})))
    return uses


@pytest.mark.slow
def test_the_time_per_name_stays_flat() -> None:
    def per_name(count: int) -> float:
        uses = made(count)
        start = process_time()
        found = links(*uses)
        Names.of([u.name for u in uses], found).rows()
        assert len(found) > count // 4
        return (process_time() - start) / count

    per_name(500)
    assert per_name(20_000) < 2.5 * per_name(2_000)
