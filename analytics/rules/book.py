"""The rules of one run, frozen, with a version that is the hash of their content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from analytics.problems import Problem
from analytics.rules.check import read_table
from analytics.rules.rows import Row, Rule
from analytics.rules.tables import TABLES

T = TypeVar("T", bound=Row)


@dataclass(frozen=True)
class RuleBook:
    """All tables but the cases; ``version`` is the same wherever the same rules are."""

    tables: Mapping[str, tuple[Row, ...]] = field(repr=False)
    version: str

    def rows(self, name: str, model: type[T]) -> tuple[T, ...]:
        """The rows of one table."""
        return tuple(row for row in self.tables[name] if isinstance(row, model))

    @cached_property
    def texts(self) -> Mapping[str, tuple[str, str]]:
        """Rule id to its explanation (Chinese, English)."""
        return {r.id: (r.zh, r.en) for rows in self.tables.values() for r in rows if isinstance(r, Rule)}


def load_rules(folder: Path) -> RuleBook:
    """The rule book under ``folder``; read again when a file of it has changed.

    Raises Problem with the first fault when a table is unsound.
    """
    return _load(folder, tuple(_stamp(folder / name) for name in sorted(TABLES)))


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when a file does."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size


@lru_cache(maxsize=4)
def _load(folder: Path, _stamps: tuple[tuple[int, int] | None, ...]) -> RuleBook:
    tables: dict[str, tuple[Row, ...]] = {}
    digest = hashlib.sha256()
    for name in sorted(TABLES):
        if name.startswith("cases/"):
            continue
        rows, faults = read_table(folder, name)
        if faults:
            f = faults[0]
            raise Problem.of(
                "rules", f"data/rules/{f.file}", row=f.row, column=f.column, detail=f.message, more=len(faults) - 1
            )
        tables[name] = tuple(rows)
        digest.update(name.encode() + b"\0" + "\n".join(r.model_dump_json() for r in rows).encode() + b"\0")
    return RuleBook(tables, digest.hexdigest()[:12])
