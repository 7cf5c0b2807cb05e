"""Occasions into activities, pairings and villages: dates inherited, roles given, everything tied to its sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from analytics.extract.confidence import confidence, weights
from analytics.extract.facts import Facts, Readings
from analytics.extract.inherit import Dated, date_of, lead_time
from analytics.extract.judge import TypeJudge, chosen
from analytics.extract.occasions import Occasion
from analytics.extract.people import best_count
from analytics.extract.served import served_villages, village_key, village_name
from analytics.extract.shares import shares
from analytics.extract.type_signs import type_signs
from analytics.extract.what import in_order
from analytics.extract.where import PlaceMention
from analytics.extract.who import PairFound, roles, subject_before
from analytics.model import Activity, Article, Extraction, Organisation, Pairing, Place, Span, Village
from analytics.rules import RuleBook
from analytics.rules.cue_rows import TypeDrop
from analytics.rules.weight_rows import TypeWeight
from analytics.text.sentences import Sentence

Made = tuple[Activity, Occasion]


class Assembler:
    """Makes the contract's values out of occasions."""

    def __init__(self, book: RuleBook) -> None:
        self._weights = weights(book)
        self._judge = TypeJudge(book.rows("type_weights.csv", TypeWeight))
        self._drops = book.rows("type_drops.csv", TypeDrop)

    def assemble(
        self, article: Article, parts: list[Sentence], r: Readings, occasions: Sequence[Occasion], odds: float
    ) -> Extraction:
        """The extraction of one article; ``odds``: the log-odds that it reports on activities."""
        made, unsure = self._activities(article, r, parts, occasions, odds)
        activities = tuple(a for a, _ in made)
        return Extraction(article, activities, _pairings(r.pairs, activities), _villages(r, made), unsure)

    def _activities(
        self,
        article: Article,
        r: Readings,
        parts: list[Sentence],
        occasions: Sequence[Occasion],
        odds: float,
    ) -> tuple[list[Made], tuple[Span, ...]]:
        """The activities, and where each event is told that is too unsure to be one: more likely it is none."""
        alone = sum(o.kind == "event" for o in occasions) == 1
        governing = lead_time(r, parts, occasions)
        made: list[Made] = []
        unsure: list[Span] = []
        told: list[Occasion] = []
        for occasion in occasions:
            dated = date_of(occasion, told, governing, r, alone=alone)
            whole = self._activity(occasion, dated, r, odds)
            if whole.kind == "event" and whole.confidence < r.limits.least:
                unsure.append(whole.evidence[0])
                continue
            made += [(a, occasion) for a in shares(whole, r.cues)]
            told += [occasion] if occasion.kind == "event" else []
        return _identified(article.id, made), tuple(unsure)

    def _activity(self, o: Occasion, dated: Dated, r: Readings, odds: float) -> Activity:
        spans = tuple(dict.fromkeys(_evidence(r.text, f) for f in sorted(o.units, key=lambda f: f.unit.start)))
        people = best_count(r.text, o.units)
        organisations = _organisations(r, o, spans)
        types, told = self._types(o, r)
        places = _places(o)
        activity = Activity(
            id="",
            kind=o.kind,
            types=types,
            repeated=any(f.standing.repeated for f in o.units) and not dated.exact,
            date=dated.date,
            date_from=dated.source,
            date_evidence=dated.span,
            evidence=spans,
            organisations=organisations,
            places=places,
            people=people.people if people else None,
            people_evidence=people.span if people else None,
            claims=tuple(c for f in o.units for c in f.claims) if o.kind == "aggregate" else (),
            rules=_rules(o, (*told, *dated.rules, *(people.rules if people else ()))),
            confidence=0.0,
        )
        return replace(activity, confidence=confidence(self._weights, o.judged.share, odds, activity))

    def _types(self, o: Occasion, r: Readings) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The types of an occasion in the codebook's order, and the rules and signs that spoke for them."""
        signs = type_signs(o.units, r, self._drops)
        held = chosen({t: self._judge.odds(t, found) for t, found in signs.items()})
        fired = [rule for f in o.units for t, rule in f.what.rules if t in held]
        return in_order(set(held)), (*fired, *(reason for t in held for reason in self._judge.reasons(t, signs[t])))


def _evidence(text: str, facts: Facts) -> Span:
    start = facts.unit.told_from
    while text[start] in "，,、 ":
        start += 1
    return Span.of(text, start, facts.unit.end)


def _identified(article_id: str, made: list[Made]) -> list[Made]:
    """Ids from the article's id, the evidence quotes, and an ordinal where those are equal; never from offsets."""
    seen: dict[str, int] = {}
    out = []
    for activity, occasion in made:
        basis = "\x1f".join([article_id, *(s.quote for s in activity.evidence)])
        seen[basis] = seen.get(basis, -1) + 1
        key = hashlib.sha256(f"{basis}\x1f{seen[basis]}".encode()).hexdigest()[:16]
        out.append((replace(activity, id=key), occasion))
    return out


def _organisations(r: Readings, o: Occasion, spans: Sequence[Span]) -> tuple[Organisation, ...]:
    mentions = [m for f in o.units for m in f.mentions]
    subject = subject_before(r.text, o.lead.unit.start, r.mentions, r.lexicon)
    return roles(r.text, spans, mentions, subject, r.lexicon)


def _places(o: Occasion) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for facts in o.units:
        for mention in facts.places:
            if not mention.inside:
                found.setdefault(mention.place.name, mention.place)
    return tuple(found.values())


def _rules(o: Occasion, others: Sequence[str]) -> tuple[str, ...]:
    fired = {rule for f in o.units for rule in f.standing.rules} | set(o.rules) | set(others)
    fired |= {c.rule.id for c in o.lead.doing}
    fired |= {m.rule for f in o.units for m in f.mentions} | {
        x for f in o.units for p in f.places for x in (p.rule, *p.reasons)
    }
    return tuple(sorted(fired))


def _pairings(pairs: Sequence[PairFound], activities: Sequence[Activity]) -> tuple[Pairing, ...]:
    out = []
    for found in pairs:
        rest = [
            a.id
            for a in activities
            if any(e.start < s.end and s.start < e.end for e in a.evidence for s in found.spans)
        ]
        out.append(Pairing(found.a, found.b, found.kind, tuple(rest), found.spans))
    return tuple(out)


def _villages(r: Readings, made: Sequence[Made]) -> tuple[Village, ...]:
    found: dict[str, list[tuple[PlaceMention, str]]] = {}
    for activity, occasion in made:
        if activity.kind == "event":
            for facts in occasion.units:
                for mention, _ in served_villages(r.text, facts, r.cues):
                    found.setdefault(village_key(mention), []).append((mention, activity.id))
    return tuple(_village(r.text, mentions) for mentions in found.values())


def _village(text: str, mentions: list[tuple[PlaceMention, str]]) -> Village:
    best = max((m for m, _ in mentions), key=lambda m: len(m.place.division))
    spans = tuple(dict.fromkeys(Span.of(text, m.place.start, m.place.end) for m, _ in mentions))
    ids = tuple(dict.fromkeys(i for _, i in mentions))
    return Village(village_name(best), best.place.code, best.place.division, ids, spans)
