"""Sentences whose numbers are links: a click lists the rows behind the number, the address can be copied and opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from analytics.ui.state import State, set_query

HERE = Path(__file__).parent
_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class Number:
    """A number (or a name with its number) as it stands in a sentence; ``show`` is what a click puts into the link."""

    text: str
    show: str


Piece = str | Number
Sentence = tuple[Piece, ...]


def woven(state: State, key: str, **values: Piece | int | Sequence[Piece]) -> Sentence:
    """The message ``key`` with ``values`` in their places, kept as pieces."""
    every: list[Sequence[Piece]] = []
    marks = {}
    for name, value in values.items():
        marks[name] = f"{_MARK}{len(every)}{_MARK}"
        every.append(
            (f"{value:,}",) if isinstance(value, int) else (value,) if isinstance(value, str | Number) else value
        )
    parts = state.say(key, **marks).split(_MARK)
    found: list[Piece] = []
    for n, part in enumerate(parts):
        found += every[int(part)] if n % 2 else [part] if part else []
    return tuple(found)


def joined(between: str, sentences: Sequence[Sequence[Piece]]) -> Sentence:
    """Pieces one after the other with a text between them."""
    found: list[Piece] = []
    for n, pieces in enumerate(sentences):
        found += [between, *pieces] if n else pieces
    return tuple(found)


def as_text(sentence: Sequence[Piece]) -> str:
    """The sentence without its links."""
    return "".join(p if isinstance(p, str) else p.text for p in sentence)


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
