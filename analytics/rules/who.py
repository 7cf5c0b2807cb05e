"""Tables of organisations, their roles in an activity, and pairings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from analytics.rules.registry import table
from analytics.rules.rows import Row, Rule, Words

OrgKind = Literal[
    "branch", "party", "government", "company", "school", "hospital", "association", "team",
    "village", "media", "military", "union", "other",
]  # fmt: skip
Kinds = Annotated[tuple[OrgKind, ...], BeforeValidator(lambda v: tuple(v.split("|")) if isinstance(v, str) else v)]


class OrgSuffix(Rule):
    """Words that end an organisation's name. ``needs``: what must stand before it for a name."""

    kind: OrgKind
    needs: Literal["name", "modifier", "nothing"] = "name"
    joint: bool = Field(False, description="takes the whole list before it as its head (A学院、B学院分党校)")
    followers: Words = Field((), description="a name only where one of these follows")
    opens: Words = Field(
        (), description="a name by a general modifier alone at the head of a clause before one of these"
    )
    words: Words


class OrgStop(Rule):
    """Words at which the left boundary of a name stands. ``named``: only where a name follows (本地企业 + 某某公司)."""

    when: Literal["always", "named"] = "always"
    words: Words


class OrgInside(Rule):
    """Words that look like verbs or the like and yet stand inside names. ``joins``: 和 between two is no boundary."""

    joins: bool = False
    words: Words


class OrgGeneric(Rule):
    """Modifiers that make no name (当地医院, 志愿服务队); ``kinds`` empty: for every kind."""

    kinds: Kinds = ()
    words: Words


class OrgBlock(Rule):
    """Literal strings that hold a suffix word and end no name (大学生, 志愿服务站点)."""

    words: Words


class OrgTitle(Rule):
    """Titles of persons: a name right before one is a person's title, and a title ends the name behind it."""

    words: Words


class OrgFixed(Rule):
    """Organisations known by a name without a suffix word."""

    kind: OrgKind
    words: Words


class OrgAnaphor(Rule):
    """Words that stand for organisations read before. ``heads``: endings of the names meant; ``count``: how many."""

    kinds: Kinds = ()
    heads: Words = ()
    count: int = 1
    bare: bool = Field(False, description="stands for a name only as a subject or a receiver, never elsewhere")
    leads: bool = Field(False, description="stands only for a name that a sentence before opens with")
    words: Words


class OrgShort(Rule):
    """Pieces of a full name that its short form leaves out, by where they stand."""

    where: Literal["front", "inner", "tail", "company", "alias", "premises"]
    words: Words


class RoleCue(Rule):
    """Words beside a name that say its role. ``kinds``: only for names of these kinds; else the name has no role."""

    side: Literal["before", "after"]
    role: Literal[
        "organiser",
        "partner",
        "beneficiary",
        "none",
        "doer",
        "joint",
        "continues",
        "from",
        "helped",
        "leads",
        "cared",
        "came",
        "merely",
    ]
    kinds: Kinds = ()
    words: Words


class PairingCue(Rule):
    """Words that say a partnership.

    ``party``: only between two Party organisations; ``parties``: how many sides; ``none``: looks like one and is none;
    ``planned``: the whole sentence tells of no partnership that is.
    """

    party: bool = False
    parties: int = 0
    none: bool = False
    planned: bool = False
    words: Words


class OrgCase(Row):
    """A sentence with the names that must be read from it, in order; none where it only looks like one."""

    text: str
    names: Words = ()
    gap: str = ""


class FullCase(Row):
    """A text with the longest form of each mention in order; ``a+b`` where a word stands for both sides."""

    text: str
    fulls: Words = ()
    gap: str = ""


class RoleCase(Row):
    """A sentence with the organisations of its activity by role, in any order."""

    text: str
    organisers: Words = ()
    partners: Words = ()
    beneficiaries: Words = ()
    gap: str = ""


class PairingCase(Row):
    """A text with its pairs, each ``a+b``, and their kind."""

    text: str
    pairs: Words = ()
    kind: str = ""
    gap: str = ""


table("org_suffixes.csv", OrgSuffix)
table("org_stops.csv", OrgStop)
table("org_inside.csv", OrgInside)
table("org_generic.csv", OrgGeneric)
table("org_blocks.csv", OrgBlock)
table("org_titles.csv", OrgTitle)
table("org_fixed.csv", OrgFixed)
table("org_anaphora.csv", OrgAnaphor)
table("org_short.csv", OrgShort)
table("role_cues.csv", RoleCue)
table("pairing_cues.csv", PairingCue)
table("cases/org_names.csv", OrgCase)
table("cases/org_fulls.csv", FullCase)
table("cases/org_roles.csv", RoleCase)
table("cases/pairing_pairs.csv", PairingCase)
