"""The list of articles: each with its sentence, the words that were searched for marked. Text only, never HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from analytics.measures.search import patterns
from analytics.text.sought import Run, hits, snippets
from analytics.ui.state import State
from analytics.views import day_name

HERE = Path(__file__).parent
LEAD = 80
"""Characters of the beginning of a text where nothing is searched for."""


def article_list(state: State, frame: pd.DataFrame, link: dict[str, str], key: str) -> str | None:
    """The rows of ``measures.report_rows``; ``link``: parameters of the reading page, to which the article is added.
    The id of the article that was clicked, once."""
    found = _component()(
        data={"items": items(state, frame, link), "name": state.say("articles.list")}, key=key,
        on_opened_change=lambda: None,
    )  # fmt: skip
    asked = found.opened
    return asked if isinstance(asked, str) and asked in set(frame["id"]) else None


def items(state: State, frame: pd.DataFrame, link: dict[str, str]) -> list[dict[str, Any]]:
    """What the browser gets of each article: title and sentences as pieces [text, whether it is a hit]."""
    sought = patterns(state.view.text)
    return [_item(state, row, sought, link) for row in frame.to_dict("records")]


def _item(state: State, row: dict[Any, Any], sought: Sequence[str], link: dict[str, str]) -> dict[str, Any]:
    title, text = row["title"] or state.say("articles.no_title"), row["text"] or ""
    address = urlencode(link | {"article": row["id"]}, safe=",:/")
    return {
        "id": row["id"], "address": f"reading?{address}", "title": _pieces(title, hits(title, sought)),
        "about": _about(state, row, bool(sought)), "bare": row["activities"] == 0, "lines": _lines(text, sought),
    }  # fmt: skip


def _about(state: State, row: dict[Any, Any], searched: bool) -> list[str]:
    day = day_name(row["published"], state.language) if row["published"] else state.say("reading.no_date")
    if not row["activities"]:
        told = state.say("articles.row_none")
    else:
        told = state.say("articles.row_activities", count=row["activities"], counted=row["counted"])
    found = [state.say("articles.row_hits", count=f"{row['hits']:,}")] if searched else []
    return [day, row["source"] or state.say("reading.no_source"), *found, told]


def _lines(text: str, sought: Sequence[str]) -> list[list[list[Any]]]:
    """The sentences of the first hits; the beginning of the text where the hits are in the title alone."""
    found = [
        [*([["…", False]] if s.cut[0] else []), *_pieces(s.text, s.hits), *([["…", False]] if s.cut[1] else [])]
        for s in snippets(text, sought)
    ]
    if found:
        return found
    lead = " ".join(text[: 2 * LEAD].split())
    return [[[lead[:LEAD] + ("…" if len(lead) > LEAD or len(text) > 2 * LEAD else ""), False]]] if lead else []


def _pieces(text: str, runs: Iterable[Run]) -> list[list[Any]]:
    found: list[list[Any]] = []
    at = 0
    for start, end in runs:
        found += [[text[at:start], False], [text[start:end], True]]
        at = end
    return [[" ".join(t.split("\n")), hit] for t, hit in [*found, [text[at:], False]] if t]


@cache
def _component() -> Any:
    css, js = (HERE / "reading_list.css").read_text("utf-8"), (HERE / "reading_list.js").read_text("utf-8")
    return st.components.v2.component("jushi_articles", html="<ol></ol>", css=css, js=js)
