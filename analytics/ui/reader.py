"""The evidence reader: an article with marked runs, as a component that only ever sets ``textContent``.

Inline code of a components-v2 component travels over the page's own connection: no request leaves the machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from analytics.text.offsets import utf16_offsets
from analytics.ui.marks import Mark, pieces

HERE = Path(__file__).parent
BOX = '<p class="legend" data-legend></p><div data-reader role="document" tabindex="0"></div>'


@cache
def _component() -> Any:
    css, js = (HERE / "reader.css").read_text("utf-8"), (HERE / "reader.js").read_text("utf-8")
    return st.components.v2.component("jushi_reader", html=BOX, css=css, js=js)


def reader_data(text: str, marks: Iterable[Mark], labels: Mapping[str, str], name: str) -> dict[str, Any]:
    """What the browser gets: the text and its pieces.

    ``from`` and ``to`` count UTF-16 units, ``start`` and ``end`` code points; ``spans`` lists the piece's marks as
    ``field:start-end`` in code points; ``first`` says that one of them begins here.
    """
    cut = pieces(marks)
    units = utf16_offsets(text, [p for piece in cut for p in (piece.start, piece.end)])
    found = [
        {
            "from": units[2 * i], "to": units[2 * i + 1], "start": piece.start, "end": piece.end,
            "fields": list(dict.fromkeys(m.field for m in piece.marks)),
            "spans": list(dict.fromkeys(f"{m.field}:{m.start}-{m.end}" for m in piece.marks)),
            "first": any(m.start == piece.start for m in piece.marks),
        }
        for i, piece in enumerate(cut)
    ]  # fmt: skip
    return {"text": text, "pieces": found, "labels": dict(labels), "name": name}


def show_article(text: str, marks: Iterable[Mark], labels: Mapping[str, str], name: str, key: str) -> None:
    """Show ``text`` with its marks; ``labels`` names the fields, ``name`` is read out by screen readers."""
    _component()(data=reader_data(text, marks, labels, name), key=key)
