"""What can be seen at an activity that tells whether it has a type. The weights are a table (``type_weights.csv``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from analytics.extract.facts import Facts, Readings
from analytics.extract.signs import Signs
from analytics.extract.what import settle_types
from analytics.model import TYPES
from analytics.rules.cue_rows import TypeCue, TypeDrop

_PARTY = ("branch", "party")
"""Kinds of Party organisations."""


def type_signs(units: Sequence[Facts], r: Readings, drops: Sequence[TypeDrop]) -> Mapping[str, Signs]:
    """The signs of each type at the activity that ``units`` tell, the lead first."""
    lean = r.limits.lean
    settled = settle_types([f.what for f in units], drops)
    deeds = frozenset().union(*(f.what.deeds for f in units))
    words, hidden = _cue_words(units, r)
    titled = {rule.type for _, rule in r.title_cues.types(0, len(r.title))}
    kinds = sorted({m.kind for f in units for m in f.mentions})
    leanings, peaks = [f.leaning for f in units], [f.peak for f in units]
    best = {t: max([leaning[t] for leaning in leanings]) for t in TYPES}
    ranks = {t: rank for rank, t in enumerate(sorted(TYPES, key=lambda t: -best[t]))}
    told = sum(map(len, words.values()))
    fired = _fired(units)
    lead, later = leanings[0], peaks[1:]
    beside = {other: f"beside.{other}" for other in sorted(deeds)}
    kind_signs = dict.fromkeys((f"kind.{kind}" for kind in kinds), 1.0)
    paired = dict.fromkeys(_paired(units, r), 1.0)
    out: dict[str, Signs] = {}
    for t in TYPES:
        signs: Signs = {
            "base.type": 1.0,
            f"cue.words_{min(len(words[t]), 3)}": 1.0,
            f"lean.rank_{min(3, ranks[t])}": 1.0,
        }
        signs |= fired.get(t, {})
        signs["lean.peak"] = max([peak[t] for peak in peaks]) / lean
        signs["lean.peak_later"] = max([peak[t] for peak in later], default=-lean) / lean
        signs["lean.lead"], signs["lean.best"] = lead[t] / lean, best[t] / lean
        signs["cue.share"] = len(words[t]) / told if told else 0.0
        others = min(len(deeds - {t}), r.limits.many)
        signs[f"others.all_{others}"], signs[f"others.told_{others}"] = 1.0, float(t in deeds)
        signs |= {sign: 1.0 for other, sign in beside.items() if other != t}
        signs |= kind_signs
        signs["cue.settled"], signs["cue.hidden"] = float(t in settled), float(hidden[t])
        signs["told.once"] = float(len(units) == 1)
        if titled:
            signs["title.this" if t in titled else "title.other"] = 1.0
            signs["title.only"] = float(titled == {t})
        if t == "pairing":
            signs |= paired
        out[t] = signs
    return out


def _paired(units: Sequence[Facts], r: Readings) -> Iterator[str]:
    """What speaks of a partnership: it is told, its sides are named or called 双方, several Party organisations act."""
    mentions = [m for f in units for m in f.mentions]
    names = {m.full for m in mentions} | {other.full for m in mentions for other in m.also}
    spans = [span for pair in r.pairs for span in pair.spans]
    if any(span.start < f.unit.end and f.unit.start < span.end for span in spans for f in units):
        yield "pair.told"
    if any({pair.a, pair.b} <= names for pair in r.pairs):
        yield "pair.partners"
    if any({pair.a, pair.b} & names for pair in r.pairs):
        yield "pair.one"
    if r.pairs:
        yield "pair.somewhere"
    if any(m.also for m in mentions):
        yield "pair.both"
    acting = {o.name for f in units for o in f.organisations if o.role != "beneficiary"}
    if len({m.full for m in mentions if m.kind in _PARTY} & acting) > 1:
        yield "pair.parties"


def _fired(units: Sequence[Facts]) -> Mapping[str, Signs]:
    """Rules that fired by type, and whether in the lead or later."""
    found: defaultdict[str, Signs] = defaultdict(dict)
    for number, f in enumerate(units):
        for t, rule in f.what.rules:
            found[t] |= {"fired.later" if number else "fired.lead": 1.0, f"rule.{rule}": 1.0}
    return found


def _cue_words(units: Sequence[Facts], r: Readings) -> tuple[Mapping[str, set[str]], Mapping[str, bool]]:
    """The cue words of each type that the units tell, and whether some stand only in quotations and purposes."""
    words: dict[str, set[str]] = {t: set() for t in TYPES}
    hidden = dict.fromkeys(TYPES, False)
    for f in units:
        for cue, rule in r.cues.types(f.unit.start, f.unit.end):
            assert isinstance(rule, TypeCue)
            if f.unit.hides(cue.start, cue.end):
                hidden[rule.type] = True
            else:
                words[rule.type].add(r.text[cue.start : cue.end])
    return words, hidden
