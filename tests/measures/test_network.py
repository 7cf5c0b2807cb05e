"""The network of partners against an independent count in plain Python."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pytest
from charts_read import seen
from truth import Truth, invented, opened, views

from analytics import measures
from analytics.charts.network import LARGEST, Edge, Node, network_chart
from analytics.charts.network_layout import WIDE, layout
from analytics.measures import Collection
from analytics.measures.network import Network, behind, having, kinds, network, of_partner, partners
from analytics.measures.network_cut import cut
from analytics.measures.pair_years import told_in, told_in_years, years
from analytics.measures.partner_units import UNITS, units_of
from analytics.settings import settings
from analytics.views import View

VIEWS = [View(), *views(30, seed=7)]
UNTIL = date(2024, 6, 30)
Told = dict[str, tuple[set[str], set[str]]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, Truth]:
    space, truth = invented(tmp_path_factory.mktemp("network"), 120, seed=3)
    return opened(space), truth


def found_in(collection: Collection, view: View) -> Network:
    return network(collection, measures.pairings(collection, view), units_of(settings().data), UNTIL)


def told(truth: Truth, view: View) -> Told:
    """Key of a pair to its activities and the articles that tell of it outside any."""
    acts, standing = truth.each(view, "pairs"), truth.standing(view)
    return {key: (acts.get(key, set()), standing.get(key, set())) for key in {*acts, *standing}}


def groups(truth: Truth, view: View, ids: set[str]) -> set[str]:
    return {truth.group(view, i) for i in ids}


@pytest.mark.parametrize("view", VIEWS, ids=range(len(VIEWS)))
def test_pairs_partners_and_kinds_are_those_of_the_count(made: tuple[Collection, Truth], view: View) -> None:
    collection, truth = made
    wanted, found = told(truth, view), found_in(collection, view)
    rows = {r["key"]: r for r in found.pairs.to_dict("records")}
    assert {key: (r["activities"], r["standing"]) for key, r in rows.items()} == {
        key: (len(ids), len(articles)) for key, (ids, articles) in wanted.items()
    }
    article = {a.id: e.article.id for e in truth.extractions for a in e.activities}
    tell = {key: {article[i] for i in ids} | articles for key, (ids, articles) in wanted.items()}
    assert {key: r["reports"] for key, r in rows.items()} == {key: len(articles) for key, articles in tell.items()}
    degree = Counter(name for key in wanted for name in key.split("↔"))
    for key, row in rows.items():
        many = sum(degree[name] > 1 for name in key.split("↔"))
        assert row["shape"] == ("one_one", "one_many", "many_many")[many]
        last = row["last"]
        assert row["alive"] == ("undated" if last is None else "active" if last > date(2023, 6, 30) else "quiet")
    table = partners(collection, view, found, found.pairs)
    assert {r["name"]: r["partners"] for r in table.to_dict("records")} == dict(degree)
    for row in table.to_dict("records"):
        own = [wanted[key] for key in wanted if row["name"] in key.split("↔")]
        assert row["activities"] == len(groups(truth, view, set().union(*(ids for ids, _ in own))))
        assert row["standing"] == sum(bool(articles) for _, articles in own)
        assert row["reports"] == len(set().union(*(tell[key] for key in wanted if row["name"] in key.split("↔"))))
        rests = behind(collection, view, of_partner(found.pairs, row["name"])["code"])
        assert groups(truth, view, set(rests.ids)) == groups(truth, view, set().union(*(ids for ids, _ in own)))
        assert set(rests.articles) == set().union(*(articles for _, articles in own))
    for row in kinds(collection, view, found.pairs).to_dict("records"):
        own = having(found.pairs, **{row["by"]: row["value"]})
        assert row["pairs"] == len(own)
        assert row["activities"] == len(groups(truth, view, set().union(*(wanted[key][0] for key in own["key"]))))


@pytest.mark.parametrize("view", VIEWS[:12], ids=range(12))
def test_a_pair_stands_once_in_each_year_that_tells_of_it(made: tuple[Collection, Truth], view: View) -> None:
    collection, truth = made
    wanted, found = told(truth, view), found_in(collection, view)
    about = {r.id: r for r in truth.counted(view).itertuples()}
    published = {e.article.id: e.article.published for e in truth.extractions}
    expected: Counter[int] = Counter()
    for ids, articles in wanted.values():
        rows = [about[i] for i in ids if i in about]
        dated = {r.start.year for r in rows if r.start and r.end and r.start.year == r.end.year}
        dated |= {published[a].year for a in articles if published[a]}
        expected.update(dated)
    codes = found.pairs["code"].to_numpy()
    line = years(collection, view, codes)
    drawn: Counter[int] = Counter()
    every: set[str] = set()
    for bar in line.frame.to_dict("records"):
        drawn[bar["year"]] += bar["pairs"]
        pairs, rests = told_in(collection, view, codes, bar["year"], bar["visit"])
        assert len(pairs) == bar["pairs"]
        assert len(rests.ids) == bar["activities"]
        every |= set(rests.ids)
    assert groups(truth, view, set(told_in_years(collection, view, codes).ids)) == groups(truth, view, every)
    if all(i in about for ids, _ in wanted.values() for i in ids):
        assert drawn == expected
    assert len(line.beside) + len({code for y in line.years for v in ("opening", "new", "new_unsure", "again", "again_unsure")
                                   for code in told_in(collection, view, codes, y, v)[0]}) == len(found.pairs)  # fmt: skip


def test_a_picture_holds_no_more_than_it_can_show_and_the_busiest_first(made: tuple[Collection, Truth]) -> None:
    collection, _ = made
    found = found_in(collection, View())
    table = partners(collection, View(), found, found.pairs)
    part = cut(table, found.pairs, nodes=6, edges=5)
    assert len(part.nodes) <= 6
    assert table["name"].iloc[0] in set(table["name"].iloc[part.nodes])
    names, inside = table["name"].to_numpy(), set(part.nodes.tolist())
    for edge, (a, b) in zip(part.edges, part.ends, strict=True):
        row = found.pairs.iloc[edge]
        assert {names[part.nodes[a]], names[part.nodes[b]]} == {row["a"], row["b"]}
        assert {part.nodes[a], part.nodes[b]} <= inside
    first, again = layout(part.part, part.ends), layout(part.part, part.ends)
    assert (first.x == again.x).all()
    assert (first.y == again.y).all()
    for n in range(len(part.nodes)):
        apart = np.hypot(first.x - first.x[n], first.y - first.y[n])
        assert np.delete(apart, n).min() > LARGEST
    middle = table["name"].iloc[0]
    around = cut(table, found.pairs, middle)
    others = {*of_partner(found.pairs, middle)["a"], *of_partner(found.pairs, middle)["b"]}
    assert set(names[around.nodes]) == others


@pytest.mark.parametrize(("name", "unit"), [
    ("云岫县供电公司", "company"), ("白石镇石桥村党支部", "village"), ("云岫县供电公司第二党支部", "company"),
    ("云岫县人民医院", "hospital"), ("云岫县第一小学", "school"), ("云岫县农业农村局", "government"),
    ("老街社区", "village"), ("第三党支部", "party"), ("无名", "other"),
])  # fmt: skip
def test_a_branch_is_of_the_body_that_it_belongs_to(name: str, unit: str) -> None:
    assert unit in UNITS
    assert units_of(settings().data).of(name) == unit


def test_a_crowded_network_leaves_room_for_every_sign_and_most_names() -> None:
    """A hub with many partners, a ring, and single pairs: 150 organisations in all."""
    hub = [(0, n) for n in range(1, 80)]
    ring = [(80 + n, 80 + (n + 1) % 40) for n in range(40)]
    single = [(120 + 2 * n, 121 + 2 * n) for n in range(15)]
    ends = np.array([*hub, *ring, *single])
    part = np.array([0] * 80 + [1] * 40 + [2 + n // 2 for n in range(30)])
    where = layout(part, ends)
    for n in range(150):
        apart = np.hypot(where.x - where.x[n], where.y - where.y[n])
        assert np.delete(apart, n).min() > LARGEST
    assert where.x.min() >= 0
    assert where.x.max() <= WIDE
    assert where.y.max() <= where.tall
    nodes = [Node(f"云岫县第{n}小学", "school", 79 if n == 0 else 1, f"org:{n}", 1, "") for n in range(150)]
    edges = [Edge(int(a), int(b), f"pair:{a}-{b}", 1, True, "") for a, b in ends]
    traces = seen(network_chart(nodes, edges, where, {"school": "学校"})).data
    named = [text for trace in traces if trace.mode == "text" for text in trace.text]
    assert len(named) == len(set(named))
    assert len(named) > 120
