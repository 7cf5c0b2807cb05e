"""Where counties lie: a small table beside the divisions, for maps."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = "county_points.csv"


@dataclass(frozen=True, slots=True)
class Point:
    """A county (or a city or province without counties below it) by its chain, in degrees."""

    chain: str
    longitude: float
    latitude: float

    @property
    def name(self) -> str:
        """Its own name."""
        return self.chain.rpartition("/")[2]


@cache
def county_points(folder: Path) -> Mapping[str, Point]:
    """Points by chain ("山东省/潍坊市/青州市") of all counties whose coordinates are known. ``folder``: data/gazetteer."""
    with (folder / FILE).open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["longitude"] and row["latitude"]]
    return {r["chain"]: Point(r["chain"], float(r["longitude"]), float(r["latitude"])) for r in rows}
