"""Organisations under several names: what was joined and why, open questions, and how to correct both."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics import measures
from analytics.linking.name_reasons import explain
from analytics.linking.name_values import NameLink, NameStatement, Relation
from analytics.measures import Collection
from analytics.share.tables import csv_bytes
from analytics.store.statements import state_that
from analytics.ui import data
from analytics.ui.access import person, require
from analytics.ui.collection_merges import statements
from analytics.ui.downloads import download_button
from analytics.ui.guard import careful
from analytics.ui.picking import chosen_row
from analytics.ui.plain import plain
from analytics.ui.state import State, latest

SHOWN = ("name", "canonical", "parent", "activities", "why")
QUESTIONS = 10
"""Open questions shown at once."""
RELATIONS: tuple[Relation, ...] = ("alias", "part_of")


def show(state: State, collection: Collection) -> None:
    """The tab."""
    st.caption(state.say("org_names.help"))
    frame = _names(collection)
    if frame.empty:
        st.info(state.say("org_names.none"), icon=":material/domain:")
        return
    one = frame["canonical"].nunique()
    st.write(state.say("org_names.count", written=len(frame), organisations=one))
    _questions(state, collection)
    table = _shown(state, frame)
    heads = {name: state.say(f"org_names.{name}") for name in SHOWN}
    at = chosen_row(table, list(frame["name"]), heads, "name")
    st.caption(state.say("org_names.pick"))
    if at is not None:
        _edit(state, collection, frame, str(frame.iloc[at]["name"]))
    download_button(
        state.say("org_names.download"), csv_bytes(table[list(SHOWN)].rename(columns=heads)),
        file_name=f"{collection.dataset}-names.csv", mime="text/csv", icon=":material/download:", on_click="ignore",
        key="names_file",
    )  # fmt: skip
    statements(state, collection, ("name",))


@st.cache_resource(max_entries=4, show_spinner=False)
def _names(collection: Collection) -> pd.DataFrame:
    """The table of names; never written to."""
    return measures.name_table(collection)


def _shown(state: State, frame: pd.DataFrame) -> pd.DataFrame:
    """The table in the reader's words; a name that stands alone has no other name to show."""
    own = frame["canonical"] == frame["name"]
    why = [
        state.say(f"org_names.by_{by}") if by == "person" else " ".join(explain(r, state.language) for r in reasons)
        for by, reasons in zip(frame["by"], frame["reasons"], strict=True)
    ]
    return frame.assign(canonical=frame["canonical"].mask(own, ""), why=why)


def _questions(state: State, collection: Collection) -> None:
    """Links of which the machine is not sure: people decide."""
    found = measures.names(collection).questions
    if not found:
        return
    with st.expander(state.say("org_names.questions", count=len(found)), icon=":material/help:"):
        for number, link in enumerate(found[:QUESTIONS]):
            _question(state, collection, link, number)
        if len(found) > QUESTIONS:
            st.caption(state.say("org_names.more_questions", count=len(found) - QUESTIONS))


def _question(state: State, collection: Collection, link: NameLink, number: int) -> None:
    with st.container(border=True, gap="xsmall"):
        code = f"org_names.ask_{link.relation}"
        st.markdown(plain(state.say(code, name=link.name, target=link.target)))
        st.caption(plain(" ".join(explain(reason, state.language) for reason in link.reasons)))
        with st.container(horizontal=True):
            for answer, target in (("yes", link.target), ("no", None)):
                st.button(
                    state.say(f"org_names.{answer}"), key=f"name_{answer}_{number}",
                    on_click=_say, args=(state, collection, link.name, target, link.relation),
                )  # fmt: skip


def _edit(state: State, collection: Collection, frame: pd.DataFrame, name: str) -> None:
    """Another name, or a part of what: chosen among the names of the collection."""
    row = frame[frame["name"] == name].iloc[0]
    current = {"alias": row["canonical"] if row["canonical"] != name else "", "part_of": row["parent"]}
    with st.container(border=True):
        st.markdown(f"**{plain(name)}**")
        for relation in RELATIONS:
            options = ["", *(n for n in frame["name"] if n != name)]
            if current[relation] and current[relation] not in options:
                options.insert(1, current[relation])
            with st.container(horizontal=True, vertical_alignment="bottom"):
                chosen = st.selectbox(
                    state.say(f"org_names.is_{relation}"), options, index=options.index(current[relation]),
                    key=f"name_{relation}_{name}", format_func=lambda n: n or state.say("org_names.nothing"),
                )  # fmt: skip
                st.button(
                    state.say("org_names.save"), key=f"name_save_{relation}", disabled=chosen == current[relation],
                    on_click=_say, args=(state, collection, name, chosen or None, relation),
                )  # fmt: skip


def _say(state: State, collection: Collection, name: str, target: str | None, relation: Relation) -> None:
    """Keeps what was said, unless it would go in a circle."""
    with careful(state):
        require("edit", collection.dataset)
        measures.try_name(collection, NameStatement(name, target, relation, person()))
        payload = {"name": name, "target": target, "relation": relation}
        state_that(data.workspace(), collection.dataset, "name", payload, person())
        latest(state)
