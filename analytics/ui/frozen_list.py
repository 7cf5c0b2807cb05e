"""All snapshots, newest first, looked for by words."""

from __future__ import annotations

import streamlit as st

from analytics.share.freezing import cite_line
from analytics.store import frozen
from analytics.store.frozen import Frozen
from analytics.ui import data
from analytics.ui.plain import plain
from analytics.ui.saved_words import by, moment
from analytics.ui.site import FILES
from analytics.ui.state import State, set_query
from analytics.views import View

EACH = 50


def frozen_list(state: State) -> None:
    """The list, and the way to look in it."""
    every = frozen.every_frozen(data.workspace())
    if not every:
        st.info(state.say("snapshots.none"), icon=":material/ac_unit:")
        return
    st.session_state["frozen_find"] = state.extra.get("find", "")

    def typed() -> None:
        set_query(state.query(find=st.session_state["frozen_find"].strip() or None))

    st.text_input(
        state.say("snapshots.find"), key="frozen_find", on_change=typed, max_chars=100,
        placeholder=state.say("snapshots.find_hint"),
    )  # fmt: skip
    found = [one for one in every if fits(one, state.extra.get("find", ""))]
    st.caption(state.say("snapshots.count", count=len(found), of=len(every)))
    for one in found[:EACH]:
        _card(state, one)
    if len(found) > EACH:
        st.caption(state.say("snapshots.more", shown=EACH, count=len(found)))


def fits(one: Frozen, text: str) -> bool:
    """Whether its title, collection, day, address or fingerprint hold every word."""
    told = "\n".join((one.title, one.label, one.made.isoformat(), one.id, one.fingerprint, one.who)).casefold()
    return all(word in told for word in text.casefold().split())


def _card(state: State, one: Frozen) -> None:
    with st.container(border=True, key=f"snapshot_{one.id}", gap="xsmall"):
        if one.purged_at is not None:
            st.markdown(f":material/delete_forever: {state.say('snapshot.purged_title')}")
            st.caption(state.say("snapshot.purged_line", when=moment(one.purged_at), id=one.id))
        else:
            st.markdown(f"**{plain(one.title)}**")
            told = state.say(
                "snapshots.line", label=plain(one.label), version=one.version, count=f"{one.count:,}",
                when=moment(one.made_at), who=by(state, one.who),
            )  # fmt: skip
            st.caption(told)
            st.code(cite_line(one, state.language), language=None, wrap_lines=True)
        st.page_link(
            FILES["snapshot"], label=state.say("snapshots.open"), icon=":material/ac_unit:",
            query_params=state.query(View(), id=one.id, show=None, find=None, saved=None),
        )  # fmt: skip
