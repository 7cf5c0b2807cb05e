"""What the benches find is kept: a table a bench under ``docs/measured``, and in the docs that show it.

A row replaces the one that was measured before at the same keys (a size, a reader …). A page of the docs shows a table between
the lines ``<!-- measured NAME -->`` and ``<!-- end -->``, or between ``<!-- measured NAME: ROW by COLUMN, VALUE -->`` and the end
with a column for each value of COLUMN; ``python tests/bench/keeping.py`` writes all of them anew.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
TABLES = DOCS / "measured"
BEGIN, CLOSE, END = "<!-- measured ", " -->", "<!-- end -->"
RATIOS = "ratios"
Row = Mapping[str, object]


def keep(name: str, keys: Sequence[str], rows: Sequence[Row]) -> None:
    """Puts ``rows`` into the table ``name``, each with the day and the load of the machine, and into the docs."""
    when = {"day": date.today().isoformat(), "load": f"{os.getloadavg()[0]:.1f}"}
    own = [{column: str(value) for column, value in (dict(row) | when).items()} for row in rows]
    fresh = {tuple(row[key] for key in keys): row for row in own}
    found = {tuple(row[key] for key in keys): row for row in read(name)} | fresh
    TABLES.mkdir(exist_ok=True)
    columns = list(dict.fromkeys(column for row in found.values() for column in row))
    columns = [c for c in columns if c not in when] + list(when)
    with (TABLES / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(found.values())
    show()


def ratio(what: str, size: str, ours: str, other: str, value: float, aim: float | None, *, less: bool = False) -> None:
    """A ratio to what was measured beside it in the same run; ``less``: the aim is a value at most."""
    met = "" if aim is None else "yes" if (value <= aim if less else value >= aim) else "no"
    bound = "" if aim is None else f"{'≤' if less else '≥'} {aim:g}"
    row = {
        "what": what,
        "size": size,
        "ours": ours,
        "beside it": other,
        "ratio": f"{value:.2f}",
        "aim": bound,
        "met": met,
    }
    keep(RATIOS, ("what", "size"), [row])


def read(name: str) -> list[dict[str, str]]:
    """The rows of a table; none before the first run."""
    path = TABLES / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def markdown(rows: Sequence[Mapping[str, str]]) -> str:
    """A table; columns of numbers to the right."""
    columns = list(rows[0])
    right = {c for c in columns if any(row[c] for row in rows) and all(_is_number(row[c]) for row in rows)}
    lines = [" | ".join(columns), " | ".join("---:" if c in right else "---" for c in columns)]
    lines += [" | ".join(row[c] for c in columns) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def across(rows: Sequence[Mapping[str, str]], row: str, column: str, value: str) -> list[dict[str, str]]:
    """A row for each value of ``row``, a column for each of ``column``."""
    columns = list(dict.fromkeys(one[column] for one in rows))
    found: dict[str, dict[str, str]] = {}
    for one in rows:
        found.setdefault(one[row], {row: one[row]} | dict.fromkeys(columns, ""))[one[column]] = one[value]
    return list(found.values())


def show() -> None:
    """Writes every table into the pages of the docs that have a place for it."""
    for page in sorted(DOCS.glob("*.md")):
        first, *others = page.read_text("utf-8").split(BEGIN)
        if others:
            page.write_text(BEGIN.join((first, *map(_shown, others))), "utf-8", newline="\n")


def _shown(rest: str) -> str:
    """What follows the beginning of a mark, with the table of today."""
    asked, _, after = rest.partition(CLOSE)
    name, _, way = asked.partition(": ")
    rows = read(name)
    if way:
        row, _, more = way.partition(" by ")
        rows = across(rows, row, *more.split(", "))
    told = markdown(rows) if rows else "Not measured yet."
    return f"{asked}{CLOSE}\n{told}\n{END}{after.partition(END)[2]}"


def _is_number(text: str) -> bool:
    return not text or text.replace(",", "").replace(".", "", 1).isdigit()


if __name__ == "__main__":
    show()
