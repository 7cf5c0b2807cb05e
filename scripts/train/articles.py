"""Weights of the signs of a whole article: does it report on activities, or is it general news."""

from __future__ import annotations

from collections.abc import Sequence

from gold import Annotated
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from analytics.extract.article import article_signs
from analytics.extract.signs import Outline
from analytics.rules.weight_rows import ArticleWeight

STRENGTH = 1.0
BASE = "base.article"


def article_weights(articles: Sequence[Annotated]) -> list[ArticleWeight]:
    """A row for every sign that was seen."""
    signs = [article_signs(Outline.of(a.facts, a.readings.limits)) for a in articles]
    vector = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(
        vector.fit_transform(signs), [bool(a.gold["activities"]) for a in articles]
    )
    base = float(model.intercept_[0])
    return [
        ArticleWeight(sign=sign, weight=round(float(weight) + base * (sign == BASE), 3))
        for sign, weight in zip(vector.get_feature_names_out(), model.coef_[0], strict=True)
    ]
