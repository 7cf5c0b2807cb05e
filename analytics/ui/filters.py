"""The filters. The link is the truth: widgets start from it, and every change is written back to it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import streamlit as st

from analytics.measures import Collection, Facets
from analytics.measures.unheard import unheard
from analytics.ui import data
from analytics.ui.collection_purged import purged_note
from analytics.ui.filters_bar import bar
from analytics.ui.filters_choices import Choice, Search, choices, excluded
from analytics.ui.filters_collection import collection_choice
from analytics.ui.filters_period import period
from analytics.ui.filters_write import write
from analytics.ui.guard import after_page
from analytics.ui.masks import masked_note
from analytics.ui.plain import plain
from analytics.ui.saved_banner import saved_banner
from analytics.ui.state import State
from analytics.views import COUNTINGS, View, pin

SURE = 80
"""Percent of confidence from which an activity counts as sure in the filter."""
MORE = ("kinds", "counting", "sure", "unsure")
"""Fields of a View that few readers change: they wait behind a fold."""


def sidebar(state: State, collection: Collection, *, filters: bool = True) -> None:
    """Collection and version, period, types, organisations, places, sources, text and more; over the page the filters
    that hold. On a large screen there is no sidebar: the page alone. What stands beside the page is drawn when the page
    is: its charts need not wait for the counts of the choices."""
    if collection.is_demo:
        # On the page itself: a phone hides the sidebar.
        st.badge(state.say("demo.badge"), icon=":material/science:", color="orange")
    purged_note(state, collection)
    masked_note(state, collection)
    if filters:
        bar(state, collection, pinned_address(state, collection))
        saved_banner(state, collection)
        _unheard(state, collection)
    if not state.wide:
        after_page(lambda: _beside(state, collection, filters))


def _beside(state: State, collection: Collection, filters: bool) -> None:
    with st.sidebar:
        collection_choice(state, collection)
        if filters:
            _filters(state, collection)
        _link(state, collection)


def _unheard(state: State, collection: Collection) -> None:
    """Names that the collection does not hold, as a link may bring them from another one."""
    if names := unheard(collection, state.view):
        told = state.say("reading.join").join(state.say("reading.quote", quote=name) for name in names)
        st.warning(plain(state.say("filter.unheard", names=told)), icon=":material/link_off:")


def _filters(state: State, collection: Collection) -> None:
    found = data.facets(collection, state.view)

    def search() -> Facets:
        return data.every_facet(collection, state.view)

    period(state, collection)
    for field in ("types", "organisations", "places", "sources"):
        choices(state, Choice.of(state, field, found), search)
    _text(state)
    excluded(state, found, search)
    _more(state, Choice.of(state, "kinds", found), search)


def _text(state: State) -> None:
    st.session_state["f_text"] = state.view.text

    def changed() -> None:
        write(state, replace(state.view, text=st.session_state["f_text"].strip()))

    st.text_input(
        state.say("filter.text"), key="f_text", on_change=changed, max_chars=100, placeholder=state.say("filter.any"),
        help=state.say("articles.search_help"),
    )  # fmt: skip


def _more(state: State, kinds: Choice, search: Search) -> None:
    """Kinds, counting and certainty, drawn when they are asked for."""
    count = sum(getattr(state.view, f) != getattr(View(), f) for f in MORE)
    label = state.say("filter.more_some" if count else "filter.more", count=count)
    fold = st.expander(label, icon=":material/tune:", key="f_more", on_change="rerun")
    if fold.open:
        with fold:
            choices(state, kinds, search)
            _counting(state)
            _certainty(state)


def _counting(state: State) -> None:
    st.session_state["f_counting"] = state.view.counting

    def changed() -> None:
        write(state, replace(state.view, counting=st.session_state["f_counting"]))

    st.selectbox(
        state.say("filter.counting"), COUNTINGS, format_func=lambda c: state.say(f"filter.counting_{c}"),
        key="f_counting", on_change=changed, help=state.say("filter.counting_help"),
    )  # fmt: skip


def _certainty(state: State) -> None:
    """All, the sure ones, the unsure ones; a link may hold bounds of its own."""
    now = (state.view.sure, state.view.unsure)
    options = list(dict.fromkeys([(None, None), (SURE, None), (None, SURE), now]))
    st.session_state["f_certainty"] = now

    def label(bounds: tuple[int | None, int | None]) -> str:
        least, below = bounds
        if least is None and below is None:
            return state.say("filter.certainty_all")
        if least is not None and below is not None:
            return state.say("filter.certainty_between", least=least, below=below)
        if least is not None:
            return state.say("filter.certainty_sure", percent=least)
        return state.say("filter.certainty_unsure", percent=below)

    def changed() -> None:
        sure, unsure = st.session_state["f_certainty"]
        write(state, replace(state.view, sure=sure, unsure=unsure))

    st.selectbox(
        state.say("filter.certainty"), options, format_func=label, key="f_certainty", on_change=changed,
        help=state.say("filter.certainty_help"),
    )  # fmt: skip


def _link(state: State, collection: Collection) -> None:
    """The link of what is seen, with its version: the same figures whenever it is opened."""
    fold = st.expander(state.say("filter.link"), icon=":material/link:", key="f_link", on_change="rerun")
    if fold.open:
        with fold:
            st.caption(state.say("filter.link_help", version=collection.version))
            st.code(pinned_address(state, collection), language=None, wrap_lines=True)


def pinned_address(state: State, collection: Collection) -> str:
    """The whole address of this page with its version, with scheme, host and port as the reader's browser has them."""
    pinned = pin(replace(state.view, dataset=collection.dataset), collection.version, collection.revision)
    address = urlsplit(st.context.url or "")
    site = f"{address.scheme}://{address.netloc}" if address.netloc else ""
    return site + state.link(st.session_state.get("current_page", ""), pinned)
