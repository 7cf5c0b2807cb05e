"""What the page of villages asks for, cached like the figures of ``ui/data``; nothing of it is ever written to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from analytics import measures
from analytics.gazetteer import Gazetteer, load_gazetteer
from analytics.importing.own_places import kept
from analytics.measures import Collection
from analytics.measures.place_names import with_places
from analytics.measures.place_tree import Tree, place_tree
from analytics.measures.village_periods import Periods, periods
from analytics.settings import settings
from analytics.ui.data import HASHES, workspace
from analytics.views import View

ENTRIES = 50
"""Results kept of each: a tree holds a row for every village."""


def tree_of(collection: Collection, view: View) -> Tree:
    """The tree of villages, cached."""
    return _tree(collection, replace(_counted(view), grain="month"))


def periods_of(collection: Collection, view: View, within: str) -> Periods:
    """Villages by period, cached."""
    return _periods(collection, _counted(view), within)


def towns_of(collection: Collection) -> Mapping[str, str]:
    """The towns of villages, cached."""
    return _towns(with_places(collection))


def gazetteer_of(collection: Collection) -> Gazetteer:
    """All divisions, and before them the places of the collection's own table."""
    base = load_gazetteer(settings().data / "gazetteer")
    rows = kept(workspace(), collection.dataset)
    return base.with_places(rows) if rows else base


def _counted(view: View) -> View:
    """The part of a view that figures depend on."""
    return replace(view, dataset="", version=None, revision=None)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _tree(collection: Collection, view: View) -> Tree:
    return place_tree(collection, view)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _periods(collection: Collection, view: View, within: str) -> Periods:
    return periods(collection, view, within)


@st.cache_resource(max_entries=4, show_spinner=False)
def _towns(collection: Collection) -> Mapping[str, str]:
    return measures.towns(collection)
