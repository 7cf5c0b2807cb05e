"""The words by which names are known: the tables in ``data/privacy``, read once."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from analytics.problems import Problem
from analytics.settings import settings
from analytics.text.fold import Folding

Trust = Literal["sure", "often", "weak", "rare"]
"""How surely a character (or two) that may be a surname is one."""
Says = Literal["served", "office", "author", "speech", "neutral"]
"""What a word beside a name says of the person: who is served, who holds an office, who wrote; that somebody speaks or does
something; that it is a person."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables. ``before`` and ``after``: words beside a name, the longest first. ``called``: what
    stands behind a surname and is no given name (大爷). ``folding``: characters of other forms;
    ``firsts``: those that a surname begins with; ``ending``: ``endings`` again, to be asked for one."""

    surnames: Mapping[str, Trust]
    given: frozenset[str]
    never: frozenset[str]
    before: Mapping[str, Says]
    after: Mapping[str, Says]
    called: frozenset[str]
    endings: tuple[str, ...]
    not_names: frozenset[str]
    foreign: frozenset[str]
    folding: Folding
    firsts: frozenset[str]
    ending: frozenset[str]


def lexicon() -> Lexicon:
    """The tables of the settings. Raises Problem privacy_table when one is not whole."""
    return _read(settings().data)


@cache
def _read(data: Path) -> Lexicon:
    folder = data / "privacy"
    cues = [(row["word"], row["side"], _known(row["says"], Says, "cues.csv")) for row in _rows(folder / "cues.csv")]
    surnames = {
        row["surname"]: cast(Trust, _known(row["trust"], Trust, "surnames.csv"))
        for row in _rows(folder / "surnames.csv")
    }
    variants = {row["written"]: row["standard"] for row in _rows(data / "rules" / "text_variants.csv")}
    before, after = ({w: cast(Says, s) for w, at, s in cues if at == side} for side in ("before", "after"))
    given, never, called, not_names, foreign = (
        frozenset(_column(folder / f"{name}.csv"))
        for name in ("given", "never_given", "called", "not_names", "transliteration")
    )
    endings = tuple(sorted(_column(folder / "after_place.csv"), key=len, reverse=True))
    firsts = frozenset(surname[0] for surname in surnames)
    return Lexicon(
        surnames,
        given,
        never,
        before,
        after,
        called,
        endings,
        not_names,
        foreign,
        Folding(variants),
        firsts,
        frozenset(endings),
    )


def _column(path: Path) -> list[str]:
    return [next(iter(row.values())) for row in _rows(path)]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)
    except (OSError, UnicodeDecodeError, csv.Error):
        raise Problem.of("privacy_table", path.name) from None


def _known(value: str, known: object, name: str) -> str:
    if value not in get_args(known):
        raise Problem.of("privacy_table", name)
    return value
