"""The articles of parts, as they were read: what an extraction by newer rules starts from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson
import pyarrow.parquet as pq

from analytics.intake.reading import Cut, Reading
from analytics.model import Article

COLUMNS = ["id", "title", "published", "source", "author", "url", "text", "file", "row", "encoding", "cuts"]
BATCH = 500


def stored(folders: Sequence[Path]) -> Iterator[Reading]:
    """Every article with where it came from and what was cut, part after part."""
    for folder in folders:
        for batch in pq.ParquetFile(folder / "articles.parquet").iter_batches(BATCH, columns=COLUMNS):
            for row in batch.to_pylist():
                cuts = tuple(Cut(**cut) for cut in orjson.loads(row.pop("cuts")))
                file, number, encoding = row.pop("file"), row.pop("row"), row.pop("encoding")
                yield Reading(Article(**row), file, number, encoding, cuts)
