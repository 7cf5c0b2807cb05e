"""Occasions into activities, pairings and villages: dates inherited, roles given, everything tied to its sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from analytics.extract.confidence import confidence, weights
from analytics.extract.facts import Readings
from analytics.extract.inherit import Dated, date_of, lead_time
from analytics.extract.occasions import Occasion
from analytics.extract.served import served_villages
from analytics.extract.where import PlaceMention
from analytics.extract.who import OrgMention, pairings, roles, subject_before
from analytics.model import Activity, Article, Extraction, Organisation, Pairing, Place, Span, Village
from analytics.rules import RuleBook
from analytics.text.sentences import Sentence


class Assembler:
    """Makes the contract's values out of occasions."""

    def __init__(self, book: RuleBook) -> None:
        self._weights = weights(book)

    def assemble(self, article: Article, parts: list[Sentence], r: Readings, occasions: Sequence[Occasion]) -> Extraction:
        """The extraction of one article."""
        events = [o for o in occasions if o.kind == "event"]
        governing = lead_time(r, parts, occasions)
        made: list[tuple[Activity, Occasion]] = []
        seen: dict[str, int] = {}
        before: Occasion | None = None
        for occasion in occasions:
            dated = date_of(occasion, before, governing, r, alone=len(events) == 1)
            made.append((self._activity(article, occasion, dated, r, seen), occasion))
            before = occasion if occasion.kind == "event" else before
        activities = tuple(a for a, _ in made)
        return Extraction(article, activities, _pairs(r, parts, activities), _villages(r, made))

    def _activity(self, article: Article, o: Occasion, dated: Dated, r: Readings, seen: dict[str, int]) -> Activity:
        spans = tuple(sorted({Span.of(r.text, f.unit.start, f.unit.end) for f in o.units}, key=lambda s: s.start))
        people = max((h for f in o.units for h in f.heads), key=lambda h: (h.weight, -h.span.start), default=None)
        organisations = _organisations(r, o, spans)
        places = _places(o)
        claims = tuple(c for f in o.units for c in f.claims) if o.kind == "aggregate" else ()
        rules = _rules(o, dated, r, people.rules if people else (), places)
        fired = _confidence_terms(o, dated, organisations, people is not None, any(p.level == "village" for p in places))
        return Activity(
            id=_identity(article.id, spans, seen),
            kind=o.kind,  # type: ignore[arg-type]
            types=o.types,
            repeated=any(f.standing.repeated for f in o.units) and not dated.exact,
            date=dated.date,
            date_from=dated.source,
            date_evidence=dated.span,
            evidence=spans,
            organisations=organisations,
            places=places,
            people=people.people if people else None,
            people_evidence=people.span if people else None,
            claims=claims,
            rules=rules,
            confidence=confidence(self._weights, fired),
        )


def _identity(article_id: str, spans: Sequence[Span], seen: dict[str, int]) -> str:
    """From the article's id, the evidence quotes, and an ordinal where those are equal; never from offsets."""
    basis = "\x1f".join([article_id, *(s.quote for s in spans)])
    seen[basis] = seen.get(basis, -1) + 1
    return hashlib.sha256(f"{basis}\x1f{seen[basis]}".encode()).hexdigest()[:16]


def _organisations(r: Readings, o: Occasion, spans: Sequence[Span]) -> tuple[Organisation, ...]:
    mentions: list[OrgMention] = [m for f in o.units for m in f.mentions]
    subject = subject_before(r.text, o.lead.unit.start, r.mentions)
    return roles(r.text, spans, mentions, subject)


def _places(o: Occasion) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for facts in o.units:
        for mention in facts.places:
            if not mention.inside:
                found.setdefault(mention.place.name, mention.place)
    return tuple(found.values())


def _rules(o: Occasion, dated: Dated, r: Readings, people: Sequence[str], places: Sequence[Place]) -> tuple[str, ...]:
    fired: list[str] = [x for f in o.units for x in (*f.what.rules, *f.standing.rules)]
    fired += [c.rule.id for c in o.lead.doing[:2]] + o.rules
    fired += [m.rule for f in o.units for m in f.mentions] + [p.rule for f in o.units for p in f.places] + list(people)
    return tuple(sorted(set(fired + list(dated.rules))))


def _confidence_terms(o: Occasion, dated: Dated, organisations: Sequence[Organisation], people: bool, village: bool) -> list[str]:
    terms = {
        "confidence.date_text": dated.source == "text",
        "confidence.date_published": dated.source == "published",
        "confidence.undated": dated.date.edtf is None,
        "confidence.organiser": any(x.role == "organiser" for x in organisations),
        "confidence.doing": bool(o.lead.doing),
        "confidence.people": people,
        "confidence.village": village,
        "confidence.several": len(o.units) > 1,
        "confidence.topic_only": all(f.what.general for f in o.units),
        "confidence.caption": all(f.unit.role == "caption" for f in o.units),
        "confidence.other_kind": o.kind != "event",
    }
    return [name for name, holds in terms.items() if holds]


def _pairs(r: Readings, parts: list[Sentence], activities: Sequence[Activity]) -> tuple[Pairing, ...]:
    villages = [(p.place.start, p.place.end, p.place.name) for p in r.places if p.is_village and not p.inside]
    out = []
    for found in pairings(r.text, parts, r.mentions, villages):
        ids = tuple(a.id for a in activities if any(e.start < s.end and s.start < e.end for e in a.evidence for s in found.spans))
        out.append(Pairing(found.a, found.b, found.kind, ids, found.spans))
    return tuple(out)


def _villages(r: Readings, made: Sequence[tuple[Activity, Occasion]]) -> tuple[Village, ...]:
    found: dict[str, list[tuple[PlaceMention, str]]] = {}
    for activity, occasion in made:
        if occasion.kind != "event":
            continue
        for facts in occasion.units:
            for mention, _ in served_villages(r.text, facts, r.cues):
                found.setdefault(_key(mention.place), []).append((mention, activity.id))
    out = []
    for mentions in found.values():
        place = max((m.place for m, _ in mentions), key=lambda p: len(p.division))
        spans = tuple(dict.fromkeys(Span.of(r.text, m.place.start, m.place.end) for m, _ in mentions))
        out.append(Village(village_name(place), place.code, place.division, tuple(dict.fromkeys(i for _, i in mentions)), spans))
    return tuple(out)


def village_name(place: Place) -> str:
    """The village's own name, without the chain in front."""
    return place.division[-1] if place.division and place.name.endswith(place.division[-1]) else place.name


def _key(place: Place) -> str:
    return place.code or "/".join([*place.division[:-1][:3], village_name(place)])
