"""One article of the preview: as it will be read, with what is cut in grey and the evidence of the trial marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from analytics.batch import Extract
from analytics.model import Activity, Extraction
from analytics.preview import PreviewArticle, PreviewFile, Whole, corrected
from analytics.ui import reasons
from analytics.ui.marks import FIELDS, Mark, activity_marks
from analytics.ui.plain import plain
from analytics.ui.reader import show_article
from analytics.ui.rows import date_text
from analytics.ui.state import State

FIRST, LAST = date(1950, 1, 1), date(2100, 12, 31)


def choose_article(state: State, file: PreviewFile) -> PreviewArticle | None:
    """The article that is looked at; None when the file gives none."""
    if not file.articles:
        return None
    if len(file.articles) == 1:
        return file.articles[0]

    def name(at: int) -> str:
        found = file.articles[at]
        title = found.article.title or state.say("bring.no_title")
        return title if found.row is None else state.say("bring.row", row=found.row, title=title)

    at = st.selectbox(
        state.say("bring.which_article"), range(len(file.articles)), format_func=name,
        key=f"intake_article_{hash((file.name, len(file.articles)))}",
    )  # fmt: skip
    return file.articles[at or 0]


def correct(state: State, found: PreviewArticle, extract: Extract) -> PreviewArticle:
    """A pasted article with title, date, source and author as its reader corrects them here."""
    article, key = found.article, found.article.id
    st.markdown(f"**{state.say('bring.paste_correct')}**")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        title = st.text_input(state.say("bring.title"), article.title, key=f"fix_title_{key}", max_chars=300)
        published = st.date_input(
            state.say("bring.published"), article.published, min_value=FIRST, max_value=LAST, format="YYYY-MM-DD",
            key=f"fix_date_{key}", width=180,
        )  # fmt: skip
        source = st.text_input(
            state.say("bring.source"), article.source or "", key=f"fix_source_{key}", max_chars=100, width=200
        )
        author = st.text_input(
            state.say("bring.author"), article.author or "", key=f"fix_author_{key}", max_chars=100, width=160
        )
    day = published if isinstance(published, date) else None
    if day is None:
        st.warning(state.say("bring.no_date_yet"), icon=":material/event_busy:")
    said = (title.strip(), day, source.strip() or None, author.strip() or None)
    if said == (article.title, article.published, article.source, article.author):
        return found
    return corrected(found, *said, extract)


def show(state: State, found: PreviewArticle) -> None:
    """The article and its trial."""
    article = found.article
    st.markdown(f"#### {plain(article.title or state.say('bring.no_title'))}")
    about = [
        state.say("bring.date_read", day=article.published) if article.published else state.say("bring.date_none"),
        article.source or state.say("bring.no_source"),
        *([state.say("bring.by", author=article.author)] if article.author else []),
    ]
    st.caption(plain(" · ".join(about)))
    for warning in found.warnings:
        st.caption(f":material/info: {plain(warning.what(state.language))}")
    left, right = st.columns([3, 2], gap="large")
    activities = found.extraction.activities if found.extraction else ()
    with right:
        chosen = _trial(state, found, activities)
    with left:
        _text(state, found, chosen)
        _cut(state, found)


def _text(state: State, found: PreviewArticle, chosen: Sequence[Activity]) -> None:
    marks = tuple(dict.fromkeys(mark for one in chosen for mark in shown_marks(one, found.whole)))
    cuts = tuple(Mark(c.start, c.end, "cut") for c in found.whole.cuts)
    labels: dict[str, str] = {f: state.say(f"field.{f}") for f in FIELDS}
    name = state.say("bring.text_name")
    show_article(found.whole.text, (*marks, *cuts), labels, name, "intake_reader")


def shown_marks(activity: Activity, whole: Whole) -> tuple[Mark, ...]:
    """The marks of an activity where its words stand among what is cut."""
    return tuple(
        replace(mark, start=start, end=end)
        for mark in activity_marks(activity)
        for start, end in whole.places(mark.start, mark.end)
    )


def _cut(state: State, found: PreviewArticle) -> None:
    cuts = found.whole.cuts
    if not cuts:
        st.caption(state.say("bring.nothing_cut"))
        return
    with st.expander(state.say("bring.cut_reasons", count=len(cuts)), icon=":material/content_cut:"):
        for cut in cuts:
            text = found.whole.text[cut.start : cut.end]
            st.caption(f"**{plain(reasons.told(state, cut.rule))}**  \n{plain(text)}")


def _trial(state: State, found: PreviewArticle, activities: Sequence[Activity]) -> Sequence[Activity]:
    """What was read as a trial; the activities to be marked."""
    st.markdown(f"**{state.say('bring.trial')}**")
    if found.untried:
        st.caption(f"{found.untried.what(state.language)} {found.untried.advice(state.language)}")
    elif not activities:
        st.caption(state.say("bring.trial_none"))
    if found.extraction is None or not activities:
        return ()
    rows = trial_rows(state, found.extraction)

    def name(at: int) -> str:
        if at < 0:
            return state.say("bring.highlight_all", count=len(rows))
        return f"{at + 1} · {rows[at]['date']} · {rows[at]['types'] or rows[at]['kind']}"

    at = st.selectbox(
        state.say("bring.highlight"), range(-1, len(rows)), format_func=name,
        key=f"intake_highlight_{hash((found.file, found.row, len(rows)))}",
    )  # fmt: skip
    for row in rows if at is None or at < 0 else [rows[at]]:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{plain(row['date'])}** · {plain(row['kind'])} · {plain(row['types'])}")
            for field in ("organisations", "villages"):
                if row[field]:
                    st.caption(f"{state.say(f'bring.trial_{field}')}　{plain(row[field])}")
            st.caption(plain(state.say("reading.quote", quote=row["quote"])))
    return activities if at is None or at < 0 else [activities[at]]


def trial_rows(state: State, extraction: Extraction) -> list[dict[str, str]]:
    """An activity a row, in words: date, kind, types, organisations, villages, first sentence."""
    join = state.say("reading.join")
    return [
        {
            "date": date_text(state, a.date.edtf),
            "kind": state.say(f"kind.{a.kind}"),
            "types": join.join(state.say(f"type.{t}") for t in a.types),
            "organisations": join.join(dict.fromkeys(o.name for o in a.organisations)),
            "villages": join.join(v.name for v in extraction.villages if a.id in v.activities),
            "quote": a.evidence[0].quote if a.evidence else "",
        }
        for a in extraction.activities
    ]
