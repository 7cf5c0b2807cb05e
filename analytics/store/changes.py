"""What is different between two lists of parts: articles and activities that came, went or changed.

Only the parts that the two do not share are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from analytics.settings import settings
from analytics.store.snapshots import part_folder
from analytics.store.workspace import Workspace

WHATS = ("added", "changed", "removed")
ARTICLE = "id, id AS article_id, hash(text_hash, title, published, source, author) AS digest"
ACTIVITY = "id, article_id, hash(json) AS digest"
COMPARED: Mapping[str, str] = {"articles": ARTICLE, "activities": ACTIVITY}
BOTH = """
SELECT coalesce(n.id, o.id) AS id, coalesce(n.article_id, o.article_id) AS article_id,
       CASE WHEN o.id IS NULL THEN 'added' WHEN n.id IS NULL THEN 'removed' ELSE 'changed' END AS what
FROM ({old}) o FULL JOIN ({new}) n ON o.id = n.id
WHERE o.digest IS DISTINCT FROM n.digest
ORDER BY id
"""
EMPTY = "SELECT '' AS id, '' AS article_id, 0::UBIGINT AS digest WHERE false"


def changes_between(space: Workspace, before: Sequence[str], after: Sequence[str]) -> dict[str, int]:
    """How many articles and activities were added, changed and removed: keys like ``articles_added``."""
    counts: dict[str, int] = {}
    for table in COMPARED:
        found = differences(space, before, after, table)["what"].to_pylist()
        counts |= {f"{table}_{what}": found.count(what) for what in WHATS}
    return counts


def differences(space: Workspace, before: Sequence[str], after: Sequence[str], table: str) -> Any:
    """An Arrow table id, article_id, what (added, changed, removed) of ``articles`` or ``activities``, sorted by id."""
    old, new = (
        [part_folder(space, part) for part in these if part not in set(those)]
        for these, those in ((before, after), (after, before))
    )
    wanted = settings()
    with duckdb.connect(
        ":memory:", config={"memory_limit": wanted.query_memory, "threads": wanted.query_threads}
    ) as db:
        query = BOTH.format(old=_rows(old, table, "old"), new=_rows(new, table, "new"))
        parameters = {name: _files(folders, table) for name, folders in (("old", old), ("new", new)) if folders}
        return db.sql(query, params=parameters).to_arrow_table()


def _rows(folders: Sequence[Path], table: str, name: str) -> str:
    return f"SELECT {COMPARED[table]} FROM read_parquet(${name})" if folders else EMPTY


def _files(folders: Sequence[Path], table: str) -> list[str]:
    return [str(folder / f"{table}.parquet") for folder in folders]
