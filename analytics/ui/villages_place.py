"""Villages that nobody could place: each with what tells of it, and a way to say where it lies; what was said so far."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics import measures
from analytics.gazetteer import Division
from analytics.gazetteer.search import candidates
from analytics.measures import Collection
from analytics.store.placings import Placing, place_village, said_placings
from analytics.store.statements import undo
from analytics.ui import data
from analytics.ui.access import can, person, require
from analytics.ui.guard import careful
from analytics.ui.picking import picked
from analytics.ui.plain import plain
from analytics.ui.state import State, set_query
from analytics.ui.villages_data import gazetteer_of
from analytics.ui.villages_list import PREFIX, village_table

OFFERED = 60
"""Places offered at once; more words make them fewer."""
DONE = "village_placed"
SCOPES = ("all", "some")


def unplaced_tab(state: State, collection: Collection, frame: pd.DataFrame) -> None:
    """``frame``: the villages of the view without a known county."""
    if done := st.session_state.pop(DONE, None):
        st.success(plain(done), icon=":material/check_circle:")
    if frame.empty:
        st.info(state.say("villages.unplaced_none"), icon=":material/check:")
    else:
        st.markdown(state.say("villages.unplaced", count=f"{len(frame):,}"))
        edits = can("edit", collection.dataset)
        st.caption(state.say("villages.unplaced_help" if edits else "villages.unplaced_help_read"))
        village_table(state, frame)
        key = picked(state, PREFIX)
        found = frame[frame["key"] == key]
        if len(found) and edits:
            _form(state, collection, found.iloc[0])
    _said(state, collection)


def is_unplaced(frame: pd.DataFrame) -> pd.Series:
    """Which villages have neither a county nor a code."""
    return frame["county"].eq("") & frame["code"].isna()


def _form(state: State, collection: Collection, village: pd.Series) -> None:
    """Which division it is: looked for by name, with words of what it lies in."""
    name, key = str(village["name"]), str(village["key"])
    with st.container(border=True, key="place_form"):
        st.markdown(f"**{plain(state.say('villages.place_title', name=name))}**")
        words = st.text_input(
            state.say("villages.place_search"), value=name, key=f"place_words_{key}", max_chars=60,
            help=state.say("villages.place_search_help"),
        )  # fmt: skip
        found = candidates(gazetteer_of(collection), words, _near(collection, state))
        if not found:
            st.info(state.say("villages.place_nothing"), icon=":material/search_off:")
            return
        chosen = st.selectbox(
            state.say("villages.place_choose", count=f"{len(found):,}"), found[:OFFERED], index=None,
            format_func=lambda d: _offer(state, d, name), key=f"place_choice_{key}",
            placeholder=state.say("villages.place_placeholder"),
        )  # fmt: skip
        if len(found) > OFFERED:
            st.caption(state.say("villages.place_more", count=f"{len(found) - OFFERED:,}"))
        articles = _scope(state, collection, village)
        st.button(
            state.say("villages.place_save"), key="place_save", type="primary", disabled=chosen is None or articles is None,
            icon=":material/add_location_alt:", on_click=_say, args=(state, collection, key, name, chosen, articles),
        )  # fmt: skip
        st.caption(state.say("villages.place_note"))


def _near(collection: Collection, state: State) -> list[str]:
    """Counties that the collection's villages lie in: the likely ones."""
    counties = data.villages(collection, state.view).frame["county"]
    return sorted({c for c in counties if c})


def _offer(state: State, division: Division, name: str) -> str:
    chain = " › ".join(division.chain)
    return chain if division.level == "village" else state.say("villages.place_inside", chain=chain, name=name)


def _scope(state: State, collection: Collection, village: pd.Series) -> tuple[str, ...] | None:
    """The reports that it is said of: () all, None when none was chosen yet. The same name may mean several places."""
    rows = measures.rows(collection, village["ids"])
    titles = {
        str(r["article_id"]): " · ".join(str(part) for part in (r["title"], r["source"], r["published"]) if part)
        for r in rows.to_dict("records")
    }
    if len(titles) < 2:
        return ()
    key = village["key"]
    scope = st.radio(
        state.say("villages.place_scope"), SCOPES, horizontal=True, key=f"place_scope_{key}",
        format_func=lambda s: state.say(f"villages.place_scope_{s}", count=len(titles)),
    )  # fmt: skip
    if scope != "some":
        return ()
    chosen = st.multiselect(
        state.say("villages.place_reports"), list(titles), format_func=titles.__getitem__, key=f"place_reports_{key}",
        placeholder=state.say("villages.place_reports_none"),
    )  # fmt: skip
    return tuple(chosen) or None


def _say(
    state: State, collection: Collection, key: str, name: str, division: Division, articles: Sequence[str]
) -> None:
    """Keeps it; the page then shows the newest state of what people said."""
    with careful(state):
        require("edit", collection.dataset)
        own = division.level == "village"
        chain = division.chain if own else (*division.chain, name)
        placing = Placing(key, chain, division.code if own else None, tuple(articles))
        place_village(data.workspace(), collection.dataset, placing, person())
        st.session_state[DONE] = state.say("villages.place_done", name=name, chain=" › ".join(chain))
        _latest(state)


def _said(state: State, collection: Collection) -> None:
    """What people said, newest first, each with a way to take it back."""
    found = said_placings(data.workspace(), collection.dataset, state.view.revision)
    if not found:
        return
    st.subheader(state.say("villages.placed_title", count=len(found)), anchor=False)
    edits = can("edit", collection.dataset)
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            when = one.made_at.astimezone().strftime("%Y-%m-%d %H:%M")
            articles = len(one.placing.articles)
            scope = state.say("villages.placed_some" if articles else "villages.placed_all", count=articles)
            told = state.say(
                "villages.placed_line", name=one.placing.village.rpartition("/")[2], scope=scope, who=one.who or "—",
                chain=" › ".join(one.placing.chain), when=when,
            )  # fmt: skip
            st.markdown(plain(told), width="content")
            if edits:
                st.button(
                    state.say("notes.undo"), key=f"place_undo_{one.number}", type="tertiary", icon=":material/undo:",
                    on_click=_undo, args=(state, collection.dataset, one.number),
                )  # fmt: skip


def _undo(state: State, dataset: str, number: int) -> None:
    with careful(state):
        require("edit", dataset)
        undo(data.workspace(), dataset, number, person())
        _latest(state)


def _latest(state: State) -> None:
    """What was just said is to be seen: the newest revision, with no list of a name that may be gone."""
    query = state.query(show=None, page=None)
    query.pop("rev", None)
    set_query(query)
