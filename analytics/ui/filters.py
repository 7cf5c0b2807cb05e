"""The filters in the sidebar. The link is the truth: widgets start from it, and every change is written back to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from analytics.measures import Collection, Facets
from analytics.model import KINDS, TYPES
from analytics.ui import data
from analytics.ui.collection_purged import purged_note
from analytics.ui.state import State, set_query
from analytics.views import COUNTINGS, View, pin

ALL, OWN = "all", "own"


def sidebar(state: State, collection: Collection, *, filters: bool = True) -> None:
    """Collection, period, types, organisations, places, kinds, text; and the link that pins what is seen."""
    if collection.is_demo:
        # On the page itself: a phone hides the sidebar.
        st.badge(state.say("demo.badge"), icon=":material/science:", color="orange")
    purged_note(state, collection)
    with st.sidebar:
        _collection(state, collection)
        if filters:
            found = data.facets(collection, state.view)
            _period(state, collection)
            _choices(state, "types", {t: state.say(f"type.{t}") for t in TYPES}, _counts(found.types))
            organisations = _counts(found.organisations)
            _choices(state, "organisations", {o: o for o in organisations}, organisations)
            _choices(state, "places", _place_names(found), _counts(found.places))
            _choices(state, "kinds", {k: state.say(f"kind.{k}") for k in KINDS}, _counts(found.kinds))
            _text(state)
            _counting(state)
        _link(state, collection)


def _write(state: State, view: View) -> None:
    """A changed filter leaves the list that was open for the old one."""
    set_query(state.query(view, show=None, page=None))


def _collection(state: State, collection: Collection) -> None:
    names = {d.name: state.name_of(d) for d in data.datasets()}
    options = list(names)
    st.session_state["f_dataset"] = collection.dataset if collection.dataset in options else None

    def changed() -> None:
        _write(state, replace(View(), dataset=st.session_state["f_dataset"], grain=state.view.grain))

    st.selectbox(
        state.say("filter.dataset"), options, format_func=names.__getitem__, key="f_dataset", on_change=changed
    )
    version = "filter.version_pinned" if state.view.version else "filter.version_latest"
    told = state.say(version, version=collection.version, day=collection.created_at[:10])
    if state.view.revision is not None and collection.revision:
        told = f"{told} · {state.say('filter.revision_pinned', revision=collection.revision)}"
    st.caption(told)


def _period(state: State, collection: Collection) -> None:
    view = state.view
    first, last = data.span(collection)
    years = list(range(last.year, first.year - 1, -1)) if first and last else []
    options: list[str | int] = [ALL, *years, OWN]
    current = _period_choice(view, years)
    st.session_state["f_period"] = OWN if st.session_state.get("f_own") and current == ALL else current

    def chosen() -> None:
        pick = st.session_state["f_period"]
        st.session_state["f_own"] = pick == OWN
        if pick == ALL:
            _write(state, replace(view, start=None, end=None))
        elif pick != OWN:
            _write(state, replace(view, start=date(pick, 1, 1), end=date(pick, 12, 31)))

    def label(option: str | int) -> str:
        return (
            state.say(f"filter.period_{option}") if isinstance(option, str) else state.say("filter.year", year=option)
        )

    st.selectbox(state.say("filter.period"), options, format_func=label, key="f_period", on_change=chosen)
    if st.session_state["f_period"] == OWN:
        _own_period(state, view)


def _own_period(state: State, view: View) -> None:
    st.session_state["f_start"], st.session_state["f_end"] = view.start, view.end

    def changed() -> None:
        start, end = st.session_state["f_start"], st.session_state["f_end"]
        _write(state, replace(view, start=start, end=end))

    left, right = st.columns(2)
    for column, name, key in ((left, "filter.start", "f_start"), (right, "filter.end", "f_end")):
        column.date_input(
            state.say(name),
            value=None,
            min_value=date(1950, 1, 1),
            max_value=date(2100, 12, 31),
            format="YYYY-MM-DD",
            key=key,
            on_change=changed,
        )


def _period_choice(view: View, years: Sequence[int]) -> str | int:
    if view.start is None and view.end is None:
        return ALL
    for year in years:
        if (view.start, view.end) == (date(year, 1, 1), date(year, 12, 31)):
            return year
    return OWN


def _choices(state: State, field: str, names: dict[str, str], counts: dict[str, int]) -> None:
    """A choice of several; what is chosen stays in the list even where nothing matches it any more."""
    chosen = list(getattr(state.view, field))
    options = [o for o in names if o in chosen or counts.get(o)] + [c for c in chosen if c not in names]
    key = f"f_{field}"
    st.session_state[key] = chosen

    def changed() -> None:
        changed_field: dict[str, Any] = {field: tuple(st.session_state[key])}
        _write(state, replace(state.view, **changed_field))

    st.multiselect(
        state.say(f"filter.{field}"),
        options,
        format_func=lambda o: f"{names.get(o, o)} · {counts.get(o, 0)}",
        key=key,
        on_change=changed,
        placeholder=state.say("filter.any"),
    )


def _text(state: State) -> None:
    st.session_state["f_text"] = state.view.text

    def changed() -> None:
        _write(state, replace(state.view, text=st.session_state["f_text"].strip()))

    st.text_input(state.say("filter.text"), key="f_text", on_change=changed, max_chars=100)


def _counting(state: State) -> None:
    st.session_state["f_counting"] = state.view.counting

    def changed() -> None:
        _write(state, replace(state.view, counting=st.session_state["f_counting"]))

    st.selectbox(
        state.say("filter.counting"), COUNTINGS, format_func=lambda c: state.say(f"filter.counting_{c}"),
        key="f_counting", on_change=changed, help=state.say("filter.counting_help"),
    )  # fmt: skip


def _link(state: State, collection: Collection) -> None:
    """The link of what is seen, with its version: the same figures whenever it is opened."""
    with st.expander(state.say("filter.link"), icon=":material/link:"):
        pinned = pin(replace(state.view, dataset=collection.dataset), collection.version, collection.revision)
        page = st.session_state.get("current_page", "")
        st.caption(state.say("filter.link_help", version=collection.version))
        st.code(_site() + state.link(page, pinned), language=None, wrap_lines=True)


def _site() -> str:
    """Scheme, host and port as the reader's browser has them, so that a copied link works as it stands."""
    address = urlsplit(st.context.url or "")
    return f"{address.scheme}://{address.netloc}" if address.netloc else ""


def _counts(frame: object) -> dict[str, int]:
    return {str(v): int(n) for v, n in zip(frame["value"], frame["activities"], strict=True)}  # type: ignore[index]


def _place_names(found: Facets) -> dict[str, str]:
    frame = found.places
    return {
        str(v): f"{n}({w.rpartition('/')[2]})" if w else str(n)
        for v, n, w in zip(frame["value"], frame["name"], frame["within"], strict=True)
    }
