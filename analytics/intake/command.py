"""``read``: files to contract lines, with a line for everything refused and, if asked, what was cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from analytics.contract import article_to, dumps
from analytics.files import replacing
from analytics.intake.files import Intake, walk
from analytics.intake.reading import Reading, Refusal
from analytics.problems import Problem
from analytics.rules import RuleBook, load_rules
from analytics.settings import settings

Progress = Callable[[int, int], None]
"""Called with the files done and the files there are."""


@dataclass
class ReadSummary:
    """What came of a run: files seen, articles written, refusals and warnings counted by code."""

    files: int = 0
    articles: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    warned: Counter[str] = field(default_factory=Counter)

    @property
    def status(self) -> int:
        """0 when everything was read, 1 when something was refused."""
        return 1 if self.refused else 0


def read_command(files: list[Path], output: Path, errors: Path | None, cuts: Path | None, progress: Progress) -> int:
    """Read ``files`` into ``output``; the exit status. Raises Problem when rules or an output cannot be used."""
    return read_to(files, output, errors, cuts, progress).status


def read_to(
    files: Sequence[Path],
    output: Path,
    errors: Path | None,
    cuts: Path | None,
    progress: Progress,
    book: RuleBook | None = None,
) -> ReadSummary:
    """The same with its counts. The outputs appear whole at the end, or not at all."""
    rules = book or load_rules(settings().data / "rules")
    paths = list(walk(files))
    summary = ReadSummary(files=len(paths))
    with ExitStack() as stack:
        try:
            articles, refusals, cut = (stack.enter_context(replacing(p)) if p else None for p in (output, errors, cuts))
        except OSError as e:
            raise Problem.of("not_writable", str(output), detail=e.strerror or type(e).__name__) from None
        intake = stack.enter_context(Intake(rules))
        for done, path in enumerate(paths, start=1):
            for found in intake.read_path(path):
                _write(found, summary, articles, refusals, cut)
            progress(done, len(paths))
    return summary


def _write(
    found: Reading | Refusal,
    summary: ReadSummary,
    articles: BinaryIO | None,
    refusals: BinaryIO | None,
    cuts: BinaryIO | None,
) -> None:
    if isinstance(found, Refusal):
        summary.refused[found.problem.code] += 1
        _line(refusals, refusal_to(found))
        return
    summary.articles += 1
    summary.warned.update(w.code for w in found.warnings)
    _line(articles, article_to(found.article))
    _line(cuts, cuts_to(found))


def _line(out: BinaryIO | None, value: dict[str, Any]) -> None:
    if out:
        out.write(dumps(value) + b"\n")


def refusal_to(refusal: Refusal) -> dict[str, Any]:
    """The line of an error report: file, row, reason, what to do (Chinese, then English) and the code."""
    problem = refusal.problem
    return {
        "file": refusal.file, "row": refusal.row, "reason": problem.what("zh"), "do": problem.advice("zh"),
        "reason_en": problem.what("en"), "do_en": problem.advice("en"), "code": problem.code,
    }  # fmt: skip


def cuts_to(reading: Reading) -> dict[str, Any]:
    """The line of a cuts report: the article's id, where it came from, what was cut by which rule, and the warnings."""
    return {
        "id": reading.article.id, "file": reading.file, "row": reading.row, "encoding": reading.encoding,
        "cuts": [asdict(c) for c in reading.cuts],
        "warnings": [{"code": w.code, "zh": w.text("zh"), "en": w.text("en")} for w in reading.warnings],
    }  # fmt: skip
