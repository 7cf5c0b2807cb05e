"""Counts of a trend as rows for the charts: names in the reader's words, the year before, shares."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.charts.axis import bin_name
from analytics.charts.palette import BLUE
from analytics.charts.steps import BARE, COLOURS, REST, Axis, DayMark, Line, MarkKind
from analytics.measures.bins import first_day, last_day, year_before
from analytics.measures.by_dimension import ALL, NONE, OTHERS, Trend, Way
from analytics.measures.festivals import festivals
from analytics.store.notes import Note
from analytics.ui.state import State
from analytics.views import NO_SOURCE, Grain, View, day_name, period_name

Cells = dict[tuple[str, str], tuple[int, int]]
"""Bin and key to sure and approximate counts."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a chart shows: ``total`` is each activity once. ``counts``: how many each line holds in all."""

    axis: Axis
    lines: tuple[Line, ...]
    total: Line
    counts: tuple[int, ...]


def axis_of(state: State, bins: tuple[str, ...], share: bool = False) -> Axis:
    """The axis with its bins in words."""
    then = tuple(year_before(b) for b in bins)
    now, before = ([bin_name(b, state.language) for b in side] for side in (bins, then))
    return Axis(bins, now, before, then, state.language, share)


def shown_lines(
    state: State, found: Trend, way: Way, before: Trend | None, months: frozenset[str], share: bool
) -> Shown:
    """Lines for the keys of a trend (or its total alone). ``months`` hold reports: elsewhere nothing is compared."""
    axis = axis_of(state, found.bins, share)
    now, then = cells_of(found), cells_of(before) if before else {}
    grain = state.view.grain
    covered = {b: (b, ALL) in then or has_reports(b, grain, months) for b in axis.labels_before}
    names = names_of(state, found, way)

    def line(key: str, colour: str) -> Line:
        sure, approx = ([now.get((b, key), (0, 0))[part] for b in axis.bins] for part in (0, 1))
        was = [sum(then.get((b, key), (0, 0))) if covered[b] else None for b in axis.labels_before]
        plain = Line(key, names[key], colour, sure, approx, was if before else ())
        return as_shares(plain, [sum(now.get((b, ALL), (0, 0))) for b in axis.bins],
                         [sum(then.get((b, ALL), (0, 0))) for b in axis.labels_before]) if share else plain  # fmt: skip

    total = line(ALL, BLUE)
    keys = found.keys or (ALL,)
    lines = tuple(line(key, colour) for key, colour in zip(keys, colours(keys), strict=True))
    counts = tuple(sum(sum(now.get((b, key), (0, 0))) for b in axis.bins) for key in keys)
    return Shown(axis, lines, total, counts)


def as_shares(line: Line, totals: list[int], totals_before: list[int]) -> Line:
    """Percent of all activities of the bin, 0 where there are none."""

    def percent(n: float | None, of: int) -> float | None:
        return None if n is None or not of else 100 * n / of

    sure, approx = (
        [percent(n, of) or 0.0 for n, of in zip(part, totals, strict=True)] for part in (line.sure, line.approx)
    )
    was = [percent(n, of) for n, of in zip(line.before, totals_before, strict=True)] if line.before else ()
    return Line(line.key, line.name, line.colour, sure, approx, was)


def colours(keys: tuple[str, ...]) -> list[str]:
    """A colour for each key; the sixth value begins anew (rows of their own are told apart by their names)."""
    own = [k for k in keys if k.startswith("=")]
    place = {k: COLOURS[i % len(COLOURS)] for i, k in enumerate(own)}
    return [place.get(k, {OTHERS: REST, NONE: BARE}.get(k, BLUE)) for k in keys]


def cells_of(found: Trend) -> Cells:
    """The counts by bin and key."""
    rows = zip(found.frame["label"], found.frame["key"], found.frame["sure"], found.frame["approx"], strict=True)
    return {(label, key): (int(sure), int(approx)) for label, key, sure, approx in rows}


def names_of(state: State, found: Trend, way: Way) -> dict[str, str]:
    """Every key in the reader's words; places of one name with what they lie in."""
    names = {ALL: state.say("chart.all")}
    values = [k[1:] for k in found.keys if k.startswith("=")]
    short = Counter(v.rpartition("/")[2] for v in values)
    for value in values:
        if way.by == "type":
            name = state.say(f"type.{value}")
        elif way.by == "place":
            above, _, own = value.rpartition("/")
            name = f"{own}({above.rpartition('/')[2]})" if short[own] > 1 and above else own
        else:
            name = state.say("view.no_source") if way.by == "source" and value == NO_SOURCE else value
        names[f"={value}"] = name
    names[OTHERS] = state.say(f"trend.others_{way.by}", count=found.rest) if way.by != "all" else ""
    names[NONE] = state.say(f"trend.bare_{way.by}") if way.by != "all" else ""
    return names


def has_reports(name: str, grain: Grain, months: frozenset[str]) -> bool:
    """Whether any report was published within a bin."""
    first = first_day(name, grain)
    if first is None:
        return False
    last = last_day(first, grain)
    return any(f"{first.year:04d}-{month:02d}" in months for month in range(first.month, last.month + 1))


def cut_bins(view: View, bins: tuple[str, ...]) -> bool:
    """Whether the period begins or ends within a bin, so that the bin is not whole."""
    ends = [first_day(b, view.grain) for b in bins[:1] + bins[-1:]]
    if len(ends) < 2 or ends[0] is None or ends[1] is None:
        return False
    return bool((view.start and view.start > ends[0]) or (view.end and view.end < last_day(ends[1], view.grain)))


def day_marks(state: State, bins: tuple[str, ...], days: tuple[str, ...], own: tuple[Note, ...]) -> list[DayMark]:
    """Festivals, policy days and notes that lie on the axis. Every year has all festivals: years show none."""
    grain = state.view.grain
    first, start = (first_day(bins[0], grain), first_day(bins[-1], grain)) if bins else (None, None)
    if first is None or start is None:
        return []
    last = last_day(start, grain)
    found = []
    for one in [festivals()[key] for key in days] if grain != "year" else []:
        name = one.name(state.language)
        for day in one.between(first, last):
            about = state.say("trend.mark", day=day_name(day, state.language), name=name)
            found.append(_mark(one.group, name, about, day, day, bins, grain))
    for note in own:
        if note.start <= last and note.end >= first:
            when = period_name(note.start, note.end, state.language)
            about = state.say("trend.mark_note", day=when, name=note.text, who=note.who or "—")
            short = note.text if len(note.text) <= 12 else f"{note.text[:11]}…"
            found.append(_mark("note", short, about, max(note.start, first), min(note.end, last), bins, grain))
    return found


def _mark(
    kind: MarkKind, name: str, about: str, start: date, end: date, bins: tuple[str, ...], grain: Grain
) -> DayMark:
    at = _place(start, bins, grain)
    return DayMark(kind, name, about, at, _place(end + timedelta(days=1), bins, grain) if end > start else at)


def _place(day: date, bins: tuple[str, ...], grain: Grain) -> float:
    """Where a day stands: bin i reaches from i - 0.5 to i + 0.5."""
    origin = first_day(bins[0], grain)
    assert origin is not None
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[grain]
    number = ((day.year - origin.year) * 12 + day.month - origin.month) // months
    if not 0 <= number < len(bins):
        return -0.5 if number < 0 else len(bins) - 0.5
    first = first_day(bins[number], grain)
    assert first is not None
    return number - 0.5 + (day - first).days / ((last_day(first, grain) - first).days + 1)
