"""Decides by weights: the verdict on a unit, and whether a type holds. What spoke for a decision is told with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from analytics.extract.signs import VERDICTS, Signs, Verdict
from analytics.rules.weight_rows import OccasionWeight, TypeWeight

REASONS = 3
"""How many signs are told as reasons of a decision."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, the share of all verdicts that it holds (0..1), and the signs that spoke most for it."""

    verdict: Verdict
    share: float
    reasons: tuple[str, ...]


class OccasionJudge:
    """Reads the verdict on a unit off its signs (multinomial logistic regression)."""

    def __init__(self, rows: Sequence[OccasionWeight]) -> None:
        self._weights = {w.sign: tuple(getattr(w, v) for v in VERDICTS) for w in rows}

    def judge(self, signs: Signs, *, begun: bool) -> Judged:
        """The likeliest verdict; before any occasion has ``begun`` nothing goes on about one."""
        sums = [0.0] * len(VERDICTS)
        for sign, value in signs.items():
            for i, weight in enumerate(self._weights.get(sign, ())):
                sums[i] += weight * value
        best = max(range(len(VERDICTS)), key=lambda i: sums[i])
        if VERDICTS[best] == "goes_on" and not begun:
            best = VERDICTS.index("new")
        highest = max(sums)
        share = exp(sums[best] - highest) / sum(exp(s - highest) for s in sums)
        return Judged(VERDICTS[best], share, self._reasons(signs, best))

    def _reasons(self, signs: Signs, best: int) -> tuple[str, ...]:
        """The signs that speak most for this verdict and against none."""
        none = VERDICTS.index("none")
        votes = {s: (w[best] - w[none]) * value for s, value in signs.items() if (w := self._weights.get(s))}
        spoke = sorted((s for s in votes if votes[s] > 0), key=lambda s: (-votes[s], s))
        return tuple(rule_id(s) for s in spoke[:REASONS])


class TypeJudge:
    """Reads off the signs of an activity which types it has (logistic regression, one set of weights for all types)."""

    def __init__(self, rows: Sequence[TypeWeight]) -> None:
        self._weights: Mapping[tuple[str, str], float] = {(w.sign, w.type): w.weight for w in rows}

    def odds(self, type_: str, signs: Signs) -> float:
        """Log-odds that the activity has the type."""
        total = 0.0
        for sign, value in signs.items():
            total += value * (self._weights.get((sign, ""), 0.0) + self._weights.get((sign, type_), 0.0))
        return total

    def reasons(self, type_: str, signs: Signs) -> tuple[str, ...]:
        """The rules that spoke most for the type."""
        votes = {
            s: v * (self._weights.get((s, ""), 0.0) + self._weights.get((s, type_), 0.0)) for s, v in signs.items()
        }
        spoke = sorted((s for s in votes if votes[s] > 0), key=lambda s: (-votes[s], s))
        return tuple(rule_id(s) for s in spoke[:REASONS])


def rule_id(sign: str) -> str:
    """The rule that explains a sign: the one that fired, or the sign's own row in ``signs.csv``."""
    return sign.removeprefix("rule.") if sign.startswith("rule.") else f"sign.{sign}"


def chosen(odds: Mapping[str, float], least: float = 0.0) -> Sequence[str]:
    """The types whose log-odds reach ``least``; the likeliest one where none does."""
    held = [t for t, value in odds.items() if value >= least]
    return held or [max(odds, key=lambda t: odds[t])]
