"""The charts of the overview, drawn once for all sessions. Not in the page: its file runs anew for every reader and change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import add

import streamlit as st

from analytics.charts.axis import bin_name
from analytics.charts.bars import ALL, Cell, total_bars, type_rows
from analytics.charts.shared import SharedFigure
from analytics.charts.values import Values, larger
from analytics.measures import Collection, Timeline
from analytics.messages import Language, say
from analytics.model import TYPES
from analytics.ui import data
from analytics.ui.page_look import page_look
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
        found = total_bars(timeline.frame, timeline.bins, language, chosen)
        return Drawn(_shared(found, wide, dark), (), _alt_total(timeline, language))
    sums = _sums(timeline)
    if not sums:
        return None
    found = type_rows(timeline.frame, timeline.bins, tuple(sums), language, chosen)
    return Drawn(_shared(found, wide, dark), tuple(sums), _alt_types(sums, language))


def _shared(values: Values, wide: bool, dark: bool) -> SharedFigure:
    return page_look(larger(values) if wide else values, dark)


def _sums(timeline: Timeline) -> dict[str, int]:
    """Activities of each type, most frequent first."""
    sums: dict[str, int] = {}
    for code, _, count in _rows(timeline):
        if code != ALL:
            sums[code] = sums.get(code, 0) + count
    return {code: sums[code] for code in sorted(sums, key=lambda code: (-sums[code], TYPES.index(code)))}


def _rows(timeline: Timeline) -> Iterator[tuple[str, str, int]]:
    """Type, bin and count, plain: asked of the frame they take longer than the chart."""
    kinds, bins, sure, approx = (timeline.frame[name].tolist() for name in ("type", "label", "sure", "approx"))
    return zip(kinds, bins, map(add, sure, approx), strict=True)


def _alt_types(sums: Mapping[str, int], language: Language) -> str:
    told = say("view.and", language).join(
        say("chart.row", language, type=say(f"type.{code}", language), count=f"{count:,}")
        for code, count in sums.items()
    )
    return say("chart.alt_types", language, types=told)


def _alt_total(timeline: Timeline, language: Language) -> str:
    counts = {label: count for code, label, count in _rows(timeline) if code == ALL}
    highest = max(counts, key=lambda label: counts[label])
    return say(
        "chart.alt_total", language, count=f"{sum(counts.values()):,}", bins=len(timeline.bins),
        highest=f"{counts[highest]:,}", label=bin_name(highest, language),
    )  # fmt: skip
