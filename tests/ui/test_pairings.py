"""The page of pairings: each tab, what its marks and numbers list, and what it says of a damaged link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from charts_read import marks
from conftest import ROOT
from session import Session

from analytics import measures
from analytics.importing import load_demo
from analytics.measures import Collection
from analytics.messages import LANGUAGES, say
from analytics.settings import settings
from analytics.store.workspace import open_workspace
from analytics.ui import data
from analytics.ui.pairings_look import TABS
from analytics.views import View

NUMBER = re.compile(r"\d[\d,]*")


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """This process looks at the demonstration."""
    home = tmp_path_factory.mktemp("pairings")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUSHI_HOME", str(home))
        settings.cache_clear()
        data.workspace.clear()
        load_demo(open_workspace(home))
        yield data.open_view(View())
    settings.cache_clear()
    data.workspace.clear()


def opened(**query: str) -> Session:
    found = Session()
    found.open("pairings", {"data": "demo", **query})
    assert not found.faults()
    return found


def texts(session: Session) -> str:
    kinds = ("title", "subheader", "caption", "markdown", "text", "info", "warning", "error")
    return "\n".join(str(e.value) for kind in kinds for e in session.at.get(kind))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_from_its_link(collection: Collection, tab: str, language: str) -> None:
    session = opened(tab=tab, lang=language)
    assert session.at.title[0].value == say("page.pairings", language)
    assert not session.at.warning


@pytest.mark.parametrize("tab", ["network", "years", "kinds"])
def test_a_mark_lists_the_pairs_and_sentences_that_it_says(collection: Collection, tab: str) -> None:
    """The number of a mark is that of the activities listed, or of the pairs where it counts pairs."""
    session = opened(tab=tab)
    charts = session.charts()
    every = [m for m in marks(charts[0].proto.spec) if isinstance(m.key, list) and len(m.key) > 1 and m.key[1]]
    assert every
    for mark in every[:: max(len(every) // 4, 1)]:
        session = opened(tab=tab)
        session.click(session.charts()[0], mark)
        assert session.show() == mark.key[1]
        assert not session.faults()
        listed = set().union(*session.listed) if session.listed else set()
        shown = texts(session)
        assert listed or say("pairs.sentences") in shown or session.at.text, mark.key


def test_a_pair_lists_its_activities_and_they_are_those_of_the_table(collection: Collection) -> None:
    frame = measures.pairings(collection, View()).frame
    for row in frame.to_dict("records")[:3]:
        session = opened(show=f"pair:{row['key']}")
        assert set().union(*session.listed) == set(row["ids"])


def test_an_organisation_lists_all_its_pairs(collection: Collection) -> None:
    frame = measures.pairings(collection, View()).frame
    name = frame["a"].value_counts().index[0]
    own = frame[(frame["a"] == name) | (frame["b"] == name)]
    session = opened(show=f"org:{name}")
    assert set().union(*session.listed) == set().union(*(set(ids) for ids in own["ids"]))
    table = next(t.value for t in session.at.main.dataframe if {"a", "b"} <= set(t.value.columns))
    assert set(zip(table["a"], table["b"], strict=True)) == set(zip(own["a"], own["b"], strict=True))


def test_the_head_says_all_pairs_and_narrowing_says_how_many_it_leaves(collection: Collection) -> None:
    frame = measures.pairings(collection, View()).frame
    session = opened()
    assert (f"{len(frame):,}", "pairs:all") in session.numbers
    tie = frame["kind"].iloc[0]
    session = opened(tie=tie)
    assert (f"{int((frame['kind'] == tie).sum()):,}", "pairs:all") in session.numbers


@pytest.mark.parametrize(("key", "value"), [
    ("tab", "x"), ("node", "无此单位"), ("order", "x"), ("tie", "x"), ("unit", "x-y"), ("shape", "x"), ("alive", "x"),
    ("show", "pairs:x"), ("show", "pair:无"), ("show", "org:无"), ("show", "x"),
])  # fmt: skip
def test_what_is_damaged_is_said(collection: Collection, key: str, value: str) -> None:
    session = Session()
    session.open("pairings", {"data": "demo", key: value})
    assert not session.at.exception
    told = [*session.at.warning, *session.at.error, *session.at.info]
    assert told, "nothing was said"


def test_a_view_without_pairs_says_so(collection: Collection) -> None:
    session = opened(type="education", **{"from": "1990-01-01", "to": "1990-12-31"})
    assert say("pairings.none") in texts(session)


def test_the_page_lies_where_the_site_says() -> None:
    assert (ROOT / "pages" / "explore" / "pairings.py").is_file()
    assert Path(ROOT / "data" / "partner_kinds.csv").read_bytes().startswith(b"\xef\xbb\xbf")
