"""Rows of the place tables: endings of place names, words around them, and how much each piece of evidence counts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analytics.model import Level
from analytics.rules.registry import table
from analytics.rules.rows import Row, Rule, Words


class PlaceEvidence(Rule):
    """One reason for or against reading a run of text as a place; the weights of all that apply are added."""

    weight: float


class PlaceVote(Rule):
    """How much one mention says about which county an article is about, and the most that all such say."""

    weight: float = Field(gt=0)
    most: float = Field(gt=0)


class PlaceRule(Rule):
    """A reason that is named but not weighed."""


class PlaceSuffix(Row):
    """The last word of a place name. ``most``: characters before it; ``spoken``: as the register has it."""

    suffix: str = Field(min_length=1)
    level: Level
    most: int = Field(ge=1, le=12)
    spoken: str = ""


class PlaceCue(Row):
    """Words directly before a place name. ``count``: numbers of 两村, 三个村."""

    kind: Literal["going", "hard", "soft", "noun", "list", "count"]
    words: Words = Field(min_length=1)


class GenericName(Row):
    """What stands before an ending and yet names no place: the whole of it, its end, or anything inside it.

    ``never``: the whole of it, whatever else speaks for a place. ``division``: everyday words that are names of
    counties and cities too. ``street``: behind a word of ``inside`` they make a name of it (建设 + 路).
    """

    match: Literal["never", "whole", "end", "inside", "street", "division"]
    suffixes: Words = ()
    words: Words = Field(min_length=1)


class PlaceAfter(Row):
    """Words directly after a village. ``word``: they and the ending make a word of their own (村民, 村口)."""

    kind: Literal["word", "school", "organisation", "site"]
    words: Words = Field(min_length=1)


class PlaceAgain(Row):
    """Words that name a village (or community) again that was named before; in ``unless`` they do not."""

    ending: Literal["村", "社区"]
    words: Words = Field(min_length=1)
    unless: Words = ()


class PlaceTail(Row):
    """Last words of an organisation whose name begins with a division (青川县供电公司)."""

    words: Words = Field(min_length=1)


class PlaceCase(Row):
    """A text with every place that it mentions: ``name`` or ``name@chain`` or ``name@chain@inside``; ``-`` for none.

    ``county``: full chain of the county that the article is about, or empty. ``gap``: why a case is known to fail.
    """

    text: str = Field(min_length=1)
    county: str = ""
    villages: str = "-"
    others: str = ""
    gap: str = ""


table("place_evidence.csv", PlaceEvidence)
table("place_votes.csv", PlaceVote)
table("place_rules.csv", PlaceRule)
table("place_suffixes.csv", PlaceSuffix)
table("place_cues.csv", PlaceCue)
table("place_generic.csv", GenericName)
table("place_after.csv", PlaceAfter)
table("place_again.csv", PlaceAgain)
table("place_tails.csv", PlaceTail)
table("cases/place_villages.csv", PlaceCase)
