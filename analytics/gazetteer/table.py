"""The built-in divisions in compact columns: sorted codes, names as sorted words with numbers, no object per row."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from analytics.memory import give_back

Ints = npt.NDArray[np.int64]


class DivisionTable:
    """About 665,000 rows in the order of their codes; a row is named by its position."""

    def __init__(self, path: Path) -> None:
        words = ("stem", "spoken", "official")
        file = pq.ParquetFile(path, read_dictionary=list(words), memory_map=True)
        # Column by column in one thread: a worker process has little memory, and this keeps the peak low.
        columns = {name: _column(file, name) for name in ("code", *words, "longitude", "latitude")}
        self.codes: Ints = columns["code"].to_numpy()
        self._stem_of: Ints = columns["stem"].indices.to_numpy()
        self._stems: pa.Array = columns["stem"].dictionary
        self._order: Ints = np.argsort(self._stem_of, kind="stable").astype(np.int32)
        each = np.arange(len(self._stems) + 1)
        self._starts: Ints = np.searchsorted(self._stem_of[self._order], each).astype(np.int32)
        self._spoken = _words(columns["spoken"])
        self._official = _words(columns["official"])
        self._lon, self._lat = (columns[c].to_numpy(zero_copy_only=False) for c in ("longitude", "latitude"))
        give_back()  # what reading took beyond that: 75 MB in every process

    def row(self, code: int) -> int | None:
        """The row of a code."""
        at = int(np.searchsorted(self.codes, code))
        return at if at < len(self.codes) and int(self.codes[at]) == code else None

    def between(self, low: int, high: int) -> tuple[int, int]:
        """The rows ``[first, last)`` whose codes lie in ``[low, high)``."""
        first, last = np.searchsorted(self.codes, [low, high])
        return int(first), int(last)

    def rows(self, stem: str, first: int, last: int) -> list[int]:
        """Rows within ``[first, last)`` whose name without its ending is ``stem``, in order."""
        at = bisect_left(self._stems, stem, key=_text)
        if at == len(self._stems) or self._stems[at].as_py() != stem:
            return []
        found = self._order[self._starts[at] : self._starts[at + 1]]
        low, high = np.searchsorted(found, [first, last])
        return [int(row) for row in found[low:high]]

    def stem(self, row: int) -> str:
        """The name without its ending: 青州, 白岩坝."""
        return str(self._stems[int(self._stem_of[row])].as_py())

    def name(self, row: int) -> str:
        """The name as people write it: 青州市, 白岩坝村."""
        words, index = self._spoken
        return self.stem(row) + words[int(index[row])]

    def official(self, row: int) -> str:
        """The name as the statistics have it: 白岩坝村委会."""
        words, index = self._official
        return self.stem(row) + words[int(index[row])]

    def point(self, row: int) -> tuple[float, float] | None:
        """Longitude and latitude in degrees, where the row has them."""
        lon, lat = float(self._lon[row]), float(self._lat[row])
        return None if np.isnan(lon) else (round(lon, 6), round(lat, 6))

    @property
    def endings(self) -> tuple[str, ...]:
        """Every ending of a written name, the longest first."""
        return tuple(sorted({*self._spoken[0], *self._official[0]} - {""}, key=lambda e: (-len(e), e)))


def _column(file: pq.ParquetFile, name: str) -> pa.Array:
    chunks = file.read(columns=[name], use_threads=False).column(0).chunks
    return pa.concat_arrays(chunks)


def _words(column: pa.Array) -> tuple[list[str], npt.NDArray[np.int16]]:
    return [str(word) for word in column.dictionary.to_pylist()], column.indices.to_numpy().astype(np.int16)


def _text(value: pa.Scalar) -> str:
    return str(value.as_py())
