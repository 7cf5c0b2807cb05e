"""From one activity to the next: within the article, then on to the next article of the list that the reader came from.

The link's ``list`` says which: ``articles:WHICH:ORDER`` is a list of the articles page, found again from the View;
``rows`` are the activities that were listed when this one was opened, which the session keeps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc
import streamlit as st

from analytics import measures
from analytics.measures import Collection
from analytics.measures.article import activity_ids
from analytics.measures.reports import ORDERS, WHICH
from analytics.problems import Problem
from analytics.ui.rows import LISTED
from analytics.ui.state import State, set_query

ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Walk:
    """Where an article stands in a list: ``at`` counts from 0 (None: it is not in it), ``ids`` are its articles in order.
    ``lost``: the list of rows stayed with another session; this one is that of the filters."""

    ids: Any
    at: int | None
    lost: bool = False

    def beside(self, step: int) -> str | None:
        """The article before (-1) or after (1); None at an end."""
        if self.at is None or not 0 <= self.at + step < len(self.ids):
            return None
        return str(self.ids[self.at + step].as_py())


def list_name(which: str, order: str) -> str:
    """The link's ``list`` for a list of the articles page."""
    return f"articles:{which}:{order}"


def walk(state: State, collection: Collection, article_id: str) -> Walk | None:
    """The list of the link; None where it names none. Raises Problem view_value for one that is not known."""
    name = state.extra.get("list")
    if not name:
        return None
    lost = False
    if name == ROWS:
        found = _rows(collection)
        lost = found is None
        ids = measures.reports(collection, state.view, "counted").ids if found is None else found
    else:
        page, _, rest = name.partition(":")
        which, _, order = rest.partition(":")
        if page != "articles" or which not in WHICH or order not in ORDERS:
            raise Problem.of("view_value", "list", part="list", value=name)
        ids = measures.reports(collection, state.view, which, order).ids
    at = pc.index(ids, article_id).as_py()
    return Walk(ids, at if at >= 0 else None, lost)


def go(state: State, collection: Collection, ids: Sequence[str], at: int, found: Walk | None, step: int) -> None:
    """Writes the link of the activity before or after number ``at`` of ``ids``, or of the next article."""
    if ids and 0 <= at + step < len(ids):
        set_query(state.query(id=ids[at + step], article=None, mark=None))
        return
    if other := found.beside(step) if found else None:
        own = activity_ids(collection, other)
        chosen = own[0 if step > 0 else -1] if own else None
        set_query(state.query(id=chosen, article=None if chosen else other, mark=None))


def _rows(collection: Collection) -> Any:
    """The articles of the rows that this session listed, as an Arrow array; None when it listed none of this version."""
    dataset, version, ids = st.session_state.get(LISTED) or ("", 0, ())
    if (dataset, version) != (collection.dataset, collection.version):
        return None
    if not hasattr(ids, "type"):
        ids = measures.articles_of(collection, ids)
        st.session_state[LISTED] = (dataset, version, ids)
    return ids
