"""Places of one's own: a CSV table beside the built-in divisions."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.gazetteer.division import DIGITS, LEVELS, Division
from analytics.problems import Problem

COLUMNS = ("code", "level", "name", "province", "city", "county", "town", "aliases")


@dataclass(frozen=True, slots=True)
class ExtraPlace:
    """A place of a table of one's own with every name that it answers to."""

    division: Division
    names: tuple[str, ...]


def read_places(path: Path) -> list[dict[str, str]]:
    """The rows of a places table. Raises Problem when it is no CSV file in UTF-8 or a column is missing."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            reader = csv.DictReader(f, strict=True)
            rows = [{key: value or "" for key, value in row.items() if key} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as e:
        raise Problem.of("places_unreadable", path.name, detail=str(e)) from None
    if missing := [c for c in COLUMNS if c not in (reader.fieldnames or ())]:
        raise Problem.of("places_column", path.name, column=missing[0])
    return rows


def extra_places(rows: Iterable[Mapping[str, str]], endings: Sequence[str]) -> tuple[ExtraPlace, ...]:
    """The places of table rows. Raises Problem naming the first bad row (the heading is row 1)."""
    return tuple(_place(number, row, endings) for number, row in enumerate(rows, start=2))


def _place(number: int, row: Mapping[str, str], endings: Sequence[str]) -> ExtraPlace:
    code, name = row.get("code", "").strip(), row.get("name", "").strip()
    level = next((known for known in LEVELS if known == row.get("level", "").strip()), None)
    if level is None or not name or len(code) != 12 or not (code.isascii() and code.isdigit()):
        raise Problem.of("places_row", row=number, digits=code, level=row.get("level", ""), name=name)
    above = LEVELS[: LEVELS.index(level)]
    chain = tuple(part for part in (row.get(column, "").strip() for column in above) if part)
    aliases = (part.strip() for part in row.get("aliases", "").split("|"))
    names = tuple(dict.fromkeys([name, *(a for a in aliases if a), *_short(name, endings)]))
    return ExtraPlace(Division(code, level, name, (*chain, name)), names)


def _short(name: str, endings: Sequence[str]) -> tuple[str, ...]:
    stem = next((name.removesuffix(e) for e in endings if name.endswith(e)), name)
    return (stem,) if len(stem) > 1 else ()


def digits_of(code: str) -> int:
    """How many leading digits a twelve-digit code needs for its level."""
    return next(d for d in DIGITS if set(code[d:]) <= {"0"})
