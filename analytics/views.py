"""View: one frozen value that says what a page shows; to and from a link, and as a sentence.

A shared link pins the data version and absolute dates (``pin``); without a version a View means the latest one,
which pages label as such.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

from analytics.messages import Language, say
from analytics.model import KINDS, TYPES, Kind
from analytics.problems import Problem

Grain = Literal["month", "quarter", "half", "year"]
GRAINS: tuple[Grain, ...] = get_args(Grain)
Counting = Literal["reports", "activities", "distinct"]
COUNTINGS: tuple[Counting, ...] = get_args(Counting)
"""What counts as one: what each report tells; the same without reposted texts; an occasion however often it is told."""
EVENTS: tuple[Kind, ...] = ("event",)

KEYS: Mapping[str, str] = {
    "dataset": "data", "version": "v", "start": "from", "end": "to", "types": "type", "kinds": "kind",
    "organisations": "org", "places": "place", "sources": "src", "without_types": "no_type",
    "without_organisations": "no_org", "without_places": "no_place", "without_sources": "no_src", "sure": "sure",
    "unsure": "unsure", "grain": "by", "text": "q", "counting": "count", "revision": "rev",
}  # fmt: skip
"""Field of a View to its key in a link."""
EXCLUDABLE = ("types", "organisations", "places", "sources")
"""Fields whose values can be left out too, by the field ``without_NAME``."""
NO_SOURCE = "∅"
"""Among ``sources``: articles that name none."""
KEPT = 1000
"""Views whose link is kept: a link is some hundred bytes."""


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at. Several values of one field mean "any of them"; fields are joined by "and"; what has any of
    the values of a ``without_`` field is left out.

    ``version`` None: the latest. ``start`` and ``end`` are days, both inclusive; either may be open.
    ``places`` holds chains of names ("山东省/潍坊市"), division codes or single names, each covering all below it.
    ``sources`` holds names of sources, or ``NO_SOURCE``. ``sure``: at least so confident, in percent; ``unsure``: less
    confident than that. ``text`` is searched in the articles. ``revision``: up to which statement of people (merges
    parted, names joined) the figures follow; None: the latest.
    """

    dataset: str = ""
    version: int | None = None
    start: date | None = None
    end: date | None = None
    types: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = EVENTS
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    without_types: tuple[str, ...] = ()
    without_organisations: tuple[str, ...] = ()
    without_places: tuple[str, ...] = ()
    without_sources: tuple[str, ...] = ()
    sure: int | None = None
    unsure: int | None = None
    grain: Grain = "month"
    text: str = ""
    counting: Counting = "activities"
    revision: int | None = None

    @property
    def has_period(self) -> bool:
        """Whether the view is limited in time on either side."""
        return self.start is not None or self.end is not None


def pin(view: View, version: int, revision: int = 0) -> View:
    """The view with its data version and revision fixed: what a shared link carries."""
    return replace(view, version=version, revision=revision)


def to_query(view: View) -> dict[str, str]:
    """The link parameters of a view; what is as by default is left out. ``from_query`` is the inverse."""
    return dict(_told(view))


@lru_cache(maxsize=KEPT)
def _told(view: View) -> tuple[tuple[str, str], ...]:
    """A page writes a link for every button and number: most of them are of one view."""
    usual = View()
    changed = {
        key: getattr(view, field) for field, key in KEYS.items() if getattr(view, field) != getattr(usual, field)
    }
    return tuple((key, _join(value) if isinstance(value, tuple) else str(value)) for key, value in changed.items())


def from_query(query: Mapping[str, str], also: Collection[str] = ()) -> tuple[View, tuple[Problem, ...]]:
    """The view of link parameters, and a Problem for every part that is unknown or damaged (that part is left out).

    ``also``: further keys that the page itself knows.
    """
    reader = _Reader(query)
    view = View(
        dataset=query.get(KEYS["dataset"], ""),
        version=reader.number("version"),
        start=reader.day("start"),
        end=reader.day("end"),
        types=reader.known("types", TYPES),
        kinds=reader.kinds(),
        organisations=reader.several("organisations"),
        places=reader.several("places"),
        sources=reader.several("sources"),
        without_types=reader.known("without_types", TYPES),
        without_organisations=reader.several("without_organisations"),
        without_places=reader.several("without_places"),
        without_sources=reader.several("without_sources"),
        sure=reader.number("sure", most=100),
        unsure=reader.number("unsure", most=100),
        grain=reader.grain(),
        text=query.get(KEYS["text"], ""),
        counting=reader.counting(),
        revision=reader.number("revision", least=0),
    )
    if view.start and view.end and view.start > view.end:
        reader.problems.append(Problem.of("view_period", start=view.start, end=view.end))
        view = replace(view, start=None, end=None)
    unknown = [key for key in query if key not in KEYS.values() and key not in also]
    return view, (*reader.problems, *(Problem.of("view_key", key, part=key) for key in unknown))


class _Reader:
    """Reads one field after the other and collects what is wrong."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self.query = query
        self.problems: list[Problem] = []

    def number(self, field: str, least: int = 1, most: int = 999_999_999) -> int | None:
        text = self.query.get(KEYS[field], "")
        if not text:
            return None
        if text.isascii() and text.isdigit() and 0 < len(text) < 10 and least <= int(text) <= most:
            return int(text)
        self._damaged(field, text)
        return None

    def day(self, field: str) -> date | None:
        text = self.query.get(KEYS[field], "")
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._damaged(field, text)
            return None

    def several(self, field: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_split(self.query.get(KEYS[field], ""))))

    def known(self, field: str, values: Iterable[str]) -> tuple[str, ...]:
        found = self.several(field)
        for value in found:
            if value not in values:
                self._damaged(field, value)
        return tuple(v for v in found if v in values)

    def kinds(self) -> tuple[Kind, ...]:
        found = self.known("kinds", KINDS)
        return tuple(k for k in KINDS if k in found) or EVENTS

    def grain(self) -> Grain:
        text = self.query.get(KEYS["grain"], "") or "month"
        for grain in GRAINS:
            if grain == text:
                return grain
        self._damaged("grain", text)
        return "month"

    def counting(self) -> Counting:
        text = self.query.get(KEYS["counting"], "") or "activities"
        for counting in COUNTINGS:
            if counting == text:
                return counting
        self._damaged("counting", text)
        return "activities"

    def _damaged(self, field: str, value: str) -> None:
        self.problems.append(Problem.of("view_value", KEYS[field], part=KEYS[field], value=value))


def previous(view: View) -> View | None:
    """The view over the same length of time just before; None when the period is open or would lie before year 1.

    A period of whole months goes back by as many months (2025 → 2024), any other by as many days.
    """
    if view.start is None or view.end is None:
        return None
    start, end = view.start, view.end
    try:
        if start.day == 1 and end.day == _days(end):
            months = (end.year - start.year) * 12 + end.month - start.month + 1
            return replace(view, start=_back(start, months), end=start - timedelta(days=1))
        return replace(view, start=start - (end - start) - timedelta(days=1), end=start - timedelta(days=1))
    except (ValueError, OverflowError):
        return None


def sentence(view: View, language: Language = "zh", names: Mapping[str, str] | None = None) -> str:
    """The view in words, as "2025年，志愿服务，白石镇，不含转载". ``names``: place codes to names."""
    parts = [period_name(view.start, view.end, language), _either(_words(view, "types", language), language)]
    if view.kinds != EVENTS:
        parts += [_either([say(f"view.kind.{k}", language) for k in view.kinds], language)]
    parts += [_either(_words(view, field, language, names), language) for field in EXCLUDABLE[1:]]
    if view.text:
        parts += [say("view.text", language, text=view.text)]
    if view.sure is not None:
        parts += [say("view.sure", language, percent=view.sure)]
    if view.unsure is not None:
        parts += [say("view.unsure", language, percent=view.unsure)]
    told = [part for part in parts if part] or [say("view.everything", language)]
    for field in EXCLUDABLE:
        if words := _words(view, f"without_{field}", language, names):
            told += [say("view.without", language, what=_either(words, language))]
    return say("view.and", language).join([*told, say(f"view.count.{view.counting}", language)])


def _words(view: View, field: str, language: Language, names: Mapping[str, str] | None = None) -> list[str]:
    """The values of a field of several as a reader reads them."""
    values: tuple[str, ...] = getattr(view, field)
    match field.removeprefix("without_"):
        case "types":
            return [say(f"view.type.{t}", language) for t in values]
        case "places":
            return [(names or {}).get(p, p.rpartition("/")[2]) for p in values]
        case "sources":
            return [say("view.no_source", language) if s == NO_SOURCE else s for s in values]
        case _:
            return list(values)


def period_name(start: date | None, end: date | None, language: Language = "zh") -> str:
    """A period in words: a year, quarter, month or day where it is one; empty when open on both sides."""
    if start is None or end is None:
        if start:
            return say("view.since", language, day=day_name(start, language))
        return say("view.until", language, day=day_name(end, language)) if end else ""
    if start == end:
        return day_name(start, language)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if start.day == 1 and end.day == _days(end):
        if months == 12 and start.month == 1:
            return say("view.year", language, year=start.year)
        if months == 6 and start.month in (1, 7):
            return say(f"view.half{start.month // 7 + 1}", language, year=start.year)
        if months == 3 and start.month % 3 == 1:
            return say("view.quarter", language, year=start.year, quarter=start.month // 3 + 1)
        if months == 1:
            return say("view.month", language, year=start.year, month=start.month)
    return say("view.range", language, start=day_name(start, language), end=day_name(end, language))


def day_name(day: date, language: Language = "zh") -> str:
    """A day in words."""
    return say("view.day", language, year=day.year, month=day.month, day=day.day)


def _either(words: list[str], language: Language) -> str:
    return say("view.or", language).join(words)


def _days(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _join(values: Iterable[str]) -> str:
    """Values with commas between; a comma or percent sign of a value is escaped as in a URL."""
    return ",".join(v.replace("%", "%25").replace(",", "%2C") for v in values)


def _split(text: str) -> list[str]:
    return [v.replace("%2C", ",").replace("%25", "%") for v in text.split(",") if v]
