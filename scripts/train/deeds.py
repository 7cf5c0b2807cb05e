"""Weights of the signs of an activity for its types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gold import Annotated
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from analytics.extract.facts import Facts
from analytics.extract.signs import Signs
from analytics.extract.type_signs import type_signs
from analytics.rules.cue_rows import TypeDrop
from analytics.rules.weight_rows import TypeWeight

STRENGTH = 0.1
OF = " of "
"""Between a sign and the type for which it says something of its own."""
SMALL = 0.005
READY = 0.5
"""Log-odds added to the base: the mean of precision and recall is best where a type is named at less than even odds."""


def type_weights(articles: Sequence[Annotated], drops: Sequence[TypeDrop]) -> list[TypeWeight]:
    """A row for every sign, and for every sign and type together, that says something."""
    signs: list[Signs] = []
    right: list[bool] = []
    for a in articles:
        for units, types in _told(a):
            for type_, found in type_signs(units, a.readings, drops).items():
                signs.append(found | {f"{sign}{OF}{type_}": v for sign, v in found.items() if _own(sign)})
                right.append(type_ in types)
    vector = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(vector.fit_transform(signs), right)
    rows = []
    for name, value in zip(vector.get_feature_names_out(), model.coef_[0], strict=True):
        sign, _, type_ = name.partition(OF)
        weight = float(value) + (float(model.intercept_[0]) + READY if name == "base.type" else 0.0)
        if abs(weight) >= SMALL:
            rows.append(TypeWeight(sign=sign, type=type_, weight=round(weight, 3)))
    return rows


def _own(sign: str) -> bool:
    """Whether a sign may say something of its own for each type."""
    return sign.split(".")[0] in ("base", "beside", "kind", "title")


def _told(a: Annotated) -> Iterator[tuple[list[Facts], frozenset[str]]]:
    """Each annotated event: the units that tell it and its types."""
    for index, activity in enumerate(a.gold["activities"]):
        units = [f for f, label in zip(a.facts, a.labels, strict=True) if label == index]
        if units and activity["kind"] == "event":
            yield units, frozenset(activity["types"])
