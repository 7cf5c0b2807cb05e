"""Groups do not depend on the order of anything; what analysts said holds."""

from __future__ import annotations

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.linking.groups import coherent, groups

IDS = [f"m{i}" for i in range(9)]
PAIRS = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=14)


def together(found: dict[str, str]) -> set[frozenset[str]]:
    out: dict[str, set[str]] = {}
    for member, name in found.items():
        out.setdefault(name, set()).add(member)
    return {frozenset(v) for v in out.values()}


@settings(max_examples=300, deadline=None)
@given(edges=PAIRS, cut=PAIRS, joined=PAIRS, seed=st.integers(0, 99))
def test_order_means_nothing_and_cuts_hold(edges, cut, joined, seed) -> None:
    found = groups(IDS, edges, cut, joined)
    rnd = random.Random(seed)
    turned = [tuple(rnd.sample(pair, 2)) for pair in rnd.sample(edges, len(edges))]
    again = groups(
        rnd.sample(IDS, len(IDS)), turned + turned, rnd.sample(cut, len(cut)), rnd.sample(joined, len(joined))
    )
    assert found == again
    assert set(found) == set(IDS)
    assert all(found[a] != found[b] for a, b in cut if a != b)
    assert all(found[name] == name for name in found.values())


@given(edges=PAIRS)
def test_without_statements_groups_are_what_is_connected(edges) -> None:
    found = groups(IDS, edges)
    assert all(found[a] == found[b] for a, b in edges)
    linked = {frozenset(p) for p in edges if p[0] != p[1]}
    assert len(IDS) - len(together(found)) <= len(linked)


def test_a_member_that_was_cut_stays_out_when_new_links_come() -> None:
    edges = [("a", "b"), ("b", "m"), ("a", "m")]
    assert together(groups("abm", edges, cut=[("m", "a")])) == {frozenset("ab"), frozenset("m")}
    more = [*edges, ("c", "m"), ("c", "a"), ("n", "m")]
    assert together(groups("abcmn", more, cut=[("m", "a")])) == {frozenset("abc"), frozenset("mn")}


def test_two_that_were_cut_from_one_group_stay_together() -> None:
    edges = [("a", "b"), ("b", "m"), ("m", "n"), ("n", "a")]
    assert together(groups("abmn", edges, cut=[("m", "a"), ("n", "a")])) == {frozenset("ab"), frozenset("mn")}


def test_joined_pairs_count_and_a_cut_goes_before_them() -> None:
    assert together(groups("ab", [], joined=[("a", "b")])) == {frozenset("ab")}
    assert together(groups("ab", [], cut=[("a", "b")], joined=[("a", "b")])) == {frozenset("a"), frozenset("b")}
    assert groups("ab", [("a", "x")], cut=[("x", "a")], joined=[("b", "x")]) == {"a": "a", "b": "b"}


def test_the_representative_is_the_first_by_rank() -> None:
    rank = {"a": 2, "b": 1, "c": 1}.__getitem__
    assert groups("abc", [("a", "b"), ("b", "c")], rank=rank) == dict.fromkeys("abc", "b")


def test_no_two_meet_that_must_stay_apart_and_the_surest_edge_wins() -> None:
    assert coherent([("a", "b"), ("b", "c")], [("a", "c")]) == [True, False]
    assert coherent([("b", "c"), ("a", "b")], [("c", "a")]) == [True, False]


def test_a_million_links_take_seconds() -> None:
    rnd = random.Random(1)
    ids = [str(i) for i in range(500_000)]
    ends = rnd.choices(ids, k=2_000_000)
    edges = list(zip(ends[::2], ends[1::2], strict=True))
    begin = time.process_time()
    groups(ids, edges)
    assert time.process_time() - begin < 40
