"""Signatures for the pages to build against (bodies are on their way into files of their own)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.measures.results import Activities, ArticlePage, Facets, Headline, Placed, Table, Timeline
from analytics.store.workspace import Workspace
from analytics.views import View


@dataclass(frozen=True, slots=True)
class Collection:
    """One version of a dataset, opened for reading. Hashable, cheap, safe to share across threads."""

    dataset: str
    version: int
    label: str
    is_demo: bool
    rules_version: str
    gazetteer_version: str
    created_at: str


def open_collection(workspace: Workspace, dataset: str, version: int | None = None) -> Collection:
    """A version of a dataset (None: the latest). Raises Problem no_dataset, no_version or part_missing."""
    raise NotImplementedError


def span(collection: Collection) -> tuple[date | None, date | None]:
    """First and last publication date of the collection's articles."""
    raise NotImplementedError


def placed(collection: Collection, view: View) -> Placed:
    """Ids inside, partly and undated, the number outside, and the check that they sum up."""
    raise NotImplementedError


def activities(collection: Collection, view: View) -> Activities:
    """The rows behind the view."""
    raise NotImplementedError


def rows(collection: Collection, ids: Sequence[str]) -> pd.DataFrame:
    """The rows with these activity ids (columns as ``Activities.frame``), newest first: what a clicked figure lists."""
    raise NotImplementedError


def headline(collection: Collection, view: View) -> Headline:
    """Activities, volunteer events, pairings, villages served, people; each with the change to the period before."""
    raise NotImplementedError


def over_time(collection: Collection, view: View) -> Timeline:
    """Counts by month, quarter or year (``view.grain``) and type."""
    raise NotImplementedError


def facets(collection: Collection, view: View) -> Facets:
    """Counts for the filters, each under all the other filters."""
    raise NotImplementedError


def villages(collection: Collection, view: View) -> Table:
    """Columns key, name, code, county (chain joined "/", "" unknown), activities (count), ids (list), first, last."""
    raise NotImplementedError


def pairings(collection: Collection, view: View) -> Table:
    """Columns key, a, b, kind, activities (count), ids (list), articles (list: those of standing pairings), quote."""
    raise NotImplementedError


def article(collection: Collection, article_id: str) -> ArticlePage:
    """One article with everything read from it. Raises Problem no_article."""
    raise NotImplementedError


def activity_article(collection: Collection, activity_id: str) -> str:
    """The article id of an activity. Raises Problem no_activity."""
    raise NotImplementedError


def articles(collection: Collection, ids: Sequence[str] | None = None) -> pd.DataFrame:
    """Columns id, title, published, source, author, url, file, row, characters, activities; newest first."""
    raise NotImplementedError


def search(collection: Collection, text: str, limit: int | None = None) -> tuple[str, ...]:
    """Ids of the articles whose title or body holds ``text`` (spaces and letter case aside), sorted."""
    raise NotImplementedError
