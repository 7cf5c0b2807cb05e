"""What was taken for the same: groups of reports of one activity, each openable and partable; and what people said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from analytics import measures
from analytics.measures import Collection
from analytics.store.statements import Said, effective, undo
from analytics.ui import data, related
from analytics.ui.access import person, require
from analytics.ui.guard import careful
from analytics.ui.picking import chosen_row
from analytics.ui.plain import plain
from analytics.ui.rows import open_activity
from analytics.ui.state import State, latest

SHOWN = ("title", "published", "reports", "echoes", "quote")


def show(state: State, collection: Collection) -> None:
    """The tab."""
    frame = _merges(collection)
    st.caption(state.say("merges.help"))
    if frame.empty:
        st.info(state.say("merges.none"), icon=":material/check:")
    else:
        members, copies = int(frame["ids"].map(len).sum()), int(frame["echoes"].sum())
        st.write(state.say("merges.count", groups=len(frame), members=members, copies=copies))
        heads = {name: state.say(f"merges.{name}") for name in SHOWN}
        at = chosen_row(frame, list(frame["group"]), heads, "merge")
        if at is not None:
            _group(state, collection, frame.iloc[at])
    statements(state, collection, ("cut", "join"))


@st.cache_resource(max_entries=4, show_spinner=False)
def _merges(collection: Collection) -> pd.DataFrame:
    """The groups; never written to."""
    return measures.merges(collection)


def _group(state: State, collection: Collection, group: pd.Series) -> None:
    """The leading report and the others, each with its reasons."""
    lead = str(group["group"])
    st.subheader(state.say("merges.lead"), anchor=False)
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(str(group['title']))}**")
        st.caption(plain(state.say("reading.quote", quote=group["quote"])))
        if st.button(state.say("related.open"), key="merge_lead", type="tertiary", icon=":material/article:"):
            open_activity(state, collection, lead)
    for one in measures.related(collection, lead):
        related.member(state, collection, one, lead)


def statements(state: State, collection: Collection, kinds: tuple[str, ...]) -> None:
    """What people have said of this collection, newest first, each with a button that takes it back."""
    found = [s for s in effective(data.workspace(), collection.dataset) if s.kind in kinds]
    if not found:
        return
    titles = _titles(collection, [i for s in found if s.kind != "name" for i in (s.payload["a"], s.payload["b"])])
    st.subheader(state.say("statements.title", count=len(found)), anchor=False)
    for one in reversed(found):
        with st.container(horizontal=True, vertical_alignment="center"):
            when = one.made_at.astimezone().strftime("%Y-%m-%d %H:%M")
            st.caption(f"{one.number} · {when} · {plain(one.who or '—')} · {plain(_text(state, one, titles))}", width="content")
            st.button(
                state.say("statements.undo"), key=f"undo_{one.number}", type="tertiary", icon=":material/undo:",
                on_click=_undo, args=(state, collection.dataset, one.number),
            )  # fmt: skip


def _titles(collection: Collection, ids: Sequence[str]) -> dict[str, str]:
    """Activity to the title of its article, as far as the version holds it."""
    frame = measures.rows(collection, list(dict.fromkeys(ids)))
    return dict(zip(frame["id"], frame["title"], strict=True))


def _text(state: State, one: Said, titles: Mapping[str, str]) -> str:
    if one.kind == "name":
        code = f"statements.name_{one.payload['relation'] if one.payload['target'] else 'none'}"
        return state.say(code, name=one.payload["name"], target=one.payload["target"] or "")
    a, b = (titles.get(one.payload[side]) or state.say("statements.gone", id=one.payload[side][:8]) for side in "ab")
    return state.say(f"statements.{one.kind}", a=a, b=b)


def _undo(state: State, dataset: str, number: int) -> None:
    with careful(state):
        require("edit", dataset)
        undo(data.workspace(), dataset, number, person())
        latest(state)
