"""What pages ask for, opened once per process and cached in small pieces: handles as resources, figures bounded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from analytics import measures
from analytics.access import Action
from analytics.measures import Activities, Collection, Facets, Headline, Placed, Table, Timeline
from analytics.measures.by_dimension import Level, Told, Trend, Way, level_sizes, reported, told, trend
from analytics.measures.calendar_days import Days, days
from analytics.measures.matrix import Matrix, matrix
from analytics.measures.story import Story
from analytics.measures.story import story as story_of
from analytics.problems import Problem
from analytics.rules import RuleBook, load_rules
from analytics.settings import settings
from analytics.store.workspace import DatasetInfo, Workspace, open_workspace
from analytics.ui import access, opened
from analytics.ui.unchanged import collection_of, datasets_of
from analytics.views import View

ENTRIES = 200
"""Results kept per measure: each is small, and a link that comes again is answered at once."""
HASHES: dict[str | type[Any], Callable[[Any], Any]] = {
    Collection: lambda c: (c.dataset, c.version, c.revision, c.created_at, "|".join(f.name for f in (*c.folders, *c.searched))),
    View: repr,
    Way: repr,
}
"""How caches tell their keys apart; Streamlit's own way through every field takes a millisecond for each look-up."""
OFFERED = 200
"""Choices of a filter offered at once; each costs a browser a little at every change."""


@st.cache_resource(show_spinner=False)
def _workspace() -> Workspace:
    return open_workspace()


class _Seen:
    """The workspace of this process as whoever asks may see it: with the collections in which they may do ``action``."""

    def __call__(self, action: Action = "look") -> Workspace:
        return _workspace().seen_by(access.gate(action), guest=access.is_guest())

    def clear(self) -> None:
        """The next one is opened anew."""
        _workspace.clear()


workspace = _Seen()


@st.cache_resource(show_spinner=False)
def rules() -> RuleBook:
    """The rule book, for explanations."""
    return load_rules(settings().data / "rules")


def datasets() -> list[DatasetInfo]:
    """All collections that hold a version."""
    return [d for d in datasets_of(workspace()) if d.versions]


def dataset_of(view: View) -> str:
    """The view's collection, else the first one. Raises Problem when there is none at all."""
    if view.dataset:
        return view.dataset
    found = datasets()
    if not found:
        raise Problem.of("nothing_imported")
    return found[0].name


def open_view(view: View) -> Collection:
    """The collection that a view looks at. Raises Problem no_dataset, not_seen, no_version, guest_version, nothing_imported."""
    dataset = dataset_of(view)
    access.require("look", dataset)
    opened.note(dataset)
    return collection_of(workspace(), dataset, *access.pinned(dataset, view.version, view.revision))


def _counted(view: View) -> View:
    """The part of a view that figures depend on, so that one answer serves all links to it."""
    return replace(view, dataset="", version=None, revision=None)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _headline(collection: Collection, view: View) -> Headline:
    return measures.headline(collection, view)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _over_time(collection: Collection, view: View) -> Timeline:
    return measures.over_time(collection, view)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _facets(collection: Collection, view: View) -> Facets:
    return measures.facets(collection, view, OFFERED)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _villages(collection: Collection, view: View) -> Table:
    return measures.villages(collection, view)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _pairings(collection: Collection, view: View) -> Table:
    return measures.pairings(collection, view)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _span(collection: Collection) -> tuple[date | None, date | None]:
    return measures.span(collection)


def headline(collection: Collection, view: View) -> Headline:
    """The headline figures, cached."""
    return _headline(collection, replace(_counted(view), grain="month"))


@st.cache_resource(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _story(collection: Collection, view: View) -> Story:
    return story_of(collection, view)


def story(collection: Collection, view: View) -> Story:
    """What stands out in a view, cached."""
    return _story(collection, replace(_counted(view), grain="month"))


def over_time(collection: Collection, view: View) -> Timeline:
    """Activities over time, cached."""
    return _over_time(collection, _counted(view))


def facets(collection: Collection, view: View) -> Facets:
    """The choices of the filters, the most frequent ones of each and what is chosen, cached."""
    return _facets(collection, replace(_counted(view), grain="month"))


def every_facet(collection: Collection, view: View) -> Facets:
    """All choices of the filters; not cached: they may be many."""
    return measures.facets(collection, view)


def villages(collection: Collection, view: View) -> Table:
    """Villages served, cached."""
    return _villages(collection, replace(_counted(view), grain="month"))


def pairings(collection: Collection, view: View) -> Table:
    """Pairs of partners, cached."""
    return _pairings(collection, replace(_counted(view), grain="month"))


def span(collection: Collection) -> tuple[date | None, date | None]:
    """First and last publication date, cached."""
    return _span(collection)


def activities(collection: Collection, view: View) -> Activities:
    """The rows of a view; not cached: they may be many."""
    return measures.activities(collection, view)


def placed(collection: Collection, view: View, *, all_time: bool = False) -> Placed:
    """Where the activities of a view lie against its period, or of the view without its period."""
    return measures.placed(collection, replace(view, start=None, end=None) if all_time else view)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _trend(collection: Collection, view: View, way: Way, top: int) -> Trend:
    return trend(collection, view, way, top)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _told(collection: Collection, view: View) -> Told:
    return told(collection, view)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _days(collection: Collection, view: View) -> Days:
    return days(collection, view)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _matrix(collection: Collection, view: View, gaps: bool, first: int, limit: int) -> Matrix:
    return matrix(collection, view, gaps=gaps, first=first, limit=limit)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _reported(collection: Collection, view: View) -> frozenset[str]:
    return reported(collection, view)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _level_sizes(collection: Collection, view: View) -> dict[Level, int]:
    return level_sizes(collection, view)


def trend_of(collection: Collection, view: View, way: Way, top: int = 6) -> Trend:
    """Counts over time by what activities have, cached."""
    return _trend(collection, _counted(view), way, top)


def told_of(collection: Collection, view: View) -> Told:
    """How many activities, and how many of them without a sure date, cached."""
    return _told(collection, _counted(view))


def days_of(collection: Collection, view: View) -> Days:
    """Counts by day, cached."""
    return _days(collection, replace(_counted(view), grain="month"))


def matrix_of(collection: Collection, view: View, *, gaps: bool, first: int, limit: int) -> Matrix:
    """Organisations by time, cached."""
    return _matrix(collection, _counted(view), gaps, first, limit)


def months_reported(collection: Collection, view: View) -> frozenset[str]:
    """The months that hold reports of the view's sources, cached."""
    return _reported(collection, View(sources=view.sources, without_sources=view.without_sources))


def levels_of(collection: Collection, view: View) -> dict[Level, int]:
    """How many places of each level there are, cached."""
    return _level_sizes(collection, replace(_counted(view), grain="month"))
