"""What a snapshot tells, read from its own account and from nothing else: sentences, figures, charts, and every list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analytics.charts.bars import ALL, total_bars
from analytics.problems import Problem
from analytics.share.account_values import Account, Cell, Chart, Row
from analytics.share.citing import date_text, one_line, quotation
from analytics.share.naming import column_name, counted_name, note_name, row_name
from analytics.ui.chart_box import CONFIG
from analytics.ui.guard import tell
from analytics.ui.linked_text import linked_text
from analytics.ui.page_look import page_look
from analytics.ui.plain import plain
from analytics.ui.site import FILES
from analytics.ui.state import State, set_query
from analytics.views import View, pin

ROW = "row"
"""The ``show`` of a row of a table: row:CHART:KEY."""
COLUMNS = ("edtf", "types", "quote", "organisations", "places", "people", "title", "source", "published")
HEIGHT = 400


@dataclass(frozen=True, slots=True)
class Listed:
    """What the link lists: a title in words, and the ids of activities and standing sentences."""

    title: str
    ids: Sequence[str]


def show_told(state: State, told: Account) -> None:
    """All of it. The words are in the language in which it was frozen, the headings in the reader's."""
    first, *others = told.sentences
    linked_text(state, first, others, "frozen_story")
    listed = _asked(state, told)
    if listed is not None:
        _list(state, told, listed)
    _figures(state, told)
    _over_time(state, told)
    for chart in told.charts:
        if chart.key != "over_time" and chart.rows:
            _table(state, told, chart)
    _left_out(state, told)


def found(told: Account, show: str) -> Listed | None:
    """What a ``show`` lists; None when there is no such thing in the account."""
    kind, _, rest = show.partition(":")
    if kind == ROW:
        key, _, name = rest.partition(":")
        chart = next((c for c in told.charts if c.key == key), None)
        row = next((r for r in chart.rows if r.key == name), None) if chart else None
        if chart is None or row is None:
            return None
        ids = dict.fromkeys(i for cell in _cells(chart, row) for i in cell.ids)
        return Listed(row_name(chart, row, told.language), tuple(ids))
    one = told.counted("told:before" if show == "told:change" else show)
    return Listed(counted_name(told, one), one.ids) if one else None


def rows(state: State, told: Account, ids: Iterable[str]) -> pd.DataFrame:
    """Activities and standing sentences as a table, in the order of ``ids``; ``COLUMNS``, with ``id`` and ``article``."""
    articles = {one.id: one for one in told.articles}
    activities = {one.id: one for one in told.activities}
    standing = {one.id: one for one in told.standing}
    join = state.say("reading.join")
    found: list[dict[str, Any]] = []
    for own in ids:
        if (one := activities.get(own)) is not None:
            article = articles[one.article]
            row: dict[str, Any] = {
                "edtf": date_text(one.edtf, state.language), "types": join.join(state.say(f"type.{t}") for t in one.types),
                "quote": quotation(one.quotes), "organisations": join.join(dict.fromkeys(o.name for o in one.organisations)),
                "places": join.join(dict.fromkeys(p.name for p in one.places)), "people": one.people,
            }  # fmt: skip
        elif (said := standing.get(own)) is not None:
            article = articles[said.article]
            row = {"quote": quotation(said.quotes), "organisations": f"{said.a} — {said.b}"}
        else:
            continue
        about = {"title": one_line(article.title), "source": article.source, "published": article.published}
        found.append({"id": own, "article": article.id} | row | about)
    return pd.DataFrame(found, columns=["id", "article", *COLUMNS], dtype=object)


def _asked(state: State, told: Account) -> Listed | None:
    show = state.extra.get("show", "")
    listed = found(told, show) if show else None
    if show and listed is None:
        tell(Problem.of("view_value", "show", part="show", value=show), state)
    return listed


def _list(state: State, told: Account, listed: Listed) -> None:
    """The rows, from the account; each opens its sentences below, and the article where it still is."""
    with st.container(key="frozen_listed", border=True):
        st.button(
            state.say("listing.close"), icon=":material/close:", key="frozen_close",
            on_click=set_query, args=(state.query(show=None),),
        )  # fmt: skip
        st.subheader(plain(listed.title), anchor=False)
        frame = rows(state, told, listed.ids)
        if len(frame) != len(listed.ids):
            st.error(state.say("rows.broken", expected=len(listed.ids), found=len(frame)), icon=":material/error:")
        st.caption(state.say("rows.count", count=f"{len(frame):,}"))
        if frame.empty:
            return
        names: Mapping[str, Any] = {c: st.column_config.Column(state.say(f"column.{c}")) for c in COLUMNS}
        quote = st.column_config.TextColumn(state.say("column.quote"), width="large")
        picked = st.dataframe(
            frame[list(COLUMNS)], key="frozen_rows", hide_index=True, height=min(HEIGHT, 35 * (len(frame) + 1) + 2),
            on_select="rerun", selection_mode="single-row", column_config={**names, "quote": quote},
        )  # fmt: skip
        chosen = picked["selection"]["rows"]
        if chosen and chosen[0] < len(frame):
            _one(state, told, frame.iloc[chosen[0]])
        else:
            st.caption(state.say("snapshot.rows_help"))


def _one(state: State, told: Account, row: Any) -> None:
    """The sentences behind one row."""
    st.markdown(f"> {plain(str(row['quote']))}")
    source = plain(str(row["source"])) if row["source"] else state.say("reading.no_source")
    st.caption(f"{plain(str(row['title']))} · {source} · {row['published'] or state.say('date.unknown')}")
    view = pin(View(dataset=told.dataset), told.version, told.revision)
    activity = any(one.id == row["id"] for one in told.activities)
    where: dict[str, str | None] = {"id": row["id"]} if activity else {"id": None, "article": row["article"]}
    st.page_link(
        FILES["reading"], label=state.say("snapshot.read"), icon=":material/ink_highlighter:",
        query_params=state.query(view, show=None, **where),
    )  # fmt: skip


def _figures(state: State, told: Account) -> None:
    with st.container(horizontal=True, key="frozen_figures"):
        for one in told.figures:
            name = state.say(f"figure.{one.key.partition(':')[2]}")
            st.button(
                f"{name} **{one.count:,}**", key=f"frozen_{one.key}", disabled=not one.ids,
                on_click=set_query, args=(state.query(show=one.key),),
            )  # fmt: skip


def _over_time(state: State, told: Account) -> None:
    chart = told.chart("over_time")
    cells = [(row.key, cell) for row in chart.rows for cell in row.cells if cell.column == ALL]
    if not cells:
        return
    frame = pd.DataFrame(
        [
            {"label": label, "type": ALL, "sure": c.count - len(c.unsure), "approx": len(c.unsure), "ids": list(c.ids)}
            for label, c in cells
        ]
    )

    def clicked() -> None:
        points = st.session_state["frozen_over_time"]["selection"]["points"]
        if points:
            set_query(state.query(show=f"{ROW}:over_time:{points[0]['customdata'][0]}"))

    st.subheader(state.say("document.chart_over_time"), anchor=False)
    figure = total_bars(frame, tuple(row.key for row in chart.rows), state.language)
    st.plotly_chart(
        page_look(figure), key="frozen_over_time", on_select=clicked, selection_mode="points", config=CONFIG, theme=None,
        alt=state.say("document.chart_over_time"),
    )  # fmt: skip


def _table(state: State, told: Account, chart: Chart) -> None:
    """A ranking as a table; a row lists its activities."""
    with st.expander(f"{state.say(f'document.chart_{chart.key}')} · {len(chart.rows):,}"):
        noted = chart.key in ("villages", "pairings")
        frame = pd.DataFrame(
            [
                [row_name(chart, row, state.language), *([note_name(chart, row, state.language)] if noted else []),
                 *(row.cell(column).count for column in chart.columns)]
                for row in chart.rows
            ]
        )  # fmt: skip
        heads = [state.say(f"document.chart_{chart.key}")]
        heads += [state.say(f"document.note_{chart.key}")] if noted else []
        frame.columns = pd.Index([*heads, *(column_name(c, state.language) for c in chart.columns)])
        picked = st.dataframe(
            frame, key=f"frozen_table_{chart.key}", hide_index=True, on_select="rerun", selection_mode="single-row",
            height=min(HEIGHT, 35 * (len(frame) + 1) + 2),
        )  # fmt: skip
        chosen = picked["selection"]["rows"]
        if chosen and chosen[0] < len(frame):
            row = chart.rows[chosen[0]]
            st.button(
                state.say("snapshot.list_row", name=plain(row_name(chart, row, state.language))),
                key=f"frozen_pick_{chart.key}", icon=":material/list:",
                on_click=set_query, args=(state.query(show=f"{ROW}:{chart.key}:{row.key}"),),
            )  # fmt: skip


def _left_out(state: State, told: Account) -> None:
    """What the figures do not count."""
    for one in told.left_out:
        text = plain(state.say(f"left_out.{one.key.partition(':')[2]}", count=f"{one.count:,}"))
        if one.ids:
            st.button(
                text, key=f"frozen_{one.key}", type="tertiary", icon=":material/list:",
                on_click=set_query, args=(state.query(show=one.key),),
            )  # fmt: skip
        else:
            st.caption(text)


def _cells(chart: Chart, row: Row) -> tuple[Cell, ...]:
    """Over time the cell of all holds every activity of the row once."""
    return (row.cell(ALL),) if chart.key == "over_time" else row.cells
