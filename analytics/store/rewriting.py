"""A part without some of its articles: a new part, since parts never change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.store.schema import SCHEMAS, STATE_SCHEMAS
from analytics.store.snapshots import PartWriter, StateWriter, part_folder, state_folder
from analytics.store.workspace import Workspace

BATCH = 5_000


def without(space: Workspace, part_id: str, gone: Collection[str]) -> str:
    """The id of a part that holds the same but for the articles ``gone`` and all that was read from them; the part
    itself when it holds none of them."""
    folder = part_folder(space, part_id)
    wanted = pa.array(sorted(gone), pa.string())
    held = pq.read_table(folder / "articles.parquet", columns=["id"])["id"]
    if not pc.any(pc.is_in(held, wanted)).as_py():
        return part_id
    lost = _activities(folder, wanted)
    with PartWriter(space.snapshots) as writer:
        for name, schema in SCHEMAS.items():
            column, values = _key(name, schema, wanted, lost)
            for batch in _batches(folder / f"{name}.parquet"):
                kept = batch.filter(pc.invert(pc.is_in(batch[column], values)))
                writer.add_table(name, _widened(kept, schema))
                if name == "articles":
                    writer.index(zip(*(kept[c].to_pylist() for c in ("id", "title", "text")), strict=True))
        return writer.finish()


def rewritten(space: Workspace, parts: Sequence[str], gone: Collection[str]) -> tuple[str, ...]:
    """The parts, those that hold one of the articles ``gone`` replaced by new ones without them."""
    return tuple(without(space, part, gone) for part in parts) if gone else tuple(parts)


def _activities(folder: Path, articles: Any) -> Any:
    """Ids of the activities of some articles."""
    found = pq.read_table(folder / "activities.parquet", columns=["id", "article_id"])
    return found.filter(pc.is_in(found["article_id"], articles))["id"].combine_chunks()


def _key(name: str, schema: Any, articles: Any, activities: Any) -> tuple[str, Any]:
    """The column that says whose row it is, and the values that go."""
    if name == "articles":
        return "id", articles
    return ("article_id", articles) if "article_id" in schema.names else ("activity_id", activities)


def _batches(path: Path) -> Iterator[Any]:
    for batch in pq.ParquetFile(path).iter_batches(BATCH):
        yield pa.Table.from_batches([batch])


def _widened(table: Any, schema: Any) -> Any:
    """A table of an older schema with the columns that came later, empty."""
    for field in schema:
        if field.name not in table.schema.names:
            table = table.append_column(field, pa.nulls(table.num_rows, field.type))
    return table


def activities_of(space: Workspace, parts: Iterable[str], articles: Collection[str]) -> set[str]:
    """Ids of the activities that were read from some articles, in any of the parts."""
    wanted = pa.array(sorted(articles), pa.string())
    return {i for part in parts for i in _activities(part_folder(space, part), wanted).to_pylist()}


def state_without(space: Workspace, state_id: str, gone: Collection[str]) -> str:
    """The id of a state in which no pair names one of the articles or activities ``gone``."""
    folder, values = state_folder(space, state_id), pa.array(sorted(gone), pa.string())
    with StateWriter(space.snapshots) as writer:
        for name, schema in STATE_SCHEMAS.items():
            table = pq.read_table(folder / f"{name}.parquet")
            for column in {"a", "b"} & set(schema.names):
                table = table.filter(pc.invert(pc.is_in(table[column], values)))
            writer.add_table(name, table)
        return writer.finish()
