"""Saved views as pages use them: what is kept of a page, the one that a link has opened, and what changed since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import streamlit as st

from analytics import measures
from analytics.measures import Collection
from analytics.problems import Problem
from analytics.share.saved_link import VERSION_KEYS, SavedLink, read_link
from analytics.share.since import Since, since
from analytics.store import saved_views
from analytics.store.saved_views import Kept, Saved, StateOf
from analytics.ui import data
from analytics.ui.access import person
from analytics.ui.site import FILES, HOME
from analytics.ui.state import LOOK, State
from analytics.views import pin

STATES = 500
"""Results of states that are kept in memory."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A saved view that a link has opened, in the state that it names (the newest, where it names none)."""

    saved: Saved
    state: StateOf

    @property
    def link(self) -> SavedLink:
        """What it kept."""
        return link_of(self.state)

    @property
    def key(self) -> str:
        """How a link names it."""
        return f"{self.saved.id}.{self.state.number}"

    @property
    def own(self) -> bool:
        """Whether who asks may change it."""
        return self.saved.owner == person()


def kept(state: State, collection: Collection) -> Kept:
    """What is kept of the page that is open: its link with the version, and the activities that it counts."""
    view = pin(replace(state.view, dataset=collection.dataset), collection.version, collection.revision)
    look = {key: value for key, value in state.extra.items() if key in LOOK}
    page = st.session_state.get("current_page", HOME)
    link = SavedLink("" if page == HOME else page, view, look).text()
    ids = data.headline(collection, state.view).placed.counted
    return Kept(collection.dataset, collection.version, collection.revision, link, tuple(ids))


def opened(state: State) -> Opened | None:
    """The saved view that the link names; None when it names none. Raises Problem view_value, no_saved."""
    text = state.extra.get("saved", "")
    if not text:
        return None
    first, dot, second = text.partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in (first, *([second] if dot else []))):
        raise Problem.of("view_value", "saved", part="saved", value=text)
    one = saved_views.saved(data.workspace(), int(first), person())
    if not dot or int(second) == one.state.number:
        return Opened(one, one.state)
    found = saved_views.states(data.workspace(), one.id, person())
    state_of = next((s for s in found if s.number == int(second)), None)
    if state_of is None:
        raise Problem.of("no_saved", text)
    return Opened(one, state_of)


def link_of(one: StateOf) -> SavedLink:
    """What a state kept, for the pages that there are now."""
    found = read_link(one.link, LOOK)
    return found if found.page in FILES else replace(found, page=HOME)


def query_of(state: State, one: Opened, *, today: bool) -> dict[str, str]:
    """The link parameters that open it: as it was saved, or over the data of today."""
    link = one.link
    query = replace(state, extra=dict(link.look)).query(link.today if today else link.view, saved=one.key)
    assert not today or not set(query) & set(VERSION_KEYS)
    return query


def seen_edition(one: Opened, pressed: bool) -> int:
    """The edition that stood on the page when a button of it was pressed: a run reads a newer one before it knows that.

    To be asked in every run that draws the button.
    """
    key = f"saved_seen_{one.saved.id}"
    found = st.session_state.get(key, one.saved.edition) if pressed else one.saved.edition
    st.session_state[key] = one.saved.edition
    return int(found)


def since_saved(one: Opened) -> Since:
    """What came and what went between its state and today. Raises Problem where the collection is not there any more."""
    view = one.link.today
    collection = data.open_view(view)
    headline = data.headline(collection, view)
    again = next((left.ids for left in headline.left_out if left.code == "again"), ())
    then = ids_of(one)
    now = headline.placed.counted
    gone = sorted(set(then).difference(now))
    there = frozenset(measures.rows(collection, gone)["id"]) if gone else frozenset()
    return since(then, now, frozenset(again), there)


def ids_of(one: Opened) -> tuple[str, ...]:
    """The activities that its state counted."""
    return _ids(str(data.workspace().home), one.saved.id, one.state.number)


def changed_within(one: Opened) -> int:
    """How many of the activities that it counted its pinned link counts no more: versions never change, so that these
    were purged since."""
    view = one.link.view
    return len(set(ids_of(one)).difference(data.headline(data.open_view(view), view).placed.counted))


def site() -> str:
    """Scheme, host and port as the reader's browser has them; "" where they are not known."""
    address = urlsplit(st.context.url or "")
    return f"{address.scheme}://{address.netloc}" if address.netloc else ""


@st.cache_data(max_entries=STATES, show_spinner=False)
def _ids(home: str, number: int, state: int) -> tuple[str, ...]:
    """States never change, so that each is read once."""
    return saved_views.ids_of(data.workspace(), number, state, person())
