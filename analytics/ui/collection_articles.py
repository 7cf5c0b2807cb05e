"""The articles of a collection: searched, chosen, deleted from the next version on, or purged from all of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from analytics import measures
from analytics.editing import delete_articles
from analytics.measures import Collection
from analytics.purging import purge_articles, purges
from analytics.ui import data
from analytics.ui.access import person
from analytics.ui.collection_asking import Done, answers, ask, do
from analytics.ui.collection_compare import heading
from analytics.ui.paging import paged
from analytics.ui.plain import plain
from analytics.ui.rows import open_article
from analytics.ui.state import State, set_query
from analytics.views import View

PAGE = 200
"""Rows of one page of the list."""
COLUMNS = ("title", "published", "source", "activities", "file")
NAMED = 3
"""Articles that a question names."""
TALL, ROW = 440, 35
"""Pixels of the table, and of one of its rows."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Articles that something is to be done with, and how many activities were read from them."""

    dataset: str
    ids: tuple[str, ...]
    activities: int


def show(state: State, collection: Collection, latest: int) -> None:
    """The tab. ``latest``: the number of the latest version; only from that can articles be deleted."""
    if collection.version != latest:
        _older(state, collection, latest)
    _search(state)
    frame = _found(collection, state.view.text)
    if state.view.text:
        st.write(state.say("articles.found", text=plain(state.view.text), count=len(frame)))
    if frame.empty:
        st.info(state.say("articles.none"), icon=":material/search_off:")
    else:
        _choose(state, collection, frame, collection.version == latest)
    _purges(state, collection.dataset)


@st.cache_resource(max_entries=4, show_spinner=False)
def _found(collection: Collection, text: str) -> pd.DataFrame:
    """The articles that hold ``text``, newest first; never written to."""
    return measures.articles(collection, measures.search(collection, text) if text else None)


def _older(state: State, collection: Collection, latest: int) -> None:
    st.info(state.say("pick_articles.older", version=collection.version, latest=latest), icon=":material/history:")
    st.button(
        state.say("pick_articles.to_latest", latest=latest), key="articles_latest", on_click=set_query,
        args=(state.query(replace(state.view, version=None), page=None),),
    )  # fmt: skip


def _search(state: State) -> None:
    """The same text as the filter of other pages: the link's ``q``."""
    st.session_state["collection_text"] = state.view.text

    def changed() -> None:
        text = st.session_state["collection_text"].strip()
        set_query(state.query(replace(state.view, text=text), page=None))

    st.text_input(
        state.say("articles.search"), key="collection_text", on_change=changed, max_chars=100, icon=":material/search:",
        placeholder=state.say("articles.search_example"),
    )  # fmt: skip


def _choose(state: State, collection: Collection, frame: pd.DataFrame, current: bool) -> None:
    """The table with its boxes, and what can be done with the ticked ones."""
    every = bool(state.view.text) and st.checkbox(
        state.say("pick_articles.every", count=len(frame)), key=f"articles_every_{state.view.text}"
    )
    page = _page(state, frame)
    digest = hashlib.sha256("\n".join([collection.folders[0].name if collection.folders else "", *page["id"]]).encode())
    st.caption(state.say("pick_articles.help"))
    found = st.dataframe(
        page[list(COLUMNS)], key=f"collection_articles_{digest.hexdigest()[:12]}", hide_index=True, on_select="rerun",
        selection_mode="multi-row", height=min(TALL, ROW * (len(page) + 1) + 2), placeholder="—",
        column_config={c: st.column_config.Column(heading(state, c)) for c in COLUMNS},
    )  # fmt: skip
    ticked = frame if every else page.iloc[[r for r in found["selection"]["rows"] if r < len(page)]]
    chosen = Chosen(collection.dataset, tuple(ticked["id"]), int(ticked["activities"].sum()))
    count = len(chosen.ids)
    with st.container(horizontal=True):
        st.button(
            state.say("pick_articles.delete", count=count), key="articles_delete", icon=":material/delete:",
            disabled=not count or not current, on_click=ask, args=("delete_articles", chosen), type="primary",
        )  # fmt: skip
        st.button(
            state.say("pick_articles.purge", count=count), key="articles_purge", icon=":material/delete_forever:",
            disabled=not count, on_click=ask, args=("purge_articles", chosen),
        )  # fmt: skip
        if st.button(
            state.say("pick_articles.open"), key="articles_open", type="tertiary", icon=":material/article:",
            disabled=count != 1,
        ):  # fmt: skip
            open_article(state, collection, chosen.ids[0])
    st.caption(state.say("pick_articles.difference"))


def _page(state: State, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the page that the link names."""
    number = paged(state, len(frame), PAGE, "collection_page")
    return frame.iloc[(number - 1) * PAGE : number * PAGE].reset_index(drop=True)


def _purges(state: State, dataset: str) -> None:
    """What was purged from this collection."""
    found = purges(data.workspace(), dataset)
    if not found:
        return
    st.subheader(state.say("purged.title"), anchor=False)
    join = state.say("reading.join")
    rows = [
        {"when": p.made_at.astimezone().strftime("%Y-%m-%d %H:%M"), "who": p.who or "—", "articles": p.articles,
         "versions": join.join(map(str, p.versions))}
        for p in found
    ]  # fmt: skip
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config={c: state.say(f"purged.{c}") for c in rows[0]})
    st.caption(state.say("purged.help"))


def ask_delete(state: State, chosen: Chosen) -> None:
    """The question before articles are deleted."""
    latest = data.workspace().version(chosen.dataset).number
    st.write(
        state.say("ask.delete_articles.what", count=len(chosen.ids), activities=chosen.activities, next=latest + 1)
    )
    _titles(state, chosen)
    note = st.text_input(state.say("datasets.note"), max_chars=200, key="delete_note")
    if not answers(state, "delete_articles", icon=":material/delete:"):
        return

    def work() -> Done:
        made = delete_articles(data.workspace(), chosen.dataset, chosen.ids, person(), note)
        gone = made.changes["articles_removed"], made.changes["activities_removed"]
        text = state.say("done.deleted", count=gone[0], activities=gone[1], number=made.number)
        return Done(text, View(dataset=made.dataset, version=made.number))

    do(state, "edit", chosen.dataset, work)
    st.rerun()


def ask_purge(state: State, chosen: Chosen) -> None:
    """The question before articles are purged, and once more: their number has to be typed."""
    count = len(chosen.ids)
    st.write(state.say("ask.purge_articles.what", count=count, activities=chosen.activities))
    st.warning(state.say("ask.purge_articles.means"), icon=":material/delete_forever:")
    _titles(state, chosen)
    sure = st.checkbox(state.say("ask.purge_articles.sure"), key="purge_sure")
    typed = st.text_input(
        state.say("ask.purge_articles.type", count=count), key="purge_typed", disabled=not sure, live=True
    )
    if not answers(
        state, "purge_articles", ready=sure and (typed or "").strip() == str(count), icon=":material/delete_forever:"
    ):  # fmt: skip
        return

    def work() -> Done:
        done = purge_articles(data.workspace(), chosen.dataset, chosen.ids, person())
        versions = state.say("reading.join").join(map(str, done.versions))
        return Done(state.say("done.purged", count=done.articles, versions=versions))

    do(state, "purge", chosen.dataset, work)
    st.rerun()


def _titles(state: State, chosen: Chosen) -> None:
    """The first few of them by name, so that a slip is seen."""
    collection = data.open_view(replace(state.view, dataset=chosen.dataset))
    frame = measures.articles(collection, chosen.ids[:NAMED])
    st.markdown("\n".join(f"- {plain(title) or '—'}" for title in frame["title"]))
    if len(chosen.ids) > NAMED:
        st.caption(state.say("ask.and_more", count=len(chosen.ids) - NAMED))
