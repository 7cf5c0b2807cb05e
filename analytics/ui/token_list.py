"""The page of tokens: the reader's own (an administrator's: everybody's), a form that makes one, one that ends one."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analytics.access import EVERY, TOKEN_ROLES, Role, Token, every_token, make_token, revoke_token
from analytics.settings import settings
from analytics.ui import data
from analytics.ui.access import can, person, require
from analytics.ui.guard import careful
from analytics.ui.passes import LIFE, days_box, end_form, life_cells, tell_done
from analytics.ui.state import State

MADE, DONE = "token_made", "token_done"
DAYS = (30, 90, 366)
"""Lives of a token to choose from."""


def tokens(state: State) -> None:
    """The tokens that there are, and the one that was made just now with its secret."""
    tell_done(state, "token", "tokens.made", ":material/key:")
    found = every_token(data.workspace(), None if can("people", EVERY) else person())
    if not found:
        st.info(state.say("tokens.none"), icon=":material/key:")
        return
    st.dataframe(_frame(state, found, _labels(state)), hide_index=True, key="token_rows")
    _end(state, found)


def make_form(state: State) -> None:
    """Makes a token for the reader."""
    labels = _labels(state)
    with st.form("token_make"):
        st.subheader(state.say("tokens.new"), anchor=False)
        name = st.text_input(
            state.say("tokens.name"), max_chars=100, key="token_name", placeholder=state.say("tokens.name_such_as")
        )
        one, two, three = st.columns(3)
        dataset = one.selectbox(
            state.say("people.dataset"), list(labels), format_func=lambda d: labels[d], key="token_dataset"
        )
        role = two.selectbox(
            state.say("tokens.may"), TOKEN_ROLES, format_func=lambda r: state.say(f"tokens.may_{r}"), key="token_role"
        )
        days = days_box(state, three, "token_days", DAYS, settings().token_days)
        wanted = st.form_submit_button(state.say("tokens.make"), icon=":material/key:", key="token_go")
    if wanted:
        with careful(state):
            _make(name or "", str(dataset), role, days)


def _make(name: str, dataset: str, role: Role, days: int) -> None:
    require("inside", "" if dataset == EVERY else dataset)
    _, secret = make_token(data.workspace(), person(), name, dataset, role, days, person())
    st.session_state[MADE] = secret
    st.rerun()


def _end(state: State, found: list[Token]) -> None:
    if one := end_form(state, "token", found, lambda token: f"{token.name} · {token.person}", ":material/key_off:"):
        with careful(state):
            require("inside", "")  # a token belongs to its owner, not to a collection
            ended = revoke_token(data.workspace(), one.id, person(), None if can("people", EVERY) else person())
            st.session_state[DONE] = state.say("tokens.revoked", name=ended.name)
            st.rerun()


def _labels(state: State) -> Mapping[str, str]:
    """What a token can be for: everything that its owner may see, or one collection."""
    return {EVERY: state.say("tokens.every")} | state.names_of(data.workspace().datasets())


def _frame(state: State, found: list[Token], labels: Mapping[str, str]) -> pd.DataFrame:
    rows = [
        (
            one.id, one.name, one.person, labels.get(one.dataset, one.dataset), state.say(f"tokens.may_{one.role}"),
            *life_cells(state, one),
        )
        for one in found
    ]  # fmt: skip
    heads = ("tokens.number", "tokens.name", "tokens.owner", "people.dataset", "tokens.may", *LIFE)
    return pd.DataFrame(rows, columns=[state.say(key) for key in heads])
