"""Texts of articles by id, out of parts: laid side by side in a file of their own, so that none is kept in memory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

BATCH = 1_000
"""Articles that are read from a part at a time."""


class Texts:
    """Call it with ids; it answers with a dict of their texts. The file is made at the first call, and has no name."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders

    def __call__(self, ids: Sequence[str]) -> dict[str, str]:
        """The texts. KeyError for an id that no part holds."""
        known, ends, file = self._laid
        at = pc.index_in(pa.array(list(ids), pa.string()), known)
        if at.null_count:
            raise KeyError(next(i for i, found in zip(ids, at.to_pylist(), strict=True) if found is None))
        places = at.to_numpy()
        starts, sizes = ends[places], ends[places + 1] - ends[places]
        return {
            name: os.pread(file.fileno(), int(size), int(start)).decode("utf-8", "surrogatepass")
            for name, start, size in zip(ids, starts, sizes, strict=True)
        }

    @cached_property
    def _laid(self) -> tuple[Any, Any, IO[bytes]]:
        """Ids, where the text of each begins (with the end of the last), and the file."""
        # It is closed, and gone, with the last reader.
        file = tempfile.TemporaryFile(prefix="jushi-")  # noqa: SIM115
        ids, sizes = [], [0]
        for folder in self._folders:
            with pq.ParquetFile(folder / "articles.parquet") as part:
                for batch in part.iter_batches(BATCH, columns=["id", "text"], use_threads=False):
                    ids.append(batch["id"])
                    sizes += [file.write(text.as_buffer() or b"") for text in batch["text"].cast(pa.binary())]
        file.flush()
        return pa.chunked_array(ids, pa.string()).combine_chunks(), np.cumsum(sizes, dtype=np.int64), file
