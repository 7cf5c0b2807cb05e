"""How the page of villages looks at its View: read from the link, and the controls that write it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import streamlit as st

from analytics.charts.icicle import Size
from analytics.measures import Collection
from analytics.measures.place_tree import TOP, UNPLACED, Tree, is_node
from analytics.problems import Problem
from analytics.ui.looks import Said, choice_row
from analytics.ui.plain import plain
from analytics.ui.state import State, set_query

Tab = Literal["tree", "map", "list", "period", "unplaced", "never"]
TABS: tuple[Tab, ...] = get_args(Tab)
SIZES: tuple[Size, ...] = get_args(Size)
Order = Literal["most", "longest", "latest"]
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class Look:
    """``node``: the place that the page is narrowed to, ``TOP`` for all. ``problems``: parts of the link that were not
    understood."""

    tab: Tab = "tree"
    node: str = TOP
    size: Size = "villages"
    order: Order = "most"
    problems: tuple[Problem, ...] = ()


def read_look(state: State, collection: Collection) -> Look:
    """What the link says; damaged parts are as by default, and told."""
    said = Said(state)
    return Look(
        said.one("tab", TABS, "tree"), said.text("node", lambda s: is_node(collection, s), TOP),
        said.one("size", SIZES, "villages"), said.one("order", ORDERS, "most"), tuple(said.problems),
    )  # fmt: skip


def choice(
    state: State, key: str, options: Sequence[str], current: str, says: Callable[[str], str] | None = None
) -> None:
    """A row of choices that writes ``key`` of the link; the first one is left out of it. Any change closes the list."""
    choice_row(
        state, "villages", key, options, current, write, default=options[0], says=says, labelled=key != "tab"
    )  # fmt: skip


def write(state: State, **extra: str | None) -> None:
    """Writes the link; what was listed belonged to another look."""
    closed: dict[str, str | None] = {"show": None, "page": None}
    set_query(state.query(state.view, **(closed | extra)))


def go_to(state: State, node: str) -> None:
    """Narrows the page to a place, and lists what is under it."""
    st.session_state["chart_round"] = st.session_state.get("chart_round", 0) + 1
    set_query(state.query(node=node or None, show=f"node:{node}" if node else None, page=None))


def node_name(state: State, node: str) -> str:
    """A node's own name in the reader's words."""
    if node in (TOP, UNPLACED):
        return state.say("villages.all" if node == TOP else "villages.unplaced_node")
    return node.rpartition("/")[2]


def scope(state: State, look: Look, tree: Tree) -> None:
    """Where the page is: the places above as buttons, its numbers, and how to make it a filter."""
    rows = tree.frame[tree.frame["key"] == look.node]
    villages, activities = (int(rows[c].iloc[0]) if len(rows) else 0 for c in ("villages", "activities"))
    chain = look.node.split("/") if look.node else []
    if chain:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="villages_path"):
            for depth, node in enumerate([TOP, *("/".join(chain[:n]) for n in range(1, len(chain) + 1))]):
                if depth:
                    st.markdown("›", width="content")
                if node == look.node:
                    st.markdown(f"**{plain(node_name(state, node))}**", width="content")
                    break
                st.button(
                    plain(node_name(state, node)), key=f"crumb_{depth}", type="tertiary", on_click=go_to,
                    args=(state, node),
                )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(state.say("villages.lead", count=f"{villages:,}"), width="content")
        st.button(
            state.say("villages.lead_activities", count=f"{activities:,}"), key="figure_node", type="tertiary",
            icon=":material/list:", disabled=not activities, on_click=_list, args=(state, look.node),
        )  # fmt: skip
        if look.node not in (TOP, UNPLACED) and state.view.places != (look.node,):
            st.button(
                plain(state.say("villages.filter", name=node_name(state, look.node))), key="villages_filter",
                type="tertiary", icon=":material/filter_alt:", help=state.say("villages.filter_help"),
                on_click=_narrow, args=(state, look.node),
            )  # fmt: skip


def _list(state: State, node: str) -> None:
    set_query(state.query(show=f"node:{node}", page=None))


def _narrow(state: State, node: str) -> None:
    set_query(state.query(replace(state.view, places=(node,)), show=None, page=None))
