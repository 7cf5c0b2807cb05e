"""Rows of the intake tables: lines around an article, labels of a dateline, names of columns and meta tags."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analytics.rules.registry import table
from analytics.rules.rows import Row, Rule, Words

ArticleField = Literal["id", "title", "published", "source", "author", "url", "text"]


class LineRule(Rule):
    """A line of a page that is no part of the article.

    ``place``: *head* is cut before the body alone; *line* wherever it stands; *heading* opens a list: it is cut with
    what follows when no paragraph follows it, alone otherwise; *footer* does so when an *end* follows; *end* closes the
    article: it is cut with everything that follows, alone when more follows than stood before; *notice* is a paragraph
    of the site after the article; *body* keeps a line that would look like a list; *reason* only explains a cut that
    the position of a line decides.
    ``match``: the line *equals* a word, *starts*, *ends* with or *contains* one, begins with one as a *label* (a colon,
    a space or a stroke behind it), *only* has words of the cell, digits and marks, or is decided by *position*. Case
    does not matter; a line with full stops is no such line, *notice* and *body* excepted.
    ``longest`` is the longest line (code points) that the rule may cut.
    """

    place: Literal["head", "line", "heading", "footer", "end", "notice", "body", "reason"]
    match: Literal["equals", "starts", "ends", "contains", "label", "only", "position"]
    words: Words = ()
    longest: int = Field(40, gt=0)


class LabelRule(Rule):
    """Words before a colon in a dateline and the field whose value they announce (``other``: known, but not kept)."""

    field: Literal["published", "source", "author", "other"]
    words: Words = Field(min_length=1)


class ColumnRule(Rule):
    """Headings of a column (or keys of a JSON object) that hold a field; earlier words are the better ones.

    A heading that merely contains a Chinese word counts when no other column fits and none of ``unless`` stands in it.
    """

    field: ArticleField
    words: Words = Field(min_length=1)
    unless: Words = ()


class GuessRule(Rule):
    """What the cells of a column look like that holds a field whose heading says nothing, in the order of asking.

    ``shape``: *prose* has full stops, *date* reads as a day, *address* begins with http, *phrase* is none of these and
    different in every row. ``share`` of the filled cells, at least ``least`` of them, must be of the shape and of
    ``shortest`` to ``longest`` code points. A heading with a word of ``unless`` is never guessed.
    """

    field: ArticleField
    shape: Literal["prose", "date", "address", "phrase"]
    shortest: int = Field(gt=0)
    longest: int = Field(gt=0)
    share: float = Field(gt=0, le=1)
    least: int = Field(gt=0)
    unless: Words = ()


class MetaRule(Rule):
    """Names of meta tags (``name``, ``property``, ``itemprop``) that hold a field, the better ones first."""

    field: ArticleField
    words: Words = Field(min_length=1)


class LineCase(Row):
    """A line with the rule that must know it (``-`` for none)."""

    line: str
    rule: str


class DatelineCase(Row):
    """A line with the fields that must be read from it; ``is_dateline`` is no for a look-alike."""

    line: str
    is_dateline: bool
    published: str = ""
    source: str = ""
    author: str = ""


table("intake_lines.csv", LineRule)
table("intake_labels.csv", LabelRule)
table("intake_columns.csv", ColumnRule)
table("intake_meta.csv", MetaRule)
table("intake_guess.csv", GuessRule)
table("cases/intake_lines.csv", LineCase)
table("cases/intake_datelines.csv", DatelineCase)
