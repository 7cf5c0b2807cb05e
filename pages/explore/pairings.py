"""Pairings: who is partnered with whom, as a network, by organisation, by pair, by year and by kind."""

from __future__ import annotations

import streamlit as st

from analytics.measures import Collection
from analytics.share.weaving import Number, woven
from analytics.ui import data
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page
from analytics.ui.linked_text import linked_text
from analytics.ui.listing import left_out_buttons
from analytics.ui.looks import tell_problems
from analytics.ui.pairings_data import Shown, network_of, shown_of
from analytics.ui.pairings_kinds import kinds_tab
from analytics.ui.pairings_look import TABS, Look, choice, narrowing, read_look
from analytics.ui.pairings_network import network_tab
from analytics.ui.pairings_rows import ALL, show_behind
from analytics.ui.pairings_tables import list_tab, partners_tab
from analytics.ui.pairings_years import years_tab
from analytics.ui.plain import plain
from analytics.ui.state import State
from analytics.ui.words import place_names
from analytics.views import sentence


def body(state: State) -> None:
    """The page."""
    collection = data.open_view(state.view)
    sidebar(state, collection)
    every = network_of(collection, state.view)
    look = read_look(state, every)
    tell_problems(state, look.problems)
    st.title(state.say("page.pairings"), anchor=False)
    st.caption(plain(sentence(state.view, state.language, place_names(collection, state.view))))
    found = shown_of(collection, state.view, look)
    if every.pairs.empty:
        st.info(state.say("pairings.none"), icon=":material/handshake:")
    else:
        _head(state, look, found)
    with st.container(gap="xxsmall"):
        left_out_buttons(state, found.table.left_out, "left")
    if not every.pairs.empty:
        narrowing(state, look, every.pairs)
        choice(state, "tab", TABS, look.tab)
        if found.pairs.empty:
            st.info(state.say("pairs.none_left"), icon=":material/filter_alt_off:")
        else:
            _tab(state, collection, look, found)
    show_behind(state, collection, look, found)


def _head(state: State, look: Look, found: Shown) -> None:
    """How many pairs of how many organisations, how many of them are alive; each number lists its pairs."""
    alive = found.pairs["alive"].value_counts()

    def number(name: str) -> Number | str:
        count = f"{int(alive.get(name, 0)):,}"
        return Number(count, f"pairs:alive:{name}") if alive.get(name, 0) else count

    count = f"{len(found.pairs):,}"
    lead = woven(
        state.language, "pairs.lead", pairs=Number(count, ALL) if len(found.pairs) else count,
        partners=f"{len(found.partners):,}", parts=f"{found.partners['part'].nunique():,}",
    )  # fmt: skip
    points = [woven(state.language, "pairs.lead_alive", **{name: number(name) for name in ("active", "quiet", "undated")})]
    if look.narrowed:
        points.append(woven(state.language, "pairs.lead_narrowed", count=f"{len(found.every.pairs):,}"))
    linked_text(state, lead, points, "pairs_story")


def _tab(state: State, collection: Collection, look: Look, found: Shown) -> None:
    match look.tab:
        case "network":
            network_tab(state, collection, look, found)
        case "partners":
            partners_tab(state, collection, found)
        case "list":
            list_tab(state, collection, look, found)
        case "years":
            years_tab(state, collection, look, found)
        case "kinds":
            kinds_tab(state, collection, look, found)


run_page(body, "look")
