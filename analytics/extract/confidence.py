"""Confidence of an activity: a sum of weights out of ``confidence.csv``, through the logistic function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import exp

from analytics.rules import RuleBook
from analytics.rules.cue_rows import Weight


def weights(book: RuleBook) -> Mapping[str, float]:
    """Rule id to log-odds."""
    return {w.id: w.weight for w in book.rows("confidence.csv", Weight)}


def confidence(table: Mapping[str, float], fired: Iterable[str]) -> float:
    """Probability in 0..1, two decimals, from the base and the terms that hold."""
    total = table["confidence.base"] + sum(table[name] for name in fired)
    return round(1 / (1 + exp(-total)), 2)
