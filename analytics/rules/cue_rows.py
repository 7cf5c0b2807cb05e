"""Rows of the cue tables: words that tell what was done, how it stands, whose count it is, which village was served."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analytics.rules.registry import table
from analytics.rules.rows import Row, Rule, Words

ActivityType = Literal[
    "volunteering", "pairing", "visit", "donation", "farming_aid", "health", "education",
    "environment", "publicity", "convenience", "study", "culture", "survey",
]  # fmt: skip


class CueRule(Rule):
    """A rule that fires on words; ``unless`` lists longer look-alikes in which they mean nothing."""

    words: Words = Field(min_length=1)
    unless: Words = ()


class TypeCue(CueRule):
    """Words for a type. ``strength``: a *deed* says by itself that it is done; a *topic* needs a word of doing in its unit;
    *given* needs a word of giving in its clause; *actor* names who acts; *quiet* only joins another deed.
    """

    type: ActivityType
    strength: Literal["deed", "topic", "given", "actor", "quiet"]


class StanceCue(CueRule):
    """Words for how a sentence stands to its deed. ``takes``: a word of plans that means 把 behind a date (将); a ``day_word``
    in an expression of time names a day."""

    stance: Literal[
        "cancelled",
        "planned",
        "practice",
        "aggregate",
        "aggregate_if_number",
        "aggregate_done",
        "policy",
        "praise",
        "background",
        "told",
        "repeated",
        "general",
        "takes",
        "day_word",
    ]


class OccasionCue(CueRule):
    """Words that open, continue or join occasions, or act in them."""

    role: Literal[
        "doing",
        "going",
        "doing_for",
        "continue",
        "scene",
        "also",
        "caption",
        "purpose",
        "actor",
        "giving",
        "hour",
        "credit",
        "each",
        "again",
        "again_do",
        "turn",
    ]


class PeopleCue(CueRule):
    """Words around a head count.

    Nouns: *own* people act, *weak* ones where a *body* of people or a *head* (组织, 派出) stands before them, *served*
    ones only where they make up a *team*; *needy* words make any of them served. Before the number: *total*; *for* and
    *object* govern those who are served or called, *part* those who are a share; a *head_stop* ends what a head governs.
    Behind it: *tail* (参加, 来到), *receiving*, *part_tail*. A *vague* word ends a number that says none (十几); a *join*
    makes one list of two counts. A *mate* is counted beside those named before. *young* people who are *led* act where
    they do it for others. Those who *signed* up give way to a later count. *teaching* behind words of *invite* is for
    one's own people, behind words of *visit* for others.
    """

    side: Literal[
        "measure", "vague", "own", "weak", "served", "needy", "team", "body", "total", "head", "head_stop",
        "for", "object", "part", "tail", "receiving", "part_tail", "join", "mate", "young", "led", "invite", "visit",
        "teaching", "signed",
    ]  # fmt: skip


class ServedCue(CueRule):
    """Words around a village that say whether it was served. ``at``: a going or being there, by which the seat of an
    organisation or school counts too, unless it only leads (``under``); ``mention_after`` stands directly behind.
    A ``body`` of the village that is ``host`` does it there, unless they go ``away``.
    """

    side: Literal["at", "served", "mention", "mention_after", "under", "body", "host", "away"]


class ClaimUnit(Rule):
    """A unit in which totals are claimed; ``total``: by itself it adds up occasions over a period (场, 次, 人次)."""

    unit: str = Field(min_length=1)
    total: bool = False


class TypeDrop(Rule):
    """``type`` does not count beside another type where only the rules ``only_by`` tell it."""

    type: ActivityType
    beside: ActivityType
    only_by: Words = Field(min_length=1)


class Explanation(Rule):
    """A decision that is made in code, explained."""


class Weight(Rule):
    """A term of the confidence, in log-odds."""

    weight: float


class TypeCase(Row):
    """A sentence with the types that must be read (``-`` for none); ``gap`` gives the reason of a known gap."""

    text: str
    types: Words
    gap: str = ""


class StanceCase(Row):
    """A sentence with the kinds of its activities in order (``-`` for none); ``gap`` gives the reason of a known gap."""

    text: str
    kinds: Words
    gap: str = ""


class OccasionWordCase(Row):
    """A sentence with its words of going on to something else, as ``role:word`` (``-`` for none)."""

    text: str
    words: Words
    gap: str = ""


class PartsCase(Row):
    """A sentence with the parts that stand for themselves, in order."""

    text: str
    parts: Words
    note: str = ""
    gap: str = ""


class PeopleCase(Row):
    """A sentence with the head count of those who take part (empty: none)."""

    text: str
    people: int | None = None
    gap: str = ""


class ServedCase(Row):
    """A text with the villages that it tells of as served, in order (``-`` for none)."""

    text: str
    villages: Words
    gap: str = ""


table("type_cues.csv", TypeCue)
table("type_drops.csv", TypeDrop)
table("stance_cues.csv", StanceCue)
table("occasion_cues.csv", OccasionCue)
table("people_cues.csv", PeopleCue)
table("served_cues.csv", ServedCue)
table("claim_units.csv", ClaimUnit)
table("confidence.csv", Weight)
table("explain.csv", Explanation)
table("cases/types.csv", TypeCase)
table("cases/kinds.csv", StanceCase)
table("cases/occasion_words.csv", OccasionWordCase)
table("cases/parts.csv", PartsCase)
table("cases/people.csv", PeopleCase)
table("cases/counts.csv", PeopleCase)
table("cases/served.csv", ServedCase)
