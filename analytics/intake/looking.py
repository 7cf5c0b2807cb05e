"""What files would give, before anything is kept: kinds, encodings, columns, and the first articles of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from analytics.intake.columns import Choices
from analytics.intake.files import Intake, walk
from analytics.intake.kinds import Kind
from analytics.intake.objects import Objects
from analytics.intake.opening import Piece
from analytics.intake.reading import Reading, Refusal
from analytics.intake.tables import Table
from analytics.intake.understanding import How, Understood
from analytics.problems import Problem
from analytics.rules import RuleBook

_AHEAD = 40
"""Rows read of a sheet beyond those wanted: empty ones and what stands above the headings."""


@dataclass(frozen=True, slots=True)
class Use:
    """A column as it is understood: the article's field, the column's position from 0 and heading, and by what."""

    field: str
    position: int
    heading: str
    how: How


@dataclass(frozen=True, slots=True)
class LookedTable:
    """A table: ``signature`` is the key under which a choice of columns is remembered (``Columns``).

    ``headings`` is empty when there are none; ``rows`` are the first rows of data; ``uses`` is without ``text`` when
    no column of bodies was found; ``problem`` says why a choice could not be used.
    """

    signature: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    uses: tuple[Use, ...]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """A file, sheet (``book.xlsx[sheet]``) or member (``archive.zip/member.txt``).

    ``size`` is bytes of the file or member. ``found`` are the first articles and refusals, ``more`` whether there
    are others.
    """

    file: str
    kind: Kind
    encoding: str | None
    size: int
    found: tuple[Reading | Refusal, ...]
    more: bool
    table: LookedTable | None = None


def look(paths: Iterable[Path], book: RuleBook, chosen: Choices | None = None, most: int = 5) -> Iterator[Looked]:
    """What each file would give, its first ``most`` articles and refusals; large tables are not read to their end."""
    with Intake(book, chosen, most + _AHEAD) as intake:
        for path in walk(paths):
            for piece in intake.open_path(path):
                yield _looked(piece, most)


def look_at(name: str, data: bytes, book: RuleBook, chosen: Choices | None = None, most: int = 5) -> Iterator[Looked]:
    """The same for an uploaded file."""
    with Intake(book, chosen, most + _AHEAD) as intake:
        for piece in intake.open(name, data):
            yield _looked(piece, most)


def _looked(piece: Piece, most: int) -> Looked:
    found = tuple(islice(piece.found, most + 1))
    table = _table(piece.table, most) if piece.table else None
    return Looked(piece.name, piece.kind, piece.encoding, piece.size, found[:most], len(found) > most, table)


def _table(table: Table | Objects, most: int) -> LookedTable:
    understood = table.understood
    problem = None
    if isinstance(understood, Problem):
        problem, understood = understood, table.guessed
    rows = tuple(tuple(row) for row in table.sample[understood.start : understood.start + most])
    return LookedTable(understood.signature, understood.headings, rows, _uses(understood), problem)


def _uses(table: Understood) -> tuple[Use, ...]:
    return tuple(
        Use(name, at, table.headings[at] if at < len(table.headings) else "", table.how[name])
        for name, at in sorted(table.columns.items(), key=lambda pair: pair[1])
    )
