"""The first half of an import: files to readings, each new, changed, a duplicate or refused."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from analytics.importing.spool import Spool
from analytics.importing.work import Work
from analytics.intake.reading import Reading, Refusal
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.known import Known
from analytics.store.tally import Tally

SAME_AGAIN = "read_duplicate"
"""The problem by which intake refuses an id that comes again with the same text: here it is a duplicate like others."""


def read(work: Work, known: Known, held: int, spool: Spool, tally: Tally) -> set[str]:
    """Reads all files; what is new goes to the spool. Returns the ids of the articles that are changed.

    ``held``: articles that the collection has already. Raises Problem import_quota when it would hold too many.
    """
    changed: set[str] = set()
    for found in work.reader(work.paths, work.progress):
        file = found.file if work.instead else shown(found.file, work.paths)
        if isinstance(found, Refusal):
            _refuse(found, file, tally)
            continue
        tally.read += 1
        for warning in found.warnings:
            tally.warn(file, found.row, _at(warning, found.file, file))
        admission = known.admit(found.article)
        if admission.standing == "duplicate":
            tally.duplicates += 1
            continue
        if admission.standing == "changed":
            tally.changed += 1
            changed.add(admission.id)
        tally.renamed += admission.standing == "renamed"
        spool.put(_named(found, admission.id, file))
        tally.new += 1
        if (most := settings().quota_articles) < held + tally.new - len(changed):
            raise Problem.of("import_quota", work.dataset, most=most, held=held)
    return changed


def shown(file: str, paths: Sequence[Path]) -> str:
    """The file without the folders that all files of the import share."""
    above = os.path.commonpath([path.absolute().parent for path in paths])
    return os.path.relpath(file, above) if os.path.isabs(file) or os.path.exists(file) else file


def _refuse(found: Refusal, file: str, tally: Tally) -> None:
    if found.problem.code == SAME_AGAIN:
        tally.read += 1
        tally.duplicates += 1
    else:
        tally.refuse(file, found.row, _at(found.problem, found.file, file))


def _named(reading: Reading, article_id: str, file: str) -> Reading:
    return replace(reading, article=replace(reading.article, id=article_id), file=file)


def _at(problem: Problem, file: str, name: str) -> Problem:
    """The problem with the file under its short name."""
    return replace(problem, where=problem.where.replace(file, name))
