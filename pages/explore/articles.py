"""Articles: find one by any words of it, open it, see which gave no activity."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import streamlit as st

from analytics import measures
from analytics.measures import Collection, Reports
from analytics.measures.reports import ORDERS, WHICH, Order, Which
from analytics.problems import Problem
from analytics.text.sought import terms
from analytics.ui import data
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page, shown
from analytics.ui.paging import paged
from analytics.ui.plain import plain
from analytics.ui.reading_list import article_list
from analytics.ui.reading_walk import list_name
from analytics.ui.rows import open_article
from analytics.ui.state import State, set_query
from analytics.views import View, pin

PAGE = 50
"""Articles of one page of the list."""
BESIDE = ("dataset", "version", "revision", "grain", "text")
"""Fields of a View that choose no activities."""


def body(state: State) -> None:
    """The page."""
    collection = data.open_view(state.view)
    sidebar(state, collection)
    st.title(state.say("page.articles"), anchor=False)
    _search(state)
    which, order = _which(state), _order(state)
    found = measures.reports(collection, state.view, which, order)
    if state.view.text:
        _found(state, found)
    with st.container(horizontal=True, vertical_alignment="bottom", key="articles_ways"):
        _choose_which(state, found, which)
        if state.view.text:
            _choose_order(state, order)
    st.caption(state.say(f"articles.{which}_help"))
    if not len(found.ids):
        st.info(state.say(_nothing(state, which)), icon=":material/search_off:")
        return
    _list(state, collection, found, which, order)


def _search(state: State) -> None:
    """The same text as the filter in the sidebar: the link's ``q``."""
    st.session_state["articles_text"] = state.view.text

    def changed() -> None:
        text = st.session_state["articles_text"].strip()
        set_query(state.query(replace(state.view, text=text), page=None))

    st.text_input(
        state.say("articles.search"), key="articles_text", on_change=changed, max_chars=100, icon=":material/search:",
        placeholder=state.say("articles.search_example"), help=state.say("articles.search_help"),
    )  # fmt: skip


def _found(state: State, found: Reports) -> None:
    wanted = terms(state.view.text)
    if not wanted:
        st.warning(state.say("articles.no_words"), icon=":material/search_off:")
        return
    told = state.say("reading.join").join(state.say("reading.quote", quote=term) for term in wanted)
    code = "articles.found" if len(wanted) == 1 else "articles.found_all"
    st.write(state.say(code, text=plain(told), count=f"{found.sizes['all']:,}"))


def _which(state: State) -> Which:
    """Which articles are listed: the link's ``show``, else those with counted activities where a filter is set."""
    plain_view = replace(state.view, **{name: getattr(View(), name) for name in BESIDE})
    usual = "counted" if plain_view != View() else "all"
    return cast(Which, _known(state, "show", WHICH, usual))


def _order(state: State) -> Order:
    return cast(Order, _known(state, "order", ORDERS, "date"))


def _known(state: State, key: str, values: tuple[str, ...], usual: str) -> str:
    """What the link says of ``key``; what is not known is told, and the usual taken."""
    said = state.extra.get(key, "")
    if said and said not in values:
        st.warning(
            shown(Problem.of("view_value", key, part=key, value=said)).text(state.language), icon=":material/link_off:"
        )
    return said if said in values else usual


def _choose_which(state: State, found: Reports, current: Which) -> None:
    st.session_state["articles_which"] = current

    def changed() -> None:
        set_query(state.query(show=st.session_state["articles_which"], page=None))

    st.segmented_control(
        state.say("articles.which"), WHICH, required=True, key="articles_which", on_change=changed,
        format_func=lambda w: state.say(f"articles.{w}", count=f"{found.sizes[w]:,}"), label_visibility="collapsed",
        width="content", wrap=True,
    )  # fmt: skip


def _choose_order(state: State, current: Order) -> None:
    st.session_state["articles_order"] = current

    def changed() -> None:
        order = st.session_state["articles_order"]
        set_query(state.query(order=None if order == "date" else order, page=None))

    st.segmented_control(
        state.say("articles.order"), ORDERS, required=True, key="articles_order", on_change=changed,
        format_func=lambda o: state.say(f"articles.order_{o}"), label_visibility="collapsed", width="content", wrap=True,
    )  # fmt: skip


def _nothing(state: State, which: Which) -> str:
    """Why the list is empty, as a message."""
    if which == "bare" and not state.view.text:
        return "articles.none_bare"
    return "articles.none_text" if state.view.text else "articles.none"


def _list(state: State, collection: Collection, found: Reports, which: Which, order: Order) -> None:
    number = paged(state, len(found.ids), PAGE, "articles_page")
    first = (number - 1) * PAGE
    ids = found.page(first, PAGE)
    frame = measures.report_rows(collection, state.view, ids)
    last, count = f"{first + len(ids):,}", f"{len(found.ids):,}"
    st.caption(state.say("articles.open_help", first=f"{first + 1:,}", last=last, count=count))
    among = list_name(which, order)
    view = pin(replace(state.view, dataset=collection.dataset), collection.version, collection.revision)
    link = state.query(view, list=among, id=None, show=None, page=None, order=None)
    chosen = article_list(state, frame, link, "articles_list")
    if chosen is not None:
        open_article(state, collection, chosen, among)


run_page(body, "look")
