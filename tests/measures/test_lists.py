"""Rules fired, articles of a view, standing pairings, towns, size: against an independent count in plain Python."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from fakes import FakeMaker, extract, many, read, write

from analytics import measures
from analytics.importing import import_files
from analytics.model import Extraction
from analytics.store.workspace import open_workspace
from analytics.views import View


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    return [extract(a) for a in many(120)]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> measures.Collection:
    folder = tmp_path_factory.mktemp("lists")
    space, found = open_workspace(folder / "home"), many(120)
    for n, (start, end) in enumerate(pairwise((0, 70, 120))):
        path = write(folder / f"{n}.jsonl", found[start:end])
        import_files([path], "试", workspace=space, maker=FakeMaker(), reader=read)
    return measures.open_collection(space, "试")


def test_rules_count_the_activities_that_they_were_a_reason_of(collection, extractions) -> None:
    expected = Counter(rule for e in extractions for a in e.activities for rule in set(a.rules))
    frame = measures.rules_fired(collection)
    assert dict(zip(frame["rule"], frame["activities"], strict=True)) == expected
    for rule in expected:
        ids = sorted(a.id for e in extractions for a in e.activities if rule in a.rules)
        assert list(measures.fired_by(collection, rule)) == ids
    assert measures.fired_by(collection, "no.such") == ()


@pytest.mark.parametrize(
    "view", [View(), View(types=("visit",)), View(text="志愿"), View(text="走访", types=("visit",))]
)
def test_articles_are_listed_with_what_the_view_counts_of_them(collection, extractions, view) -> None:
    counted = set(measures.placed(collection, view).counted)
    expected = {
        e.article.id: (len(e.activities), sum(a.id in counted for a in e.activities))
        for e in extractions
        if view.text in e.article.title + "\n" + e.article.text
    }
    found = measures.reports(collection, view)
    frame = measures.report_rows(collection, view, found.page(0, len(expected) + 1))
    told = zip(frame["id"], frame["activities"], frame["counted"], strict=True)
    assert {i: (every, own) for i, every, own in told} == expected
    assert found.sizes == {
        "all": len(expected),
        "counted": sum(own > 0 for _, own in expected.values()),
        "bare": sum(every == 0 for every, _ in expected.values()),
    }
    days = [d for d in frame["published"] if d is not None]
    assert days == sorted(days, reverse=True)
    assert all(d is None for d in frame["published"][len(days) :])


def test_standing_pairings_rest_on_sentences(collection, extractions) -> None:
    frame = measures.pairings(collection, View()).frame
    standing = frame[frame["articles"].map(len) > 0]
    assert len(standing)
    for _, row in standing.iterrows():
        said = measures.standing(collection, row["key"], row["articles"])
        expected = sorted(
            (e.article.id, tuple(s.quote for s in p.evidence))
            for e in extractions
            for p in e.pairings
            if not p.activities and {p.a, p.b} == {row["a"], row["b"]}
        )
        assert sorted((s.article_id, s.quotes) for s in said) == expected


def test_towns_are_known_where_a_place_tells_them(collection) -> None:
    assert measures.towns(collection).get("990101101201") == "白塔镇"


def test_size_adds_up_all_parts(collection, extractions) -> None:
    assert measures.size(collection) == measures.Size(120, sum(len(e.activities) for e in extractions))


@pytest.mark.parametrize("view", [View(), View(types=("visit",)), View(text="志愿"), View(types=("no_such",))])
def test_the_pages_of_a_list_make_the_whole_list(collection, view) -> None:
    ids = measures.placed(collection, view).counted
    whole = measures.rows(collection, list(ids))
    for size in (1, 7, 1_000):
        pages = [measures.rows(collection, ids, first, size) for first in range(0, max(len(ids), 1), size)]
        assert [one for page in pages for one in page["id"]] == whole["id"].tolist()
        assert [one for page in pages for one in page["title"]] == whole["title"].tolist()
    assert measures.rows(collection, ids, len(ids), 5).empty
