"""The charts of the overview, drawn once for all sessions. Not in the page: its file runs anew for every reader and change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from analytics.charts.axis import bin_name
from analytics.charts.bars import ALL, Cell, row_values, total_values
from analytics.charts.palette import Values, larger
from analytics.charts.shared import SharedFigure
from analytics.measures import Collection, Timeline
from analytics.messages import Language, say
from analytics.model import TYPES
from analytics.ui import data
from analytics.views import View


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart, the types that have a row in it, and what it says."""

    figure: SharedFigure
    types: tuple[str, ...]
    alt: str


@st.cache_resource(max_entries=data.ENTRIES, show_spinner=False, hash_funcs=data.HASHES | {Cell: repr})
def overview_chart(
    collection: Collection, view: View, name: str, language: Language, chosen: Cell | None, wide: bool, dark: bool
) -> Drawn | None:
    """A chart, drawn once for all sessions that look at it: rows of types, or the total; None where no type is named."""
    timeline = data.over_time(collection, view)
    if name == "total":
        found = total_values(timeline.frame, timeline.bins, language, chosen)
        return Drawn(_shared(found, wide, dark), (), _alt_total(timeline, language))
    sums = _sums(timeline)
    if not sums:
        return None
    found = row_values(timeline.frame, timeline.bins, tuple(sums), language, chosen)
    return Drawn(_shared(found, wide, dark), tuple(sums), _alt_types(sums, language))


def _shared(values: Values, wide: bool, dark: bool) -> SharedFigure:
    found = larger(values.figure()) if wide else values
    return SharedFigure(found, dark=dark, font=str(st.get_option("theme.font") or ""))


def _sums(timeline: Timeline) -> dict[str, int]:
    """Activities of each type, most frequent first."""
    sums = timeline.frame[timeline.frame["type"] != ALL].groupby("type")[["sure", "approx"]].sum().sum(axis=1)
    return {
        str(code): int(sums[code]) for code in sorted(sums.index, key=lambda code: (-sums[code], TYPES.index(code)))
    }


def _alt_types(sums: Mapping[str, int], language: Language) -> str:
    told = say("view.and", language).join(
        say("chart.row", language, type=say(f"type.{code}", language), count=f"{count:,}")
        for code, count in sums.items()
    )
    return say("chart.alt_types", language, types=told)


def _alt_total(timeline: Timeline, language: Language) -> str:
    rows = timeline.frame[timeline.frame["type"] == ALL]
    counts = rows["sure"] + rows["approx"]
    return say(
        "chart.alt_total", language, count=f"{int(counts.sum()):,}", bins=len(timeline.bins),
        highest=f"{int(counts.max()):,}", label=bin_name(str(rows.iloc[int(counts.argmax())]["label"]), language),
    )  # fmt: skip
