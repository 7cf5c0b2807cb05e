"""Weights of the confidence, learned from what the extraction got right and wrong on articles that it had not seen."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gold import Annotated
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from analytics.extract.confidence import BASE, terms
from analytics.model import KINDS, Extraction
from analytics.quality.gold import right_ones
from analytics.rules.cue_rows import Weight

STRENGTH = 0.3
Sample = tuple[str, dict[str, float], bool]
"""Article, what is weighed, and whether the activity is one of the annotation."""


def samples(held_out: Sequence[tuple[Annotated, Extraction]]) -> list[Sample]:
    """A sample for every activity; the extractions must carry the share of the verdict as their confidence."""
    assert KINDS
    return [
        (a.gold["id"], terms(activity.confidence, activity), right)
        for a, extraction in held_out
        for activity, right in right_ones(a.gold, extraction)
    ]


def confidence_weights(found: Sequence[Sample], texts: Sequence[Weight]) -> list[Weight]:
    """The rows of the table with learned weights."""
    vector = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(
        vector.fit_transform([s for _, s, _ in found]), [right for *_, right in found]
    )
    learned: Mapping[str, float] = dict(zip(vector.get_feature_names_out(), model.coef_[0], strict=True))
    base = float(model.intercept_[0])
    return [
        w.model_copy(update={"weight": round(float(learned.get(w.id, 0.0)) + base * (w.id == BASE), 3)}) for w in texts
    ]


def calibration(found: Sequence[Sample], texts: Sequence[Weight], folds: int = 5, bins: int = 5) -> dict[str, Any]:
    """Expected calibration error over bins of equal width, cross-validated over articles, with a bootstrap interval (95 %)."""
    names = sorted({name for name, *_ in found})
    random.Random(0).shuffle(names)
    fold = {name: i % folds for i, name in enumerate(names)}
    pairs: list[tuple[str, float, bool]] = []
    for k in range(folds):
        table = {w.id: w.weight for w in confidence_weights([s for s in found if fold[s[0]] != k], texts)}
        for name, held, right in found:
            if fold[name] == k:
                total = sum(table[t] * v for t, v in held.items())
                pairs.append((name, 1 / (1 + float(np.exp(-total))), right))
    by_name: dict[str, list[tuple[float, bool]]] = {}
    for name, share, right in pairs:
        by_name.setdefault(name, []).append((share, right))
    rng = random.Random(0)
    draws = sorted(
        _ece([p for n in rng.choices(names, k=len(names)) for p in by_name.get(n, [])], bins) for _ in range(1000)
    )
    return {
        "activities": len(pairs),
        "ece": _ece([(s, r) for _, s, r in pairs], bins),
        "interval": (draws[25], draws[974]),
        "bins": _bins([(s, r) for _, s, r in pairs], bins),
    }


def _bins(pairs: Sequence[tuple[float, bool]], bins: int) -> list[tuple[int, float, float]]:
    """For each bin: how many, their mean confidence, the share that is right."""
    out = []
    for k in range(bins):
        held = [(s, r) for s, r in pairs if k == min(int(s * bins), bins - 1)]
        n = len(held)
        out.append((n, sum(s for s, _ in held) / n if n else 0.0, sum(r for _, r in held) / n if n else 0.0))
    return out


def _ece(pairs: Sequence[tuple[float, bool]], bins: int) -> float:
    """Mean distance of confidence and share right, weighed by the size of the bins (Naeini et al. 2015)."""
    return sum(n * abs(said - right) for n, said, right in _bins(pairs, bins)) / max(1, len(pairs))
