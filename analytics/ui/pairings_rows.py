"""What the link asks to list on the page of pairings: the sentences of a pair, or the pairs behind a mark with theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from analytics import measures
from analytics.measures import Collection
from analytics.measures.network import BY, Behind, behind, of_partner
from analytics.measures.pair_years import told_in
from analytics.problems import Problem
from analytics.ui.guard import tell
from analytics.ui.listing import listed, show_listed
from analytics.ui.pairings_data import Shown, years_of
from analytics.ui.pairings_look import Look, ask, value_name, write
from analytics.ui.pairings_tables import pair_table
from analytics.ui.pairings_years import BESIDE, cells, chosen
from analytics.ui.plain import plain
from analytics.ui.rows import show_rows
from analytics.ui.site import FILES
from analytics.ui.state import State
from analytics.views import pin

KINDS = ("pair", "org", "pairs")
ALL = "pairs:all"
REPORTS = 50
"""Reports of a standing pair that are quoted on the page; the rest is told by number."""


@dataclass(frozen=True, slots=True)
class Group:
    """Pairs behind a mark. ``said``: how many pairs and activities the mark says, None where it says no number."""

    title: str
    pairs: pd.DataFrame
    behind: Behind
    said: tuple[int | None, int | None]


def show_behind(state: State, collection: Collection, look: Look, found: Shown) -> None:
    """What the link asks for; says so when it is not there."""
    show = state.extra.get("show", "")
    kind, _, key = show.partition(":")
    if not show:
        return
    if kind == "left":
        if (left := listed(state, None, None, found.table.left_out)) is not None:
            show_listed(state, collection, left)
        return
    if kind not in KINDS or not key:
        tell(Problem.of("view_value", "show", part="show", value=show), state)
        return
    with st.container(key="listed"):
        st.button(
            state.say("listing.close"), icon=":material/close:", key="pairs_close", on_click=_close, args=(state,)
        )
        if kind == "pair":
            _pair(state, collection, found, key)
        elif (group := _group(state, collection, look, found, show)) is not None:
            _show_group(state, collection, group)
            if kind == "org":
                _around(state, look, key)
        else:
            st.info(state.say("pick.gone"), icon=":material/filter_alt_off:")


def _group(state: State, collection: Collection, look: Look, found: Shown, show: str) -> Group | None:
    view = state.view
    kind, _, key = show.partition(":")
    if kind == "org":
        own = found.partners[found.partners["name"] == key]
        if own.empty:
            return None
        pairs = of_partner(found.pairs, key)
        title = state.say("pairs.rows_org", name=key, count=f"{len(pairs):,}")
        said = (int(own["partners"].iloc[0]), int(own["activities"].iloc[0]))
        return Group(title, pairs, behind(collection, view, pairs["code"]), said)
    if show in (ALL, BESIDE):
        beside = years_of(collection, view, look).beside
        pairs = found.pairs if show == ALL else found.pairs[found.pairs["code"].isin(beside)].reset_index(drop=True)
        if pairs.empty:
            return None
        count = f"{len(pairs):,}"
        title = state.say("pairs.rows_all" if show == ALL else "pairs.beside", count=count)
        return Group(title, pairs, behind(collection, view, pairs["code"]), (None, None))
    if bar := chosen(state):
        return _of_year(state, collection, look, found, *bar)
    by, _, value = key.partition(":")
    if by not in BY or value not in set(found.pairs[by]):
        return None
    pairs = found.pairs[found.pairs[by] == value].reset_index(drop=True)
    title = state.say("pairs.rows_kind", name=value_name(state, by, value), count=f"{len(pairs):,}")
    return Group(title, pairs, behind(collection, view, pairs["code"]), (None, None))


def _of_year(state: State, collection: Collection, look: Look, found: Shown, year: int, visit: str) -> Group | None:
    said = cells(years_of(collection, state.view, look)).get((year, visit))
    if said is None:
        return None
    codes, rests = told_in(collection, state.view, found.pairs["code"].to_numpy(), year, visit)
    pairs = found.pairs[found.pairs["code"].isin(codes)].reset_index(drop=True)
    title = state.say("pairs.rows_year", year=year, visit=state.say(f"pairs.{visit}"), count=f"{said[0]:,}")
    return Group(title, pairs, rests, said)


def _show_group(state: State, collection: Collection, group: Group) -> None:
    """Its pairs, its activities, and how many reports tell of standing ones; numbers that do not hold are told."""
    for expected, count in zip(group.said, (len(group.pairs), len(group.behind.ids)), strict=True):
        if expected is not None and expected != count:
            st.error(state.say("rows.broken", expected=expected, found=count), icon=":material/error:")
    st.subheader(plain(group.title), anchor=False)
    pair_table(state, group.pairs, "pairs_group")
    st.caption(state.say("pairs.group_pick"))
    if group.behind.articles:
        st.caption(state.say("pairs.group_standing", count=f"{len(group.behind.articles):,}"))
    if group.behind.ids:
        show_rows(state, collection, group.behind.ids, state.say("pairs.group_rows"), "pairs_group_rows")


def _around(state: State, look: Look, name: str) -> None:
    """The way to the picture around one organisation, and to its filter on all pages."""
    with st.container(horizontal=True):
        if look.node != name or look.tab != "network":
            st.button(
                plain(state.say("pairs.middle_go", name=name)), key="pairs_middle", icon=":material/hub:", type="tertiary",
                on_click=lambda: write(state, node=name, tab=None),
            )  # fmt: skip


def _pair(state: State, collection: Collection, found: Shown, key: str) -> None:
    own = found.every.pairs[found.every.pairs["key"] == key]
    if own.empty:
        st.info(state.say("pick.gone"), icon=":material/filter_alt_off:")
        return
    pair = own.iloc[0]
    a, b = plain(pair["a"]), plain(pair["b"])
    told = [value_name(state, by, pair[by]) for by in BY]
    st.caption(plain(state.say("reading.join").join(told)))
    with st.container(horizontal=True):
        for side, name in (("a", pair["a"]), ("b", pair["b"])):
            st.button(
                plain(state.say("pairs.all_of", name=name)), key=f"pairs_all_of_{side}", type="tertiary",
                icon=":material/hub:", on_click=ask, args=(state, f"org:{name}"),
            )  # fmt: skip
    if pair["ids"]:
        show_rows(
            state, collection, pair["ids"], state.say("pairings.rows", a=pair["a"], b=pair["b"]), f"pair_rows_{key}"
        )
    if pair["articles"]:
        st.subheader(state.say("pairings.sentences", a=a, b=b), anchor=False)
        st.caption(state.say("pairings.sentences_help"))
        _sentences(state, collection, key, pair["articles"])


def _sentences(state: State, collection: Collection, pair: str, articles: Sequence[str]) -> None:
    """Quotes as plain text, each with the way to its article; the link pins the version."""
    view = pin(replace(state.view, dataset=collection.dataset), collection.version, collection.revision)
    told = measures.standing(collection, pair, articles)
    found = {said.article_id for said in told}
    if len(found) != len(articles):
        st.error(state.say("rows.broken", expected=len(articles), found=len(found)), icon=":material/error:")
    for said in told[:REPORTS]:
        with st.container(border=True):
            for quote in said.quotes:
                st.text(quote)
            about = " · ".join(part for part in (said.source or "", str(said.published or "")) if part)
            st.page_link(
                FILES["reading"],
                label=plain(f"{said.title or said.article_id}  {about}"),
                icon=":material/ink_highlighter:",
                query_params=state.query(view, article=said.article_id, id=None, show=None),
            )
    if len(told) > REPORTS:
        st.caption(state.say("pairs.reports_cut", shown=REPORTS, count=f"{len(told):,}"))


def _close(state: State) -> None:
    st.session_state["chart_round"] = st.session_state.get("chart_round", 0) + 1
    ask(state, None)
