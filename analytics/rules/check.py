"""``check-rules``: every fault of the rule tables at once, by file, row and column."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from analytics.rules.rows import Row, Rule
from analytics.rules.tables import TABLES


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; ``row`` is the line as a spreadsheet shows it (the heading is 1, 0 for the whole file)."""

    file: str
    row: int
    column: str
    message: str


def read_table(folder: Path, name: str) -> tuple[list[Row], list[Fault]]:
    """The rows of one table that are sound, and the faults of the others."""
    path, model = folder / name, TABLES[name]
    if not path.is_file():
        return [], [Fault(name, 0, "", "the table is missing")]
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            lines = list(csv.reader(f, strict=True))
    except (UnicodeDecodeError, csv.Error) as e:
        return [], [Fault(name, 0, "", f"not a CSV file in UTF-8: {e}")]
    if not lines:
        return [], [Fault(name, 1, "", "the heading is missing")]
    head, rows, faults = lines[0], [], []
    for column in sorted(set(model.model_fields) ^ set(head)):
        word = "unknown" if column in head else "missing"
        if word == "unknown" or model.model_fields[column].is_required():
            faults.append(Fault(name, 1, column, f"{word} column"))
    if faults:
        return [], faults
    shared: dict[object, object] = {}
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != len(head):
            faults.append(Fault(name, number, "", f"{len(cells)} cells where the heading has {len(head)}"))
            continue
        try:
            given = {k: v for k, v in zip(head, cells, strict=True) if v.strip()}
            rows.append(_slim(model.model_validate(given), shared))
        except ValidationError as e:
            faults += [Fault(name, number, ".".join(map(str, x["loc"][:1])), x["msg"]) for x in e.errors()]
    return rows, faults + _twice(name, rows)


def _slim(row: Row, shared: dict[object, object]) -> Row:
    """The same row in a third of the memory: pydantic keeps a set and a roomy dict for each, and a table has thousands."""
    values = {k: shared.setdefault((type(v), v), v) for k, v in row.__dict__.items()}
    object.__setattr__(row, "__dict__", values)
    object.__setattr__(row, "__pydantic_fields_set__", shared.setdefault("fields", set(type(row).model_fields)))
    return row


def _twice(name: str, rows: list[Row]) -> list[Fault]:
    seen: set[str] = set()
    out = []
    for row in rows:
        if isinstance(row, Rule):
            if row.id in seen:
                out.append(Fault(name, 0, "id", f"{row.id} stands twice"))
            seen.add(row.id)
    return out


def check_rules(folder: Path) -> list[Fault]:
    """Every fault under ``folder``: unreadable tables, unknown or missing columns, bad cells, ids that stand twice."""
    faults: list[Fault] = []
    owner: dict[str, str] = {}
    for name in sorted(TABLES):
        rows, found = read_table(folder, name)
        faults += found
        for row in rows:
            if isinstance(row, Rule) and owner.setdefault(row.id, name) != name:
                faults.append(Fault(name, 0, "id", f"{row.id} stands in {owner[row.id]} too"))
    known = set(TABLES)
    for path in sorted(folder.rglob("*.csv")):
        if (name := path.relative_to(folder).as_posix()) not in known:
            faults.append(Fault(name, 0, "", "no room reads this table"))
    return faults
