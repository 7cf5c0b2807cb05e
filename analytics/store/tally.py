"""Counts what an import does, article by article."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from analytics.model import KINDS, Extraction
from analytics.problems import Problem
from analytics.store.places import county_of, village_key


@dataclass(frozen=True, slots=True)
class Told:
    """A file, a row of it or an article, and what is to be said of it."""

    file: str
    row: int | None
    problem: Problem


@dataclass
class Tally:
    """``read`` = ``added`` + ``duplicates`` + ``failed``; ``new`` = ``added`` + ``failed``.

    ``changed`` and ``renamed`` ones are among ``new``. ``unsure``: events left out as too unsure.
    """

    files: int
    read: int = 0
    new: int = 0
    added: int = 0
    failed: int = 0
    duplicates: int = 0
    renamed: int = 0
    changed: int = 0
    unsure: int = 0
    undated: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    unplaced: set[str] = field(default_factory=set)
    refusals: list[Told] = field(default_factory=list)
    warnings: list[Told] = field(default_factory=list)

    def refuse(self, file: str, row: int | None, problem: Problem) -> None:
        """A file or a row that gave no article."""
        self.refusals.append(Told(file, row, problem))

    def fail(self, file: str, row: int | None, problem: Problem) -> None:
        """An article that could not be extracted."""
        self.failed += 1
        self.refuse(file, row, problem)

    def warn(self, file: str, row: int | None, problem: Problem) -> None:
        """Something to know about an article that went in."""
        self.warnings.append(Told(file, row, problem))

    def take(self, extraction: Extraction) -> None:
        """An article that went in."""
        self.added += 1
        self.unsure += len(extraction.unsure)
        for activity in extraction.activities:
            self.kinds[activity.kind] += 1
            self.undated += activity.date.edtf is None
        self.unplaced |= {village_key(v) for v in extraction.villages if not v.code and not county_of(v)}

    def counts(self) -> dict[str, int]:
        """All counts by name; those of kinds under ``kind_…``."""
        return {
            "files": self.files, "read": self.read, "added": self.added, "failed": self.failed,
            "duplicates": self.duplicates, "renamed": self.renamed,
            "changed": self.changed, "unsure": self.unsure, "refused": len(self.refusals),
            "warnings": len(self.warnings), "activities": self.kinds.total(), "undated": self.undated,
            "unplaced": len(self.unplaced), **{f"kind_{kind}": self.kinds[kind] for kind in KINDS},
        }  # fmt: skip
