"""What an import did, as values and in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from analytics.messages import Language, say
from analytics.model import KINDS
from analytics.store.schema import problem_from, problem_row
from analytics.store.tally import Told


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. ``version`` None: there was nothing new, so nothing was committed.

    ``read`` = ``added`` + ``duplicates`` + ``failed``; ``renamed`` and ``changed`` ones are among ``added``, what failed
    among ``refused``. ``undated``: activities without a date; ``unplaced``: villages whose county is not known;
    ``unsure``: events left out as too unsure. ``already``: the same import was done before, and this is its report.
    """

    dataset: str
    version: int | None
    files: int
    read: int
    added: int
    duplicates: int
    renamed: int
    changed: int
    failed: int
    activities: int
    undated: int
    unplaced: int
    unsure: int
    kinds: Mapping[str, int] = field(hash=False)
    refused: tuple[Told, ...]
    warnings: tuple[Told, ...]
    already: bool

    @staticmethod
    def of(
        dataset: str, version: int | None, counts: Mapping[str, int], refused: tuple[Told, ...],
        warnings: tuple[Told, ...], already: bool = False,
    ) -> ImportReport:  # fmt: skip
        """The report out of the counts that a version keeps."""
        return ImportReport(
            dataset, version, counts["files"], counts["read"], counts["added"], counts["duplicates"], counts["renamed"],
            counts.get("changed", 0), counts["failed"], counts["activities"], counts["undated"], counts["unplaced"],
            counts.get("unsure", 0),
            {kind: counts[f"kind_{kind}"] for kind in KINDS}, refused, warnings, already,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """The report as JSON holds it; ``from_json`` is the inverse."""
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        told = {kind: [problem_row(kind, t) for t in plain[kind]] for kind in ("refused", "warnings")}
        return plain | told | {"kinds": dict(self.kinds)}

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> ImportReport:
        """The report that ``to_json`` gave."""
        told = {kind: tuple(problem_from(row) for row in value[kind]) for kind in ("refused", "warnings")}
        return ImportReport(**(dict(value) | told))

    def lines(self, language: Language = "zh") -> list[str]:
        """The report in sentences, refusals and warnings last."""
        told = [say("import.already", language, version=self.version)] if self.already else []
        told += [say("import.counts" if self.version else "import.nothing", language, dataset=self.dataset,
                     version=self.version, files=self.files, read=self.read, added=self.added,
                     duplicates=self.duplicates, refused=len(self.refused))]  # fmt: skip
        if self.renamed:
            told.append(say("import.renamed", language, count=self.renamed))
        if self.changed:
            told.append(say("import.changed", language, count=self.changed))
        if self.version:
            told.append(say("import.activities", language, count=self.activities, **self.kinds))
            told.append(say("import.gaps", language, undated=self.undated, unplaced=self.unplaced))
        if self.unsure:
            told.append(say("import.unsure", language, count=self.unsure))
        told += [say("import.refused", language, text=_text(r, language)) for r in self.refused]
        told += [say("import.warning", language, text=_text(w, language)) for w in self.warnings]
        return told


def _text(told: Told, language: Language) -> str:
    """The problem with file and row, unless it names its place itself."""
    problem = told.problem
    if problem.where or not told.file:
        return problem.text(language)
    row = say("import.row", language, row=told.row) if told.row is not None else ""
    return f"{told.file}{row}: {problem.text(language)}"
