"""Weights of the signs of a unit: does it open an occasion, go on about one, tell another kind, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gold import Annotated
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from analytics.extract.facts import Facts
from analytics.extract.judge import OccasionJudge
from analytics.extract.signs import VERDICTS, Outline, Signs, Story, own_signs, story_signs
from analytics.rules.weight_rows import OccasionWeight

STRENGTH = 0.1
"""Inverse strength of the regularisation."""
Taught = tuple[Signs, str, float]
"""The signs of a unit, the right verdict, and how much it counts."""
Decide = Callable[[Signs, str, bool], str]
"""From the signs, the right verdict, and whether an occasion has begun to the verdict that the walk goes on with."""


def occasion_weights(articles: Sequence[Annotated], rounds: int = 1) -> list[OccasionWeight]:
    """A row for every sign that was seen. After the first round the walk follows the verdicts learned so far, so that what
    comes after a wrong one is learned too."""
    taught: list[Taught] = []
    for a in articles:
        walk(a, _noting(taught, a.weight, None))
    weights = _fit(taught)
    for _ in range(rounds):
        for a in articles:
            walk(a, _noting(taught, a.weight, OccasionJudge(weights)))
        weights = _fit(taught)
    return weights


def _noting(taught: list[Taught], weight: float, judge: OccasionJudge | None) -> Decide:
    """Notes what is seen with the right verdict; goes on with that of the judge, without one with the right one."""

    def decide(signs: Signs, verdict: str, begun: bool) -> str:
        taught.append((signs, verdict, weight))
        return judge.judge(signs, begun=begun).verdict if judge else verdict

    return decide


def walk(a: Annotated, decide: Decide) -> None:
    """Reads an article unit by unit with the right verdict beside, given what the walk has opened so far."""
    story, outline = Story(), Outline.of(a.facts, a.readings.limits)
    opened: dict[int, list[Facts]] = {}
    for number, facts in enumerate(a.facts):
        label, kind = a.labels[number], a.kind(number)
        verdict = ("goes_on" if label in opened else "new") if kind == "event" else kind or "none"
        taken = decide(own_signs(outline, number) | story_signs(facts, story, a.readings.limits), verdict, bool(opened))
        if taken == "goes_on" and story.current is None:
            taken = "new"
        if taken == "new":
            story.tell([facts], new=True)
        elif taken == "goes_on" and story.current is not None:
            units = opened.get(label, story.current) if label is not None else story.current
            units.append(facts)
            story.tell(units, new=False)
        if taken == "new" and label is not None and kind == "event" and story.current is not None:
            opened.setdefault(label, story.current)
        story.last = taken


def _fit(taught: Sequence[Taught]) -> list[OccasionWeight]:
    signs, right, counts = zip(*taught, strict=True)
    vector = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(vector.fit_transform(signs), right, sample_weight=counts)
    order = [list(model.classes_).index(v) for v in VERDICTS]
    rows = []
    for column, sign in enumerate(vector.get_feature_names_out()):
        values = [round(float(model.coef_[i][column]), 3) for i in order]
        if sign == "base.occasion":
            values = [round(v + float(model.intercept_[i]), 3) for v, i in zip(values, order, strict=True)]
        rows.append(OccasionWeight(sign=sign, **dict(zip(VERDICTS, values, strict=True))))
    return rows
