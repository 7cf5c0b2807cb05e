"""Every page, as a guest reads it: no name, and the page says that names are masked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from conftest import ROOT
from privacy.conftest import NAME, PLANTED
from streamlit.testing.v1 import AppTest

from analytics import measures
from analytics.access import Person
from analytics.measures import open_collection
from analytics.privacy import Masking, masking_of, set_masking
from analytics.share import freezing
from analytics.store.workspace import Workspace
from analytics.ui import access, data
from analytics.ui.site import FILES, PAGES
from analytics.views import View

GUEST = Person("", "guest", "guest", own=((NAME, "viewer"),))
EXPLORE = [page.key for page in PAGES if page.group == "explore"]
pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    data.workspace.clear()
    yield
    data.workspace.clear()


@pytest.fixture
def guest(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    set_masking(space, NAME, Masking("served", "guests"), "boss")
    monkeypatch.setattr(access, "current", lambda: GUEST)
    return space


def run(key: str, **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "analytics" / "ui" / "front.py"), default_timeout=120).run()
    at.switch_page(FILES[key])
    at.query_params = {"data": NAME, **query}
    return at.run()


def words(at: AppTest) -> str:
    """All that a run of a page gave to the browser, but for what the reader typed."""
    return "\n".join(str(one) for block in (at.main, at.sidebar) for one in _protos(block))


def _protos(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from _protos(child)
        else:
            yield child.proto


def escaped(name: str) -> str:
    """As a text of protobuf is printed."""
    return "".join(f"\\{byte:03o}" for byte in name.encode())


def seen(at: AppTest) -> list[str]:
    text = words(at)
    return [name for name in PLANTED if name in text or escaped(name) in text or name.encode("utf-8").hex() in text]


def test_the_pages_hold_the_names_for_others(space: Workspace) -> None:
    set_masking(space, NAME, Masking("served", "guests"), "boss")
    assert seen(run("reading", article="n-3"))


@pytest.mark.parametrize("key", [key for key in EXPLORE if key != "reading"])
def test_no_page_tells_a_guest_a_name(guest: Workspace, key: str) -> None:
    at = run(key)
    assert not at.exception
    assert not seen(at)
    assert any("人名已经遮盖" in one.value for one in at.caption)


@pytest.mark.parametrize("article", ["n-3", "n-5"])
def test_no_article_tells_a_guest_a_name(guest: Workspace, article: str) -> None:
    at = run("reading", article=article)
    assert not at.exception
    assert not seen(at)
    assert "某" in words(at) or escaped("某") in words(at)


def test_no_activity_tells_a_guest_a_name(guest: Workspace) -> None:
    for one in measures.activities(open_collection(guest, NAME), View(dataset=NAME)).frame["id"]:
        assert not seen(run("reading", id=one))


def test_a_search_tells_a_guest_nothing(guest: Workspace) -> None:
    found, other = run("articles", q="陈桂兰"), run("articles", q="无此人名")
    assert [one.value for one in found.metric] == [one.value for one in other.metric]
    assert not found.dataframe
    assert not other.dataframe


def test_a_snapshot_tells_a_guest_no_name(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    one = freezing.freeze_view(
        space, open_collection(space, NAME), View(dataset=NAME), "zh", "lan", made=date(2026, 5, 6)
    )
    set_masking(space, NAME, Masking("served", "guests"), "boss")
    show = {"id": one.id, "show": "figure:activities"}
    assert seen(run("snapshot", **show))  # kept by this process for those who may read it
    monkeypatch.setattr(access, "current", lambda: GUEST)
    assert not seen(run("snapshot", **show))


def test_who_manages_a_collection_decides(space: Workspace) -> None:
    at = run("collection")
    at.radio(key="masks_who").set_value("all")
    at.radio(key="masks_for").set_value("guests")
    at.button(key="masks_save").click().run()
    assert not at.exception
    assert masking_of(space, NAME) == Masking("all", "guests")


def test_a_guest_decides_nothing(guest: Workspace) -> None:
    at = run("collection")
    assert not [one for one in at.radio if one.key == "masks_who"]
    assert not seen(at)
