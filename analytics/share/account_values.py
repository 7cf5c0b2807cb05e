"""What a document tells of a View, as plain values: everything in it, so that nothing else has to be asked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from typing import Any, Literal

import orjson
from pydantic import TypeAdapter, ValidationError

from analytics.messages import Language
from analytics.model import DateFrom, Kind, Level, PairingKind, Precision, Role, Span
from analytics.privacy import Masks
from analytics.problems import Problem
from analytics.share.weaving import Sentence

FORMAT = 1
"""Raised when the fields of an account change their meaning."""
Of = Literal["activities", "villages", "pairs", "people"]
_WORDED = ("language", "label", "sentence", "sentences", "address", "made", "masks")
"""Fields that are no facts: words in a reader's language, names that may be changed, where and when it was written."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with all that it rests on. ``key``: figure:WHAT, told:WHAT (a number of a sentence) or left:CODE.

    ``ids``: the activities behind it (for pairs: the standing sentences too). ``keys``: the villages or pairs that were
    counted. ``unsure``: those of ``ids`` without a sure date. Of activities, ``count`` is the number of ids; of villages
    and pairs that of keys; of people the sum of what the activities state.
    """

    key: str
    of: Of
    count: int
    ids: tuple[str, ...]
    unsure: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a table: as many ``ids`` as ``count``, ``unsure`` among them."""

    column: str
    count: int
    ids: tuple[str, ...]
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. ``key``: a bin ("2024-06"), a code of a type, a name, or the key of a village or pair. ``names``:
    how its source writes it (two for pairs, none for bins and types); ``note``: the county of a village, the kind of a
    pair. Cells of 0 are left out."""

    key: str
    cells: tuple[Cell, ...]
    names: tuple[str, ...] = ()
    note: str = ""

    def cell(self, column: str) -> Cell:
        """The cell of a column; an empty one where nothing stands."""
        return next((c for c in self.cells if c.column == column), Cell(column, 0, ()))


@dataclass(frozen=True, slots=True)
class Chart:
    """A table that can be drawn. ``key``: over_time, types, doers, villages, pairings or sources. ``columns``: over_time
    has "all" and a type each; pairings has "activities" and "standing" (sentences of articles); the others "activities".
    Rows of all but over_time: most first. ``beside``: activities that stand in no row, by code of what is left out."""

    key: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    beside: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldOrganisation:
    """An organisation as the report names it."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class ToldPlace:
    """A place as the report names it, with its chain from the province down."""

    name: str
    level: Level
    division: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldActivity:
    """An activity with its sentences. ``edtf``: its date; ``villages``: those that it counts for in this View; the
    numbers of a span count code points of the article."""

    id: str
    article: str
    kind: Kind
    types: tuple[str, ...]
    edtf: str | None
    start: date | None
    end: date | None
    precision: Precision
    date_from: DateFrom | None
    date_quote: Span | None
    repeated: bool
    organisations: tuple[ToldOrganisation, ...]
    places: tuple[ToldPlace, ...]
    villages: tuple[str, ...]
    people: int | None
    people_quote: Span | None
    quotes: tuple[Span, ...]
    confidence: float

    @property
    def unsure(self) -> bool:
        """Whether its date is missing or about."""
        return self.precision == "approx" or (self.start is None and self.end is None)


@dataclass(frozen=True, slots=True)
class ToldStanding:
    """What an article says of a pair outside any activity."""

    id: str
    article: str
    pair: str
    a: str
    b: str
    kind: PairingKind
    quotes: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ToldArticle:
    """An article that something was quoted from."""

    id: str
    title: str
    published: date | None
    source: str | None
    author: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """All that a document tells. ``version``, ``revision`` and ``query`` (the pinned link) say of what; ``taken`` is the
    day on which the version was made; ``first`` and ``last`` the days of its first and last report.

    ``activities``: those that the View counts come first, then others that something rests on (another report of the
    same, what is left out, the period before); both newest first. ``sentences``: the first leads, the others follow.
    ``masks``: whose names are masked in it. ``address``: scheme and host of the site, "" unknown. ``made``: the day that the
    document bears, None for none.
    """

    language: Language
    label: str
    sentence: str
    sentences: tuple[Sentence, ...]
    address: str
    made: date | None
    dataset: str
    is_demo: bool
    version: int
    revision: int
    rules: str
    gazetteer: str
    taken: date
    query: dict[str, str]
    start: date | None
    end: date | None
    first: date | None
    last: date | None
    figures: tuple[Counted, ...]
    numbers: tuple[Counted, ...]
    left_out: tuple[Counted, ...]
    charts: tuple[Chart, ...]
    activities: tuple[ToldActivity, ...]
    standing: tuple[ToldStanding, ...]
    articles: tuple[ToldArticle, ...]
    format: int = field(default=FORMAT)
    masks: Masks = "none"

    def json(self) -> bytes:
        """The whole account as canonical JSON: UTF-8, keys sorted. ``read_account`` is the inverse."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        if self.masks == "none":  # as all accounts were written before there were masks
            del found["masks"]
        return _canonical(found)

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of the facts: the same for one View of one version and revision in any language, on any day, at
        any site, under any name of the collection."""
        facts = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in _WORDED}
        return hashlib.sha256(_canonical(facts)).hexdigest()

    def chart(self, key: str) -> Chart:
        """A chart by its key. Raises KeyError."""
        return next((c for c in self.charts if c.key == key), None) or _missing(key)

    def counted(self, key: str) -> Counted | None:
        """A figure, a number of a sentence or what is left out, by its key."""
        return next((c for c in (*self.figures, *self.numbers, *self.left_out) if c.key == key), None)


def read_account(data: bytes) -> Account:
    """The account of its JSON. Raises Problem account_damaged."""
    try:
        return _reader().validate_json(data)
    except ValidationError as e:
        fault = e.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        raise Problem.of("account_damaged", where, detail=fault["msg"]) from None


def _canonical(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


@cache
def _reader() -> TypeAdapter[Account]:
    return TypeAdapter(Account)


def _missing(key: str) -> Chart:
    raise KeyError(key)
