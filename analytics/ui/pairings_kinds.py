"""What pairs are: what the texts say, what the names say, one to one or more, and which are still alive."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts.pair_bars import Bar, pair_bars
from analytics.charts.pair_matrix import Cell, pair_matrix
from analytics.measures import Collection
from analytics.measures.network import behind
from analytics.measures.partner_units import UNITS
from analytics.ui.chart_box import chart_box
from analytics.ui.pairings_data import Shown, kinds_of, until
from analytics.ui.pairings_look import Look, ask, value_name
from analytics.ui.pairings_network import pick
from analytics.ui.picking import tick_row
from analytics.ui.plain import plain
from analytics.ui.state import State
from analytics.views import day_name


def kinds_tab(state: State, collection: Collection, look: Look, shown: Shown) -> None:
    """A part for each way to tell pairs apart, with a sentence on each of its values."""
    found = kinds_of(collection, state.view, look)
    rows = list(zip(found["by"], found["value"], strict=True))
    groups = found.assign(
        show=[f"pairs:{by}:{value}" for by, value in rows], name=[value_name(state, by, value) for by, value in rows]
    )
    left, right = st.columns(2)
    with left:
        _bars(state, collection, shown, groups, "tie")
        _bars(state, collection, shown, groups, "shape")
        _bars(state, collection, shown, groups, "alive")
        last = until(collection, state.view)
        if last and shown.every.since:
            st.caption(state.say(
                "pairs.alive_until", last=day_name(last, state.language), since=day_name(shown.every.since, state.language)
            ))  # fmt: skip
    with right:
        _matrix(state, collection, shown, groups)
    _table(state, groups)


def _bars(state: State, collection: Collection, shown: Shown, groups: pd.DataFrame, by: str) -> None:
    st.markdown(f"**{plain(state.say(f'pairs.{by}'))}**")
    own = groups[groups["by"] == by]
    bars = [
        Bar(
            name,
            pairs,
            show,
            count,
            state.say("pairs.hover_bar", name=name, count=f"{pairs:,}", activities=f"{count:,}"),
        )
        for name, pairs, show, count in zip(own["name"], own["pairs"], own["show"], own["activities"], strict=True)
    ]
    chart_box(
        state, collection, pair_bars(bars, state.extra.get("show")), lambda: numbers(state, own), key=f"pairs_{by}_bars",
        name=state.say(f"pairs.{by}"), alt=_alt(state, by, own), picked=lambda points: pick(state, points),
        ids=lambda: behind(collection, state.view, shown.pairs["code"]).ids,
    )  # fmt: skip
    st.caption("  \n".join(state.say(f"pairs.{by}_{value}_means") for value in own["value"]))


def _matrix(state: State, collection: Collection, shown: Shown, groups: pd.DataFrame) -> None:
    st.markdown(f"**{plain(state.say('pairs.unit'))}**")
    own = groups[groups["by"] == "unit"]
    cells = {}
    for value, name, pairs, show, count in own[["value", "name", "pairs", "show", "activities"]].itertuples(
        index=False
    ):
        about = state.say("pairs.hover_bar", name=name, count=f"{pairs:,}", activities=f"{count:,}")
        a, _, b = value.partition("-")
        cells[a, b] = Cell(pairs, show, count, about)
    units = [u for u in UNITS if any(u in pair for pair in cells)]
    names = [state.say(f"pairs.unit_{u}") for u in units]
    chart_box(
        state, collection, pair_matrix(units, names, cells, state.extra.get("show")), lambda: numbers(state, own),
        key="pairs_matrix", name=state.say("pairs.unit"), alt=_alt(state, "unit", own),
        picked=lambda points: pick(state, points), ids=lambda: behind(collection, state.view, shown.pairs["code"]).ids,
    )  # fmt: skip
    st.caption(state.say("pairs.unit_means"))


def _table(state: State, groups: pd.DataFrame) -> None:
    """All of it as rows: the way of the keyboard."""
    frame = groups.assign(by=[state.say(f"pairs.{by}") for by in groups["by"]])
    heads = {
        "by": state.say("pairs.by"), "name": state.say("pairs.value"), "pairs": state.say("pairs.number"),
        "activities": state.say("column.activities"),
    }  # fmt: skip
    tick_row(frame, list(groups["show"]), heads, "pairs_kinds", state.extra.get("show"), lambda key: ask(state, key))
    st.caption(state.say("pairs.kinds_pick"))


def numbers(state: State, own: pd.DataFrame) -> pd.DataFrame:
    """What a chart shows: a row for each value."""
    heads = {"name": "pairs.value", "pairs": "pairs.number", "activities": "column.activities"}
    return own[list(heads)].rename(columns={c: state.say(k) for c, k in heads.items()}).reset_index(drop=True)


def _alt(state: State, by: str, own: pd.DataFrame) -> str:
    told = [f"{name} {pairs:,}" for name, pairs in zip(own["name"], own["pairs"], strict=True)]
    return plain(f"{state.say(f'pairs.{by}')}: {state.say('reading.join').join(told[:6])}")
