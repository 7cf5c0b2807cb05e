"""Tables of names of organisations across articles: short and full forms, parts of a unit, how sure each reason is."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analytics.rules.registry import table
from analytics.rules.rows import Row, Words

Group = Literal["bureau", "law", "hospital", "school", "company", "bank", "mass", "party", "league", "village", "other"]


class NamePattern(Row):
    """A full form and what is written for it. ``{n}`` in both: any number from one to ninety-nine.

    ``at``: where the short form may stand behind the division (``start``), at the very end (``end``), or ``any``.
    ``certainty``: below 1 for forms that are mostly, but not always, the same organisation (县医院, 县人民医院).
    """

    group: Group
    full: str = Field(min_length=2)
    shorts: Words = Field(min_length=1)
    at: Literal["any", "start", "end"] = "any"
    certainty: float = Field(1.0, gt=0, le=1)


class NameShape(Row):
    """A name with a slot and the plain order of its words: 共青团{l}委员会 is {l}团委.

    ``{u}``: any unit, the rest up to the end of the name; ``{l}``: words that end with a level (县, 云岫县).
    """

    shape: str = Field(min_length=4, pattern=r"^[^{].*\{[ul]\}")
    plain: str = Field(min_length=3)


class NameWord(Row):
    """Words with a part to play when a name is taken apart.

    ``front``: left out before a division (国网, 中共); ``former``: before a name that is no longer used (原);
    ``bracket``: in brackets behind the name and no part of it; ``company``: endings of a firm's full name;
    ``level``: a division that is named by its level alone (县); ``not_level``: words that begin like one (市场);
    ``no_division``: names of districts that are everyday words; ``generic``: words that make no name of their own;
    ``place``: endings of villages and towns; ``quote``: marks around a team's own name;
    ``through``: a firm of a province between its name and that of a place in it (东屏省电力有限公司云岫县供电分公司).
    """

    kind: Literal[
        "front",
        "former",
        "bracket",
        "company",
        "level",
        "not_level",
        "no_division",
        "generic",
        "place",
        "quote",
        "through",
    ]
    words: Words = Field(min_length=1)


class NamePart(Row):
    """Endings of what belongs to a unit, after the full forms of ``name_patterns.csv``.

    ``above``: bodies of the same unit that stand between, the nearest first (党支部: 党总支, 党委);
    ``office``: the office of the same division that such a body belongs to when its name holds none (派出所: 公安局);
    ``places``: whether a village or town can be the unit; ``unless``: endings that look like it and are not.
    """

    group: Literal["party", "league", "union", "women", "team", "department", "outlet", "premises", "village", "office"]
    words: Words = Field(min_length=1)
    above: Words = ()
    office: str = ""
    places: bool = False
    unless: Words = ()


class NameCertainty(Row):
    """How sure a link is for one reason, from 0 to 1; several multiply. ``threshold``: from here on it is a link."""

    reason: str = Field(pattern=r"^[a-z_]+$")
    certainty: float = Field(gt=0, le=1)


class NameCase(Row):
    """Names of a collection (``name`` or ``name@near+near``) and what must come of the first.

    ``alias``: it is the same as ``target``; ``apart``: it is joined with none and asks nothing about ``target``;
    ``ask``: a question names ``target``, and nothing is joined; ``part_of``: ``target`` is its parent;
    ``top``: it has no parent.
    """

    group: str
    names: Words = Field(min_length=1)
    expect: Literal["alias", "apart", "ask", "part_of", "top"]
    target: str = ""
    gap: str = ""


table("name_patterns.csv", NamePattern)
table("name_shapes.csv", NameShape)
table("name_words.csv", NameWord)
table("name_parts.csv", NamePart)
table("name_certainty.csv", NameCertainty)
table("cases/names.csv", NameCase)
