"""Organisations by time: who held it, and who did not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.charts.axis import bin_name
from analytics.charts.matrix import matrix_chart
from analytics.measures import Collection
from analytics.measures.by_dimension import BESIDE, Way, all_ids, beside_ids, cell_ids, of_value
from analytics.measures.matrix import Matrix
from analytics.model import TYPES
from analytics.ui import data
from analytics.ui.chart_box import chart_box
from analytics.ui.plain import plain
from analytics.ui.state import State
from analytics.ui.trends_lines import axis_of, has_reports
from analytics.ui.trends_look import Look, switch, write
from analytics.ui.trends_rows import Behind, ask_points, asked, beside_buttons, beside_words, pick_cell, show_behind
from analytics.views import View

LIMIT = 30
"""Rows of one part."""


def by_organisation(state: State, collection: Collection, look: Look) -> None:
    """The controls, the matrix, what stands beside it, the rows that were asked for, and the table."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _held(state, look)
        switch(state, "gaps", look.gaps, "1", None)
    view = replace(state.view, types=(look.held,)) if look.held else state.view
    first = (look.block - 1) * LIMIT
    found = data.matrix_of(collection, view, gaps=look.gaps, first=first, limit=LIMIT)
    if first >= found.every > 0:
        first = (found.every - 1) // LIMIT * LIMIT
        found = data.matrix_of(collection, view, gaps=look.gaps, first=first, limit=LIMIT)
    total = data.matrix_of(collection, view, gaps=False, first=0, limit=LIMIT).every if look.gaps else found.every
    what = state.say(f"type.{look.held}") if look.held else state.say("trend.any_activity")
    st.markdown(state.say("trend.matrix_lead", every=f"{total:,}", without=f"{found.without:,}", what=plain(what)))
    if found.rows.empty or not found.bins:
        st.info(state.say("trend.matrix_all_held" if look.gaps and total else "trend.matrix_empty"),
                icon=":material/search_off:")  # fmt: skip
    else:
        _chart(state, collection, view, found, what)
        _pager(state, found, first)
    beside_buttons(state, {code: getattr(found.told, code) for code in BESIDE}, "trend.matrix_beside")
    show_behind(state, collection, _behind(state, collection, view, found))
    if not found.rows.empty and found.bins:
        _table(state, found)


def _held(state: State, look: Look) -> None:
    """Which type the matrix asks for; where the View names types, one of those."""
    types = state.view.types or TYPES
    st.session_state["trend_held"] = look.held

    def changed() -> None:
        write(state, held=st.session_state["trend_held"] or None)

    st.selectbox(
        state.say("trend.held"), ["", *types], key="trend_held", on_change=changed, width=260,
        format_func=lambda t: state.say(f"type.{t}") if t else state.say("trend.any_activity"),
    )  # fmt: skip


def _chart(state: State, collection: Collection, view: View, found: Matrix, what: str) -> None:
    axis = axis_of(state, found.bins)
    cells = {
        (str(value), str(label)): (int(sure), int(approx))
        for value, label, sure, approx in found.cells[["value", "label", "sure", "approx"]].itertuples(index=False)
    }
    months = data.months_reported(collection, state.view)
    silent = [b for b in found.bins if not has_reports(b, view.grain, months)]
    pick = asked(state)
    chosen = (pick[1], pick[2]) if pick and pick[0] == "held" else None
    name = state.say("trend.name_matrix", what=what)
    chart_box(
        state, collection, matrix_chart(axis, list(found.rows["value"]), cells, silent, chosen),
        lambda: numbers(state, found), key="trend_matrix", name=name,
        alt=state.say("trend.matrix_alt", rows=len(found.rows), bins=len(found.bins), count=len(cells)),
        picked=lambda points: ask_points(state, points), ids=lambda: all_ids(collection, view),
    )  # fmt: skip
    told = [state.say("trend.read_matrix"), state.say("trend.below")]
    if silent:
        words = state.say("reading.join").join(bin_name(b, state.language) for b in silent[:6])
        told.append(state.say("trend.silent", count=len(silent), bins=words + ("…" if len(silent) > 6 else "")))
    st.caption(plain(" ".join(told)))


def _pager(state: State, found: Matrix, first: int) -> None:
    if found.every <= LIMIT:
        return
    block = first // LIMIT + 1
    with st.container(horizontal=True, vertical_alignment="center"):
        for step, name, off in ((-1, "before", first == 0), (1, "after", first + LIMIT >= found.every)):
            st.button(
                state.say(f"rows.{name}"), key=f"trend_block_{name}", disabled=off, on_click=write, args=(state,),
                kwargs={"block": str(block + step)},
            )  # fmt: skip
        last = min(first + LIMIT, found.every)
        st.caption(state.say("trend.part", first=first + 1, last=last, count=f"{found.every:,}"), width="content")


def numbers(state: State, found: Matrix) -> pd.DataFrame:
    """A row for each organisation of this part: how often in all, beside the axis, ever; then a column for each bin."""
    wide = found.cells.assign(n=found.cells["sure"] + found.cells["approx"])
    grid = {(v, b): int(n) for v, b, n in wide[["value", "label", "n"]].itertuples(index=False)}
    rows = list(found.rows["value"])
    columns: dict[str, list[object]] = {
        state.say("trend.organisation"): rows,
        state.say("trend.in_bins"): list(found.rows["count"]),
        state.say("trend.beside_column"): list(found.rows["beside"]),
        state.say("trend.ever"): list(found.rows["ever"]),
    }
    columns |= {bin_name(b, state.language): [grid.get((v, b)) for v in rows] for b in found.bins}
    return pd.DataFrame(columns)


def _table(state: State, found: Matrix) -> None:
    """The same as a table whose cells list their rows; an empty cell lists nothing."""
    frame = numbers(state, found)
    labels = {bin_name(b, state.language): b for b in found.bins}
    rows, total = list(found.rows["value"]), state.say("trend.in_bins")

    def shows(row: int, column: str) -> str | None:
        empty = not frame[column].fillna(0).iloc[row] if column in (*labels, total) else True
        return None if empty else f"held:{labels.get(column, '')}:{rows[row]}"

    with st.expander(state.say("trend.table"), icon=":material/table:"):
        st.caption(state.say("trend.table_help"))
        pick_cell(state, frame, f"trend_matrix_{'_'.join(map(str, frame.shape))}", shows)


def _behind(state: State, collection: Collection, view: View, found: Matrix) -> Behind | None:
    pick = asked(state)
    if pick is None:
        return None
    kind, name, value = pick
    if kind == "beside" and name in BESIDE:
        count = getattr(found.told, name)
        return Behind(beside_words(state, name, count, "trend.matrix_beside"), count,
                      lambda: beside_ids(collection, view, name))  # fmt: skip
    if kind != "held":
        return None
    own = found.cells[found.cells["value"] == value]
    own = own[own["label"] == name] if name else own
    count, approx = int((own["sure"] + own["approx"]).sum()), int(own["approx"].sum())
    title = state.say(
        "listing.bar_approx" if approx else "listing.bar", type=value, count=count, approx=approx,
        bin=bin_name(name, state.language) if name and count else state.say("trend.all_bins"),
    )  # fmt: skip
    way = Way("doer")
    return Behind(title, count, lambda: cell_ids(collection, view, way, of_value(value), name or None))
