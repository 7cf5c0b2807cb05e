"""The table of places that belongs to a collection: it places its villages and settles the names of its organisations."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from pathlib import Path

import orjson

from analytics.gazetteer.extra import COLUMNS, extra_places, read_places
from analytics.importing.work import DEMO
from analytics.settings import settings
from analytics.store.audit import record
from analytics.store.tables import Setting
from analytics.store.workspace import Workspace

KEY = "places:{dataset}"
Rows = list[dict[str, str]]


def checked(path: Path) -> Rows:
    """The rows of an uploaded table. Raises Problem when it is unsound."""
    rows = read_places(path)
    extra_places(rows, ())
    return [{column: row[column] for column in COLUMNS} for row in rows]


def keep(space: Workspace, dataset: str, rows: Sequence[dict[str, str]], who: str = "") -> None:
    """The table of a collection from now on."""
    key = KEY.format(dataset=dataset)
    with space.writing() as session:
        found = session.get(Setting, key)
        old = found.value if found else ()
        session.merge(Setting(key=key, value=list(rows)))
        record(session, who, "places.keep", "places", _told(old), _told(rows), dataset=dataset)


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


def _told(rows: Sequence[dict[str, str]]) -> dict[str, object]:
    """What the audit log keeps of a table."""
    words = orjson.dumps(list(rows), option=orjson.OPT_SORT_KEYS)
    return {"rows": len(rows), "sha256": hashlib.sha256(words).hexdigest()}
