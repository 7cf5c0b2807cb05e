"""``read``: files to contract lines, with a line for everything refused and, if asked, what was cut."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import click
import orjson

from analytics.contract import article_to, dumps
from analytics.files import replacing
from analytics.intake.files import Intake, walk
from analytics.intake.reading import Reading, Refusal
from analytics.problems import Problem
from analytics.rules import RuleBook, load_rules
from analytics.settings import settings
from analytics.shell import FILES, SHOWN, Progress, existing, finish, language, progress_bar, tell


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


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILES)
@click.option("-o", "--output", required=True, type=FILES, help="Articles, one JSON line each.")
@click.option("--errors", type=FILES, help="What was refused and why, one JSON line each.")
@click.option("--cuts", type=FILES, help="What was cut from each page, one JSON line an article.")
def read(files: tuple[Path, ...], output: Path, errors: Path | None, cuts: Path | None) -> None:
    """Read FILES of any supported format into articles."""
    with tempfile.TemporaryDirectory() as folder, progress_bar() as step:
        told, kept = errors or Path(folder) / "errors.jsonl", cuts or Path(folder) / "cuts.jsonl"
        done = read_to(existing(files), output, told, kept, step)
        reasons = [_reason(line) for line in _lines(told, SHOWN)]
        _tell_readings(_lines(kept))
    tell("cli.read_done", articles=done.articles, refused=done.refused.total(), warnings=done.warned.total())
    finish(done.refused.total(), errors, reasons)


def _tell_readings(readings: Iterator[dict[str, Any]]) -> None:
    """The encodings of the files, and the first warnings."""
    encodings: dict[str, str] = {}
    warnings: list[str] = []
    for reading in readings:
        encodings[reading["file"]] = reading["encoding"] or "-"
        warnings += [w[language()] for w in reading["warnings"]] if len(warnings) < SHOWN else []
    for encoding, count in Counter(encodings.values()).most_common():
        tell("cli.encoding", encoding=encoding, files=count)
    for warning in warnings[:SHOWN]:
        tell("cli.warning", text=warning)


def _lines(path: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    with path.open("rb") as lines:
        for line in islice(lines, limit):
            yield orjson.loads(line)


def _reason(line: dict[str, Any]) -> str:
    """File, row, reason and what to do out of a line of the error report."""
    end = "_en" if language() == "en" else ""
    where = f"{line['file']}:{line['row']}" if line["row"] else line["file"]
    return f"{where}: {line['reason' + end]} {line['do' + end]}"
