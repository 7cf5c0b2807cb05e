"""One collection: its card, its versions, its articles, and what can be done to them."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analytics.measures import Collection
from analytics.problems import Problem
from analytics.ui import (
    collection_articles,
    collection_bin,
    collection_card,
    collection_merges,
    collection_names,
    collection_versions,
    data,
)
from analytics.ui.collection_asking import Question, ask, asked, show_done
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page, tell
from analytics.ui.masks import masks_box
from analytics.ui.plain import plain
from analytics.ui.site import FILES
from analytics.ui.state import State, set_query
from analytics.views import View

TABS = ("card", "versions", "articles", "merges", "names")
ICONS = {"card": ":material/badge:", "versions": ":material/history:", "articles": ":material/article:",
         "merges": ":material/merge:", "names": ":material/domain:"}  # fmt: skip
QUESTIONS: Mapping[str, Question] = {
    "restore": collection_versions.ask_restore,
    "delete_articles": collection_articles.ask_delete,
    "purge_articles": collection_articles.ask_purge,
    "rename": collection_bin.ask_rename,
    "put_away": collection_bin.ask_put_away,
}


def body(state: State) -> None:
    """The page."""
    collection = _collection(state)
    if collection is None:
        return
    sidebar(state, collection, filters=False)
    _head(state, collection)
    show_done(state)
    versions = data.workspace().versions(collection.dataset)
    tab = _tab(state)
    if tab == "card":
        collection_card.show(state, collection, versions)
    elif tab == "versions":
        collection_versions.show(state, collection, versions)
    elif tab == "articles":
        collection_articles.show(state, collection, versions[0].number)
    elif tab == "merges":
        collection_merges.show(state, collection)
    else:
        collection_names.show(state, collection)
    asked(state, QUESTIONS)


def _collection(state: State) -> Collection | None:
    """The collection of the link; where it is not to be had, why, and the way on."""
    try:
        return data.open_view(state.view)
    except Problem as problem:
        tell(problem, state)
    if any(d.name == state.view.dataset for d in data.datasets()):
        query = state.query(View(dataset=state.view.dataset), show=None, page=None, than=None)
        st.page_link(
            FILES["collection"], label=state.say("collection.latest"), icon=":material/update:", query_params=query
        )
    query = state.query(View(), show=None, page=None, tab=None, than=None)
    st.page_link(FILES["datasets"], label=state.say("page.datasets"), icon=":material/upload_file:", query_params=query)
    return None


def _head(state: State, collection: Collection) -> None:
    """The name, and what is done to the collection as a whole."""
    query = state.query(View(), show=None, page=None, tab=None, than=None)
    st.page_link(
        FILES["datasets"], label=state.say("collection.back"), icon=":material/arrow_back:", query_params=query
    )
    found = data.workspace().dataset(collection.dataset)
    one = collection_bin.about(state, found)
    st.title(plain(one.label), anchor=False)
    st.caption(
        state.say(
            "collection.version", number=collection.version, day=collection.created_at[:10], of=found.versions,
            name=plain(found.name),
        )
    )  # fmt: skip
    view = View(dataset=collection.dataset, version=state.view.version)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            FILES["overview"], label=state.say("collection.figures"), icon=":material/monitoring:",
            query_params=state.query(view, show=None, page=None, tab=None, than=None),
        )  # fmt: skip
        if not found.is_demo:  # its name is in the reader's language
            st.button(
                state.say("collection.rename"), key="rename", icon=":material/edit:", type="tertiary", on_click=ask,
                args=("rename", one),
            )  # fmt: skip
        masks_box(state, collection)
        st.button(
            state.say("collection.put_away"), key="put_away", icon=":material/delete:", type="tertiary", on_click=ask,
            args=("put_away", one),
        )  # fmt: skip


def _tab(state: State) -> str:
    """The tab that the link names."""
    said = state.extra.get("tab", "")
    if said and said not in TABS:
        st.warning(state.say("collection.tab_unknown"), icon=":material/link_off:")
    current = said if said in TABS else TABS[0]
    st.session_state["collection_tab"] = current

    def changed() -> None:
        set_query(state.query(tab=st.session_state["collection_tab"], show=None, page=None, than=None))

    st.segmented_control(
        state.say("collection.tab"), TABS, required=True, key="collection_tab", on_change=changed,
        format_func=lambda t: f"{ICONS[t]} {state.say(f'collection.tab_{t}')}", label_visibility="collapsed",
    )  # fmt: skip
    return current


run_page(body, "inside")
