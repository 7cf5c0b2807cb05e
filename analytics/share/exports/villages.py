"""The villages that each activity counts for in a View, looked up without spelling out every id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


class VillagesOf:
    """Out of the frame of ``measures.villages``: activities as positions in its ids, sorted, with a village each."""

    def __init__(self, frame: pd.DataFrame) -> None:
        ids = list(frame["ids"])
        self._names = [str(name) for name in frame["name"]]
        self._known: Any = ids[0].names if ids else pa.array([], pa.string())
        rows = np.concatenate([one.rows() for one in ids]) if ids else np.zeros(0, dtype=np.int64)
        village = np.repeat(np.arange(len(ids)), [len(one) for one in ids]) if ids else rows
        order = np.lexsort((village, rows))
        self._rows, self._village = rows[order], village[order]

    def of(self, activities: Sequence[str]) -> list[list[str]]:
        """The names of the villages of each activity, sorted."""
        at = pc.fill_null(pc.index_in(pa.array(activities, pa.string()), self._known), -1).to_numpy(
            zero_copy_only=False
        )
        first, last = np.searchsorted(self._rows, at), np.searchsorted(self._rows, at, side="right")
        return [
            sorted(self._names[n] for n in self._village[a:b])
            for a, b in zip(first.tolist(), last.tolist(), strict=True)
        ]
