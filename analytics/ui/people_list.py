"""The page of people and roles: the list, a form that gives a role, one that changes it or takes it away."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analytics.access import ACTIONS, EVERY, ROLES, Grant, Role, every_grant, give, permits, revoke
from analytics.access.rights import forget
from analytics.settings import settings
from analytics.ui import data
from analytics.ui.access import can, person, require
from analytics.ui.guard import careful
from analytics.ui.passes import moment
from analytics.ui.plain import plain
from analytics.ui.state import State

DONE = "people_done"


def people(state: State) -> None:
    """Roles that were given in the collections that the reader manages."""
    if text := st.session_state.pop(DONE, ""):
        st.success(plain(text), icon=":material/check_circle:")
    if can("people", EVERY):
        names = "、".join(sorted(settings().administrators))
        st.caption(plain(state.say("people.admins", names=names)))
    labels = _labels(state)
    found = [one for one in every_grant(data.workspace()) if one.dataset in labels]
    if not found:
        st.info(state.say("people.none"), icon=":material/group:")
        return
    st.dataframe(_frame(state, found, labels), hide_index=True, key="people_rows")
    _change(state, found, labels)


def give_form(state: State) -> None:
    """Gives a member a role."""
    labels = _labels(state)
    with st.form("people_give"):
        st.subheader(state.say("people.new"), anchor=False)
        who = st.text_input(state.say("people.person"), max_chars=100, key="people_person")
        one, two = st.columns(2)
        dataset = one.selectbox(
            state.say("people.dataset"), list(labels), format_func=labels.__getitem__, key="people_dataset"
        )
        role = two.selectbox(
            state.say("people.role"), ROLES, format_func=lambda r: state.say(f"role.{r}"), key="people_role"
        )
        wanted = st.form_submit_button(state.say("people.give"), icon=":material/person_add:", key="people_go")
    if wanted:
        with careful(state):
            _give(state, who or "", str(dataset), role, labels)


def what_roles_do(state: State) -> None:
    """What each role may do, as the table of the policy says it."""
    st.subheader(state.say("people.what"), anchor=False)
    rows = [
        {state.say("people.action"): state.say(f"action.{action}")}
        | {state.say(f"role.{role}"): state.say("people.yes") if permits(role, action) else "" for role in ROLES}
        for action in ACTIONS
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="people_policy")


def _labels(state: State) -> Mapping[str, str]:
    """The collections whose people the reader manages, by what they are called; ``*`` for whoever manages all."""
    names = state.names_of(data.workspace("people").datasets())
    return names | ({EVERY: state.say("people.every")} if can("people", EVERY) else {})


def _frame(state: State, found: list[Grant], labels: Mapping[str, str]) -> pd.DataFrame:
    rows = [
        (
            one.person, labels[one.dataset], state.say(f"role.{one.role}"), one.given_by,
            moment(one.given_at),
        )
        for one in found
    ]  # fmt: skip
    heads = [state.say(f"people.{name}") for name in ("person", "dataset", "role", "given_by", "given_at")]
    return pd.DataFrame(rows, columns=heads)


def _change(state: State, found: list[Grant], labels: Mapping[str, str]) -> None:
    with st.form("people_change"):
        st.subheader(state.say("people.change"), anchor=False)
        one, two = st.columns(2)
        chosen = one.selectbox(
            state.say("people.which"), found, key="people_which",
            format_func=lambda g: f"{g.person} · {labels[g.dataset]} · {state.say(f'role.{g.role}')}",
        )  # fmt: skip
        role = two.selectbox(
            state.say("people.role"), ROLES, format_func=lambda r: state.say(f"role.{r}"), key="people_to"
        )
        with st.container(horizontal=True):
            gives = st.form_submit_button(state.say("people.give"), key="people_set")
            takes = st.form_submit_button(
                state.say("people.revoke"), icon=":material/person_remove:", key="people_take"
            )
    if gives or takes:
        with careful(state):
            if gives:
                _give(state, chosen.person, chosen.dataset, role, labels)
            else:
                require("people", chosen.dataset)
                revoke(data.workspace("people"), chosen.person, chosen.dataset, person())
                _done(state.say("people.revoked", who=chosen.person, dataset=labels[chosen.dataset]))


def _give(state: State, who: str, dataset: str, role: Role, labels: Mapping[str, str]) -> None:
    require("people", dataset)
    given = give(data.workspace("people"), who, dataset, role, person())
    _done(state.say("people.given", who=given.person, dataset=labels[dataset], role=state.say(f"role.{role}")))


def _done(text: str) -> None:
    forget()
    st.session_state[DONE] = text
    st.rerun()
