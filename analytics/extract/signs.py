"""What can be seen at a unit that tells whether it opens an occasion, goes on about one, or tells none.

A sign is a name with a value (1 where it only holds). The weights of the signs are a table (``occasion_weights.csv``) that
``scripts/train`` learns from annotated articles; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from analytics.extract.facts import Facts, most_exact
from analytics.extract.limits import Limits
from analytics.extract.stance import settles
from analytics.model import KINDS, TimeExpression

Verdict = Literal["new", "goes_on", "practice", "planned", "aggregate", "none"]
VERDICTS: tuple[Verdict, ...] = ("new", "goes_on", "practice", "planned", "aggregate", "none")
Signs = dict[str, float]

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
    """The most exact time expression of several units, the first where several are."""
    return most_exact(f.time for f in told if f.time)


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
        found |= dict.fromkeys(signs, 1.0)
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
        found |= dict.fromkeys(_beside(f, story.current, story, limits), 1.0)
    return found


def _held(*signs: tuple[str, bool]) -> list[str]:
    return [name for name, holds in signs if holds]


def _words(f: Facts, n: Limits) -> list[str]:
    """What is told: deed, doer, date, place, count, and what of them comes together."""
    deed, doing, doer = bool(f.what.deeds), bool(f.doing), bool(f.organisers)
    own = f.time
    dated = own is not None and settles(own)
    placed = bool(f.places)
    return _held(
        ("what.deed", deed),
        ("what.deeds", len(f.what.deeds) > 1),
        ("what.joined", bool(f.what.joined)),
        ("what.nothing", not deed and not f.what.joined),
        ("what.topic", deed and f.what.general),
        ("what.titled", f.titled > n.titled),
        ("what.title_like", f.titled > n.title_like),
        ("word.doing", doing),
        ("word.actor", bool(f.actors)),
        ("word.continues", f.continues),
        ("word.scene", f.scene),
        ("word.also", f.also),
        ("word.general", f.general),
        ("word.hour", f.hour),
        ("word.again", f.again),
        ("word.again_do", f.again_do),
        ("with.hour_doing", f.hour and doing),
        ("with.hour_organiser", f.hour and doer),
        ("with.hour_place", f.hour and placed),
        ("count.people", bool(f.heads)),
        ("count.claim", bool(f.claims)),
        ("time." + (own.date.precision if own else "none"), True),
        ("time.settled", dated),
        ("time.opens", own is not None and own.span.start <= f.unit.told_from + 1),
        ("time.opens_day", dated and own is not None and own.span.start <= f.unit.told_from + 1),
        (f"rule.{own.rule if own else ''}", own is not None),
        ("who.organiser", doer),
        ("who.named", bool(f.mentions)),
        ("who.opens", any(o.role == "organiser" and o.start <= f.unit.start + n.head for o in f.organisations)),
        ("who.anaphor", any(m.anaphor for m in f.mentions)),
        ("who.any", doer or bool(f.actors or f.heads)),
        ("place.any", placed),
        ("place.village", bool(f.villages)),
        ("place.opens", any(p.place.start < f.unit.start + n.place_head for p in f.places)),
        ("with.deed_date", deed and dated),
        ("with.deed_organiser", deed and doer),
        ("with.deed_place", deed and placed),
        ("with.deed_doing", deed and doing),
        ("with.deed_actor", deed and bool(f.actors)),
        ("with.deed_organiser_where", deed and doer and (dated or placed)),
        ("with.doing_organiser", doing and doer),
        ("with.doing_date", doing and dated),
        ("with.doing_place", doing and placed),
        ("with.doing_people", doing and bool(f.heads)),
    )


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
        moments = {m for f in units if (m := moment(f.time))}
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


def _neighbours(o: Outline, number: int) -> list[str]:
    """What the units before and behind tell."""
    here = o.units[number].unit.paragraph
    return [*_neighbour("before", o, number - 1, here), *_neighbour("behind", o, number + 1, here)]


def _neighbour(name: str, o: Outline, at: int, paragraph: int) -> list[str]:
    if not 0 <= at < len(o.units):
        return [f"{name}.none"]
    f = o.units[at]
    return _held(
        (f"{name}.deed", bool(f.what.deeds)),
        (f"{name}.dated", f.time is not None and settles(f.time)),
        (f"{name}.named", bool(f.organisers)),
        (f"{name}.heading", f.unit.role == "heading"),
        (f"{name}.tells", f.leaning["event"] > f.leaning["none"]),
        (f"{name}.stance_{f.standing.stance}", True),
        (f"{name}.other_paragraph", f.unit.paragraph != paragraph),
    )


def _round(o: Outline, number: int) -> list[str]:
    """The unit in an article that goes round many places or doers; how long the article is, how many dates it names."""
    own, region = o.openings[number], o.regions[number]
    return _held(
        ("round.article", o.round_up),
        ("round.opens", o.round_up and own is not None),
        ("round.opens_new", o.round_up and own is not None and own not in o.openings[:number]),
        ("round.deed", o.round_up and bool(o.units[number].what.deeds)),
        ("round.region", o.nationwide and region is not None),
        ("round.region_new", o.nationwide and region is not None and region not in o.regions[:number]),
        ("round.region_none", o.nationwide and region is None),
        ("article.short", o.told <= o.limits.short),
        ("article.long", o.told > o.limits.long),
        ("article.one_date", o.moments == 1),
        ("article.many_dates", o.moments > 2),
        ("shape.after_heading", number > 0 and o.units[number - 1].unit.role == "heading"),
    )


def _shape(o: Outline, number: int) -> list[str]:
    """How the unit looks and where it stands."""
    f, units, n = o.units[number], o.units, o.limits
    u = f.unit
    length = u.end - u.start
    hidden = sum(b - a for a, b in u.masked) / max(1, length)
    return _held(
        ("stance." + f.standing.stance, True),
        ("shape." + u.role, True),
        ("shape.continued", u.continued),
        ("shape.short", length < n.brief),
        ("shape.long", length > n.lengthy),
        ("shape.hidden", hidden > n.hidden),
        ("shape.mostly_hidden", hidden > n.mostly_hidden),
        *((f"rule.{mark}", True) for mark in f.marks),
        ("place_in.first", number == 0),
        ("place_in.early", number < n.early),
        ("place_in.last", number == len(units) - 1),
        ("place_in.opens_paragraph", number == 0 or units[number - 1].unit.paragraph != u.paragraph),
        ("place_in.first_paragraph", u.paragraph == units[0].unit.paragraph),
    )


def _beside(f: Facts, current: list[Facts], story: Story, limits: Limits) -> list[str]:
    """The unit beside the occasion that is told now."""
    deed = bool(f.what.deeds)
    gap = f.unit.paragraph - current[-1].unit.paragraph
    own, held = moment(f.time), moment(best_time(*current))
    doers = frozenset().union(*(c.organisers for c in current))
    villages = frozenset().union(*(c.villages for c in current))
    names = {m.full for c in current for m in c.mentions}
    places = {p.place.name for c in current for p in c.places}
    deeds = frozenset().union(*(c.what.deeds for c in current))
    other_place = bool(f.places) and not places & {p.place.name for p in f.places}
    opens = bool(f.times) and f.times[0].span.start <= f.unit.told_from + 1
    opening, lead = _opens(f, limits.head), _opens(current[0], limits.head)
    inside = sum(o[0].unit.paragraph == f.unit.paragraph for o in story.occasions)
    return _held(
        ("beside.same_paragraph", gap == 0),
        ("beside.next_paragraph", gap == 1),
        ("beside.far", gap > 1),
        ("beside.new_date", own is not None and held is not None and own != held),
        ("beside.new_date_deed", own is not None and held is not None and own != held and deed),
        ("beside.same_date", own is not None and own == held),
        ("beside.first_date", own is not None and held is None),
        ("beside.no_date", own is None),
        ("beside.date_held", own is None and held is not None),
        ("beside.new_organiser", bool(f.organisers - doers)),
        ("beside.new_organiser_deed", bool(f.organisers - doers) and deed),
        ("beside.new_organiser_doing", bool(f.organisers - doers) and bool(f.doing)),
        ("beside.new_organiser_paragraph", bool(f.organisers - doers) and gap > 0),
        ("beside.same_organiser", bool(f.organisers & doers)),
        ("beside.hour_new_place", f.hour and other_place),
        ("beside.again_new_place", f.again and other_place),
        ("beside.again_new_type", (f.again or f.again_do) and bool(f.what.deeds - deeds)),
        ("beside.opens_new_date", opens and own is not None and held is not None and own != held),
        ("beside.opens_first_date", opens and own is not None and held is None),
        ("beside.first_date_same_name", own is not None and held is None and any(m.full in names for m in f.mentions)),
        (
            "beside.first_date_new_name",
            own is not None and held is None and any(m.full not in names for m in f.mentions),
        ),
        ("beside.new_name", any(m.full not in names for m in f.mentions)),
        ("beside.same_name", any(m.full in names for m in f.mentions)),
        ("beside.new_village", bool(f.villages - villages) and not f.villages & villages),
        ("beside.other_village", bool(f.villages - villages) and bool(villages)),
        ("beside.same_village", bool(f.villages & villages)),
        ("beside.new_place", any(p.place.name not in places for p in f.places)),
        ("beside.same_place", any(p.place.name in places for p in f.places)),
        ("beside.new_type", bool(f.what.deeds - deeds)),
        ("beside.same_type", bool(f.what.deeds & deeds)),
        ("beside.paragraph_deed", gap == 0 and deed),
        ("beside.paragraph_no_deed", gap == 0 and not deed),
        ("beside.follows", story.last in ("new", "goes_on")),
        ("beside.follows_closely", story.last in ("new", "goes_on") and gap == 0),
        ("beside.both_open", opening is not None and lead is not None and opening != lead),
        ("beside.both_open_deed", opening is not None and lead is not None and opening != lead and deed),
        ("beside.both_dated", own is not None and moment(current[0].time) is not None),
        ("beside.same_date_deed", own is not None and own == held and deed),
        ("beside.new_organiser_place", bool(f.organisers - doers) and other_place),
        ("beside.follows_deed", deed and story.last in ("new", "goes_on")),
        ("beside.follows_no_deed", not deed and story.last in ("new", "goes_on")),
        ("beside.after_gap", story.last not in ("new", "goes_on", "start")),
        ("beside.many_here", inside > 1),
    )
