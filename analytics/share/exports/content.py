"""What an export tells of a View: every figure asked once, every row on demand, a few thousand at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from analytics import measures
from analytics.measures import Collection, Headline, LeftOut, Timeline
from analytics.measures.groups import told_by
from analytics.measures.streaming import Object, articles_behind, articles_by, newest_first, objects_of
from analytics.measures.told import ranking
from analytics.messages import Language
from analytics.model import TYPES, Article
from analytics.problems import Problem
from analytics.share.citing import reading_address
from analytics.share.exports.columns import TABLES, TableName
from analytics.share.exports.records import activity_row
from analytics.share.exports.villages import VillagesOf
from analytics.store.workspace import VersionInfo
from analytics.views import View, pin, sentence, to_query

Row = tuple[Any, ...]
ALL = "all"
NOT_IN = ("refused", "unsure")
"""What the imports counted and no activity tells: rows and articles refused, sentences too unsure to be an activity."""


@dataclass(frozen=True, eq=False)
class Content:
    """A View as tables. Nothing in it depends on the day, the process or the order of asking.

    ``view`` is pinned. ``address``: scheme and host of the site ("" unknown: addresses are from its root). ``imports``:
    what the imports up to this version did not take in (``NOT_IN``).
    """

    collection: Collection
    view: View
    language: Language
    address: str
    imports: Mapping[str, int]

    @cached_property
    def headline(self) -> Headline:
        """The figures of the screen."""
        return measures.headline(self.collection, self.view)

    @cached_property
    def timeline(self) -> Timeline:
        """The figures over time."""
        return measures.over_time(self.collection, self.view)

    @cached_property
    def villages(self) -> pd.DataFrame:
        """The villages served."""
        return measures.villages(self.collection, self.view).frame

    @cached_property
    def pairings(self) -> pd.DataFrame:
        """The pairs."""
        return measures.pairings(self.collection, self.view).frame

    @cached_property
    def organisations(self) -> pd.DataFrame:
        """Those that did something."""
        return ranking(self.collection, self.view, "doer")

    @cached_property
    def articles(self) -> Any:
        """Ids and counts of the articles behind the activities; an Arrow table."""
        return articles_behind(self.collection, self.headline.placed.counted)

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What no figure counts, each once."""
        every = (*self.headline.left_out, *self.timeline.left_out)
        return tuple({one.code: one for one in every}.values())

    @cached_property
    def apart(self) -> Sequence[str]:
        """The activities that the period alone leaves out: over an edge of it, or undated."""
        placed = self.headline.placed
        return (*placed.partly, *placed.undated) if self.view.has_period else ()

    @cached_property
    def expected(self) -> Mapping[TableName, int]:
        """How many rows of each table the screen promises; of ``behind``, which no screen shows, what the others hold."""
        h, frame = self.headline, self.timeline.frame
        long = (self.organisations, self.villages, self.pairings, frame)
        behind = sum(len(ids) for one in long for ids in one["ids"])
        behind += sum(len(articles) for articles in self.pairings["articles"])
        behind += sum(len(one.ids) for one in self.left_out)
        return {
            "activities": h.activities.value, "apart": len(self.apart), "articles": len(self.articles),
            "organisations": len(self.organisations), "villages": h.villages.value, "pairings": h.pairings.value,
            "over_time": len(self.timeline.bins), "left_out": len(self.left_out), "behind": behind,
        }  # fmt: skip

    @cached_property
    def sentence(self) -> str:
        """The View in words."""
        if not (self.view.places or self.view.without_places):
            return sentence(self.view, self.language)
        places = measures.facets(self.collection, self.view).places
        names = {str(v): str(n) for v, n in zip(places["value"], places["name"], strict=True)}
        return sentence(self.view, self.language, names)

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the permanent link."""
        return to_query(self.view)

    @property
    def taken(self) -> datetime:
        """The moment of the version: the date that files bear."""
        return datetime.fromisoformat(self.collection.created_at)

    def permanent(self, **of: str) -> str:
        """The address of the reading page of an activity (``id``) or an article."""
        return f"{self._reading}&{urlencode(of, safe=',:/')}"

    @cached_property
    def _reading(self) -> str:
        bare = pin(View(dataset=self.collection.dataset), self.collection.version, self.collection.revision)
        return self.address + reading_address(bare)

    def objects(self, *, apart: bool = False, with_text: bool = False) -> Iterator[list[Object]]:
        """The activities as the contract writes them, newest first."""
        ids = newest_first(self.collection, self.apart if apart else self.headline.placed.counted)
        return objects_of(self.collection, ids, with_text=with_text)

    def rows(self, table: TableName, *, with_text: bool = False) -> Iterator[Row]:
        """The rows of a table, in the order of its columns."""
        if table == "articles":
            return self._articles(with_text)
        return self._makers[table]()

    @cached_property
    def _makers(self) -> Mapping[TableName, Callable[[], Iterator[Row]]]:
        return {
            "activities": lambda: self._activities(apart=False), "apart": lambda: self._activities(apart=True),
            "organisations": lambda: _plain(self.organisations, "value", "activities"),
            "villages": lambda: _plain(
                self.villages, "key", "name", "code", "county", "activities", "first", "last"
            ),
            "pairings": self._pairings, "over_time": self._over_time, "behind": self._behind,
            "left_out": lambda: ((one.code, one.count, one.text(self.language)) for one in self.left_out),
        }  # fmt: skip

    def _activities(self, *, apart: bool) -> Iterator[Row]:
        villages = VillagesOf(self.villages)
        for batch in self.objects(apart=apart):
            ids = [one.activity["id"] for one in batch]
            told = told_by(self.collection, ids)
            for one, reports, own in zip(batch, told, villages.of(ids), strict=True):
                address = self.permanent(id=one.activity["id"])
                yield activity_row(one, own, int(reports), address, self.language)

    def _articles(self, with_text: bool) -> Iterator[Row]:
        ids, counts = self.articles["id"].combine_chunks(), iter(self.articles["activities"].to_pylist())
        for one in chain.from_iterable(articles_by(self.collection, ids, with_text=with_text)):
            yield self._article(one, next(counts), with_text)

    def _article(self, one: Article, count: int, with_text: bool) -> Row:
        text = (one.text, hashlib.sha256(one.text.encode()).hexdigest()) if with_text else ()
        address = self.permanent(article=one.id)
        return (one.id, one.title, one.published, one.source, one.author, one.url, count, address, *text)

    def _pairings(self) -> Iterator[Row]:
        columns = (self.pairings[c] for c in ("key", "a", "b", "kind", "activities", "articles", "first", "last"))
        for key, a, b, kind, count, articles, first, last in zip(*columns, strict=True):
            yield key, a, b, kind, int(count), len(articles), first, last

    def _over_time(self) -> Iterator[Row]:
        """Undated activities and those longer than a bin stand in none; ``left_out`` tells them."""
        cells: dict[tuple[str, str], tuple[int, int]] = {}
        columns = (self.timeline.frame[c] for c in ("label", "type", "sure", "approx"))
        for label, code, sure, approx in zip(*columns, strict=True):
            cells[label, code] = int(sure) + int(approx), int(approx)
        for label in self.timeline.bins:
            total, unsure = cells.get((label, ALL), (0, 0))
            yield (label, total, unsure, *(cells.get((label, code), (0, 0))[0] for code in TYPES))

    def _behind(self) -> Iterator[Row]:
        """Every number of the other tables with what it counts."""
        named: tuple[tuple[TableName, pd.DataFrame, str], ...] = (
            ("organisations", self.organisations, "value"), ("villages", self.villages, "key"),
            ("pairings", self.pairings, "key"),
        )  # fmt: skip
        for table, frame, key in named:
            for value, ids in zip(frame[key], frame["ids"], strict=True):
                yield from ((table, value, "activities", one, None) for one in ids)
        for value, articles in zip(self.pairings["key"], self.pairings["articles"], strict=True):
            yield from (("pairings", value, "standing", None, one) for one in articles)
        columns = (self.timeline.frame[c] for c in ("label", "type", "ids"))
        for label, code, ids in zip(*columns, strict=True):
            yield from (("over_time", label, code, one, None) for one in ids)
        for left in self.left_out:
            if left.code in KEYED:
                yield from (("left_out", left.code, key, None, None) for key in left.ids)
            else:
                yield from (("left_out", left.code, "count", one, None) for one in left.ids)


KEYED = ("villages_unplaced", "standing_undated")
"""Codes of what is left out that count villages and pairs: ``behind`` names their keys in its column."""


def content_of(
    collection: Collection, view: View, language: Language, address: str = "", versions: Sequence[VersionInfo] = ()
) -> Content:
    """What an export of ``view`` tells, with names masked where the collection says so. ``versions``: all of the
    collection, for what their imports refused."""
    pinned = pin(replace(view, dataset=collection.dataset), collection.version, collection.revision)
    past = [v for v in versions if v.number <= collection.version]
    imports = {name: sum(v.counts.get(name, 0) for v in past) for name in NOT_IN}
    return Content(measures.for_export(collection), pinned, language, address.rstrip("/"), imports)


class Counting:
    """Rows as they are written, and whether they are as many as the screen says."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.written: dict[TableName, int] = dict.fromkeys(TABLES, 0)

    def rows(self, table: TableName, *, with_text: bool = False) -> Iterator[Row]:
        """The rows of a table. Raises Problem export_unequal at its end."""
        for row in self.content.rows(table, with_text=with_text):
            self.written[table] += 1
            yield row
        self.check(table)

    def check(self, table: TableName) -> None:
        """Raises Problem export_unequal."""
        expected, found = self.content.expected[table], self.written[table]
        if expected != found:
            raise Problem.of("export_unequal", table, expected=expected, found=found)


def _plain(frame: pd.DataFrame, *columns: str) -> Iterator[Row]:
    for values in zip(*(frame[c] for c in columns), strict=True):
        yield tuple(_value(v) for v in values)


def _value(value: Any) -> Any:
    """What a cell of a frame holds, as a Python value."""
    if value is None or isinstance(value, str | date):
        return value
    return None if pd.isna(value) else int(value)
