"""Weights of the confidence, learned from what the extraction got right and wrong on articles that it had not seen."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gold import Annotated
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from analytics.extract.confidence import BASE, ODDS, terms
from analytics.model import Extraction
from analytics.quality.gold import right_ones
from analytics.rules.cue_rows import Weight

STRENGTH = 0.3
Sample = tuple[str, dict[str, float], bool]
"""Article, what is weighed, and whether the activity is one of the annotation."""


class Read(NamedTuple):
    """An article with what was found in it; ``odds``: the log-odds that it reports on activities."""

    article: Annotated
    extraction: Extraction
    odds: float


def samples(held_out: Sequence[Read]) -> list[Sample]:
    """A sample for every activity; the extractions must carry the share of the verdict as their confidence."""
    return [
        (read.article.gold["id"], terms(activity.confidence, read.odds, activity), right)
        for read in held_out
        for activity, right in right_ones(read.article.gold, read.extraction)
    ]


def only_odds(texts: Sequence[Weight]) -> list[Weight]:
    """The rows with which the confidence is the share of the verdict and nothing else."""
    return [w.model_copy(update={"weight": float(w.id == ODDS)}) for w in texts]


def confidence_weights(found: Sequence[Sample], texts: Sequence[Weight]) -> list[Weight]:
    """The rows of the table with learned weights; where all are right or all wrong there is nothing to learn."""
    if len({right for *_, right in found}) < 2:
        return only_odds(texts)
    vector = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(
        vector.fit_transform([s for _, s, _ in found]), [right for *_, right in found]
    )
    learned: Mapping[str, float] = dict(zip(vector.get_feature_names_out(), model.coef_[0], strict=True))
    base = float(model.intercept_[0])
    return [
        w.model_copy(update={"weight": round(float(learned.get(w.id, 0.0)) + base * (w.id == BASE), 3)}) for w in texts
    ]


def calibration(found: Sequence[tuple[Annotated, Extraction]], bins: int = 5) -> dict[str, Any]:
    """Expected calibration error over bins of equal width, with a bootstrap interval over articles (95 %).

    ``found``: extractions with a confidence that was learned from other articles.
    """
    by_article = [[(a.confidence, right) for a, right in right_ones(g.gold, e)] for g, e in found]
    rng = random.Random(0)
    draws = sorted(
        _ece([p for pairs in rng.choices(by_article, k=len(by_article)) for p in pairs], bins) for _ in range(1000)
    )
    pairs = [p for pairs in by_article for p in pairs]
    return {
        "activities": len(pairs),
        "ece": _ece(pairs, bins),
        "interval": (draws[25], draws[974]),
        "bins": _bins(pairs, bins),
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
