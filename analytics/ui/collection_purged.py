"""A version that articles were purged from says so, wherever it is looked at."""

from __future__ import annotations

import streamlit as st

from analytics.measures import Collection
from analytics.problems import Problem
from analytics.purging import Purged
from analytics.ui import data
from analytics.ui.collection_asking import name_of
from analytics.ui.state import State
from analytics.ui.unchanged import purges_of


def purged_from(collection: Collection) -> list[Purged]:
    """The purges that touched this version."""
    return [p for p in purges_of(data.workspace(), collection.dataset) if collection.version in p.versions]


def purged_note(state: State, collection: Collection) -> None:
    """Says how many articles are gone from this version for good, if any."""
    found = purged_from(collection)
    if found:
        count, day = sum(p.articles for p in found), found[0].made_at.astimezone().strftime("%Y-%m-%d")
        name = name_of(state, collection.dataset)
        told = state.say("purged.note", name=name, version=collection.version, count=count, day=day)
        st.caption(f":material/delete_forever: {told}")


def perhaps_purged(problem: Problem, collection: Collection) -> Problem:
    """An article or activity that is not there may be among those that were purged: then that is told."""
    found = purged_from(collection)
    if problem.code not in ("no_article", "no_activity") or not found:
        return problem
    count, day = sum(p.articles for p in found), found[0].made_at.astimezone().strftime("%Y-%m-%d")
    return Problem.of("perhaps_purged", problem.where, count=count, day=day, version=collection.version)
