"""What one unit says, gathered once: its deed, stance, dates, counts, organisations and places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from itertools import pairwise
from typing import NamedTuple, TypeVar

from analytics.extract.counts import ClaimWords, HeadCount, read_claims, read_head_counts
from analytics.extract.cues import Cue, Cues, CueScan
from analytics.extract.leaning import Leaning
from analytics.extract.limits import Limits
from analytics.extract.numbers import Number
from analytics.extract.stance import Standing, read_stance
from analytics.extract.units import Unit
from analytics.extract.what import What, read_what
from analytics.extract.when import Length
from analytics.extract.where import PlaceMention
from analytics.extract.who import Lexicon, OrgMention, PairFound, roles
from analytics.model import Claim, Organisation, Span, TimeExpression
from analytics.rules.cue_rows import OccasionCue

T = TypeVar("T")


_BREAKS = re.compile("[，,；;。：:！!？?]")


_RANK = {"day": 0, "range": 0, "approx": 1, "month": 2, "season": 2, "year": 3, "open": 4, "unknown": 5}


def most_exact(times: Iterable[TimeExpression]) -> TimeExpression | None:
    """The most exact time expression, the first where several are; “目前” says least of all."""

    def exactness(time: TimeExpression) -> tuple[int, int]:
        return (len(_RANK) if time.rule == "time.now" else _RANK[time.date.precision], time.span.start)

    return min(times, key=exactness, default=None)


@dataclass(frozen=True)
class Facts:
    """One unit and all that was read from it."""

    unit: Unit
    what: What
    standing: Standing
    times: tuple[TimeExpression, ...]
    claims: tuple[Claim, ...]
    heads: tuple[HeadCount, ...]
    organisations: tuple[Organisation, ...]
    mentions: tuple[OrgMention, ...]
    places: tuple[PlaceMention, ...]
    doing: tuple[Cue, ...]
    actors: tuple[Cue, ...]
    continues: bool
    scene: bool
    also: bool
    general: bool
    hour: bool
    again: bool
    again_do: bool
    marks: tuple[str, ...]
    titled: int
    leaning: Mapping[str, float]
    clauses: Callable[[], list[tuple[int, int]]]
    words: Leaning

    @property
    def empty(self) -> bool:
        """Whether it names no date, organisation or place, counts nobody and tells no deed."""
        return not (self.times or self.mentions or self.places or self.heads or self.what.deeds)

    @cached_property
    def peak(self) -> Mapping[str, float]:
        """For every label the log-odds of the clause that speaks most for it."""
        return self.words.peak(self.clauses(), self.unit.masked)

    @cached_property
    def time(self) -> TimeExpression | None:
        """The most exact time expression."""
        return most_exact(self.times)

    @cached_property
    def organisers(self) -> frozenset[str]:
        """Names of those who do it."""
        return frozenset(o.name for o in self.organisations if o.role == "organiser")

    @cached_property
    def villages(self) -> frozenset[str]:
        """Names of the villages in the unit."""
        return frozenset(p.village or p.place.name for p in self.places if p.is_village)


class Starts(NamedTuple):
    """Where the readings of an article begin, in order."""

    times: list[int]
    numbers: list[int]
    mentions: list[int]
    places: list[int]


@dataclass(frozen=True)
class Readings:
    """Everything that was read from the whole article, before it is told apart by unit."""

    text: str
    title: str
    published: date | None
    cues: Cues
    times: tuple[TimeExpression, ...]
    numbers: tuple[Number, ...]
    mentions: tuple[OrgMention, ...]
    places: tuple[PlaceMention, ...]
    claims: ClaimWords
    lexicon: Lexicon
    pairs: tuple[PairFound, ...]
    leaning: Leaning
    scan: CueScan
    limits: Limits
    lengths: Callable[[int, int], list[Length]]

    @cached_property
    def title_pairs(self) -> frozenset[str]:
        """Pairs of adjoining characters in the title."""
        return _pairs(self.title)

    @cached_property
    def title_cues(self) -> Cues:
        """The cues of the title: only an activity asks for them."""
        return self.scan.read(self.title)

    @cached_property
    def starts(self) -> Starts:
        """Where what was read begins."""
        return Starts(
            [t.span.start for t in self.times],
            [n.start for n in self.numbers],
            [m.start for m in self.mentions],
            [p.place.start for p in self.places],
        )


class _Told:
    """The occasion cues of one unit, asked by what they say."""

    def __init__(self, cues: Sequence[tuple[Cue, str]]) -> None:
        self._cues = cues

    @staticmethod
    def of_unit(unit: Unit, cues: Cues) -> _Told:
        """Those that lie in the unit."""
        return _Told(
            [(c, c.rule.role) for c in cues.occasions(unit.start, unit.end) if isinstance(c.rule, OccasionCue)]
        )

    def of(self, *roles: str) -> list[Cue]:
        """Those of some roles, in order."""
        return [c for c, role in self._cues if role in roles]


def gather(unit: Unit, r: Readings) -> Facts:
    """The facts of one unit."""
    start, end, starts = unit.start, unit.end, r.starts
    opening = min(end, start + r.limits.opening)
    times = [
        t
        for t in _from(r.times, starts.times, start, end)
        if t.span.end <= end and not unit.hides(t.span.start, t.span.end)
    ]
    counted = _outside(_from(r.numbers, starts.numbers, start, end), times, end)
    claims = read_claims(r.text, unit, counted, r.claims.units) if counted else []
    told = _Told.of_unit(unit, r.cues)
    continues = any(_leads(r.text, start, c.start) for c in told.of("continue") if c.end <= opening)
    named = _from(r.mentions, starts.mentions, start, end)
    mentions = tuple(m for m in named if m.end <= end and not unit.hides(m.start, m.end))
    standing = read_stance(r.text, unit, r.cues, times, claims, r.claims.totals, r.published, continues)
    names = [(t.span.start, t.span.end) for t in times]
    what = read_what(r.text, unit, r.cues, names, standing=standing.stance not in ("event", "none"))
    heads: list[HeadCount] = read_head_counts(r.text, unit, counted, r.cues) if counted else []
    return Facts(
        unit=unit,
        what=what,
        standing=standing,
        times=tuple(times),
        claims=tuple(claims),
        heads=tuple(heads),
        organisations=roles(r.text, (Span.of(r.text, start, end),), mentions, None, r.lexicon) if mentions else (),
        mentions=mentions,
        places=tuple(
            p
            for p in _from(r.places, starts.places, start, end)
            if p.place.end <= end and not unit.hides(p.place.start, p.place.end)
        ),
        doing=tuple(c for c in told.of("doing", "going", "doing_for") if not unit.hides(c.start, c.end)),
        actors=tuple(c for c in told.of("actor") if not unit.hides(c.start, c.end)),
        continues=continues,
        scene=bool(r.cues.occasions(start, min(end, start + 4), "scene"))
        or bool(r.cues.occasions(end - 8, end, "scene")),
        also=any(_leads(r.text, start, c.start) for c in told.of("also") if c.end <= start + r.limits.also_head),
        general=bool(r.cues.stances(start, min(start + r.limits.general, end), "general")),
        hour=any(_leads(r.text, start, c.start) for c in told.of("hour") if c.end <= opening),
        again=bool(told.of("again")),
        again_do=bool(told.of("again_do")),
        marks=tuple(r.cues.marks(start, end)),
        titled=_titled(r.text[start:end], r.title_pairs),
        leaning=r.leaning.of(start, end, unit.masked),
        clauses=partial(_clauses, r.text, start, end),
        words=r.leaning,
    )


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The runs between commas and stops."""
    cuts = [start, *(mark.end() for mark in _BREAKS.finditer(text, start, end - 1)), end]
    return [(a, b) for a, b in pairwise(cuts) if b - a > 2]


def _pairs(text: str) -> frozenset[str]:
    """Pairs of adjoining Chinese characters."""
    return frozenset(a + b for a, b in pairwise(text) if a >= "\u3400" and b >= "\u3400")


def _titled(run: str, title: frozenset[str]) -> int:
    """How many pairs of the title stand in a run."""
    return sum([pair in run for pair in title])


def _leads(text: str, start: int, at: int) -> bool:
    """Whether a cue stands at the head of the unit, or of a clause in its opening."""
    return text[at - 1] in "，,、" or not text[start:at].strip("，,、“”‘’（）()▲●■◆—… \u3000")


def _from(found: Sequence[T], starts: Sequence[int], start: int, end: int) -> Sequence[T]:
    """Of what was found, in the order of the text, what begins in ``[start, end)``."""
    return found[bisect_left(starts, start) : bisect_left(starts, end)]


def _outside(numbers: Sequence[Number], times: Sequence[TimeExpression], end: int) -> list[Number]:
    """Numbers that end before ``end`` and are no part of a date."""
    return [
        n for n in numbers if n.end <= end and not any(t.span.start <= n.start and n.end <= t.span.end for t in times)
    ]
