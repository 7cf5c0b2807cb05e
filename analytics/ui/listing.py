"""What a link's ``show`` lists: the rows behind a figure, a bar, or what a figure leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analytics import measures
from analytics.charts.axis import bin_name
from analytics.charts.bars import ALL, Cell
from analytics.measures import Collection, Figure, Headline, LeftOut, Timeline
from analytics.problems import Problem
from analytics.ui import data
from analytics.ui.guard import before_slow
from analytics.ui.plain import plain
from analytics.ui.rows import open_article, show_rows
from analytics.ui.site import FILES
from analytics.ui.state import State, set_query

FIGURES = ("activities", "volunteering", "pairings", "villages", "people")
LISTABLE = frozenset((
    "partly", "undated", "wider", "undated_beside", "people_unstated", "villages_none", "outside", "again",
    "pairings_own",
))  # fmt: skip
"""Codes of what is left out whose ids are activities; others count villages or pairs."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Activities to list, under a title in the reader's words; ``articles``: those of standing pairings.

    ``page``: the page that tells more of what was counted; ``value``: what the figure or bar says.
    """

    title: str
    ids: Sequence[str]
    value: int
    articles: Sequence[str] = ()
    page: str | None = None


def bar_key(cell: Cell) -> str:
    """The ``show`` of a bar."""
    return f"bar:{cell.label}:{cell.type}"


def chosen_cell(state: State) -> Cell | None:
    """The bar that the link lists."""
    kind, _, rest = state.extra.get("show", "").partition(":")
    label, _, code = rest.partition(":")
    return Cell(label, code or ALL) if kind == "bar" and label else None


def listed(
    state: State, headline: Headline | None, timeline: Timeline | None, left: Iterable[LeftOut]
) -> Listed | None:
    """What the link asks to list; None when it asks for nothing. Raises Problem view_value when it is not there."""
    show = state.extra.get("show", "")
    if not show:
        return None
    kind, _, name = show.partition(":")
    found = None
    if kind == "figure" and headline is not None and name in FIGURES:
        found = _of_figure(state, getattr(headline, name))
    elif kind == "bar" and timeline is not None:
        found = _of_bar(state, timeline, chosen_cell(state))
    elif kind == "left":
        found = next((_left(state, one) for one in left if one.code == name and name in LISTABLE), None)
    if found is None:
        raise Problem.of("view_value", "show", part="show", value=show)
    return found


def show_listed(state: State, collection: Collection, found: Listed) -> None:
    """The rows, with a way to close them and to the page that tells more."""
    before_slow(state)
    with st.container(key="listed"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                state.say("listing.close"), icon=":material/close:", key="listing_close", on_click=_close, args=(state,)
            )
            if found.page and st.button(
                state.say(f"listing.page_{found.page}"), icon=":material/arrow_forward:", key="listing_page"
            ):
                st.switch_page(FILES[found.page], query_params=state.query(show=None, page=None))
        if found.ids or not found.articles:
            show_rows(state, collection, found.ids, found.title, "listed_rows")
        if found.articles:
            _show_articles(state, collection, found)


def left_out_buttons(state: State, left: Iterable[LeftOut], key: str) -> None:
    """What is left out, in sentences; those that rest on activities list them at a click."""
    seen: set[str] = set()
    for one in left:
        if one.code in seen:
            continue
        seen.add(one.code)
        if one.code in LISTABLE:
            st.button(
                plain(one.text(state.language)), key=f"{key}_{one.code}", type="tertiary", icon=":material/list:",
                on_click=ask, args=(state, f"left:{one.code}"),
            )  # fmt: skip
        else:
            st.caption(plain(one.text(state.language)))


def ask(state: State, show: str | None) -> None:
    """Writes into the link what is to be listed."""
    set_query(state.query(show=show, page=None))


def once(left: Iterable[LeftOut], *codes: str) -> tuple[LeftOut, ...]:
    """Those with one of ``codes``, each once."""
    return tuple({one.code: one for one in left if one.code in codes}.values())


def left_outside(collection: Collection, state: State, where: Any) -> LeftOut | None:
    """The activities outside the period, which ``Placed`` only counts."""
    if not where.outside:
        return None
    everything = data.placed(collection, state.view, all_time=True).counted
    apart = {*where.inside, *where.partly, *where.undated}
    ids = tuple(i for i in everything if i not in apart)
    return LeftOut("outside", where.outside, ids)


def _close(state: State) -> None:
    st.session_state["chart_round"] = st.session_state.get("chart_round", 0) + 1
    ask(state, None)


def _of_figure(state: State, figure: Figure) -> Listed:
    title = state.say(
        f"listing.{figure.name}", value=f"{figure.value:,}", count=f"{len(figure.ids):,}",
        articles=f"{len(figure.articles):,}",
    )
    page = figure.name if figure.name in ("pairings", "villages") else None
    return Listed(title, figure.ids, figure.value, figure.articles, page)


def _of_bar(state: State, timeline: Timeline, cell: Cell | None) -> Listed | None:
    frame = timeline.frame
    if cell is None or frame.empty:
        return None
    hits = frame[(frame["label"] == cell.label) & (frame["type"] == cell.type)]
    if hits.empty:
        return None
    row = hits.iloc[0]
    total, approx = int(row["sure"] + row["approx"]), int(row["approx"])
    name = state.say("chart.all") if cell.type == ALL else state.say(f"type.{cell.type}")
    code = "listing.bar_approx" if approx else "listing.bar"
    title = state.say(code, bin=bin_name(cell.label, state.language), type=name, count=f"{total:,}", approx=f"{approx:,}")
    return Listed(title, tuple(row["ids"]), total)


def _left(state: State, one: LeftOut) -> Listed:
    return Listed(one.text(state.language), one.ids, one.count)


def _show_articles(state: State, collection: Collection, found: Listed) -> None:
    """Articles that standing pairings rest on: each a click away."""
    st.subheader(state.say("listing.standing", count=f"{len(found.articles):,}"), anchor=False)
    frame = measures.articles(collection, found.articles)
    columns = ["title", "source", "published"]
    picked = st.dataframe(
        frame[columns], key="listed_articles", hide_index=True, on_select="rerun", selection_mode="single-row",
        column_config={c: st.column_config.Column(state.say(f"column.{c}")) for c in columns},
    )  # fmt: skip
    chosen = picked["selection"]["rows"]
    if chosen and chosen[0] < len(frame):
        open_article(state, collection, str(frame.iloc[chosen[0]]["id"]))
