"""Figures out of a saved index are those out of the parts; whatever happened to the files, and after a purge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from counting import VIEWS
from fakes import FakeMaker, many, read, write

from analytics.importing import import_files
from analytics.measures import Collection, facets, headline, index, open_collection, over_time
from analytics.purging import purge_articles
from analytics.store.derived import FOLDER
from analytics.store.workspace import Workspace, open_workspace
from analytics.ui.warming import warm
from analytics.views import View

FIELDS: tuple[index.Field, ...] = ("types", "kinds", "organisations", "doers", "places", "sources", "villages")


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    space = open_workspace(tmp_path / "home")
    path = write(tmp_path / "a.jsonl", many(120))
    import_files([path], "试", workspace=space, maker=FakeMaker(), reader=read)
    return space


def fresh() -> None:
    """As in a process that has just begun."""
    for kept in (index._index, index._postings, index._under_one_name):
        kept.cache_clear()


def figures(collection: Collection) -> list[Any]:
    found: list[Any] = []
    for view in VIEWS[:12]:
        own = facets(collection, view)
        frames = [getattr(own, name) for name in ("types", "kinds", "organisations", "places", "sources")]
        told, times = headline(collection, view), over_time(collection, view)
        found += [[frame.to_dict("records") for frame in (*frames, times.frame)]]
        for name in ("activities", "volunteering", "pairings", "villages", "people"):
            one = getattr(told, name)
            found.append((one.value, list(one.ids), one.before))
    return found


def test_figures_are_the_same_with_and_without(space: Workspace) -> None:
    collection = open_collection(space, "试")
    fresh()
    from_parts = figures(collection)
    # One of the activities and one of each field but the doers, whom only sentences tell of.
    assert len(list((space.home / FOLDER).iterdir())) == len(FIELDS)
    fresh()
    assert figures(collection) == from_parts
    for path in (space.home / FOLDER).iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    fresh()
    assert figures(collection) == from_parts


def test_the_saved_form_is_read_without_a_query(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    collection = open_collection(space, "试")
    fresh()
    warm(collection)
    fresh()
    for name in ("_read", "_read_postings"):
        monkeypatch.setattr(index, name, lambda *_: pytest.fail("read from the parts again"))
    index.index_of(collection)
    for field in FIELDS:
        index.postings(collection, field)


def test_nobody_can_change_what_all_share(space: Workspace) -> None:
    collection = open_collection(space, "试")
    warm(collection)
    fresh()
    found = index.postings(collection, "kinds")
    for shared in (found.rows, found.value):
        with pytest.raises(ValueError, match="read-only"):
            shared[0] = 1


def test_a_purge_leaves_nothing(space: Workspace) -> None:
    collection = open_collection(space, "试")
    warm(collection)
    articles = index.index_of(collection).articles.to_pylist()
    purge_articles(space, "试", articles[:3], "somebody")
    assert list((space.home / FOLDER).iterdir()) == []
    after = open_collection(space, "试")
    warm(after)
    assert set(articles[:3]).isdisjoint(index.index_of(after).articles.to_pylist())
    saved = b"".join(path.read_bytes() for path in (space.home / FOLDER).iterdir())
    assert saved
    gone = [name for name in articles[:3] if not any(name in other for other in articles[3:])]
    assert gone
    assert not any(name.encode() in saved for name in gone)
    assert headline(after, View()).activities.value < headline(collection, View()).activities.value
