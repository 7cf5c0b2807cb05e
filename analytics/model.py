"""The values that every room passes on: frozen, plain, without pandas, SQL or Streamlit.

Offsets count Unicode code points in the article's text; ``end`` is exclusive; ``text[start:end] == quote`` always.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["event", "practice", "planned", "aggregate"]
Precision = Literal["day", "range", "month", "season", "year", "approx", "open", "unknown"]
DateFrom = Literal["text", "inherited", "published"]
Role = Literal["organiser", "partner", "beneficiary"]
Level = Literal["village", "town", "county", "city", "province"]
Bound = Literal["at_least", "exact", "at_most"]
PairingKind = Literal["branch_branch", "branch_company", "branch_village", "other"]

KINDS: tuple[Kind, ...] = ("event", "practice", "planned", "aggregate")
TYPES: tuple[str, ...] = (
    "volunteering", "pairing", "visit", "donation", "farming_aid", "health", "education",
    "environment", "publicity", "convenience", "study", "culture", "survey",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Article:
    """One published report. ``text`` is the body, captions included, paragraphs separated by ``\\n``."""

    id: str
    title: str
    published: date | None
    source: str | None
    author: str | None
    url: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """A run of the article's text."""

    start: int
    end: int
    quote: str

    @staticmethod
    def of(text: str, start: int, end: int) -> Span:
        """The span of ``text`` from ``start`` to ``end``."""
        return Span(start, end, text[start:end])


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """A date as EDTF (ISO 8601-2) with the first and last day that it covers; all None when unknown."""

    edtf: str | None
    start: date | None
    end: date | None
    precision: Precision


UNKNOWN_DATE = EdtfDate(None, None, None, "unknown")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression of the text, resolved against the publication date."""

    span: Span
    date: EdtfDate
    rule: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of an activity; ``name`` was read from ``text[start:end]`` (longest form in the article)."""

    name: str
    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place as written, with its chain from province downwards as far as known; ``code`` when unambiguous."""

    name: str
    level: Level
    division: tuple[str, ...]
    code: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A total that the article claims."""

    number: float
    unit: str
    bound: Bound
    span: Span


@dataclass(frozen=True, slots=True)
class Activity:
    """One occasion (or practice, plan, claimed total) after the codebook."""

    id: str
    kind: Kind
    types: tuple[str, ...]
    repeated: bool
    date: EdtfDate
    date_from: DateFrom | None
    date_evidence: Span | None
    evidence: tuple[Span, ...]
    organisations: tuple[Organisation, ...]
    places: tuple[Place, ...]
    people: int | None
    people_evidence: Span | None
    claims: tuple[Claim, ...]
    rules: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Pairing:
    """An unordered pair of partners and the activities (or, when standing, the sentences) it rests on."""

    a: str
    b: str
    kind: PairingKind
    activities: tuple[str, ...]
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Village:
    """A village or community that at least one event took place in or served."""

    name: str
    code: str | None
    division: tuple[str, ...]
    activities: tuple[str, ...]
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was read from one article."""

    article: Article
    activities: tuple[Activity, ...]
    pairings: tuple[Pairing, ...]
    villages: tuple[Village, ...]
    unsure: tuple[Span, ...] = ()
    """First evidence of each event that was left out because it was too unsure (``sign_limits.csv``)."""
