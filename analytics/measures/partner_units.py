"""What kind of unit an organisation is, as far as its name says: by the endings that the rules know."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar, cast, get_args

from analytics.rules.check import read_table
from analytics.rules.who import OrgFixed, OrgSuffix

Unit = Literal["party", "village", "company", "government", "school", "hospital", "union", "society", "other"]
UNITS: tuple[Unit, ...] = get_args(Unit)
Known = TypeVar("Known", OrgSuffix, OrgFixed)
TABLE = "partner_kinds.csv"
"""Kind (or id) of a row of ``org_suffixes.csv`` to a unit; ``behind``: what stands before the ending decides (a branch is
one of the village or company that it belongs to), and only a name that holds nothing else is a Party organisation."""


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """``endings``: word to unit; ``inner``: the endings after which the body is looked for; ``fixed``: whole names;
    ``longest``: characters of the longest ending; ``last``: the last characters of all."""

    endings: Mapping[str, Unit]
    inner: frozenset[str]
    fixed: Mapping[str, Unit]
    longest: int
    last: frozenset[str]

    def of(self, name: str) -> Unit:
        """The unit of a name; "other" when its ending says nothing."""
        if name in self.fixed:
            return self.fixed[name]
        ending = self._ending(name)
        if ending not in self.inner:
            return self.endings.get(ending, "other")
        core = next(name[-n:] for n in range(1, self.longest + 1) if name[-n:] in self.inner)
        return self._body(name[: len(name) - len(core)]) or self.endings[ending]

    def _ending(self, text: str) -> str:
        """The longest ending of ``text``; "" when it has none."""
        if text[-1:] not in self.last:
            return ""
        return next((text[-n:] for n in range(min(self.longest, len(text)), 0, -1) if text[-n:] in self.endings), "")

    def _body(self, text: str) -> Unit | None:
        """The last unit that is named in ``text``, whatever stands behind it (县税务局第二)."""
        for end in range(len(text), 0, -1):
            word = self._ending(text[:end])
            unit = self.endings.get(word)
            if word not in self.inner and unit not in (None, "other"):
                return unit
        return None


def joined(a: str, b: str) -> str:
    """The units of both partners, in the order of ``UNITS``."""
    return "-".join(u for u in UNITS for own in (a, b) if own == u)


def is_units(text: str) -> bool:
    """Whether a text names the units of a pair, as ``joined`` writes them."""
    a, _, b = text.partition("-")
    return a in UNITS and b in UNITS and joined(a, b) == text


@lru_cache(maxsize=4)
def units_of(folder: Path) -> Units:
    """The units after the endings of the rules; ``folder`` holds the table of kinds and the folder of the rules.

    Two tables are read and not the whole rule book, which takes seconds.
    """
    with (folder / TABLE).open(encoding="utf-8-sig", newline="") as f:
        table = {row["what"]: (cast(Unit, row["unit"]), bool(row["behind"])) for row in csv.DictReader(f)}
    endings: dict[str, Unit] = {}
    inner: set[str] = set()
    for row in _rows(folder, "org_suffixes.csv", OrgSuffix):
        unit, behind = table.get(row.id) or table[row.kind]
        for word in row.words:
            endings[word] = unit
            if behind:
                inner.add(word)
    fixed = {word: table[row.kind][0] for row in _rows(folder, "org_fixed.csv", OrgFixed) for word in row.words}
    return Units(endings, frozenset(inner), fixed, max(map(len, endings)), frozenset(w[-1] for w in endings))


def _rows(folder: Path, name: str, model: type[Known]) -> Iterator[Known]:
    rows, _ = read_table(folder / "rules", name)
    return (row for row in rows if isinstance(row, model))
