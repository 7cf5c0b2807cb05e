"""What a collection is made of: its span, where its articles come from, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from analytics.measures.collection import Collection, Tables, reading
from analytics.measures.place_names import villages_of
from analytics.store.workspace import VersionInfo

COUNTED = ("duplicates", "refused", "failed", "changed", "unsure")
"""Counts of imports that a card adds up."""


@dataclass(frozen=True, slots=True)
class Card:
    """The card of one version.

    ``months``: month ("2024-06", "" without a date), source ("" unknown), articles. ``gaps``: months between the first
    and the last article in which there is none. ``undated``: activities without a date. ``unplaced``: villages whose
    county is not known. ``copies``: articles whose text another one has too. ``imports``: duplicates, refused, failed,
    changed and unsure of all imports up to the version; ``removed``: articles that were deleted since the first.
    """

    dataset: str
    version: int
    articles: int
    activities: int
    first: date | None
    last: date | None
    no_date: int
    no_source: int
    sources: int
    months: pd.DataFrame
    gaps: tuple[str, ...]
    undated: int
    unplaced: int
    copies: int
    imports: dict[str, int]
    removed: int

    def rows(self) -> list[tuple[str, str]]:
        """Item (a message key ``card.ITEM``) and value, for a page and for a file."""
        share = f"{self.undated / self.activities:.1%}" if self.activities else "—"
        return [
            ("articles", str(self.articles)), ("activities", str(self.activities)),
            ("span", f"{self.first} – {self.last}" if self.first else "—"), ("gaps", str(len(self.gaps))),
            ("sources", str(self.sources)), ("no_source", str(self.no_source)), ("no_date", str(self.no_date)),
            ("undated", f"{self.undated} ({share})"), ("unplaced", str(self.unplaced)), ("copies", str(self.copies)),
            *((name, str(self.imports[name])) for name in COUNTED), ("removed", str(self.removed)),
        ]  # fmt: skip


def card(collection: Collection, versions: Sequence[VersionInfo]) -> Card:
    """The card. ``versions``: all of the dataset; those after the collection's own are left out."""
    with reading(collection) as tables:
        months = _months(tables)
        acts = tables["activities"]
        counts = tables.frame(acts.agg(every=acts.count(), undated=acts.edtf.isnull().sum())).iloc[0]
        places = villages_of(tables)
        unplaced = places.filter((places.county == "") & places.code.isnull())
        nowhere = int(tables.frame(unplaced.agg(n=unplaced.village_key.nunique())).iloc[0]["n"] or 0)
    past = [v for v in versions if v.number <= collection.version]
    dated = sorted(m for m in months["month"].unique() if m)
    with reading(collection) as tables:
        published = tables["articles"].published
        span: Any = tables.frame(tables["articles"].agg(first=published.min(), last=published.max())).iloc[0]
    return Card(
        collection.dataset, collection.version, int(months["articles"].sum()), int(counts["every"] or 0), span["first"],
        span["last"], _of(months, "month"), _of(months, "source"), int(months["source"][months["source"] != ""].nunique()),
        months, _gaps(dated), int(counts["undated"] or 0), nowhere, _copies(collection),
        {name: sum(v.counts.get(name, 0) for v in past) for name in COUNTED},
        sum(v.changes.get("articles_removed", 0) for v in past),
    )  # fmt: skip


def _months(tables: Tables) -> pd.DataFrame:
    found = tables["articles"]
    named = found.select(month=found.published.strftime("%Y-%m").fill_null(""), source=found.source.fill_null(""))
    counts = named.group_by("month", "source").agg(articles=lambda t: t.count())
    return tables.frame(counts.order_by(["month", "source"]))


def _of(months: pd.DataFrame, column: str) -> int:
    """Articles that lack a month or a source."""
    return int(months["articles"][months[column] == ""].sum())


def _gaps(months: Sequence[str]) -> tuple[str, ...]:
    """The months from the first to the last that are not there."""
    if not months:
        return ()
    every = pd.period_range(months[0], months[-1], freq="M").strftime("%Y-%m")
    return tuple(m for m in every if m not in set(months))


def _copies(collection: Collection) -> int:
    """Articles that share their text with an earlier one."""
    if collection.state is None:
        return 0
    found = pq.read_table(collection.state / "reposts.parquet", columns=["a", "b"])
    return len(set(found["a"].to_pylist()) | set(found["b"].to_pylist())) - _clusters(found)


def _clusters(found: Any) -> int:
    """How many groups the pairs make."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.setdefault(name, name) != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for a, b in zip(found["a"].to_pylist(), found["b"].to_pylist(), strict=True):
        above[top(a)] = top(b)
    return sum(top(name) == name for name in list(above))
