"""The ids behind a number: as many as it says, kept as bits or row numbers, spelled out only when somebody reads them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

import numpy as np
import pyarrow as pa


class Ids(Sequence[str]):
    """Some of ``names``, an Arrow array of texts in order. Immutable; equal to every sequence of the same ids.

    The length costs nothing; walking along it, or a slice, spells the ids out. ``rows`` gives their positions in
    ``names``; it is asked each time, so that an ``Ids`` may hold a question instead of an answer.
    """

    __slots__ = ("_count", "_rows", "names")

    def __init__(self, names: Any, count: int, rows: Callable[[], Any]) -> None:
        self.names = names
        self._count = count
        self._rows = rows

    @staticmethod
    def of_mask(names: Any, mask: Any) -> Ids:
        """Those whose place in ``mask`` (a numpy array of truth values) is true, kept as bits."""
        bits, size = np.packbits(mask), len(mask)
        return Ids(names, int(np.count_nonzero(mask)), lambda: np.flatnonzero(np.unpackbits(bits, count=size)))

    @staticmethod
    def of_rows(names: Any, rows: Any) -> Ids:
        """Those at these positions, in their order."""
        return Ids(names, len(rows), lambda: rows)

    def rows(self) -> Any:
        """Positions in ``names``, in the order of the ids; a numpy array."""
        return self._rows()

    def arrow(self) -> Any:
        """The ids as an Arrow array."""
        return self.names.take(pa.array(self.rows(), pa.int64()))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        return iter(self.arrow().to_pylist())

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...

    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        found = self.rows()[at]
        if isinstance(at, slice):
            return tuple(self.names.take(pa.array(found, pa.int64())).to_pylist())
        return str(self.names[int(found)].as_py())

    def __contains__(self, wanted: object) -> bool:
        if not isinstance(wanted, str):
            return False
        at = bisect_left(range(len(self.names)), wanted, key=lambda n: str(self.names[n].as_py()))
        return at < len(self.names) and self.names[at].as_py() == wanted and bool((self.rows() == at).any())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Ids) and other.names is self.names:
            return len(self) == len(other) and bool(np.array_equal(self.rows(), other.rows()))
        if isinstance(other, Ids | tuple | list):
            return len(self) == len(other) and list(self) == list(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._count)

    def __repr__(self) -> str:
        return f"Ids({self._count})"
