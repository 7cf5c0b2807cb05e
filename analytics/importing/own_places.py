"""The table of places that belongs to a collection: it places its villages and settles the names of its organisations."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from analytics.gazetteer.extra import COLUMNS, extra_places, read_places
from analytics.importing.work import DEMO
from analytics.settings import settings
from analytics.store.workspace import Workspace

KEY = "places:{dataset}"
Rows = list[dict[str, str]]


def checked(path: Path) -> Rows:
    """The rows of an uploaded table. Raises Problem when it is unsound."""
    rows = read_places(path)
    extra_places(rows, ())
    return [{column: row[column] for column in COLUMNS} for row in rows]


def keep(space: Workspace, dataset: str, rows: Sequence[dict[str, str]]) -> None:
    """The table of a collection from now on."""
    space.set(KEY.format(dataset=dataset), list(rows))


def kept(space: Workspace, dataset: str) -> Rows:
    """The table of a collection; empty when it has none. The demonstration brings its own."""
    rows = list(space.setting(KEY.format(dataset=dataset)) or ())
    return rows or (read_places(settings().data / "demo" / "places.csv") if dataset == DEMO else [])


def write(rows: Sequence[dict[str, str]], path: Path) -> Path:
    """The table as a file, as imports take it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path
