"""Villages served: from the province down, on a map, ranked, by period; those that nobody could place; those never served."""

from __future__ import annotations

import streamlit as st

from analytics.measures import Collection, Table
from analytics.measures.place_tree import TOP, Tree
from analytics.ui import data
from analytics.ui.filters import sidebar
from analytics.ui.guard import run_page
from analytics.ui.listing import left_out_buttons
from analytics.ui.looks import tell_problems
from analytics.ui.plain import plain
from analytics.ui.state import State
from analytics.ui.villages_data import tree_of
from analytics.ui.villages_list import chained, list_tab
from analytics.ui.villages_look import TABS, Look, choice, read_look, scope
from analytics.ui.villages_map import map_tab
from analytics.ui.villages_never import never_tab
from analytics.ui.villages_period import period_tab
from analytics.ui.villages_place import is_unplaced, unplaced_tab
from analytics.ui.villages_rows import show_behind
from analytics.ui.villages_tree import tree_tab
from analytics.ui.words import place_names
from analytics.views import sentence


def body(state: State) -> None:
    """The page."""
    collection = data.open_view(state.view)
    sidebar(state, collection)
    look = read_look(state, collection)
    tell_problems(state, look.problems)
    st.title(state.say("page.villages"), anchor=False)
    st.caption(plain(sentence(state.view, state.language, place_names(collection, state.view))))
    table, tree = data.villages(collection, state.view), tree_of(collection, state.view)
    _head(state, look, table, tree)
    unplaced = table.frame[is_unplaced(table.frame)]

    def named(tab: str) -> str:
        return state.say(f"villages.tab_{tab}", count=f"{len(unplaced):,}")

    choice(state, "tab", TABS, look.tab, named)
    if table.frame.empty and look.tab not in ("unplaced", "never"):
        st.info(state.say("villages.none"), icon=":material/location_off:")
    else:
        _tab(state, collection, look, table, tree)
    if look.tab != "never":
        show_behind(state, collection, look, table, tree)


def _head(state: State, look: Look, table: Table, tree: Tree) -> None:
    """The place that the page is about, its numbers, and what they leave out."""
    scope(state, look, tree)
    if not tree.check.ok:
        st.error(
            state.say("rows.broken", expected=tree.check.expected, found=tree.check.found), icon=":material/error:"
        )
    if look.node == TOP:
        with st.container(gap="xxsmall"):
            left_out_buttons(state, table.left_out, "left")


def _tab(state: State, collection: Collection, look: Look, table: Table, tree: Tree) -> None:
    match look.tab:
        case "tree":
            tree_tab(state, collection, look, tree)
        case "map":
            map_tab(state, collection, look, tree)
        case "list":
            list_tab(state, collection, look)
        case "period":
            period_tab(state, collection, look)
        case "unplaced":
            unplaced_tab(state, collection, chained(collection, table.frame[is_unplaced(table.frame)]))
        case "never":
            never_tab(state, collection, set(table.frame["code"].dropna()))


run_page(body, "look")
