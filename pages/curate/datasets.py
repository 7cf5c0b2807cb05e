"""Collections: which there are, the imports on their way, the way to new articles, and the bin."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analytics import measures
from analytics.problems import Problem
from analytics.store.workspace import DatasetInfo
from analytics.ui import collection_bin, data, jobs_panel
from analytics.ui.collection_asking import Question, asked, show_done
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page, tell
from analytics.ui.intake_target import demo_button
from analytics.ui.plain import plain
from analytics.ui.site import FILES
from analytics.ui.state import State
from analytics.ui.ways import way
from analytics.views import View

QUESTIONS: Mapping[str, Question] = {
    "stop": jobs_panel.ask_stop,
    "purge_dataset": collection_bin.ask_purge,
}


def body(state: State) -> None:
    """The page."""
    found = data.datasets()
    st.title(state.say("page.datasets"), anchor=False)
    show_done(state)
    if found or state.view.dataset:
        _sidebar(state)
    brings = way(state, "intake", state.query(show=None), icon=":material/upload_file:")
    jobs_panel.panel(state)
    if found:
        st.subheader(state.say("datasets.list", count=len(found)), anchor=False)
        for dataset in found:
            _dataset(state, dataset)
    else:
        st.info(state.say("datasets.none"), icon=":material/inbox:")
    if brings and collection_bin.demo_possible():
        demo_button(state)
    collection_bin.the_bin(state)
    asked(state, QUESTIONS)


def _sidebar(state: State) -> None:
    """A link to a collection that is not there is told, and the page goes on."""
    try:
        sidebar(state, data.open_view(state.view), filters=False)
    except Problem as problem:
        tell(problem, state)


def _dataset(state: State, dataset: DatasetInfo) -> None:
    """A collection with its latest version, and the ways into it."""
    with st.container(border=True, key=f"dataset_{dataset.name}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(state.name_of(dataset))}**", width="content")
            if dataset.is_demo:
                st.badge(state.say("demo.badge"), icon=":material/science:", color="orange")
        try:
            _about(state, dataset)
        except Problem as problem:
            tell(problem, state)
        with st.container(horizontal=True):
            for page, label in (("overview", "datasets.open"), ("collection", "datasets.own_page")):
                st.page_link(
                    FILES[page], label=state.say(label), query_params=state.query(View(dataset=dataset.name), show=None),
                    icon=":material/monitoring:" if page == "overview" else ":material/folder_open:",
                )  # fmt: skip


def _about(state: State, dataset: DatasetInfo) -> None:
    """What the latest version holds."""
    collection = measures.open_collection(data.workspace(), dataset.name)
    size, (first, last) = measures.size(collection), data.span(collection)
    version = data.workspace().version(dataset.name, collection.version)
    st.write(state.say("datasets.holds", articles=f"{size.articles:,}", activities=f"{size.activities:,}"))
    span = state.say("datasets.span", first=first, last=last) if first else state.say("datasets.no_span")
    when = version.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
    st.caption(f"{span} · {state.say('datasets.newest', number=version.number, when=when, of=dataset.versions)}")
    if version.rules_version != data.rules().version:
        st.caption(state.say("datasets.older_rules", version=data.rules().version))


run_page(body, "inside")
