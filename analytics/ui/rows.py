"""A list of activities: what a clicked figure stands for, row by row, each a click away from its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics import measures
from analytics.measures import Collection
from analytics.ui.site import FILES
from analytics.ui.state import State

SHOWN = ("edtf", "types", "quote", "organisations", "places", "people", "title", "source", "published", "confidence")


def show_rows(state: State, collection: Collection, ids: Sequence[str], title: str, key: str) -> None:
    """The activities with these ids; their number is compared with the rows and shown when it does not hold."""
    frame = measures.rows(collection, ids)
    st.subheader(title, anchor=False)
    if len(frame) != len(set(ids)):
        st.error(state.say("rows.broken", expected=len(set(ids)), found=len(frame)), icon=":material/error:")
    else:
        st.caption(state.say("rows.count", count=len(frame)))
    if frame.empty:
        return
    picked = st.dataframe(
        named(state, frame),
        key=key,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "quote": st.column_config.TextColumn(state.say("column.quote"), width="large"),
            **{c: st.column_config.Column(state.say(f"column.{c}")) for c in SHOWN if c != "quote"},
        },
    )
    st.caption(state.say("rows.open_help"))
    chosen = picked["selection"]["rows"]
    if chosen and chosen[0] < len(frame):
        open_activity(state, collection, str(frame.iloc[chosen[0]]["id"]))


def named(state: State, frame: pd.DataFrame) -> pd.DataFrame:
    """The shown columns in the reader's words."""
    shown = frame[list(SHOWN)].copy()
    shown["types"] = ["、".join(state.say(f"type.{t}") for t in types) for types in frame["types"]]
    shown["edtf"] = [date_text(state, e) for e in frame["edtf"]]
    return shown


def date_text(state: State, edtf: str | None) -> str:
    """A date as a reader reads it: approximate ones say so, unknown ones too."""
    if not edtf:
        return state.say("date.unknown")
    if edtf.endswith("~"):
        return state.say("date.about", date=edtf[:-1])
    if edtf.endswith("/.."):
        return state.say("date.since", date=edtf[:-3])
    return edtf.replace("/", " – ")


def open_activity(state: State, collection: Collection, activity_id: str) -> None:
    """Goes to the reading page; the link pins the version, so that the id means the same activity."""
    view = replace(state.view, dataset=collection.dataset, version=collection.version)
    st.switch_page(FILES["reading"], query_params=state.query(view, id=activity_id, article=None, show=None))
