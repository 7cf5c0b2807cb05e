"""The evidence reader: an article with marked runs, as a component that only ever sets ``textContent``.

Inline code of a components-v2 component travels over the page's own connection: no request leaves the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from analytics.text.offsets import utf16_offsets
from analytics.ui.citation import Around
from analytics.ui.marks import Mark, Piece, pieces

HERE = Path(__file__).parent
BOX = """<p class="legend" data-legend></p><p class="keys" data-keys></p>
<div data-reader role="document" tabindex="0"></div><div class="copying" data-copying hidden></div>"""
COLOURS, PATTERNS = 6, 5
"""Kinds of line under the evidence of an activity: as many pairs as 30 activities in a row need to differ."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader needs beyond the text and its marks. ``names``: of the activities in order, as read out;
    ``chosen``: the one whose fields are marked. ``goal``: the field of the mark that comes into sight, again for each
    new ``turn``. ``keys``: what is said of the keys. ``cited``: what stands around a copied selection, by the words of
    its button; ``copied`` and ``not_copied``: what is said then."""

    names: Sequence[str] = ()
    chosen: int | None = None
    goal: str = "evidence"
    turn: str = ""
    keys: str = ""
    cited: Mapping[str, Around] = field(default_factory=dict)
    copied: str = ""
    not_copied: str = ""


PLAIN = Reading()


@cache
def _component() -> Any:
    css, js = (HERE / "reader.css").read_text("utf-8"), (HERE / "reader.js").read_text("utf-8")
    return st.components.v2.component("jushi_reader", html=BOX, css=css, js=copying() + js)


@cache
def copying() -> str:
    """The code that copies a text: components share it, each as a part of its own."""
    return (HERE / "copying.js").read_text("utf-8")


def reader_data(
    text: str, marks: Iterable[Mark], labels: Mapping[str, str], name: str, reading: Reading = PLAIN
) -> dict[str, Any]:
    """What the browser gets: the text and its pieces.

    ``from`` and ``to`` count UTF-16 units, ``start`` and ``end`` code points; ``spans`` lists the piece's marks as
    ``field:start-end`` in code points; ``first`` says that one of them begins here, ``begins`` and ``ends`` which
    fields do, ``acts`` which activities it is evidence of, ``badge`` the numbers of those whose evidence begins here.
    """
    cut = pieces(marks)
    units = utf16_offsets(text, [p for piece in cut for p in (piece.start, piece.end)])
    found = [_piece(piece, units[2 * i], units[2 * i + 1]) for i, piece in enumerate(cut)]
    goals = (n for n, piece in enumerate(found) if reading.goal in piece["fields"])
    shown = (n for n, piece in enumerate(found) if piece["fields"] != ["cut"])
    return {
        "text": text, "pieces": found, "labels": dict(labels), "name": name, "names": list(reading.names),
        "chosen": reading.chosen, "goal": next(goals, next(shown, None)), "turn": reading.turn, "keys": reading.keys,
        "cited": [{"label": label, "before": a.before, "after": a.after} for label, a in reading.cited.items()],
        "copied": reading.copied, "notCopied": reading.not_copied, "colours": COLOURS, "patterns": PATTERNS,
    }  # fmt: skip


def show_article(
    text: str, marks: Iterable[Mark], labels: Mapping[str, str], name: str, key: str, reading: Reading = PLAIN,
    chose: Callable[[int], None] | None = None, step: Callable[[int], None] | None = None,
) -> None:  # fmt: skip
    """Show ``text`` with its marks; ``labels`` names the fields, ``name`` is read out by screen readers.

    ``chose`` gets the number of the activity whose mark was clicked, ``step`` -1 or 1 when a key asks for the one before
    or the next.
    """

    def asked(word: str, go: Callable[[int], None] | None) -> None:
        value = st.session_state[key].get(word)
        if go is not None and isinstance(value, int):
            go(value)

    _component()(
        data=reader_data(text, marks, labels, name, reading), key=key,
        on_chose_change=lambda: asked("chose", chose), on_step_change=lambda: asked("step", step),
    )  # fmt: skip


def _piece(piece: Piece, start: int, end: int) -> dict[str, Any]:
    marks = piece.marks
    acts = list(dict.fromkeys(m.activity for m in marks if m.activity is not None))
    begun = sorted({m.activity for m in marks if m.activity is not None and m.start == piece.start})
    return {
        "from": start, "to": end, "start": piece.start, "end": piece.end,
        "fields": list(dict.fromkeys(m.field for m in marks)),
        "spans": list(dict.fromkeys(f"{m.field}:{m.start}-{m.end}" for m in marks)),
        "first": any(m.start == piece.start for m in marks),
        "ends": list(dict.fromkeys(m.field for m in marks if m.end == piece.end)),
        "acts": acts, "badge": "·".join(str(n + 1) for n in begun),
    }  # fmt: skip
