"""What the measures give: figures, each with the ids of the rows behind it, and what was left out of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from analytics.messages import Language, say
from analytics.model import Extraction, Span

Status = Literal["inside", "partly", "undated", "outside"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that a figure does not count, under the message ``left_out.CODE``; ids where they can be listed."""

    code: str
    count: int
    ids: Sequence[str] = ()

    def text(self, language: Language = "zh") -> str:
        """What is left out, in a sentence."""
        return say(f"left_out.{self.code}", language, count=f"{self.count:,}")


@dataclass(frozen=True, slots=True)
class Check:
    """A sum that must hold. A page shows a visible warning where ``ok`` is False."""

    ok: bool
    expected: int
    found: int

    @staticmethod
    def of(expected: int, found: int) -> Check:
        """Compares."""
        return Check(expected == found, expected, found)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the activities of a view lie against its period: ids sorted; together, all under the other filters.

    ``inside``: start..end wholly in the period (all dated ones when there is none). ``partly``: reaches over an edge.
    ``undated``: no date. ``outside``: counted only. ``counted`` is what every figure counts.
    """

    inside: Sequence[str]
    partly: Sequence[str]
    undated: Sequence[str]
    outside: int
    counted: Sequence[str]
    check: Check
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Activities:
    """The rows behind a view.

    ``frame``: one row per counted activity, newest first (undated last), columns id, article_id, title, published,
    source, kind, types (list), repeated, edtf, start, end (dates or None), precision, date_from, organisations, places
    (text, joined by "、"), people, confidence, quote (first evidence), rules (list). ``partly`` and ``undated``: the
    same columns for the rows that are apart (``undated`` is empty without a period: they are counted then).
    """

    frame: pd.DataFrame
    partly: pd.DataFrame
    undated: pd.DataFrame
    placed: Placed


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. ``ids``: the activities behind it; ``keys``: what was counted (activity, pair or village keys).

    ``articles``: for pairings, the articles of standing ones (no activity). ``before``: the value in the period
    before, None where there is no comparison. ``stated`` of ``of``: for people, how many activities give a number.
    """

    name: Literal["activities", "volunteering", "pairings", "villages", "people"]
    value: int
    ids: Sequence[str]
    keys: Sequence[str] = ()
    articles: Sequence[str] = ()
    before: int | None = None
    stated: int | None = None
    of: int | None = None

    @property
    def change(self) -> int | None:
        """Value less the value before."""
        return None if self.before is None else self.value - self.before


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures at the head of a page. ``before_covered``: the collection holds reports from before this period's
    predecessor began, so that a comparison is fair; None without a comparison."""

    activities: Figure
    volunteering: Figure
    pairings: Figure
    villages: Figure
    people: Figure
    placed: Placed
    left_out: tuple[LeftOut, ...]
    before_covered: bool | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Activities over time.

    ``frame``, long: bin (first day, ISO text), bin_end (last day, ISO text), label ("2024-06", "2024-Q2", "2024"), type
    (a type code, or "all": each activity once), sure, approx (counts: approx are those dated "~"), ids (list, sure
    first). An activity of two types stands in both rows; rows of types outside the view's types are left out.
    ``bins``: every label from first to last, without gaps. ``wider``: dated, but longer than a bin; ``undated``: no
    date. Sum over "all" + wider (+ undated without a period) = counted.
    """

    frame: pd.DataFrame
    bins: tuple[str, ...]
    wider: Sequence[str]
    undated: Sequence[str]
    partly: Sequence[str]
    check: Check
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Facets:
    """How many activities each choice of a filter would give, under all other filters of the view.

    ``types``: value, activities. ``kinds``: value, activities. ``organisations``: value, activities.
    ``places``: value (code, else name), name, level, within (chain above, joined by "/"), activities. ``sources``: value
    (or ``views.NO_SOURCE``), activities.
    Most frequent first. Choosing ``value`` in the View lists exactly these activities. ``cut``: how many more choices
    there are than were asked for, by field.
    """

    types: pd.DataFrame
    kinds: pd.DataFrame
    organisations: pd.DataFrame
    places: pd.DataFrame
    sources: pd.DataFrame
    cut: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with ids behind every row, and what it leaves out."""

    frame: pd.DataFrame
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article with what was cut before reading, where it came from, and all that was read from it.

    ``cuts``: dicts with keys text, rule, before (offset in the text before which it stood). ``file``, ``row``,
    ``encoding``: as imported. ``unsure``: passages that look like an event, left out as too unsure.
    """

    extraction: Extraction
    cuts: tuple[Mapping[str, object], ...]
    file: str
    row: int | None
    encoding: str | None
    unsure: tuple[Span, ...] = ()
