"""Full-text search over all parts of a collection."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analytics.measures.collection import Collection
from analytics.store.fulltext import find
from analytics.store.snapshots import INDEX


def search(collection: Collection, text: str, limit: int | None = None) -> tuple[str, ...]:
    """Ids of the articles whose title or body holds ``text``, sorted; the first ``limit`` of them.

    White space and letter case are not looked at; white space alone finds nothing.
    """
    return tuple(sorted(found_in(collection.folders, text))[:limit])


def found_in(folders: Sequence[Path], text: str) -> list[str]:
    """Article ids, part after part."""
    return [article_id for folder in folders for article_id in find(folder / INDEX, text)]
