"""Tables of linking: limits, words around a repost, and what weighs for or against two reports of one occasion."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analytics.rules.registry import table
from analytics.rules.rows import Rule, Words

LimitName = Literal[
    "copy", "part", "round_up", "part_characters", "days_apart", "days_named", "gap", "name_reach",
    "echo", "echo_characters", "threshold", "approx_days", "window_days", "published_days",
    "like_wording", "unlike_wording", "template",
]  # fmt: skip
Sign = Literal[
    "date_same", "date_within", "date_near", "village_same", "place_same", "place_within", "place_differs",
    "organiser_same", "organisation_same", "organisation_like", "organisation_vague", "organiser_differs",
    "others_differ", "types_same", "types_shared", "types_differ", "people_same", "people_differ", "number_same",
    "number_round", "wording_like", "wording_unlike", "published_near", "published_far",
]  # fmt: skip
WordRole = Literal["marks", "credit", "dateline", "refers", "distinct", "goes_on", "site", "no_name", "relative"]


class LinkLimit(Rule):
    """A number that linking holds to; its unit stands in the explanation."""

    name: LimitName
    value: float


class LinkWord(Rule):
    """Words around a repost, and of names.

    ``marks``: they say that a text was taken from elsewhere; ``credit``: a short line or a bracket that begins with one
    names hands and sources, not the text; ``dateline``: the word that closes a dateline; ``refers``: a name that begins
    with one names no unit by itself (我县, 该所), and another paper writes the name in its place; ``distinct``: words that
    no short form of a name leaves out; ``goes_on``: behind a single character that may end a name they make another word;
    ``site``: words that end the name of a site, which no table of organisations or places has; ``no_name``: words
    that hold the end of a name and name nothing; ``relative``: how names begin that stand in every county (县医院).
    """

    role: WordRole
    words: Words = Field(min_length=1)


class LinkWeight(Rule):
    """What a sign says for (above 0) or against (below 0) two activities being one occasion."""

    sign: Sign
    weight: float


class LinkConflict(Rule):
    """A contradiction by which two activities are never one occasion. ``unless_score``: it does not count from there
    on, where all else speaks loudly for one occasion; empty: it always counts. ``on``: no switches the rule off."""

    conflict: Literal["article", "date", "village", "town", "people", "template"]
    on: bool = True
    unless_score: float | None = None


table("link_limits.csv", LinkLimit)
table("link_words.csv", LinkWord)
table("link_weights.csv", LinkWeight)
table("link_conflicts.csv", LinkConflict)
