"""Rows of the tables of weights: what the statistical part learned from annotated articles (``scripts/train``)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analytics.rules.cue_rows import ActivityType, CueRule
from analytics.rules.registry import table
from analytics.rules.rows import Row, Rule

LimitName = Literal[
    "least", "lean", "round", "short", "long", "head", "place_head", "opening", "also_head", "general", "early", "brief",
    "lengthy", "hidden", "mostly_hidden", "titled", "title_like", "many",
]  # fmt: skip


class WordWeight(Row):
    """A word with its say on kind and types of the sentence that holds it, in hundredths of log-odds."""

    word: str = Field(min_length=1)
    event: int = 0
    practice: int = 0
    planned: int = 0
    aggregate: int = 0
    none: int = 0
    volunteering: int = 0
    pairing: int = 0
    visit: int = 0
    donation: int = 0
    farming_aid: int = 0
    health: int = 0
    education: int = 0
    environment: int = 0
    publicity: int = 0
    convenience: int = 0
    study: int = 0
    culture: int = 0
    survey: int = 0


class Sign(Rule):
    """What can be seen at a unit or an activity and weighs in a decision; the rules that fired are signs as well."""


class OccasionWeight(Row):
    """What a sign says for each verdict on a unit, in log-odds: it opens an occasion, goes on about one, is another kind."""

    sign: str = Field(min_length=1)
    new: float
    goes_on: float
    practice: float
    planned: float
    aggregate: float
    none: float


class ArticleWeight(Row):
    """What a sign of a whole article says for its being a report on activities and no general news, in log-odds."""

    sign: str = Field(min_length=1)
    weight: float


class TypeWeight(Row):
    """What a sign says for a type, in log-odds; ``type`` is empty where it says the same for every type."""

    sign: str = Field(min_length=1)
    type: ActivityType | Literal[""] = ""
    weight: float


class SignWord(CueRule):
    """Words that mark how a unit is told: at its opening, or anywhere in it."""

    where: Literal["opens", "anywhere"]


class SignLimit(Rule):
    """A number that tells whether a sign holds, or how events are kept; its unit stands in the explanation."""

    name: LimitName
    value: float


table("word_weights.csv", WordWeight)
table("signs.csv", Sign)
table("occasion_weights.csv", OccasionWeight)
table("article_weights.csv", ArticleWeight)
table("type_weights.csv", TypeWeight)
table("sign_words.csv", SignWord)
table("sign_limits.csv", SignLimit)
