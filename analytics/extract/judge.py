"""Decides by weights: the verdict on a unit, and whether a type holds. What spoke for a decision is told with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from analytics.extract.signs import VERDICTS, Signs, Verdict
from analytics.model import TYPES
from analytics.rules.weight_rows import OccasionWeight, TypeWeight

REASONS = 3
"""How many signs are told as reasons of a decision."""
_NONE = VERDICTS.index("none")


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, the share of all verdicts that it holds (0..1), and the signs that spoke most for it; that nothing is
    told needs no reasons."""

    verdict: Verdict
    share: float
    reasons: tuple[str, ...]


class OccasionJudge:
    """Reads the verdict on a unit off its signs (multinomial logistic regression)."""

    def __init__(self, rows: Sequence[OccasionWeight]) -> None:
        self._weights = {w.sign: tuple(float(getattr(w, v)) for v in VERDICTS) for w in rows}

    def judge(self, signs: Signs, *, begun: bool) -> Judged:
        """The likeliest verdict; before any occasion has ``begun`` nothing goes on about one."""
        sums = self._sums(signs)
        highest = max(sums)
        best = sums.index(highest)
        if VERDICTS[best] == "goes_on" and not begun:
            best = VERDICTS.index("new")
        share = exp(sums[best] - highest) / sum(exp(s - highest) for s in sums)
        return Judged(VERDICTS[best], share, () if best == _NONE else self._reasons(signs, best))

    def _sums(self, signs: Signs) -> tuple[float, ...]:
        """The log-odds of every verdict, added in the order of the signs. Written out: the busiest lines of the house."""
        new = goes_on = practice = planned = aggregate = none = 0.0
        for sign, value in signs.items():
            if weights := self._weights.get(sign):
                a, b, c, d, e, f = weights
                new += a * value
                goes_on += b * value
                practice += c * value
                planned += d * value
                aggregate += e * value
                none += f * value
        return new, goes_on, practice, planned, aggregate, none

    def _reasons(self, signs: Signs, best: int) -> tuple[str, ...]:
        """The signs that speak most for this verdict and against none."""
        known = [(s, w, value) for s, value in signs.items() if (w := self._weights.get(s))]
        return _reasons([(-(w[best] - w[_NONE]) * value, s) for s, w, value in known])


class TypeJudge:
    """Reads off the signs of an activity which types it has (logistic regression, one set of weights for all types)."""

    def __init__(self, rows: Sequence[TypeWeight]) -> None:
        every = {w.sign: w.weight for w in rows if not w.type}
        own: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for w in rows:
            if w.type:
                own[w.type][w.sign] = w.weight
        self._weights: dict[str, Mapping[str, float]] = {
            t: {sign: every.get(sign, 0.0) + own[t].get(sign, 0.0) for sign in (*every, *own[t])} for t in TYPES
        }

    def odds(self, type_: str, signs: Signs) -> float:
        """Log-odds that the activity has the type."""
        total, weights = 0.0, self._weights[type_]
        for sign, value in signs.items():
            if sign in weights:
                total += value * weights[sign]
        return total

    def reasons(self, type_: str, signs: Signs) -> tuple[str, ...]:
        """The rules that spoke most for the type."""
        weights = self._weights[type_]
        return _reasons([(-v * weights[s], s) for s, v in signs.items() if s in weights])


def _reasons(against: Sequence[tuple[float, str]]) -> tuple[str, ...]:
    """The rules behind the signs that speak most for a decision and against none; ``against``: what each says against."""
    spoke = sorted([vote for vote in against if vote[0] < 0])
    return tuple(rule_id(sign) for _, sign in spoke[:REASONS])


def rule_id(sign: str) -> str:
    """The rule that explains a sign: the one that fired, or the sign's own row in ``signs.csv``."""
    return sign.removeprefix("rule.") if sign.startswith("rule.") else f"sign.{sign}"


def chosen(odds: Mapping[str, float], least: float = 0.0) -> Sequence[str]:
    """The types whose log-odds reach ``least``; the likeliest one where none does."""
    held = [t for t, value in odds.items() if value >= least]
    return held or [max(odds, key=lambda t: odds[t])]
