"""One row or object of a table to an article, and what all tables say about their columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.intake.dateline import date_of
from analytics.intake.reading import Reading, Refusal
from analytics.intake.understanding import Understood
from analytics.model import Article
from analytics.problems import Problem
from analytics.settings import settings

SAMPLE = 20
"""Filled rows that are looked at before the first one becomes an article."""
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows come from: the file, its encoding, what precedes the row number in an id."""

    file: str
    encoding: str | None
    stem: str
    warnings: tuple[Problem, ...] = ()

    def at(self, row: int) -> str:
        """The place as a user knows it."""
        return f"{self.file}#{row}"


def row_article(fields: Mapping[str, str], text: str, number: int, origin: Origin) -> Reading | Refusal:
    """The article with these fields and this text, or why there is none."""
    where = origin.at(number)
    if not text.strip():
        return Refusal(origin.file, number, Problem.of("read_empty_body", where))
    if problem := text_problem(text, where):
        return Refusal(origin.file, number, problem)
    said = {name: " ".join(value.split()) for name, value in fields.items() if name != "text"}
    warnings = list(origin.warnings)
    published = date_of(said.get("published", ""))
    if not published:
        value = said.get("published", "")
        warnings.append(
            Problem.of("read_bad_date", where, value=value[:40]) if value else Problem.of("read_no_date", where)
        )
    if not said.get("title"):
        warnings.append(Problem.of("read_no_title", where))
    article = Article(
        id=said.get("id") or f"{origin.stem}-{number}",
        title=said.get("title", ""),
        published=published,
        source=said.get("source") or None,
        author=said.get("author") or None,
        url=said.get("url") or None,
        text=text,
    )
    if any(
        problem := text_problem(v or "", where)
        for v in (article.id, article.title, article.source, article.author, article.url)
    ):
        return Refusal(origin.file, number, Problem.of("read_no_text", where))
    return Reading(article, origin.file, number, origin.encoding, (), tuple(warnings))


def text_problem(text: str, where: str) -> Problem | None:
    """What speaks against a text: too long, or half a character (a lone surrogate) that no file can hold."""
    limit = settings().max_article_chars
    if len(text) > limit:
        return Problem.of("read_too_long", where, length=len(text), limit=limit)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as e:
        return Problem.of("read_surrogate", where, position=e.start)
    return None


def no_body(seen: Sequence[Sequence[str]], origin: Origin, row: int | None = None) -> Problem:
    """The problem of a table (or, with ``row``, of one object) without a body column."""
    heading = next((cells for cells in seen if any(c.strip() for c in cells)), ())
    shown = " | ".join(c.strip()[:20] for c in heading[:_SHOWN]) or "-"
    return Problem.of("read_no_body_column", origin.file if row is None else origin.at(row), seen=shown)


def by_content(table: Understood, origin: Origin) -> tuple[Problem, ...]:
    """What was guessed by content, as a warning; nothing when nothing was."""
    if not (columns := table.by("content")):
        return ()
    code = "read_columns_by_content" if table.headings else "read_no_headings"
    return (Problem.of(code, origin.file, used=said(table, columns)),)


def said(table: Understood, columns: Mapping[str, int]) -> str:
    """The columns as a user knows them, each with its field."""
    return " ".join(f"{table.called(at)}={field}" for field, at in sorted(columns.items(), key=lambda c: c[1]))


def refused(origin: Origin, number: int, problem: Problem) -> Refusal:
    """The refusal of one row."""
    return Refusal(origin.file, number, Problem(problem.code, origin.at(number), problem.values))
