"""One article: its evidence highlighted, what was read from it, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import streamlit as st

from analytics import measures
from analytics.measures import ArticlePage, Collection
from analytics.measures.search import patterns
from analytics.messages import Language
from analytics.model import Activity, Article, Extraction, Span
from analytics.problems import Problem
from analytics.text.sought import hits
from analytics.ui import citation, data, filters, joining, reasons, related
from analytics.ui.collection_purged import perhaps_purged
from analytics.ui.guard import run_page, shown
from analytics.ui.marks import FIELDS, Mark, article_marks, evidence_marks
from analytics.ui.plain import is_web, plain
from analytics.ui.reader import Reading, show_article
from analytics.ui.reading_walk import Walk, go, walk
from analytics.ui.rows import date_text, go_back
from analytics.ui.site import FILES
from analytics.ui.state import State, set_query
from analytics.views import day_name

EVERY = ""
"""What the link's ``mark`` says where all activities are marked."""


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
    read = found.extraction
    at = _at(read.activities, wanted)
    activity = None if at is None else read.activities[at]
    _head(state, read.article)
    beside = _walk(state, collection, read.article.id)
    _choose(state, collection, read.activities, at, beside)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _text(state, collection, read, at, beside)
        _origin(state, found)
        _cuts(state, found)
    with right:
        if activity:
            _fields(state, activity)
        _cite(state, collection, read.article, activity)
        if activity:
            reasons.show(state, collection, activity.rules)
    _partners(state, read)
    _villages(state, read)
    if activity:
        related.show(state, collection, activity.id)
        joining.show(state, collection, activity.id)
    _unsure(state, found.unsure)


def _at(activities: Sequence[Activity], wanted: str | None) -> int | None:
    """The number of the activity that is read, counted from 0; the first one when the link names an article alone."""
    ids = [a.id for a in activities]
    return ids.index(wanted) if wanted in ids else 0 if ids else None


def _walk(state: State, collection: Collection, article_id: str) -> Walk | None:
    try:
        return walk(state, collection, article_id)
    except Problem as problem:
        st.warning(shown(problem).text(state.language), icon=":material/link_off:")
        return None


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


def _name(state: State, activities: Sequence[Activity], index: int, key: str = "reading.option") -> str:
    one = activities[index]
    types = state.say("reading.join").join(state.say(f"type.{t}") for t in one.types)
    return state.say(key, number=index + 1, date=date_text(state, one.date.edtf), types=types)


def _choose(
    state: State, collection: Collection, activities: Sequence[Activity], at: int | None, beside: Walk | None
) -> None:
    """The activity that is read: the others of the article and the articles beside it are a click or a key away."""
    ids = [a.id for a in activities]
    if at is None:
        st.info(state.say("reading.no_activities"), icon=":material/info:")

    def to(index: int) -> None:
        set_query(state.query(id=ids[index], article=None, mark=None))

    with st.container(horizontal=True, vertical_alignment="bottom", key="walk"):
        if at is not None:
            st.session_state["activity"] = at
            st.selectbox(
                state.say("reading.activity", count=len(ids)), range(len(ids)),
                format_func=lambda n: _name(state, activities, n), key="activity",
                on_change=lambda: to(st.session_state["activity"]), width=420,
            )  # fmt: skip
        for step, key, letter in ((-1, "previous", "K"), (1, "next", "J")):
            inside = at is not None and 0 <= at + step < len(ids)
            side = "before" if step < 0 else "after"
            st.button(
                state.say(f"reading.{'step' if inside or not beside else 'article'}_{side}"), key=key, shortcut=letter,
                disabled=not inside and (beside is None or beside.beside(step) is None),
                on_click=go, args=(state, collection, ids, at or 0, beside, step),
            )  # fmt: skip
        st.caption(_where(state, len(ids), at, beside), width="content")


def _where(state: State, count: int, at: int | None, beside: Walk | None) -> str:
    """Where the reader stands, in words."""
    told = [] if at is None else [state.say("reading.counter", number=at + 1, count=count)]
    if beside is None:
        told.append(state.say("reading.walk_none"))
    elif beside.at is None:
        told.append(state.say("reading.walk_gone"))
    else:
        many = f"{len(beside.ids):,}"
        told.append(state.say("reading.counter_list", number=f"{beside.at + 1:,}", count=many))
        told += [state.say("reading.walk_lost")] if beside.lost else []
    return " · ".join(told)


def _text(state: State, collection: Collection, extraction: Extraction, at: int | None, beside: Walk | None) -> None:
    """The reader: every activity of the article, or the one pairing or village that was chosen instead."""
    article, activities = extraction.article, extraction.activities
    chosen = _highlighted(state, extraction)
    marks = article_marks(activities, at) if chosen is None else chosen
    found = hits(article.text, patterns(state.view.text))
    marks = (*marks, *(Mark(start, end, "hit") for start, end in found))
    if found:
        st.caption(state.say("reading.hits", count=f"{len(found):,}"))
    searched = bool(found) and not state.extra.get("id")
    labels: dict[str, str] = {f: state.say(f"field.{f}") for f in FIELDS}
    around = _around(state, collection, article, activities[at].id if at is not None else None)
    reading = Reading(
        tuple(_name(state, activities, n, "reading.mark_name") for n in range(len(activities))),
        at if chosen is None else None,
        "hit" if searched else "evidence",
        "|".join((article.id, str(at), state.extra.get("mark", ""), state.view.text)),
        state.say("reading.keys" if len(activities) > 1 or beside else "reading.keys_few"),
        {state.say(f"cite.selection_{one}"): around[one] for one in citation.in_languages(state)},
        state.say("cite.copied"), state.say("cite.not_copied"),
    )  # fmt: skip
    ids = [a.id for a in activities]

    def chose(index: int) -> None:
        if 0 <= index < len(ids):
            set_query(state.query(id=ids[index], article=None, mark=None))

    def step(by: int) -> None:
        if by in (-1, 1):
            go(state, collection, ids, at or 0, beside, by)

    name = state.say("reading.article_text")
    show_article(article.text, marks, labels, name, "reader", reading, chose, step)


def _highlighted(state: State, extraction: Extraction) -> tuple[Mark, ...] | None:
    """The marks of the pairing or village that the link's ``mark`` names, chosen beside the activities; None without."""
    choices: dict[str, tuple[str, Sequence[Span]]] = {}
    for n, p in enumerate(extraction.pairings):
        choices[f"pairing:{n}"] = (state.say("reading.pairing", a=p.a, b=p.b), p.evidence)
    for n, v in enumerate(extraction.villages):
        choices[f"village:{n}"] = (state.say("reading.village", name=v.name), v.evidence)
    said = state.extra.get("mark")
    if said and said not in choices:
        problem = Problem.of("view_value", "mark", part="mark", value=said)
        st.warning(shown(problem).text(state.language), icon=":material/link_off:")
    if not choices:
        return None
    st.session_state["highlight"] = said if said in choices else EVERY

    def changed() -> None:
        set_query(state.query(mark=st.session_state["highlight"] or None))

    st.selectbox(
        state.say("reading.highlight"), [EVERY, *choices], key="highlight", on_change=changed,
        format_func=lambda one: choices[one][0] if one else state.say("reading.every_activity"),
    )  # fmt: skip
    return evidence_marks(choices[said][1]) if said in choices else None


def _around(
    state: State, collection: Collection, article: Article, activity_id: str | None
) -> Mapping[Language, citation.Around]:
    """The citation in each language; its link opens the activity, or the article that has none."""
    link = citation.permanent(state, collection, **({"id": activity_id} if activity_id else {"article": article.id}))
    taken = datetime.fromisoformat(collection.created_at).date()
    return {one: citation.cited(article, link, taken, one) for one in citation.in_languages(state)}


def _cite(state: State, collection: Collection, article: Article, activity: Activity | None) -> None:
    """What was read, word for word, with its citation; of an article without activities its first words."""
    st.subheader(state.say("cite.title"), anchor=False)
    around = _around(state, collection, article, activity.id if activity else None)
    quote = citation.quotation(activity.evidence) if activity else citation.beginning(article.text)
    citation.show(state, quote, around)
    st.caption(state.say("cite.help"))


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
