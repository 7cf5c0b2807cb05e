"""A quotation with its citation: title, source, date and the permanent link, as plain text to be copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from analytics.measures import Collection
from analytics.messages import LANGUAGES, Language, say
from analytics.model import Article, Span
from analytics.text.sentences import sentences
from analytics.ui.plain import is_web
from analytics.ui.state import State
from analytics.views import View, day_name, pin

HERE = Path(__file__).parent
_MARK = "\x00"
BEGINNING = 300
"""Characters among which the first sentence of an article is looked for."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands before and after a quotation, in one language."""

    before: str
    after: str


def cited(article: Article, link: str, taken: date, language: Language) -> Around:
    """The citation of an article: Chinese after GB/T 7714, English in plain words. ``link``: the permanent one;
    ``taken``: the day on which the text was taken in."""
    told = {
        "title": _line(article.title) or say("cite.no_title", language),
        "author": say("cite.author", language, author=_line(article.author)) if article.author else "",
        "source": _line(article.source) or say("reading.no_source", language),
        "published": _day(article.published, language),
        "taken": _day(taken, language),
        "url": say("cite.url", language, url=article.url) if article.url and is_web(article.url) else "",
        "link": link,
    }
    line = say("cite.line", language, **told)
    before, _, after = say("cite.quoted", language, quote=_MARK, line=line).partition(_MARK)
    return Around(before, after)


def quotation(spans: Sequence[Span]) -> str:
    """The words of several runs of a text, in its order, with dots where something lies between them."""
    parts: list[str] = []
    end = None
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if end is not None and span.end <= end:
            continue
        parts += ["……"] if end is not None and span.start > end else []
        parts += [span.quote if end is None or span.start >= end else span.quote[end - span.start :]]
        end = span.end
    return _line("".join(parts))


def beginning(text: str) -> str:
    """The first sentence of a text."""
    first = next(iter(sentences(text[:BEGINNING])), None)
    return _line(text[first.start : first.end]) if first else ""


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


def _day(day: date | None, language: Language) -> str:
    if day is None:
        return say("cite.no_date", language)
    return day.isoformat() if language == "zh" else day_name(day, language)


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


@cache
def _component() -> Any:
    css, js = (HERE / "reading_citation.css").read_text("utf-8"), (HERE / "reading_citation.js").read_text("utf-8")
    copying = (HERE / "copying.js").read_text("utf-8")
    return st.components.v2.component("jushi_citation", html="<div data-cite></div>", css=css, js=copying + js)
