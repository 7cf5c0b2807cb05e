"""Villages by period: how many were served for the first time, how many again."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.charts.axis import bin_name
from analytics.charts.visits import visit_bars
from analytics.measures import Collection
from analytics.measures.place_tree import node_ids
from analytics.measures.village_periods import BESIDE, VISITS, Periods
from analytics.ui.chart_box import Points, chart_box
from analytics.ui.picking import tick_row
from analytics.ui.plain import plain
from analytics.ui.state import State, set_query
from analytics.ui.villages_data import periods_of
from analytics.ui.villages_look import Look
from analytics.views import GRAINS

PREFIX = "visits"


def period_tab(state: State, collection: Collection, look: Look) -> None:
    """The chart, what has no place on its axis, and the bins as a table."""
    _grain(state)
    found = periods_of(collection, state.view, look.node)
    if found.frame.empty:
        st.info(state.say("villages.period_none"), icon=":material/event_busy:")
    else:
        chart_box(
            state, collection, visit_bars(cells(found), found.bins, state.language, chosen(state)),
            lambda: numbers(state, found), key="villages_period", name=state.say("villages.period_name"),
            alt=_alt(state, found), picked=lambda points: _pick(state, points),
            ids=lambda: node_ids(collection, state.view, look.node),
        )  # fmt: skip
        st.caption(state.say("villages.period_help"))
    with st.container(gap="xxsmall"):
        for code in BESIDE:
            if count := getattr(found, code):
                st.button(
                    state.say(f"villages.beside_{code}", count=f"{count:,}"), key=f"beside_{code}", type="tertiary",
                    icon=":material/list:", on_click=set_query, args=(state.query(show=f"beside:{code}", page=None),),
                )  # fmt: skip
    if not found.frame.empty:
        _table(state, found)


def chosen(state: State) -> tuple[str, str] | None:
    """Bin and visit that the link lists."""
    kind, _, rest = state.extra.get("show", "").partition(":")
    name, _, visit = rest.partition(":")
    return (name, visit) if kind == PREFIX else None


def cells(found: Periods) -> dict[tuple[str, str], tuple[int, int]]:
    """Villages and activities by bin and visit."""
    rows = found.frame.itertuples()
    return {(str(r.label), str(r.visit)): (int(r.villages), int(r.activities)) for r in rows}  # type: ignore[arg-type]


def numbers(state: State, found: Periods) -> pd.DataFrame:
    """What the chart shows: a row for each bin."""
    own = cells(found)
    columns: dict[str, list[object]] = {state.say("chart.bin"): [bin_name(b, state.language) for b in found.bins]}
    for visit in VISITS:
        columns[state.say(f"villages.{visit}")] = [own.get((b, visit), (0, 0))[0] for b in found.bins]
    return pd.DataFrame(columns)


def _table(state: State, found: Periods) -> None:
    """The bars that hold any, newest first, each a row that lists its villages and activities."""
    frame = found.frame.iloc[::-1].reset_index(drop=True)
    keys = [f"{PREFIX}:{r.label}:{r.visit}" for r in frame.itertuples()]
    shown = frame.assign(
        label=[bin_name(b, state.language) for b in frame["label"]],
        visit=[state.say(f"villages.{v}") for v in frame["visit"]],
    )
    heads = {
        "label": state.say("chart.bin"), "visit": state.say("villages.visit"), "villages": state.say("villages.number"),
        "activities": state.say("column.activities"),
    }  # fmt: skip
    tick_row(shown, keys, heads, "visits", state.extra.get("show"),
             lambda key: set_query(state.query(show=key, page=None)))  # fmt: skip
    st.caption(state.say("villages.period_pick"))


def _grain(state: State) -> None:
    st.session_state["villages_grain"] = state.view.grain

    def changed() -> None:
        value = st.session_state["villages_grain"] or state.view.grain
        set_query(state.query(replace(state.view, grain=value), show=None, page=None))

    st.segmented_control(
        state.say("overview.grain"), GRAINS, format_func=lambda g: state.say(f"grain.{g}"), key="villages_grain",
        on_change=changed,
    )  # fmt: skip


def _pick(state: State, points: Points) -> None:
    custom = points[0].get("customdata") if points else None
    set_query(state.query(show=f"{PREFIX}:{custom[1]}:{custom[2]}" if custom else None, page=None))


def _alt(state: State, found: Periods) -> str:
    frame = found.frame
    new = int(frame.loc[frame["visit"].isin(VISITS[:2]), "villages"].sum())
    return plain(state.say("villages.period_alt", bins=len(found.bins), new=f"{new:,}"))
