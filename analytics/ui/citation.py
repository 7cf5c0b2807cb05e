"""A quotation with its citation: title, source, date and the permanent link, as plain text to be copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from analytics.measures import Collection
from analytics.messages import LANGUAGES, Language
from analytics.share.citing import Around, beginning, cited, quotation
from analytics.ui.state import State
from analytics.views import View, pin

__all__ = ["Around", "beginning", "cited", "in_languages", "permanent", "quotation", "show"]

HERE = Path(__file__).parent

def permanent(state: State, collection: Collection, **extra: str) -> str:
    """The whole address of an activity (``id``) or an article (``article``), with its version and revision and nothing
    else, with scheme and host as the reader's browser has them."""
    view = pin(View(dataset=collection.dataset), collection.version, collection.revision)
    address = urlsplit(st.context.url or "")
    site = f"{address.scheme}://{address.netloc}" if address.netloc else ""
    return site + replace(state, extra={}).link("reading", view, **extra)


def in_languages(state: State) -> tuple[Language, ...]:
    """The reader's language first."""
    return (state.language, *(one for one in LANGUAGES if one != state.language))


def show(state: State, quote: str, around: Mapping[Language, Around]) -> None:
    """The quotation with its citation in each form, with a button that copies it."""
    items = [
        {
            "label": state.say(f"cite.form_{one}"), "copy": state.say("cite.copy"), "copied": state.say("cite.copied"),
            "notCopied": state.say("cite.not_copied"), "text": around[one].before + quote + around[one].after, "lang": one,
        }
        for one in in_languages(state)
    ]  # fmt: skip
    _component()(data={"items": items}, key="citation")


@cache
def _component() -> Any:
    css, js = (HERE / "reading_citation.css").read_text("utf-8"), (HERE / "reading_citation.js").read_text("utf-8")
    copying = (HERE / "copying.js").read_text("utf-8")
    return st.components.v2.component("jushi_citation", html="<div data-cite></div>", css=css, js=copying + js)
