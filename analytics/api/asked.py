"""What an address asks for: the View and the page's own keys, as on the pages; every part that is not understood is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import cast
from urllib.parse import urlencode

from analytics import measures
from analytics.api.answers import LeftOutTold, ViewTold
from analytics.measures import Collection, LeftOut
from analytics.messages import LANGUAGES, Language, say
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.workspace import DatasetInfo, Workspace, open_workspace
from analytics.ui.access import gate, is_guest, pinned, require
from analytics.ui.state import EXTRA
from analytics.views import View, from_query, pin, sentence, to_query

PREFIX = "/api/v1"
BEHIND = ("figure", "bin", "of", "village", "pair", "left")
"""Keys of ``/rows``: whose rows are asked for."""
OWN = ("limit", *BEHIND)
LIMIT, MOST = 100, 1_000
"""Rows of one answer: by default, at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. ``own``: keys besides those of the View; ``page`` counts from 1."""

    view: View
    collection: Collection
    language: Language
    own: Mapping[str, str] = field(default_factory=dict)
    page: int = 1
    limit: int = LIMIT

    @property
    def first(self) -> int:
        """The first row, counted from 0."""
        return (self.page - 1) * self.limit

    def told(self) -> ViewTold:
        """The View that is answered."""
        at, pinned = self.collection, self._pinned()
        return ViewTold(
            sentence=sentence(self.view, self.language), data=at.dataset, label=label_of(at, self.language), version=at.version,
            latest=self.view.version is None, revision=at.revision, rules=at.rules_version,
            link=f"/?{urlencode(to_query(pinned))}",
        )  # fmt: skip

    def address(self, path: str, /, **keys: str) -> str:
        """The address of the data of a page under the same View, pinned."""
        query = (
            to_query(self._pinned()) | ({"lang": self.language} if self.language != settings().language else {}) | keys
        )
        return f"{PREFIX}/{path}?{urlencode(query)}"

    def rows(self, **keys: str) -> str:
        """The address of the activities behind a number."""
        return self.address("rows", **keys)

    def following(self, path: str, count: int) -> str | None:
        """The address of the next part of a list."""
        if self.first + self.limit >= count:
            return None
        kept = {k: v for k, v in self.own.items() if k in BEHIND}
        return self.address(path, **kept, page=str(self.page + 1), limit=str(self.limit))

    def left_out(self, found: Sequence[LeftOut]) -> list[LeftOutTold]:
        """What the figures leave out; the rows of some lie outside the View and are counted only."""
        return [
            LeftOutTold(
                code=one.code, count=one.count, text=one.text(self.language),
                rows=self.rows(left=one.code) if one.ids and one.code in LISTED else None,
            )
            for one in found
        ]  # fmt: skip

    def _pinned(self) -> View:
        view = replace(self.view, dataset=self.collection.dataset)
        return pin(view, self.collection.version, self.collection.revision)


LISTED = (
    "partly", "undated", "wider", "undated_beside", "people_unstated", "villages_none", "pairings_own",
)  # fmt: skip
"""Parts left out whose ids are activities."""


def asked(query: Sequence[tuple[str, str]]) -> Asked:
    """Reads an address. Raises Problem: not_allowed, not_seen, view_key, view_value, no_dataset, no_version …"""
    keys = dict(query)
    for key, value in query:
        if keys[key] != value or sum(k == key for k, _ in query) > 1:
            raise Problem.of("view_value", key, part=key, value=value)
    view, problems = from_query(keys, {*EXTRA, *OWN})
    if problems:
        raise problems[0]
    language = _one_of(keys, "lang", LANGUAGES, settings().language)
    page, limit = _number(keys, "page", 1, 10**6), _number(keys, "limit", LIMIT, MOST)
    require("look")
    own = {k: v for k, v in keys.items() if k in (*EXTRA, *OWN)}
    return Asked(view, _open(view), cast(Language, language), own, page, limit)


@cache
def workspace() -> Workspace:
    """The workspace of this process."""
    return open_workspace()


def seen() -> Workspace:
    """The same with the collections alone that whoever asks may look at."""
    return workspace().seen_by(gate(), guest=is_guest())


def filled() -> list[DatasetInfo]:
    """All collections that hold a version and may be looked at."""
    return [d for d in seen().datasets() if d.versions]


def label_of(found: Collection | DatasetInfo, language: Language) -> str:
    """A collection's name for the reader."""
    if found.is_demo:
        return say("cli.demo_name", language)
    return found.label or (found.dataset if isinstance(found, Collection) else found.name)


def _open(view: View) -> Collection:
    """The collection of a view, the first one where it names none."""
    found = view.dataset or next((d.name for d in filled()), None)
    if found is None:
        raise Problem.of("nothing_imported")
    require("look", found)
    return measures.for_export(measures.open_collection(seen(), found, *pinned(found, view.version, view.revision)))


def _one_of(keys: Mapping[str, str], key: str, known: Sequence[str], usual: str) -> str:
    value = keys.get(key) or usual
    if value not in known:
        raise Problem.of("view_value", key, part=key, value=value)
    return value


def _number(keys: Mapping[str, str], key: str, usual: int, most: int) -> int:
    text = keys.get(key, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= most):
        raise Problem.of("view_value", key, part=key, value=text)
    return int(text)
