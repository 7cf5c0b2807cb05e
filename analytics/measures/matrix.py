"""Organisations by time: who held something, and who did not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from analytics.measures.bins import bins_of
from analytics.measures.by_dimension import ALL, Held, Split, Told, Way, cells, keyed_rows, told_of, values_of
from analytics.measures.collection import Collection
from analytics.measures.matching import chosen
from analytics.measures.over_time import MONTHS
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
    every = chosen(collection, view)
    bins = every.index.bins(MONTHS[view.grain])
    held = values_of(collection, view, Way(by))
    counts = _counts(collection, view, by, held, bins)
    nothing = (counts["count"] == 0) & (counts["beside"] == 0)
    kept = counts[nothing] if gaps else counts
    page = kept.iloc[first : first + limit].reset_index(drop=True)
    keyed = keyed_rows(every, held, tuple(page["value"]))
    frame = cells(every, bins, {key: rows for key, rows in keyed.items() if key.startswith("=")}, view)
    frame = frame.rename(columns={"key": "value"})[["value", "label", "sure", "approx"]]
    frame["value"] = frame["value"].str[1:]
    seen = set(cells(every, bins, {ALL: keyed[ALL]}, view)["label"])
    return Matrix(page, frame, bins_of(view, seen), len(kept), int(nothing.sum()), told_of(every, bins))


def _counts(collection: Collection, view: View, by: Split, held: Held, bins: Any) -> pd.DataFrame:
    """Columns value, count, beside, ever: of every organisation that occurs; largest first."""
    anything = values_of(collection, occurring(view), Way(by))
    ever = np.bincount(anything.value, minlength=len(anything.names))
    there = np.flatnonzero(ever)
    columns = {
        "value": [anything.names[n] for n in there], "count": held.counts(bins >= 0)[there],
        "beside": held.counts(bins < 0)[there], "ever": ever[there],
    }  # fmt: skip
    found = pd.DataFrame(columns).astype({"value": object})
    return found.sort_values(["count", "ever", "value"], ascending=[False, False, True], ignore_index=True)


def occurring(view: View) -> View:
    """The view under which an organisation counts as one that occurs."""
    return replace(
        view, start=None, end=None, types=(), without_types=(), kinds=KINDS, text="", sure=None, unsure=None,
        counting="reports",
    )  # fmt: skip
