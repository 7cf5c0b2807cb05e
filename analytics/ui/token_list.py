"""The page of tokens: the reader's own (an administrator's: everybody's), a form that makes one, one that ends one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from analytics.access import EVERY, TOKEN_ROLES, Role, Token, every_token, make_token, revoke_token
from analytics.settings import settings
from analytics.ui import data
from analytics.ui.access import can, person, require
from analytics.ui.guard import careful
from analytics.ui.plain import plain
from analytics.ui.state import State

MADE, DONE = "token_made", "token_done"
DAYS = (30, 90, 366)
"""Lives of a token to choose from."""


def tokens(state: State) -> None:
    """The tokens that there are, and the one that was made just now with its secret."""
    if secret := st.session_state.pop(MADE, ""):
        st.success(state.say("tokens.made"), icon=":material/key:")
        st.code(secret, language=None)
    if told := st.session_state.pop(DONE, ""):
        st.success(plain(told), icon=":material/check_circle:")
    found = every_token(data.workspace(), None if can("people", EVERY) else person())
    if not found:
        st.info(state.say("tokens.none"), icon=":material/key:")
        return
    st.dataframe(_frame(state, found, _labels(state)), hide_index=True, key="token_rows")
    if living := [one for one in found if one.holds(datetime.now(UTC))]:
        _end(state, living)


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
        lives = [days for days in DAYS if days <= settings().token_days] or [settings().token_days]
        days = three.selectbox(
            state.say("tokens.days"), lives, format_func=lambda d: state.say("tokens.days_of", days=d), key="token_days"
        )
        wanted = st.form_submit_button(state.say("tokens.make"), icon=":material/key:", key="token_go")
    if wanted:
        with careful(state):
            _make(name or "", str(dataset), role, days)


def _make(name: str, dataset: str, role: Role, days: int) -> None:
    require("inside", "" if dataset == EVERY else dataset)
    _, secret = make_token(data.workspace(), person(), name, dataset, role, days, person())
    st.session_state[MADE] = secret
    st.rerun()


def _end(state: State, living: list[Token]) -> None:
    with st.form("token_end"):
        # With their number: Streamlit tells options apart by what they are called.
        names = {one.id: f"{one.id} · {one.name} · {one.person}" for one in living}
        chosen = st.selectbox(state.say("tokens.which"), list(names), format_func=lambda n: names[n], key="token_which")
        wanted = st.form_submit_button(state.say("tokens.revoke"), icon=":material/key_off:", key="token_off")
    if wanted:
        with careful(state):
            require("inside", "")  # a token belongs to its owner, not to a collection
            ended = revoke_token(data.workspace(), chosen, person(), None if can("people", EVERY) else person())
            st.session_state[DONE] = state.say("tokens.revoked", name=ended.name)
            st.rerun()


def _labels(state: State) -> Mapping[str, str]:
    """What a token can be for: everything that its owner may see, or one collection."""
    return {EVERY: state.say("tokens.every")} | state.names_of(data.workspace().datasets())


def _frame(state: State, found: list[Token], labels: Mapping[str, str]) -> pd.DataFrame:
    now = datetime.now(UTC)
    rows = [
        (
            one.id, one.name, one.person, labels.get(one.dataset, one.dataset), state.say(f"tokens.may_{one.role}"),
            _moment(one.made_at), _moment(one.expires_at), _moment(one.used_at) or state.say("tokens.never"),
            state.say("tokens.holds" if one.holds(now) else "tokens.off" if one.revoked_at else "tokens.over"),
        )
        for one in found
    ]  # fmt: skip
    heads = ("number", "name", "owner", "dataset", "may", "made_at", "expires_at", "used_at", "state")
    return pd.DataFrame(rows, columns=[state.say("people.dataset" if h == "dataset" else f"tokens.{h}") for h in heads])


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else ""
