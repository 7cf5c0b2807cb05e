"""One article: its evidence highlighted, what was read from it, and why."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics import measures
from analytics.measures import ArticlePage
from analytics.model import Activity, Article, Extraction, Span
from analytics.problems import Problem
from analytics.ui import data, filters, reasons, related
from analytics.ui.collection_purged import perhaps_purged
from analytics.ui.guard import run_page
from analytics.ui.marks import FIELDS, Mark, activity_marks, evidence_marks
from analytics.ui.plain import is_web, plain
from analytics.ui.reader import show_article
from analytics.ui.rows import date_text, go_back
from analytics.ui.site import FILES
from analytics.ui.state import State, set_query
from analytics.views import day_name


def body(state: State) -> None:
    """The page."""
    wanted, article_id = state.extra.get("id"), state.extra.get("article")
    if not wanted and not article_id:
        st.info(state.say("reading.nothing"), icon=":material/article:")
        if st.button(state.say("reading.to_list"), key="to_list"):
            st.switch_page(FILES["activities"], query_params=state.query())
        return
    collection = data.open_view(state.view)
    filters.sidebar(state, collection, filters=False)
    try:
        name = measures.activity_article(collection, wanted) if wanted else str(article_id)
        found = measures.article(collection, name)
    except Problem as problem:
        raise perhaps_purged(problem, collection) from None
    _head(state, found.extraction.article)
    activity = _choose(state, found.extraction.activities, wanted)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _text(state, found.extraction, activity)
        _origin(state, found)
        _cuts(state, found)
        _partners(state, found.extraction)
        _villages(state, found.extraction)
        if activity:
            related.show(state, collection, activity.id)
        _unsure(state, found.unsure)
    if activity:
        with right:
            _fields(state, activity)
            reasons.show(state, collection, activity.rules)


def _head(state: State, article: Article) -> None:
    if st.button(state.say("reading.back"), icon=":material/arrow_back:", key="back"):
        go_back(state)
    st.title(plain(article.title), anchor=False)
    about = [
        article.source or state.say("reading.no_source"),
        state.say("reading.published", day=day_name(article.published, state.language))
        if article.published
        else state.say("reading.no_date"),
        *([state.say("reading.by", author=article.author)] if article.author else []),
    ]
    st.caption(plain(" · ".join(about)))
    if article.url and is_web(article.url):
        st.link_button(state.say("reading.url"), article.url, icon=":material/open_in_new:")
    if article.url:
        st.text(f"{state.say('reading.url_as_text')}{article.url}")


def _choose(state: State, activities: Sequence[Activity], wanted: str | None) -> Activity | None:
    """The activity that is read; the others of the article are a click away."""
    if not activities:
        st.info(state.say("reading.no_activities"), icon=":material/info:")
        return None
    ids = [a.id for a in activities]
    at = ids.index(wanted) if wanted in ids else 0

    def go(index: int) -> None:
        set_query(state.query(id=ids[index], article=None))

    def name(index: int) -> str:
        one = activities[index]
        types = state.say("reading.join").join(state.say(f"type.{t}") for t in one.types)
        return state.say("reading.option", number=index + 1, date=date_text(state, one.date.edtf), types=types)

    st.session_state["activity"] = at
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            state.say("reading.activity", count=len(ids)), range(len(ids)), format_func=name, key="activity",
            on_change=lambda: go(st.session_state["activity"]), width=420,
        )  # fmt: skip
        for step, word in ((-1, "previous"), (1, "next")):
            st.button(
                state.say(f"reading.{word}"), key=word, disabled=not 0 <= at + step < len(ids), on_click=go,
                args=(at + step,),
            )  # fmt: skip
    return activities[at]


def _text(state: State, extraction: Extraction, activity: Activity | None) -> None:
    """The reader; what it highlights can be chosen: the activity, a pairing or a village."""
    choices: dict[str, tuple[Mark, ...]] = {}
    if activity:
        choices[state.say("reading.this_activity")] = activity_marks(activity)
    for p in extraction.pairings:
        choices[state.say("reading.pairing", a=p.a, b=p.b)] = evidence_marks(p.evidence)
    for v in extraction.villages:
        choices[state.say("reading.village", name=v.name)] = evidence_marks(v.evidence)
    chosen = next(iter(choices), None)
    if len(choices) > 1:
        chosen = st.selectbox(state.say("reading.highlight"), list(choices), key=f"highlight_{extraction.article.id}")
    labels: dict[str, str] = {f: state.say(f"field.{f}") for f in FIELDS}
    marks = choices[chosen] if chosen else ()
    show_article(extraction.article.text, marks, labels, state.say("reading.article_text"), "reader")


def _line(state: State, key: str, value: str, quotes: Sequence[str] = ()) -> None:
    """A field and, where it was read from words of its own, those words. ``value`` and ``quotes`` are source text."""
    name = state.say(key)
    told = [f"**{name[:1].upper()}{name[1:]}**  {plain(value)}"]
    told += [f":gray[{plain(state.say('reading.quote', quote=q))}]" for q in dict.fromkeys(quotes)]
    st.markdown("  \n".join(told))


def _fields(state: State, a: Activity) -> None:
    join = state.say("reading.join")
    st.subheader(state.say("reading.fields"), anchor=False)
    with st.container(gap="xsmall", border=True, key="fields"):
        _line(state, "reading.kind", state.say(f"kind.{a.kind}"))
        _line(state, "reading.types", join.join(state.say(f"type.{t}") for t in a.types) or state.say("reading.none"))
        how = state.say(f"date_from.{a.date_from or 'none'}")
        _line(
            state, "reading.date", f"{date_text(state, a.date.edtf)} · {how}",
            [a.date_evidence.quote] if a.date_evidence else [],
        )  # fmt: skip
        if a.repeated:
            _line(state, "reading.repeated", state.say("reading.repeated_yes"))
        for role in ("organiser", "partner", "beneficiary"):
            names = dict.fromkeys(o.name for o in a.organisations if o.role == role)
            if names:
                _line(state, f"role.{role}", join.join(names))
        if a.places:
            chains = dict.fromkeys(_place(state, p.division, p.name, p.level) for p in a.places)
            _line(state, "reading.places", state.say("reading.between").join(chains))
        people = state.say("reading.people_none") if a.people is None else state.say(
            "reading.people_value", count=a.people
        )  # fmt: skip
        _line(state, "reading.people", people, [a.people_evidence.quote] if a.people_evidence else [])
        for c in a.claims:
            number = state.say(f"reading.{c.bound}", number=f"{c.number:g}", unit=c.unit)
            _line(state, "reading.claims", number, [c.span.quote])
        _line(state, "reading.confidence", f"{a.confidence:.2f}")
        st.caption(state.say("reading.confidence_help"))


def _place(state: State, division: tuple[str, ...], name: str, level: str) -> str:
    """A place with the chain above it, as far as its own name does not say it already."""
    above = [d for d in division if not name.endswith(d)]
    chain = " › ".join([*above, name]) if not name.startswith(tuple(above[:1])) else name
    return state.say("reading.place", level=state.say(f"level.{level}"), chain=chain)


def _partners(state: State, extraction: Extraction) -> None:
    if not extraction.pairings:
        return
    st.subheader(state.say("reading.pairings"), anchor=False)
    for p in extraction.pairings:
        kind = "" if p.kind == "other" else state.say(f"pairing.{p.kind}")
        _rests(state, f"{p.a} — {p.b}", kind, len(p.activities), [s.quote for s in p.evidence])


def _villages(state: State, extraction: Extraction) -> None:
    if not extraction.villages:
        return
    st.subheader(state.say("reading.villages"), anchor=False)
    for v in extraction.villages:
        above = " › ".join(d for d in v.division if d != v.name)
        _rests(state, v.name, above, len(v.activities), [s.quote for s in v.evidence])


def _unsure(state: State, found: Sequence[Span]) -> None:
    """Passages that look like an activity and were not counted."""
    if found:
        st.subheader(state.say("reading.unsure", count=len(found)), anchor=False)
        st.caption(state.say("reading.unsure_help"))
        for span in found:
            st.caption(plain(state.say("reading.quote", quote=span.quote)))


def _rests(state: State, name: str, about: str, count: int, quotes: Sequence[str]) -> None:
    """What was counted, what it rests on, and its sentences."""
    rests = state.say("reading.rests", count=count) if count else state.say("reading.standing")
    st.markdown(f"**{plain(name)}**  \n:gray[{plain(' · '.join(x for x in (about, rests) if x))}]")
    for quote in dict.fromkeys(quotes):
        st.caption(plain(state.say("reading.quote", quote=quote)))


def _cuts(state: State, found: ArticlePage) -> None:
    """What the intake cut from the page, in grey, each with its reason."""
    if not found.cuts:
        st.caption(state.say("reading.cuts_none"))
        return
    with st.expander(state.say("reading.cuts", count=len(found.cuts)), icon=":material/content_cut:"):
        for cut in found.cuts:
            st.caption(f"**{plain(reasons.told(state, str(cut['rule'])))}**  \n{plain(str(cut['text']))}")


def _origin(state: State, found: ArticlePage) -> None:
    parts = [state.say("reading.origin", file=found.file)]
    parts += [state.say("reading.origin_row", row=found.row)] if found.row is not None else []
    parts += [state.say("reading.origin_encoding", encoding=found.encoding)] if found.encoding else []
    st.caption(plain(" · ".join(parts)))


run_page(body, "look")
