"""Two versions of a dataset beside each other: which articles and activities came, went or changed, and in what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import pandas as pd

from analytics.measures.collection import Collection, open_collection, reading, texts
from analytics.measures.tables import articles, rows
from analytics.store.changes import WHATS, differences
from analytics.store.workspace import Workspace

ARTICLE_COLUMNS = ("what", "fields", "title", "source", "published", "activities", "id", "version")
ACTIVITY_COLUMNS = (
    "what", "fields", "edtf", "kind", "types", "quote", "organisations", "places", "people", "title", "id", "article_id",
    "version",
)  # fmt: skip
FIELD: Mapping[str, str] = {
    "text_hash": "text", "start": "date", "end": "date", "precision": "date", "date_from": "date",
    "date_evidence": "date", "people_evidence": "people", "evidence": "position",
}  # fmt: skip
"""Keys of an article or activity to the field that a reader knows them by; others bear their own name."""
PLACED = ("start", "end")
"""Where something stands in the text: it moves with every word before it, and says nothing of what was read."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What is different in version ``after`` against version ``before`` (0: nothing at all).

    ``articles``: columns ``ARTICLE_COLUMNS``; ``activities``: ``ACTIVITY_COLUMNS``. ``what``: added, changed, removed, in
    this order; ``fields`` (list): what changed, empty for others, "position" where it only moved within the text;
    ``version``: the one that holds the row, for changed ones ``after``.
    """

    before: int
    after: int
    articles: pd.DataFrame
    activities: pd.DataFrame


def compare(space: Workspace, dataset: str, before: int, after: int) -> Compared:
    """The two versions beside each other. Raises Problem no_dataset, dataset_deleted, no_version, part_missing."""
    new = open_collection(space, dataset, after)
    old = open_collection(space, dataset, before) if before else None
    then, now = (space.version(dataset, number).parts if number else () for number in (before, after))
    found = {name: differences(space, then, now, name).to_pandas() for name in ("articles", "activities")}
    return Compared(
        before, after,
        _joined(found["articles"], articles, _about, old, new, ARTICLE_COLUMNS),
        _joined(found["activities"], rows, _read, old, new, ACTIVITY_COLUMNS),
    )  # fmt: skip


def _joined(
    found: pd.DataFrame, listed: Callable[[Collection, Sequence[str]], pd.DataFrame],
    said: Callable[[Collection, Sequence[str]], dict[str, dict[str, Any]]], old: Collection | None, new: Collection,
    columns: Sequence[str],
) -> pd.DataFrame:  # fmt: skip
    """The rows of ``found`` with what the version that holds them lists, in the order of ``WHATS``."""
    frames = []
    for what in WHATS:
        ids = found["id"][found["what"] == what].tolist()
        holder = old if what == "removed" else new
        if not ids or holder is None:
            continue
        fields = _fields(said(old, ids), said(new, ids)) if what == "changed" and old else {}
        frame = listed(holder, ids).assign(what=what, version=holder.version)
        frame["fields"] = pd.Series([fields.get(i, []) for i in frame["id"]], dtype=object)
        frames.append(frame[list(columns)])
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(columns))


def _fields(old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """By id, the fields in which two readings differ."""
    found = {}
    for key in new.keys() & old.keys():
        a, b = old[key], new[key]
        names = [FIELD.get(n, n) for n in b if _bare(a.get(n)) != _bare(b.get(n))]
        found[key] = list(dict.fromkeys(names)) or ["position"]
    return found


def _bare(value: Any) -> Any:
    """A value without the places in the text that stand in it."""
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items() if k not in PLACED}
    return [_bare(v) for v in value] if isinstance(value, list) else value


def _about(collection: Collection, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What is compared of articles."""
    with reading(collection) as tables:
        chosen = tables["articles"].semi_join(texts(ids), "id")
        frame = tables.frame(chosen.select("id", "text_hash", "title", "published", "source", "author"))
    return {row["id"]: {str(k): v for k, v in row.items()} for row in frame.to_dict("records")}


def _read(collection: Collection, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What is compared of activities: all that was read."""
    with reading(collection) as tables:
        frame = tables.frame(tables["activities"].semi_join(texts(ids), "id")[["id", "json"]])
    return {row["id"]: orjson.loads(row["json"]) for row in frame.to_dict("records")}
