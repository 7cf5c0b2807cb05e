"""What the page of pairings asks for, cached like the figures of ``ui/data``; nothing of it is ever written to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st

from analytics.charts.network_layout import Layout, layout
from analytics.measures import Collection, Table
from analytics.measures.network import Network, having, kinds, network, partners
from analytics.measures.network_cut import Cut, cut
from analytics.measures.pair_years import Years, years
from analytics.measures.partner_units import units_of
from analytics.settings import settings
from analytics.ui import data
from analytics.ui.data import HASHES
from analytics.ui.pairings_look import Look
from analytics.views import View

ENTRIES = 30
"""Results kept of each: a frame holds a row for every pair."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What the page is about: ``pairs`` and ``partners`` of them under what the look chooses, out of ``every``."""

    table: Table
    every: Network
    pairs: pd.DataFrame
    partners: pd.DataFrame


def network_of(collection: Collection, view: View) -> Network:
    """All pairs of a view, cached."""
    return _network(collection, _counted(view))


def shown_of(collection: Collection, view: View, look: Look) -> Shown:
    """The pairs that a look chooses, and their partners, cached."""
    return _shown(collection, _counted(view), *look.which.values())


def years_of(collection: Collection, view: View, look: Look) -> Years:
    """The same pairs by year, cached."""
    return _years(collection, _counted(view), *look.which.values())


def kinds_of(collection: Collection, view: View, look: Look) -> pd.DataFrame:
    """How many of the same pairs are of each kind, cached."""
    return _kinds(collection, _counted(view), *look.which.values())


def picture_of(collection: Collection, view: View, look: Look) -> tuple[Cut, Layout]:
    """What of them is drawn, and where, cached."""
    return _picture(collection, _counted(view), look.node, *look.which.values())


def until(collection: Collection, view: View) -> date | None:
    """The day that pairs are looked at from: the last one of the reports or of the view, whichever is earlier."""
    last = data.span(collection)[1]
    return min(last, view.end) if last and view.end else last


def _counted(view: View) -> View:
    """The part of a view that figures depend on."""
    return replace(view, dataset="", version=None, revision=None, grain="month")


def _look(tie: str | None, unit: str | None, shape: str | None, alive: str | None) -> Look:
    return Look(tie=tie, unit=unit, shape=shape, alive=alive)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _network(collection: Collection, view: View) -> Network:
    table = data.pairings(collection, view)
    return network(collection, table, units_of(settings().data), until(collection, view))


@st.cache_resource(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _shown(collection: Collection, view: View, *which: str | None) -> Shown:
    found = network_of(collection, view)
    pairs = having(found.pairs, **_look(*which).which)
    return Shown(data.pairings(collection, view), found, pairs, partners(collection, view, found, pairs))


@st.cache_resource(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _years(collection: Collection, view: View, *which: str | None) -> Years:
    return years(collection, view, shown_of(collection, view, _look(*which)).pairs["code"].to_numpy())


@st.cache_resource(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _kinds(collection: Collection, view: View, *which: str | None) -> pd.DataFrame:
    return kinds(collection, view, shown_of(collection, view, _look(*which)).pairs)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False, hash_funcs=HASHES)
def _picture(collection: Collection, view: View, node: str, *which: str | None) -> tuple[Cut, Layout]:
    found = shown_of(collection, view, _look(*which))
    part = cut(found.partners, found.pairs, node or None)
    return part, layout(part.part, part.ends)
