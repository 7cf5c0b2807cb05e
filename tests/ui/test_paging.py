"""The page of a long list: the link decides, a click changes the link, and the numbers stand where the link does."""

from __future__ import annotations

import pytest
from streamlit.elements.lib import policies
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from analytics.messages import say


def page() -> None:
    import streamlit as st

    from analytics.ui.paging import paged
    from analytics.ui.state import read_state

    st.caption(f"page {paged(read_state(), int(st.query_params.get('least', 120)), 50, 'list')}")


def shown(at: AppTest, number: str) -> AppTest:
    at.query_params["page"] = number
    return at.run(timeout=30)


def clicked(at: AppTest, number: int) -> AppTest:
    [widget] = at.get("pagination")
    return at._run(WidgetStates(widgets=[WidgetState(id=widget.proto.id, int_value=number)]))


def stands(at: AppTest) -> tuple[str, int]:
    """What the list shows, and which number stands out."""
    [widget] = at.get("pagination")
    return at.caption[0].value, at.session_state[widget.proto.id.rpartition("-")[2]]


@pytest.fixture
def warnings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(policies, "_shown_default_value_warning", False)
    monkeypatch.setattr(policies._LOGGER, "warning", lambda text, *_, **__: told.append(text))
    return told


def test_the_link_and_the_numbers_say_the_same_and_nothing_is_set_twice(warnings: list[str]) -> None:
    at = shown(AppTest.from_function(page), "2")
    assert stands(at) == ("page 2", 2)
    at = clicked(at, 3)
    assert stands(at) == ("page 3", 3)
    assert "".join(at.query_params["page"]) == "3"
    first = at.get("pagination")[0].proto.id
    assert stands(shown(at, "1")) == ("page 1", 1), "the link goes elsewhere"
    at = clicked(at, 2)
    assert stands(at) == ("page 2", 2)
    assert at.get("pagination")[0].proto.id != first
    assert not at.exception
    assert warnings == []


@pytest.mark.parametrize("number", ["0", "4", "-1", "x", "９", "1e3", "9" * 40])
def test_a_page_that_is_not_there_is_told(number: str) -> None:
    at = shown(AppTest.from_function(page), number)
    assert at.caption[0].value == "page 1"
    assert [one.value for one in at.warning] == [say("articles.page_unknown", pages=3)]


def test_a_short_list_has_no_numbers() -> None:
    at = AppTest.from_function(page)
    at.query_params["least"] = "50"
    at.run(timeout=30)
    assert at.caption[0].value == "page 1"
    assert not at.get("pagination")
    assert not at.warning
