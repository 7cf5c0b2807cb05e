"""Activities by day, for a calendar: only what is dated to the day stands on one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analytics.measures.collection import Collection
from analytics.measures.ids import Ids
from analytics.measures.index import HIGH, LOW
from analytics.measures.matching import Chosen, chosen
from analytics.measures.results import Check
from analytics.views import View


@dataclass(frozen=True, slots=True)
class Days:
    """``frame``: day (date), count; only days that hold any, in order. ``value`` counted; ``rough``: dated, but not to
    the day (months, spans, "~"); ``undated``: counted without a date. ``check``: they sum up."""

    frame: pd.DataFrame
    value: int
    rough: int
    undated: int
    check: Check


def days(collection: Collection, view: View) -> Days:
    """Counts per day."""
    every = chosen(collection, view)
    exact = _exact(every)
    found, counts = np.unique(every.index.start[exact], return_counts=True)
    frame = pd.DataFrame({"day": pd.Series([_day(n) for n in found], dtype=object), "count": counts.astype(np.int64)})
    value = int(np.count_nonzero(every.counted))
    rough = int(np.count_nonzero(every.counted & every.index.dated & ~exact))
    undated = int(np.count_nonzero(every.counted & ~every.index.dated))
    return Days(frame, value, rough, undated, Check.of(value, int(counts.sum()) + rough + undated))


def day_ids(collection: Collection, view: View, day: date) -> Ids:
    """The activities of a day."""
    every = chosen(collection, view)
    return every.ids(_exact(every) & (every.index.start == np.datetime64(day, "D").astype(int)))


def rough_ids(collection: Collection, view: View) -> Ids:
    """The activities that are dated, but not to the day."""
    every = chosen(collection, view)
    return every.ids(every.counted & every.index.dated & ~_exact(every))


def _exact(every: Chosen) -> Any:
    """Counted rows dated to the day."""
    index = every.index
    known = (index.start != LOW) & (index.end != HIGH) & (index.start == index.end)
    return every.counted & known & ~index.vague


def _day(number: int) -> date:
    day: date = np.datetime64(int(number), "D").item()
    return day
