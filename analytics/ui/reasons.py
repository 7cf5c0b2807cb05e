"""Why something was read as it was: the rules that fired, in plain words, grouped by what they decide."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from analytics.measures import Collection
from analytics.messages import known
from analytics.ui import data
from analytics.ui.plain import plain
from analytics.ui.state import State

ORDER = (
    "occasion", "sign", "mark", "stance", "type", "drop", "time", "date", "place", "org", "role", "people", "claim", "served",
    "pairing", "confidence",
)  # fmt: skip
"""Groups of rules, by the first part of their ids, in the order of reading."""


def told(state: State, rule: str) -> str:
    """A rule in the reader's words; its id when today's rules do not know it any more."""
    texts = data.rules().texts.get(rule)
    return texts[state.language == "en"] if texts else rule


def grouped(rules: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The rules by group, groups in the order of reading; unknown groups come last as ``other``."""

    def group(rule: str) -> str:
        name = rule.partition(".")[0]
        return name if known(f"why.{name}") else "other"

    def rank(rule: str) -> int:
        name = group(rule)
        return ORDER.index(name) if name in ORDER else len(ORDER)

    ordered = sorted(dict.fromkeys(rules), key=lambda r: (rank(r), r))
    return [(name, list(members)) for name, members in groupby(ordered, key=group)]


def show(state: State, collection: Collection, rules: Sequence[str]) -> None:
    """The rules that fired, in words; their ids behind a fold, for whoever wants to look them up."""
    st.subheader(state.say("reading.why"), anchor=False)
    st.caption(state.say("reading.why_help"))
    now = data.rules().version
    if collection.rules_version != now:
        st.caption(state.say("reasons.older"))
    with st.container(border=True, gap="xsmall", key="why"):
        for name, members in grouped(rules):
            lines = dict.fromkeys(f"- {plain(told(state, rule))}" for rule in members)
            st.markdown(f"**{state.say(f'why.{name}')}**\n\n" + "\n".join(lines))
    with st.expander(state.say("reasons.ids"), icon=":material/tag:"):
        st.caption(state.say("reasons.ids_help"))
        if collection.rules_version != now:
            st.caption(plain(state.say("reading.other_rules", then=collection.rules_version, now=now)))
        st.markdown("\n".join(f"- {plain(rule)}" for _, members in grouped(rules) for rule in members))
