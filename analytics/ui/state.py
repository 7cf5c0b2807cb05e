"""The state of a page is its link: the View, the language, and what the page shows of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlencode

import streamlit as st

from analytics.messages import LANGUAGES, Language, say
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.workspace import DatasetInfo
from analytics.ui.site import HOME
from analytics.views import View, from_query, to_query

EXTRA = (
    "lang", "show", "id", "article", "page", "tab", "than", "up", "job", "split", "form", "as", "vs", "level", "days",
    "held", "gaps", "block", "wide",
    "node", "size", "order", "tie", "unit", "shape", "alive",
    "list", "mark",
    "saved", "tag", "find",
    "title", "parts",
    "template",
    "who", "deed", "of", "since", "until",
)  # fmt: skip
"""Keys of a link besides the View's: language, the figure whose rows are listed, the activity or article read, the page
of a list, the tab that is open, the version that another one is compared with, the files given for an import, the
import that is watched; on the trends (``ui/trends_look``): by what, drawn how, counts or shares, compared with what,
level of places, days on the axis, type and gaps of the matrix and the part of it; whether the page fills the screen of a
meeting room; on the villages (``ui/villages_look``): the place that is looked into, what a mark is as large as, the order of
the ranking; ``order`` is that of the articles too; on the pairings (``ui/pairings_look``): the organisation in the middle,
and which pairs, by what is said, by units, by shape and by their last sign; on the reading page: the list that the reader
came from (``ui/reading_walk``), and the pairing or village that is highlighted instead of an activity; the saved view that
was opened, as NUMBER or NUMBER.STATE (``ui/saved_data``), and on their page the tag and the words looked for; ``id`` names a
snapshot on its page; ``title`` and ``parts`` of a document (``ui/report_page``); ``template``: the form that is filled, by its
number (``ui/ledger_page``); ``who``, ``deed``, ``of``, ``since`` and ``until``: which rows of the audit log
(``ui/audit_list``)."""
LOOK = (
    "split", "form", "as", "vs", "level", "days", "held", "gaps", "block", "node", "size", "order", "tab", "tie", "unit",
    "shape", "alive",
)  # fmt: skip
"""Keys that say how a page looks at its View: a saved view keeps them."""
WIDE = "1"


@dataclass(frozen=True, slots=True)
class State:
    """What a link says. ``extra``: keys of ``EXTRA`` but ``lang``; ``problems``: parts that were not understood."""

    view: View
    language: Language
    extra: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def wide(self) -> bool:
        """Whether the page stands alone on a large screen: no sidebar, larger figures."""
        return self.extra.get("wide") == WIDE

    def say(self, key: str, **values: object) -> str:
        """A message in the reader's language."""
        return say(key, self.language, **values)

    def name_of(self, dataset: DatasetInfo) -> str:
        """A collection's name for the reader: its label; the demonstration's is in their language."""
        return self.say("cli.demo_name") if dataset.is_demo else dataset.label or dataset.name

    def names_of(self, datasets: Iterable[DatasetInfo]) -> dict[str, str]:
        """Collections with what they are called in a list to choose from. No two are called the same there: Streamlit tells
        choices apart by what they are called, and would open the first of them."""
        found = {one.name: self.name_of(one) for one in datasets}
        often = Counter(found.values())
        return {name: shown if often[shown] == 1 else f"{shown} ({name})" for name, shown in found.items()}

    def query(self, view: View | None = None, **extra: str | None) -> dict[str, str]:
        """Link parameters: of this state, or of another view, with ``extra`` set (or left out where None)."""
        found = to_query(view or self.view)
        if self.language != settings().language:
            found["lang"] = self.language
        kept = {k: v for k, v in {**self.extra, **extra}.items() if v}
        return found | kept

    def link(self, page: str, view: View | None = None, **extra: str | None) -> str:
        """The address of a page, from the root of the site."""
        query = urlencode(self.query(view, **extra), safe=",:/")
        path = "/" if page == HOME else f"/{page}"
        return f"{path}?{query}" if query else path


def read_state() -> State:
    """The state of this run: what its link says, and nothing that the session remembers, so that the browser's back and
    forward show what they showed."""
    query = st.query_params.to_dict()
    view, problems = from_query(query, EXTRA)
    problems = (*problems, *_twice(query))
    for key, values in (("lang", LANGUAGES), ("wide", (WIDE,))):
        if query.get(key) and query[key] not in values:
            problems = (*problems, Problem.of("view_value", key, part=key, value=query.pop(key)))
    extra = {k: query[k] for k in EXTRA if k != "lang" and query.get(k)}
    return State(view, cast(Language, query.get("lang") or settings().language), extra, problems)


def _twice(query: Mapping[str, str]) -> tuple[Problem, ...]:
    """Keys that stand in the link several times: the last of them is used."""
    several = {key: st.query_params.get_all(key)[:-1] for key in query}
    return tuple(
        Problem.of("view_value", key, part=key, value=value) for key, others in several.items() for value in others
    )


def set_query(query: Mapping[str, str]) -> None:
    """Writes the link of the page that is open; the rest of the run still sees the old state."""
    st.query_params.from_dict(dict(query))


def latest(state: State) -> None:
    """The link without its revision: what was just said is to be seen."""
    query = state.query()
    query.pop("rev", None)
    set_query(query)
