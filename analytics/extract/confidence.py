"""Confidence of an activity: the odds of its verdict and what else is known of it, weighed by ``confidence.csv``.

The weights are learned from held-out articles (``scripts/train``), so that of the activities with confidence 0.8 about 80 %
are right.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log

from analytics.model import Activity
from analytics.rules import RuleBook
from analytics.rules.cue_rows import Weight

ODDS = "confidence.odds"
"""The log-odds of the verdict that opened the activity."""
ARTICLE = "confidence.article"
"""The log-odds that the article reports on activities."""
BASE = "confidence.base"
_AGAINST, _FOR = -4.0, 4.0
"""Between these log-odds of the article count: past them it is a report, or none, for certain."""
_LEAST = 0.005
"""A share nearer to 0 or 1 counts as this near."""


def weights(book: RuleBook) -> Mapping[str, float]:
    """Rule id to log-odds."""
    return {w.id: w.weight for w in book.rows("confidence.csv", Weight)}


def confidence(table: Mapping[str, float], share: float, article: float, activity: Activity) -> float:
    """Probability in 0..1, two decimals; ``share``: that of the verdict among all verdicts; ``article``: the log-odds
    that the article reports on activities."""
    total = sum(table[name] * value for name, value in terms(share, article, activity).items())
    return round(1 / (1 + exp(-total)), 2)


def terms(share: float, article: float, a: Activity) -> dict[str, float]:
    """What is weighed, by rule id."""
    near = min(max(share, _LEAST), 1 - _LEAST)
    held = {
        "confidence.date_text": a.date_from == "text",
        "confidence.undated": a.date.edtf is None,
        "confidence.organiser": any(o.role == "organiser" for o in a.organisations),
        "confidence.people": a.people is not None,
        "confidence.village": any(p.level == "village" for p in a.places),
        "confidence.several": len(a.evidence) > 1,
        "confidence.types": len(a.types) > 1,
        "confidence.other_kind": a.kind != "event",
    }
    weighed = {BASE: 1.0, ODDS: log(near / (1 - near)), ARTICLE: min(max(article, _AGAINST), _FOR)}
    return weighed | {name: float(holds) for name, holds in held.items()}
