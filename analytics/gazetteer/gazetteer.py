"""Names to divisions: the built-in table and, before it, the places of one's own."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from analytics.gazetteer.division import LEVELS, Division, ancestors, level_of, padded
from analytics.gazetteer.extra import ExtraPlace, digits_of, extra_places, read_places
from analytics.gazetteer.table import DivisionTable

MIN_SHORT = 2
"""Characters of a short name: 青州 for 青州市, but never 忠 for 忠县."""


class Gazetteer:
    """Divisions by name and by code. Places of one's own hide built-in ones of the same name or code."""

    def __init__(self, table: DivisionTable, version: str, extra: tuple[ExtraPlace, ...] = ()) -> None:
        self.version = version
        self._table = table
        self._endings = table.endings
        self._extra = {e.division.code: e.division for e in extra}
        self._named: defaultdict[str, list[Division]] = defaultdict(list)
        for place in extra:
            for name in place.names:
                self._named[name].append(place.division)
        self._rows = lru_cache(maxsize=8192)(self._rows_named)
        self._find = lru_cache(maxsize=8192)(self._find_uncached)

    def with_places(self, rows: Iterable[Mapping[str, str]]) -> Gazetteer:
        """A gazetteer that knows these rows (columns code, level, name, province … aliases) too."""
        listed = [dict(row) for row in rows]
        places = extra_places(listed, self._endings)
        known = {e.division.code: e for e in (*self._places(), *places)}
        digest = hashlib.sha256(self.version.encode() + repr([sorted(row.items()) for row in listed]).encode())
        return Gazetteer(self._table, digest.hexdigest()[:12], tuple(known.values()))

    def find(self, name: str, within: str | None = None) -> tuple[Division, ...]:
        """Divisions of this exact name, else those it is the short form of, inside the code prefix ``within``."""
        return self._find(name, within or "")

    def count(self, name: str, within: str | None = None) -> int:
        """How many divisions ``find`` would give, without making them."""
        own = self._own(name, within or "")
        return len(own) if own else len(self._rows(name, within or ""))

    def get(self, code: str) -> Division | None:
        """The division of a code (padded with zeros when it is short)."""
        code = padded(code)
        if code in self._extra:
            return self._extra[code]
        row = self._table.row(int(code)) if code.isascii() and code.isdigit() and len(code) == 12 else None
        return None if row is None else self._division(row)

    def official(self, code: str) -> str | None:
        """The name as the statistics write it: 白岩坝村委会 for 白岩坝村."""
        code = padded(code)
        if code in self._extra:
            return self._extra[code].name
        row = self._table.row(int(code)) if code.isascii() and code.isdigit() and len(code) == 12 else None
        return None if row is None else self._table.official(row)

    def children(self, code: str) -> tuple[Division, ...]:
        """The divisions directly below, in the order of their codes."""
        code = padded(code)
        prefix = code[: digits_of(code)]
        first, last = self._range(prefix)
        found = {d.code: d for d in map(self._division, self._child_rows(code, first, last))}
        found |= {d.code: d for d in self._extra.values() if d.code.startswith(prefix) and self._parent(d.code) == code}
        return tuple(found[c] for c in sorted(found))

    def point(self, code: str) -> tuple[float, float] | None:
        """Longitude and latitude in degrees of the county (else the city, else the province) that holds the code."""
        for above in reversed(ancestors(padded(code))):
            row = self._table.row(int(above)) if above.isdigit() else None
            if row is not None and (point := self._table.point(row)):
                return point
        return None

    def upper(self) -> tuple[tuple[str, Division], ...]:
        """Every name, full and short, of every province, city and county: for scanning a text."""
        rows = [row for row in range(len(self._table.codes)) if self._table.codes[row] % 1_000_000 == 0]
        pairs = [(name, d) for row in rows for d in [self._division(row)] for name in {d.name, self._table.stem(row)}]
        own = [(name, d) for name, found in self._named.items() for d in found if d.level in LEVELS[:3]]
        return tuple((name, d) for name, d in (*own, *pairs) if len(name) >= MIN_SHORT)

    def _places(self) -> tuple[ExtraPlace, ...]:
        names: defaultdict[str, list[str]] = defaultdict(list)
        for name, found in self._named.items():
            for division in found:
                names[division.code].append(name)
        return tuple(ExtraPlace(d, tuple(names[code])) for code, d in self._extra.items())

    def _own(self, name: str, within: str) -> list[Division]:
        found = [d for d in self._named.get(name, ()) if d.code.startswith(within)]
        return [d for d in found if d.name == name] or found

    def _find_uncached(self, name: str, within: str) -> tuple[Division, ...]:
        if own := self._own(name, within):
            return tuple(own)
        return tuple(self._division(row) for row in self._rows(name, within))

    def _rows_named(self, name: str, within: str) -> tuple[int, ...]:
        if name in self._endings:
            return ()
        first, last = self._range(within)
        stems = {name, *(name.removesuffix(e) for e in self._endings if name.endswith(e))} - {""}
        table = self._table
        found = sorted(row for stem in stems for row in table.rows(stem, first, last))
        exact = [row for row in found if name in (table.name(row), table.official(row))]
        if exact or len(name) < MIN_SHORT:
            return tuple(exact)
        short = [row for row in found if table.stem(row) == name]
        return tuple(sorted(short, key=lambda row: LEVELS.index(level_of(int(table.codes[row])))))

    def _range(self, prefix: str) -> tuple[int, int]:
        if not prefix:
            return 0, len(self._table.codes)
        unit = 10 ** (12 - len(prefix))
        return self._table.between(int(prefix) * unit, (int(prefix) + 1) * unit)

    def _division(self, row: int) -> Division:
        code = f"{int(self._table.codes[row]):012d}"
        rows = (self._table.row(int(above)) for above in ancestors(code))
        chain = tuple(self._table.name(r) for r in rows if r is not None)
        return Division(code, level_of(int(code)), self._table.name(row), chain)

    def _parent(self, code: str) -> str | None:
        above = (c for c in reversed(ancestors(code)[:-1]) if c in self._extra or self._table.row(int(c)) is not None)
        return next(above, None)

    def _child_rows(self, code: str, first: int, last: int) -> list[int]:
        codes = self._table.codes[first:last]
        digits = digits_of(code)
        rows = range(first, last) if digits >= 9 else (first + codes.searchsorted(codes[codes % 1000 == 0])).tolist()
        return [row for row in rows if self._parent(f"{int(self._table.codes[row]):012d}") == code]


def load_gazetteer(folder: Path, extra: Sequence[Path] = ()) -> Gazetteer:
    """The gazetteer of ``folder`` (data/gazetteer) with the places of ``extra`` tables.

    Loaded once per process and content, in about half a second. Raises Problem when an extra table is unsound.
    """
    path = folder / "divisions.parquet"
    stamp = path.stat()
    base = _load(path, stamp.st_mtime_ns, stamp.st_size)
    rows = [row for table in extra for row in read_places(table)]
    return base.with_places(rows) if rows else base


@lru_cache(maxsize=2)
def _load(path: Path, changed: int, size: int) -> Gazetteer:
    return Gazetteer(DivisionTable(path), hashlib.sha256(path.read_bytes()).hexdigest()[:12])
