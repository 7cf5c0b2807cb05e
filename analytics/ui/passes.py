"""What the lists of tokens and of guest links share: what was made just now, how long one lives, its columns, what ends one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.access.passes import Pass
from analytics.ui.plain import plain
from analytics.ui.state import State

P = TypeVar("P", bound=Pass)


def tell_done(state: State, key: str, made: str, icon: str) -> None:
    """What the last run left in ``KEY_made`` (a secret, told once under the message ``made``), ``KEY_done`` (words)."""
    if secret := st.session_state.pop(f"{key}_made", ""):
        st.success(state.say(made), icon=icon)
        st.code(secret, language=None)
    if told := st.session_state.pop(f"{key}_done", ""):
        st.success(plain(told), icon=":material/check_circle:")


def days_box(state: State, column: DeltaGenerator, key: str, lives: Sequence[int], most: int) -> int:
    """Asks for how many days it is to hold: the lives that are allowed, or the longest allowed."""
    offered = [days for days in lives if days <= most] or [most]
    return int(
        column.selectbox(
            state.say("tokens.days"), offered, format_func=lambda d: state.say("tokens.days_of", days=d), key=key
        )
    )


def end_form(state: State, key: str, found: Sequence[P], name: Callable[[P], str], icon: str) -> P | None:
    """Asks which of those that still hold is to end; the one, once it is sent."""
    living = {one.id: one for one in found if one.holds(datetime.now(UTC))}
    if not living:
        return None
    with st.form(f"{key}_end"):
        # With their number: Streamlit tells options apart by what they are called.
        chosen = st.selectbox(
            state.say("tokens.which"),
            list(living),
            format_func=lambda n: f"{n} · {name(living[n])}",
            key=f"{key}_which",
        )
        wanted = st.form_submit_button(state.say("tokens.revoke"), icon=icon, key=f"{key}_off")
    return living[chosen] if wanted else None


def life_cells(state: State, one: Pass) -> tuple[str, str, str, str]:
    """When it was made, its end, its last use, and whether it holds; columns ``LIFE``."""
    holds = "holds" if one.holds(datetime.now(UTC)) else "off" if one.revoked_at else "over"
    used = moment(one.used_at) if one.used_at else state.say("tokens.never")
    return moment(one.made_at), moment(one.expires_at), used, state.say(f"tokens.{holds}")


LIFE = ("tokens.made_at", "tokens.expires_at", "tokens.used_at", "tokens.state")


def moment(of: datetime) -> str:
    """A moment as people of this place tell it, to the minute."""
    return f"{of.astimezone():%Y-%m-%d %H:%M}"
