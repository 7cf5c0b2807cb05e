"""Whether an article as a whole reads like a report on such activities, or like general news (``article_weights.csv``)."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.extract.signs import LOCAL, Outline, Signs
from analytics.rules.weight_rows import ArticleWeight

_FIELDS = ("mark.sport", "mark.market", "mark.crime", "mark.show", "mark.world")
"""Marks of the fields of general news."""


def article_signs(o: Outline) -> Signs:
    """What can be seen of an article as a whole. Shares are those of its units."""
    units, n = o.units, o.limits
    every = max(1, len(units))
    found: Signs = {
        "base.article": 1.0,
        "article.best": o.best / n.lean,
        "article.leaning": o.leaning / n.lean,
        "article.deeds": o.deeds,
        "article.local": o.local,
        "article.bodies": len({m.kind for f in units for m in f.mentions if m.kind in LOCAL}),
        "article.villages": float(any(f.villages for f in units)),
        "article.actors": sum(bool(f.actors) for f in units) / every,
        "article.doing": sum(bool(f.doing) for f in units) / every,
    }
    marks = [mark for f in units for mark in f.marks]
    return found | {f"rule.{mark}": marks.count(mark) / every for mark in _FIELDS if mark in marks}


class ArticleJudge:
    """Reads off the signs of an article how likely it reports on activities (logistic regression)."""

    def __init__(self, rows: Sequence[ArticleWeight]) -> None:
        self._weights = {w.sign: w.weight for w in rows}

    def odds(self, signs: Signs) -> float:
        """Log-odds that it does."""
        return sum(self._weights.get(sign, 0.0) * value for sign, value in signs.items())
