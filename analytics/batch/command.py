"""``extract articles.jsonl -o out.jsonl``: every line gives one line of output or one line in the error report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from analytics.batch.pool import Failure, Maker, run
from analytics.contract import article_from, dumps, extraction_to
from analytics.files import replacing
from analytics.model import Article
from analytics.problems import Problem
from analytics.shell import FILES, WORKERS, Progress, existing, finish, language, progress_bar, tell

BOM = b"\xef\xbb\xbf"
Engine = Callable[[Iterable[Article], Maker], Iterator[bytes | Failure]]
"""One answer for each article, in their order: its line of output, or why there is none."""


@dataclass(frozen=True, slots=True)
class Counts:
    """``lines`` = ``done`` + ``failed`` + ``blank``; ``problems`` in the order of the lines."""

    lines: int
    done: int
    failed: int
    blank: int
    problems: tuple[Problem, ...]


@dataclass
class _Lines:
    """The articles of a file; remembers the line of each, and what was refused."""

    path: Path
    count: int = 0
    blank: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    refused: list[tuple[int, str, Problem]] = field(default_factory=list)

    def articles(self) -> Iterator[Article]:
        with self.path.open("rb") as file:
            for number, line in enumerate(file, 1):
                self.count = number
                line = line.removeprefix(BOM) if number == 1 else line
                if not line.strip():
                    self.blank += 1
                elif article := self._read(number, line):
                    yield article

    def _read(self, number: int, line: bytes) -> Article | None:
        where = f"{self.path.name}:{number}"
        try:
            article = article_from(line, where)
        except Problem as problem:
            self.refused.append((number, "", problem))
            return None
        first = self.numbers.setdefault(article.id, number)
        if first != number:
            self.refused.append((number, article.id, Problem.of("duplicate_id", where, id=article.id, first=first)))
            return None
        return article


def extract_command(
    articles: Path, output: Path, errors: Path | None = None, maker: Maker | None = None, workers: int = 1,
    progress: Progress = lambda done, total: None, engine: Engine | None = None,
) -> Counts:  # fmt: skip
    """Writes ``output`` and, when wanted, ``errors`` (see ``report_line``), whole or not at all.

    The bytes are the same for any number of workers and any engine (by default processes of this machine). Blank lines
    are counted, not answered. ``maker``: by default the project's own rules. Raises Problem (rules, no_such_file,
    those of the engine) or OSError (not writable).
    """
    if not articles.is_file():
        raise Problem.of("no_such_file", str(articles))
    with articles.open("rb") as file:
        total = sum(1 for line in file if line.strip())
    lines = _Lines(articles)
    refused = lines.refused
    done = 0
    with ExitStack() as stack:
        out = stack.enter_context(replacing(output))
        report = stack.enter_context(replacing(errors)) if errors else None
        for answer in (engine or processes(workers))(lines.articles(), maker or _own_rules()):
            if isinstance(answer, Failure):
                refused.append((lines.numbers[answer.id], answer.id, answer.problem))
            else:
                out.write(answer + b"\n")
                done += 1
            progress(done + len(refused), total)
        refused.sort(key=lambda r: r[0])
        if report:
            for number, article_id, problem in refused:
                report.write(dumps(report_line(articles.name, number, article_id, problem)) + b"\n")
    return Counts(lines.count, done, len(refused), lines.blank, tuple(problem for _, _, problem in refused))


def processes(workers: int) -> Engine:
    """The engine of this machine."""

    def lines(articles: Iterable[Article], maker: Maker) -> Iterator[bytes | Failure]:
        for answer in run(articles, maker, workers):
            yield answer if isinstance(answer, Failure) else dumps(extraction_to(answer))

    return lines


def report_line(file: str, row: int | None, article_id: str, problem: Problem) -> dict[str, Any]:
    """A line of an error report: where, and the reason and what to do in both languages."""
    return {
        "file": file, "row": row, "id": article_id or None, "code": problem.code,
        "reason": problem.what("zh"), "do": problem.advice("zh"),
        "reason_en": problem.what("en"), "do_en": problem.advice("en"),
    }  # fmt: skip


def _own_rules() -> Maker:
    from analytics.batch.rules import FromRules

    return FromRules()


@click.command()
@click.argument("articles", type=FILES)
@click.option("-o", "--output", required=True, type=FILES, help="Extractions, one JSON line an article.")
@click.option("--errors", type=FILES, help="Lines that were not processed and why, one JSON line each.")
@click.option("--places", multiple=True, type=FILES, help="Places that the gazetteer lacks (CSV).")
@WORKERS
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True)
@click.option("--master", default="local[*]", show_default=True, help="Address of the Spark cluster.")
@click.option("--shared", type=FILES, help="Folder that all machines of the cluster see, for the time of the work.")
def extract(
    articles: Path, output: Path, errors: Path | None, places: tuple[Path, ...], workers: int, engine: str, master: str,
    shared: Path | None,
) -> None:  # fmt: skip
    """Extract the activities of ARTICLES (JSON Lines)."""
    from analytics.batch.rules import FromRules
    from analytics.batch.spark import cluster

    [path] = existing((articles,))
    with progress_bar() as step:
        maker = FromRules(tuple(p.resolve() for p in existing(places)))
        wanted = cluster(master, shared) if engine == "spark" else None
        done = extract_command(path, output, errors, maker, workers, step, wanted)
    tell("cli.extract_done", done=done.done, failed=done.failed)
    finish(done.failed, errors, [p.text(language()) for p in done.problems])
