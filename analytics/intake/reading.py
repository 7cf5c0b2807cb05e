"""What reading a file gives: an article with what was cut around it, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.model import Article
from analytics.problems import Problem


@dataclass(frozen=True, slots=True)
class Cut:
    """Lines cut from a page, joined by ``\\n``, the id of the rule, and whether they stood before the body.

    ``at``: the offset in the body in front of which they stood; None when they had no one place.
    """

    text: str
    rule: str
    before: bool
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One article; ``row`` is the row as a spreadsheet shows it, None for a file with one article.

    ``encoding`` is the name of a Python codec, None for files that carry none (XLSX).
    """

    article: Article
    file: str
    row: int | None
    encoding: str | None
    cuts: tuple[Cut, ...] = ()
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file (``row`` None) or a row that gave no article, and why."""

    file: str
    row: int | None
    problem: Problem
