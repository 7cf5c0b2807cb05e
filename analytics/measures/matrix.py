"""Organisations by time: who held something, and who did not."""

from __future__ import annotations

from dataclasses import dataclass, replace

import ibis
import pandas as pd

from analytics.measures.bins import binned, bins_of
from analytics.measures.by_dimension import Split, Told, Way, keyed_rows, long_rows, told_of
from analytics.measures.collection import Collection, Tables, reading
from analytics.measures.matching import base, counted, matching
from analytics.measures.over_time import label
from analytics.model import KINDS
from analytics.views import View


@dataclass(frozen=True, slots=True)
class Matrix:
    """``rows``, one page: value (the one name), count (in the bins), beside (longer than a bin or undated), ever (reports
    of any kind and time that name it); largest first. ``cells``: value, label, sure, approx; only those that hold any.
    ``every``: rows of all pages; ``without``: those with nothing at all in the view. ``bins``: every label, without gaps.
    """

    rows: pd.DataFrame
    cells: pd.DataFrame
    bins: tuple[str, ...]
    every: int
    without: int
    told: Told


def matrix(
    collection: Collection, view: View, by: Split = "doer", *, gaps: bool = False, first: int = 0, limit: int = 30
) -> Matrix:
    """Organisations under their one name, those with nothing in the view's time included when they occur at all.

    They occur when any activity of any kind, type and time names them (the view's places, sources and organisations
    hold). An organisation counts what is below it too. ``gaps``: only those with nothing. ``limit`` rows from ``first``.
    """
    every = binned(matching(collection, view), view)
    found = counted(every, view)
    with reading(collection) as tables:
        counts = _counts(tables, collection, view, by)
        nothing = (counts["count"] == 0) & (counts["beside"] == 0)
        kept = counts[nothing] if gaps else counts
        page = kept.iloc[first : first + limit].reset_index(drop=True)
        rows = keyed_rows(tables, every, found, view, Way(by, named=tuple(page["value"])))
        rows = rows.filter(rows.bin.notnull() & rows.key.startswith("="))
        cells = rows.group_by("bin", "key").agg(sure=(~rows.vague).sum(), approx=rows.vague.sum())
        frame = tables.frame(cells.order_by("bin", "key"))
    frame.insert(0, "value", [key[1:] for key in frame.pop("key")])
    frame.insert(1, "label", [label(day, view.grain) for day in frame.pop("bin")])
    bins = bins_of(view, {label(day, view.grain) for day in set(found["bin"].to_pylist()) if day})
    return Matrix(page, frame, bins, len(kept), int(nothing.sum()), told_of(found, every, view))


def _counts(tables: Tables, collection: Collection, view: View, by: Split) -> pd.DataFrame:
    """Columns value, count, beside, ever: of every organisation that occurs; largest first."""
    every = binned(matching(collection, view), view)
    own = keyed_rows(tables, every, counted(every, view), view, Way(by))
    own = own.filter(own.key.startswith("="))
    own = own.group_by("key").agg(count=own.bin.notnull().sum(), beside=own.bin.isnull().sum())
    anything = base(matching(collection, occurring(view)))
    long = long_rows(tables, view, Way(by))
    ever = long.semi_join(anything, long.activity_id == anything.id)
    ever = ever.group_by("value").agg(ever=ever.activity_id.nunique())
    joined = ever.mutate(key="=" + ever.value).left_join(own, "key")
    filled = joined.select(
        "value", count=ibis.coalesce(joined["count"], 0), beside=ibis.coalesce(joined.beside, 0), ever="ever"
    )
    return tables.frame(filled.order_by([filled["count"].desc(), filled.ever.desc(), filled.value]))


def occurring(view: View) -> View:
    """The view under which an organisation counts as one that occurs."""
    return replace(
        view, start=None, end=None, types=(), without_types=(), kinds=KINDS, text="", sure=None, unsure=None,
        counting="reports",
    )  # fmt: skip
