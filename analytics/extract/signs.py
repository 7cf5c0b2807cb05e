"""What can be seen at a unit that tells whether it opens an occasion, goes on about one, or tells none.

A sign is a name with a value (1 where it only holds). The weights of the signs are a table (``occasion_weights.csv``) that
``scripts/train`` learns from annotated articles; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from analytics.extract.facts import Facts
from analytics.extract.limits import Limits
from analytics.extract.stance import settles
from analytics.model import KINDS, TimeExpression

Verdict = Literal["new", "goes_on", "practice", "planned", "aggregate", "none"]
VERDICTS: tuple[Verdict, ...] = ("new", "goes_on", "practice", "planned", "aggregate", "none")
Signs = dict[str, float]

_RANK = {"day": 0, "range": 0, "approx": 1, "month": 2, "season": 2, "year": 3, "open": 4, "unknown": 5}
LOCAL = frozenset(("branch", "party", "school", "hospital", "association", "team", "village", "union"))
"""Kinds of organisations that grass-roots reports are about."""


@dataclass
class Story:
    """What has been read so far: the occasions in order, the one that is told now, and the verdict on the last unit."""

    occasions: list[list[Facts]] = field(default_factory=list)
    current: list[Facts] | None = None
    last: str = "start"

    def tell(self, units: list[Facts], *, new: bool) -> None:
        """The occasion of ``units`` is told now."""
        if new:
            self.occasions.append(units)
        self.current = units


def best_time(*told: Facts) -> TimeExpression | None:
    """The most exact time expression, the first where several are; “目前” says least of all."""

    def exactness(time: TimeExpression) -> tuple[int, int]:
        return (len(_RANK) if time.rule == "time.now" else _RANK[time.date.precision], time.span.start)

    return min((t for f in told for t in f.times), key=exactness, default=None)


def moment(time: TimeExpression | None) -> str | None:
    """What tells two times apart: the date, or the words where only the year is missing; None where it names no time."""
    if time is None or not settles(time):
        return None
    return time.date.edtf or time.span.quote


def own_signs(outline: Outline, number: int) -> Signs:
    """The signs of one unit by itself and at its place in the article."""
    f, n = outline.units[number], outline.limits
    found = {"base.occasion": 1.0}
    for signs in (_round(outline, number), _neighbours(outline, number), _words(f, n), _shape(outline, number)):
        found |= dict.fromkeys(_held(signs), 1.0)
    found |= {f"rule.{rule}": 1.0 for rule in f.standing.rules}
    found |= {f"rule.{cue.rule.id}": 1.0 for cue in f.doing}
    found |= {f"type.{t}": 1.0 for t in f.what.deeds}
    found |= {f"rule.{rule}": 1.0 for _, rule in f.what.rules}
    found |= {"article.deeds": outline.deeds, "article.leaning": outline.leaning / n.lean}
    found |= {"article.best": outline.best / n.lean, "article.local": outline.local}
    return found | {f"lean.{kind}": f.leaning[kind] / n.lean for kind in (*KINDS, "none")}


def story_signs(f: Facts, story: Story, limits: Limits) -> Signs:
    """The signs of one unit beside what was told before it."""
    found = {f"story.last_{story.last}": 1.0, f"story.events_{min(len(story.occasions), 2)}": 1.0}
    if story.current is not None:
        found |= dict.fromkeys(_held(_beside(f, story.current, story, limits)), 1.0)
    return found


def _held(signs: Iterator[tuple[str, bool]]) -> Iterator[str]:
    return (name for name, holds in signs if holds)


def _words(f: Facts, n: Limits) -> Iterator[tuple[str, bool]]:
    """What is told: deed, doer, date, place, count, and what of them comes together."""
    deed, doing, doer = bool(f.what.deeds), bool(f.doing), bool(f.organisers)
    own = best_time(f)
    dated = own is not None and settles(own)
    placed = bool(f.places)
    yield "what.deed", deed
    yield "what.deeds", len(f.what.deeds) > 1
    yield "what.joined", bool(f.what.joined)
    yield "what.nothing", not deed and not f.what.joined
    yield "what.topic", deed and f.what.general
    yield "what.titled", f.titled > n.titled
    yield "what.title_like", f.titled > n.title_like
    yield "word.doing", doing
    yield "word.actor", bool(f.actors)
    yield "word.continues", f.continues
    yield "word.scene", f.scene
    yield "word.also", f.also
    yield "word.general", f.general
    yield "word.hour", f.hour
    yield "word.again", f.again
    yield "word.again_do", f.again_do
    yield "with.hour_doing", f.hour and doing
    yield "with.hour_organiser", f.hour and doer
    yield "with.hour_place", f.hour and placed
    yield "count.people", bool(f.heads)
    yield "count.claim", bool(f.claims)
    yield "time." + (own.date.precision if own else "none"), True
    yield "time.settled", dated
    yield "time.opens", own is not None and own.span.start <= f.unit.told_from + 1
    yield "time.opens_day", dated and own is not None and own.span.start <= f.unit.told_from + 1
    if own is not None:
        yield f"rule.{own.rule}", True
    yield "who.organiser", doer
    yield "who.named", bool(f.mentions)
    yield "who.opens", any(o.role == "organiser" and o.start <= f.unit.start + n.head for o in f.organisations)
    yield "who.anaphor", any(m.anaphor for m in f.mentions)
    yield "who.any", doer or bool(f.actors or f.heads)
    yield "place.any", placed
    yield "place.village", bool(f.villages)
    yield "place.opens", any(p.place.start < f.unit.start + n.place_head for p in f.places)
    yield "with.deed_date", deed and dated
    yield "with.deed_organiser", deed and doer
    yield "with.deed_place", deed and placed
    yield "with.deed_doing", deed and doing
    yield "with.deed_actor", deed and bool(f.actors)
    yield "with.deed_organiser_where", deed and doer and (dated or placed)
    yield "with.doing_organiser", doing and doer
    yield "with.doing_date", doing and dated
    yield "with.doing_place", doing and placed
    yield "with.doing_people", doing and bool(f.heads)


def _opens(f: Facts, head: int) -> str | None:
    """The place or the doer that a unit opens with."""
    named = [(p.place.start, p.place.name) for p in f.places] + [(m.start, m.full) for m in f.mentions if not m.anaphor]
    return min((n for n in named if n[0] < f.unit.start + head), default=(0, None))[1]


def _region(f: Facts, head: int) -> str | None:
    """The province or city that a unit opens with, or with a particle before it: 在江西赣州."""
    regions = (p.place for p in f.places if p.place.level in ("province", "city"))
    return next((p.name for p in regions if p.start < f.unit.start + head), None)


@dataclass(frozen=True)
class Outline:
    """An article seen as a whole: its units, what each opens with, whether it goes round many places or doers, and
    whether those are provinces and cities."""

    units: Sequence[Facts]
    openings: Sequence[str | None]
    regions: Sequence[str | None]
    round_up: bool
    nationwide: bool
    told: int
    moments: int
    deeds: float
    leaning: float
    best: float
    local: float
    limits: Limits

    @staticmethod
    def of(units: Sequence[Facts], limits: Limits) -> Outline:
        """The outline of the units of one article."""
        openings = [None if f.unit.role == "heading" else _opens(f, limits.head) for f in units]
        regions = [None if f.unit.role == "heading" else _region(f, limits.place_head) for f in units]
        told = sum(f.unit.role != "heading" for f in units)
        names = len({name for name in openings if name})
        moments = {m for f in units if (m := moment(best_time(f)))}
        deeds = sum(bool(f.what.deeds) for f in units) / max(1, told)
        leanings = sorted((f.leaning["event"] - f.leaning["none"] for f in units), reverse=True)
        leaning = sum(leanings) / max(1, len(units))
        best = sum(leanings[:3]) / 3
        kinds = [m.kind for f in units for m in f.mentions]
        local = sum(kind in LOCAL for kind in kinds) / max(1, len(kinds))
        round_up = names >= limits.round and 2 * names >= told
        nationwide = len(set(regions) - {None}) >= limits.round
        return Outline(
            units, openings, regions, round_up, nationwide, told, len(moments), deeds, leaning, best, local, limits
        )


def _neighbours(o: Outline, number: int) -> Iterator[tuple[str, bool]]:
    """What the units before and behind tell."""
    for name, at in (("before", number - 1), ("behind", number + 1)):
        f = o.units[at] if 0 <= at < len(o.units) else None
        yield f"{name}.none", f is None
        if f is not None:
            own = best_time(f)
            yield f"{name}.deed", bool(f.what.deeds)
            yield f"{name}.dated", own is not None and settles(own)
            yield f"{name}.named", bool(f.organisers)
            yield f"{name}.heading", f.unit.role == "heading"
            yield f"{name}.tells", f.leaning["event"] > f.leaning["none"]
            yield f"{name}.stance_{f.standing.stance}", True
            yield f"{name}.other_paragraph", f.unit.paragraph != o.units[number].unit.paragraph


def _round(o: Outline, number: int) -> Iterator[tuple[str, bool]]:
    """The unit in an article that goes round many places or doers; how long the article is, how many dates it names."""
    own = o.openings[number]
    yield "round.article", o.round_up
    yield "round.opens", o.round_up and own is not None
    yield "round.opens_new", o.round_up and own is not None and own not in o.openings[:number]
    yield "round.deed", o.round_up and bool(o.units[number].what.deeds)
    region = o.regions[number]
    yield "round.region", o.nationwide and region is not None
    yield "round.region_new", o.nationwide and region is not None and region not in o.regions[:number]
    yield "round.region_none", o.nationwide and region is None
    yield "article.short", o.told <= o.limits.short
    yield "article.long", o.told > o.limits.long
    yield "article.one_date", o.moments == 1
    yield "article.many_dates", o.moments > 2
    yield "shape.after_heading", number > 0 and o.units[number - 1].unit.role == "heading"


def _shape(o: Outline, number: int) -> Iterator[tuple[str, bool]]:
    """How the unit looks and where it stands."""
    f, units, n = o.units[number], o.units, o.limits
    u = f.unit
    length = u.end - u.start
    hidden = sum(b - a for a, b in u.masked) / max(1, length)
    yield "stance." + f.standing.stance, True
    yield "shape." + u.role, True
    yield "shape.continued", u.continued
    yield "shape.short", length < n.brief
    yield "shape.long", length > n.lengthy
    yield "shape.hidden", hidden > n.hidden
    yield "shape.mostly_hidden", hidden > n.mostly_hidden
    for mark in f.marks:
        yield f"rule.{mark}", True
    yield "place_in.first", number == 0
    yield "place_in.early", number < n.early
    yield "place_in.last", number == len(units) - 1
    yield "place_in.opens_paragraph", number == 0 or units[number - 1].unit.paragraph != u.paragraph
    yield "place_in.first_paragraph", u.paragraph == units[0].unit.paragraph


def _beside(f: Facts, current: list[Facts], story: Story, limits: Limits) -> Iterator[tuple[str, bool]]:
    """The unit beside the occasion that is told now."""
    deed = bool(f.what.deeds)
    gap = f.unit.paragraph - current[-1].unit.paragraph
    own, held = moment(best_time(f)), moment(best_time(*current))
    doers = frozenset().union(*(c.organisers for c in current))
    villages = frozenset().union(*(c.villages for c in current))
    names = {m.full for c in current for m in c.mentions}
    places = {p.place.name for c in current for p in c.places}
    deeds = frozenset().union(*(c.what.deeds for c in current))
    yield "beside.same_paragraph", gap == 0
    yield "beside.next_paragraph", gap == 1
    yield "beside.far", gap > 1
    yield "beside.new_date", own is not None and held is not None and own != held
    yield "beside.new_date_deed", own is not None and held is not None and own != held and deed
    yield "beside.same_date", own is not None and own == held
    yield "beside.first_date", own is not None and held is None
    yield "beside.no_date", own is None
    yield "beside.date_held", own is None and held is not None
    yield "beside.new_organiser", bool(f.organisers - doers)
    yield "beside.new_organiser_deed", bool(f.organisers - doers) and deed
    yield "beside.new_organiser_doing", bool(f.organisers - doers) and bool(f.doing)
    yield "beside.new_organiser_paragraph", bool(f.organisers - doers) and gap > 0
    yield "beside.same_organiser", bool(f.organisers & doers)
    other_place = bool(f.places) and not places & {p.place.name for p in f.places}
    opens = bool(f.times) and f.times[0].span.start <= f.unit.told_from + 1
    yield "beside.hour_new_place", f.hour and other_place
    yield "beside.again_new_place", f.again and other_place
    yield "beside.again_new_type", (f.again or f.again_do) and bool(f.what.deeds - deeds)
    yield "beside.opens_new_date", opens and own is not None and held is not None and own != held
    yield "beside.opens_first_date", opens and own is not None and held is None
    yield "beside.first_date_same_name", own is not None and held is None and any(m.full in names for m in f.mentions)
    yield (
        "beside.first_date_new_name",
        own is not None and held is None and any(m.full not in names for m in f.mentions),
    )
    yield "beside.new_name", any(m.full not in names for m in f.mentions)
    yield "beside.same_name", any(m.full in names for m in f.mentions)
    yield "beside.new_village", bool(f.villages - villages) and not f.villages & villages
    yield "beside.other_village", bool(f.villages - villages) and bool(villages)
    yield "beside.same_village", bool(f.villages & villages)
    yield "beside.new_place", any(p.place.name not in places for p in f.places)
    yield "beside.same_place", any(p.place.name in places for p in f.places)
    yield "beside.new_type", bool(f.what.deeds - deeds)
    yield "beside.same_type", bool(f.what.deeds & deeds)
    yield "beside.paragraph_deed", gap == 0 and deed
    yield "beside.paragraph_no_deed", gap == 0 and not deed
    yield "beside.follows", story.last in ("new", "goes_on")
    yield "beside.follows_closely", story.last in ("new", "goes_on") and gap == 0
    opening, lead = _opens(f, limits.head), _opens(current[0], limits.head)
    yield "beside.both_open", opening is not None and lead is not None and opening != lead
    yield "beside.both_open_deed", opening is not None and lead is not None and opening != lead and deed
    yield "beside.both_dated", own is not None and moment(best_time(current[0])) is not None
    yield "beside.same_date_deed", own is not None and own == held and deed
    yield (
        "beside.new_organiser_place",
        bool(f.organisers - doers) and other_place,
    )
    yield "beside.follows_deed", deed and story.last in ("new", "goes_on")
    yield "beside.follows_no_deed", not deed and story.last in ("new", "goes_on")
    yield "beside.after_gap", story.last not in ("new", "goes_on", "start")
    inside = sum(o[0].unit.paragraph == f.unit.paragraph for o in story.occasions)
    yield "beside.many_here", inside > 1
