"""Confidence of an activity: a sum of weights out of ``confidence.csv``, through the logistic function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import exp

from analytics.extract.inherit import Dated
from analytics.extract.occasions import Occasion
from analytics.model import Organisation, Place
from analytics.rules import RuleBook
from analytics.rules.cue_rows import Weight


def weights(book: RuleBook) -> Mapping[str, float]:
    """Rule id to log-odds."""
    return {w.id: w.weight for w in book.rows("confidence.csv", Weight)}


def confidence(table: Mapping[str, float], fired: Iterable[str]) -> float:
    """Probability in 0..1, two decimals, from the base and the terms that hold."""
    total = table["confidence.base"] + sum(table[name] for name in fired)
    return round(1 / (1 + exp(-total)), 2)


def terms(
    o: Occasion, dated: Dated, organisations: Sequence[Organisation], places: Sequence[Place], counted: bool
) -> list[str]:
    """The terms that hold for an activity; ``counted``: a head count is given."""
    found = {
        "confidence.date_text": dated.source == "text",
        "confidence.date_published": dated.source == "published",
        "confidence.undated": dated.date.edtf is None,
        "confidence.organiser": any(x.role == "organiser" for x in organisations),
        "confidence.doing": bool(o.lead.doing),
        "confidence.people": counted,
        "confidence.village": any(p.level == "village" for p in places),
        "confidence.several": len(o.units) > 1,
        "confidence.topic_only": all(f.what.general for f in o.units),
        "confidence.caption": all(f.unit.role == "caption" for f in o.units),
        "confidence.other_kind": o.kind != "event",
    }
    return [name for name, holds in found.items() if holds]
