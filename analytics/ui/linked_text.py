"""Sentences whose numbers are links: a click lists the rows behind the number, the address can be copied and opened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from analytics.share.weaving import Number, Piece, Sentence
from analytics.ui.state import State, set_query

HERE = Path(__file__).parent


def linked_text(state: State, lead: Sentence, points: Sequence[Sentence], key: str) -> None:
    """The ``lead`` and below it the ``points`` of a list. Source text goes to the browser as text, never as HTML."""

    def clicked() -> None:
        show = st.session_state[key].get("asked")
        if show in {p.show for sentence in (lead, *points) for p in sentence if isinstance(p, Number)}:
            set_query(state.query(show=show, page=None))

    told = [[_piece(state, p) for p in sentence] for sentence in (lead, *points)]
    _component()(data={"lead": told[0], "points": told[1:]}, key=key, on_asked_change=clicked)


def _piece(state: State, piece: Piece) -> dict[str, Any]:
    if isinstance(piece, str):
        return {"text": piece}
    now = state.extra.get("show") == piece.show
    return {"text": piece.text, "show": piece.show, "now": now,
            "address": f"?{urlencode(state.query(show=piece.show, page=None), safe=',:/')}"}  # fmt: skip


@cache
def _component() -> Any:
    css, js = (HERE / "linked_text.css").read_text("utf-8"), (HERE / "linked_text.js").read_text("utf-8")
    return st.components.v2.component("jushi_linked_text", html="<p></p><ul></ul>", css=css, js=js)
