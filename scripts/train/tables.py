"""Rule books with learned tables: in memory for a cross-validation, as CSV for the project."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from analytics.rules import RuleBook
from analytics.rules.rows import Row


def with_tables(book: RuleBook, tables: Mapping[str, Sequence[Row]]) -> RuleBook:
    """The rule book with these tables in place of its own."""
    return replace(book, tables={**book.tables, **{name: tuple(rows) for name, rows in tables.items()}})


def write_table(path: Path, rows: Sequence[Row]) -> None:
    """Writes rows as an analyst's CSV (UTF-8 with BOM); what is zero is written 0, of whole numbers and others alike."""
    with path.open("w", encoding="utf-8-sig", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(type(rows[0]).model_fields)
        out.writerows([_cell(v) for v in row.model_dump().values()] for row in rows)


def _cell(value: object) -> object:
    return 0 if value == 0 and not isinstance(value, str) else value
