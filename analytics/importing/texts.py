"""Texts of articles by id, out of parts: only the row groups that hold them are read."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

KEPT = 12
"""Row groups kept in memory."""


class Texts:
    """Call it with ids; it answers with a dict of their texts."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._files = [pq.ParquetFile(folder / "articles.parquet") for folder in folders]
        self._groups: list[tuple[int, int]] = []
        """File and row group, in the order of ``_starts``."""
        self._recent: OrderedDict[int, Any] = OrderedDict()
        ids, group_of, place_of = [], [], []
        for number, file in enumerate(self._files):
            for group in range(file.num_row_groups):
                found = file.read_row_group(group, columns=["id"])["id"].combine_chunks()
                ids.append(found)
                group_of.append(pa.array([len(self._groups)] * len(found), pa.int32()))
                place_of.append(pa.array(range(len(found)), pa.int32()))
                self._groups.append((number, group))
        self._ids = pa.chunked_array(ids or [[]], pa.string()).combine_chunks()
        self._group = pa.chunked_array(group_of or [[]], pa.int32()).combine_chunks()
        self._place = pa.chunked_array(place_of or [[]], pa.int32()).combine_chunks()

    def __call__(self, ids: Sequence[str]) -> dict[str, str]:
        """The texts. KeyError for an id that no part holds."""
        at = pc.index_in(pa.array(list(ids), pa.string()), self._ids)
        if at.null_count:
            raise KeyError(next(i for i, found in zip(ids, at.to_pylist(), strict=True) if found is None))
        wanted: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
        groups, places = self._group.take(at).to_pylist(), self._place.take(at).to_pylist()
        for name, group, place in zip(ids, groups, places, strict=True):
            wanted[group].append((name, place))
        return {name: column[place].as_py() for group, found in wanted.items()
                if (column := self._column(group)) is not None for name, place in found}  # fmt: skip

    def _column(self, group: int) -> Any:
        if group not in self._recent:
            file, number = self._groups[group]
            self._recent[group] = self._files[file].read_row_group(number, columns=["text"])["text"].combine_chunks()
            if len(self._recent) > KEPT:
                self._recent.popitem(last=False)
        self._recent.move_to_end(group)
        return self._recent[group]
