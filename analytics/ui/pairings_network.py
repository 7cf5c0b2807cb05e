"""The network of partners: a line opens the sentences of a pair, a sign the pairs of an organisation."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from analytics.charts.network import Edge, Node, network_chart
from analytics.charts.ranking import safe
from analytics.measures import Collection
from analytics.measures.network import behind
from analytics.measures.partner_units import UNITS
from analytics.ui.chart_box import Points, chart_box
from analytics.ui.pairings_data import Shown, picture_of
from analytics.ui.pairings_look import Look, ask, value_name, write
from analytics.ui.pairings_tables import pair_numbers
from analytics.ui.plain import plain
from analytics.ui.state import State

TOLD = 3
"""Organisations that are named for who cannot see the picture."""


def network_tab(state: State, collection: Collection, look: Look, found: Shown) -> None:
    """The picture, what is not on it, and how to read it."""
    part, where = picture_of(collection, state.view, look)
    rows, edges = found.partners.iloc[part.nodes], found.pairs.iloc[part.edges]
    if look.node:
        _middle(state, look)
    if rows.empty:
        st.info(state.say("pairs.node_gone", name=plain(look.node)), icon=":material/filter_alt_off:")
        return
    if not look.node and (len(rows) < len(found.partners) or len(edges) < len(found.pairs)):
        st.caption(state.say(
            "pairs.network_cut", nodes=f"{len(rows):,}", all_nodes=f"{len(found.partners):,}", edges=f"{len(edges):,}",
            all_edges=f"{len(found.pairs):,}",
        ))  # fmt: skip
    units: dict[str, str] = {unit: state.say(f"pairs.unit_{unit}") for unit in UNITS if (rows["unit"] == unit).any()}
    chart_box(
        state, collection,
        network_chart(_nodes(state, rows), _edges(state, edges, part.ends), where, units, state.extra.get("show")),
        lambda: pair_numbers(state, edges), key="pairs_network", name=state.say("pairs.network_name"),
        alt=plain(state.say(
            "pairs.network_alt", nodes=f"{len(rows):,}", edges=f"{len(edges):,}",
            names=state.say("reading.join").join(rows["name"].head(TOLD)),
        )),
        picked=lambda points: pick(state, points),
        ids=lambda: behind(collection, state.view, edges["code"]).ids,
    )  # fmt: skip
    st.caption(state.say("pairs.network_help"))


def pick(state: State, points: Points) -> None:
    """A click on a mark of any chart of this page; one that takes the choice away closes the list."""
    custom = points[0].get("customdata") if points else None
    ask(state, str(custom[1]) if custom else None)


def _middle(state: State, look: Look) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(state.say("pairs.middle", name=look.node)), width="content")
        st.button(
            state.say("pairs.middle_leave"), key="pairs_middle_leave", type="tertiary", icon=":material/zoom_out_map:",
            on_click=lambda: write(state, node=None),
        )  # fmt: skip


def _nodes(state: State, rows: pd.DataFrame) -> list[Node]:
    return [
        Node(
            r["name"], r["unit"], int(r["partners"]), f"org:{r['name']}", int(r["activities"]),
            state.say(
                "pairs.hover_node", name=safe(r["name"]), unit=state.say(f"pairs.unit_{r['unit']}"),
                partners=f"{r['partners']:,}", activities=f"{r['activities']:,}", last=r["last"] or state.say("date.unknown"),
            ),
        )
        for r in rows.to_dict("records")
    ]  # fmt: skip


def _edges(state: State, rows: pd.DataFrame, ends: Iterable[tuple[int, int]]) -> list[Edge]:
    return [
        Edge(
            int(a), int(b), f"pair:{r['key']}", int(r["activities"]), r["alive"] == "active",
            state.say(
                "pairs.hover_edge", a=safe(r["a"]), b=safe(r["b"]), tie=value_name(state, "tie", r["tie"]),
                activities=f"{r['activities']:,}", standing=f"{r['standing']:,}", last=r["last"] or state.say("date.unknown"),
            ),
        )
        for r, (a, b) in zip(rows.to_dict("records"), ends, strict=True)
    ]  # fmt: skip
