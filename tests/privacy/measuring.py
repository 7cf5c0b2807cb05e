"""Sentences with their names marked, and how well they are found: {李小明} somebody who is served, [王强] with an office or an
author. All sentences and names are invented."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from analytics.privacy import Name, lexicon, names_of

CASES = Path(__file__).parent / "cases"
OPEN, CLOSE = {"{": "served", "[": "other"}, "}]"


@dataclass(frozen=True)
class Sentence:
    text: str
    served: frozenset[tuple[int, int]]
    other: frozenset[tuple[int, int]]
    gap: str = ""


@dataclass(frozen=True)
class Measured:
    right: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.right / (self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / (self.right + len(self.missed))


def sentences(name: str) -> list[Sentence]:
    with (CASES / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [_marked(row["sentence"], row.get("gap") or "") for row in csv.DictReader(file)]


def _marked(written: str, gap: str = "") -> Sentence:
    text, found, began = "", {"served": set(), "other": set()}, (0, "")
    for character in written:
        if character in OPEN:
            began = (len(text), OPEN[character])
        elif character in CLOSE:
            found[began[1]].add((began[0], len(text)))
        else:
            text += character
    return Sentence(text, frozenset(found["served"]), frozenset(found["other"]), gap)


def measured(name: str, only_served: bool) -> Measured:
    """Names found exactly: under ``all``, or those that ``served`` masks."""
    right, wrong, missed = 0, [], []
    for one in sentences(name):
        wanted = one.served if only_served else one.served | one.other
        found = {(n.start, n.end) for n in names_of(one.text, lexicon()) if _counts(n, only_served)}
        right += len(found & wanted)
        wrong += [f"{one.text[a:b]} | {one.text}" for a, b in sorted(found - wanted)]
        missed += [f"{one.text[a:b]} | {one.text}" for a, b in sorted(wanted - found)]
    return Measured(right, tuple(wrong), tuple(missed))


def _counts(name: Name, only_served: bool) -> bool:
    return not only_served or name.who == "served"
