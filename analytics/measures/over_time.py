"""Activities over time: by month, quarter, half-year or year, and by type."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analytics.measures.collection import Collection
from analytics.measures.ids import Ids
from analytics.measures.index import Postings, postings
from analytics.measures.matching import Chosen, chosen, told
from analytics.measures.matching import placed as placed_of
from analytics.measures.results import Check, Timeline
from analytics.views import Grain, View

MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
ALL = "all"


def over_time(collection: Collection, view: View) -> Timeline:
    """Counts by ``view.grain`` and type.

    An activity stands in a bin when its start..end lies in that one bin; longer ones are ``wider``, beside the axis.
    """
    every = chosen(collection, view)
    bins = every.index.bins(MONTHS[view.grain])
    frame = _frame(collection, every, bins, view)
    wider = every.ids(every.counted & every.index.dated & (bins < 0))
    placed = placed_of(collection, view)
    beside = () if view.has_period else placed.undated
    total = frame[frame.type == ALL]
    check = Check.of(len(placed.counted), int(total["sure"].sum() + total["approx"].sum()) + len(wider) + len(beside))
    left_out = (*placed.left_out, *told(wider=wider, undated_beside=beside))
    return Timeline(frame, _bins(frame, view.grain), wider, placed.undated, placed.partly, check, left_out)


def label(day: date, grain: Grain) -> str:
    """The bin's name: 2024-06, 2024-Q2, 2024-H1, 2024."""
    if grain == "year":
        return f"{day:%Y}"
    if grain == "half":
        return f"{day:%Y}-H{(day.month + 5) // 6}"
    return f"{day:%Y}-Q{(day.month + 2) // 3}" if grain == "quarter" else f"{day:%Y-%m}"


def following(day: date, grain: Grain) -> date:
    """The first day of the bin after the one that begins on ``day``."""
    year, month = divmod(day.year * 12 + day.month - 1 + MONTHS[grain], 12)
    return date(year, month + 1, 1)


def _frame(collection: Collection, every: Chosen, bins: Any, view: View) -> pd.DataFrame:
    """Counts per bin and type of activities that lie in one bin; a type counts an activity that any report of it tells
    to be of that type."""
    low = int(bins[bins >= 0].min(initial=1 << 20))
    width = max(int(bins.max(initial=-1)) - low + 1, 0)
    types = postings(collection, "types")
    rows = np.flatnonzero(every.counted & (bins >= 0))
    tables = {ALL: _counts(every, bins, rows, low, width)}
    keep = every.kept(types)
    for code, name in enumerate(types.values.to_pylist()):
        if not view.types or name in view.types:
            own = _of_type(types, keep, code)
            tables[name] = _counts(every, bins, own[bins[own] >= 0], low, width)
    names = sorted(tables)
    filled = {name: tables[name].any(axis=1).tolist() for name in names}
    there = [(at, name) for at in range(width) for name in names if filled[name][at]]
    days = [_day((low + at) * MONTHS[view.grain]) for at, _ in there]
    found = [tables[name][at] for at, name in there]
    asked = replace(view, dataset="", version=None, revision=None)
    return pd.DataFrame({
        "bin": [day.isoformat() for day in days],
        "bin_end": [(following(day, view.grain) - timedelta(days=1)).isoformat() for day in days],
        "label": [label(day, view.grain) for day in days],
        "type": [name for _, name in there],
        "sure": np.array([n[0] for n in found], dtype=np.int64),
        "approx": np.array([n[1] for n in found], dtype=np.int64),
        "ids": pd.Series([
            Ids(every.index.ids, int(n.sum()), partial(_cell, collection, asked, low + at, name))
            for (at, name), n in zip(there, found, strict=True)
        ], dtype=object),
    })  # fmt: skip


def _counts(every: Chosen, bins: Any, rows: Any, low: int, width: int) -> Any:
    """How many of the rows are sure and how many about that time, by bin."""
    at = 2 * (bins[rows] - low) + every.index.vague[rows]
    return np.bincount(at, minlength=2 * width).reshape(width, 2)


def _of_type(types: Postings, keep: Any, code: int) -> Any:
    """The counted rows of a type, in order."""
    own = types.run(code)
    return types.rows[own][keep[own]]


def _cell(collection: Collection, view: View, at: int, name: str) -> Any:
    """The rows of a bin and type, sure ones first."""
    every, types = chosen(collection, view), postings(collection, "types")
    if name == ALL:
        rows = np.flatnonzero(every.counted)
    else:
        rows = _of_type(types, every.kept(types), types.values.to_pylist().index(name))
    rows = rows[every.index.bins(MONTHS[view.grain])[rows] == at]
    return rows[np.argsort(every.index.vague[rows], kind="stable")]


def _day(months: int) -> date:
    """The first day of a month that is counted from the year 0."""
    return date(months // 12, months % 12 + 1, 1)


def _bins(frame: pd.DataFrame, grain: Grain) -> tuple[str, ...]:
    if frame.empty:
        return ()
    day, last = date.fromisoformat(frame["bin"].min()), date.fromisoformat(frame["bin"].max())
    labels = []
    while day <= last:
        labels.append(label(day, grain))
        day = following(day, grain)
    return tuple(labels)
