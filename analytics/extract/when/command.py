"""The ``dates`` command: lines ``{"text", "reference_date"}`` to ``{"dates": [{"quote", "edtf", "start", "end"}]}``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click
import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from analytics.contract import dumps
from analytics.extract.when import TimeReader
from analytics.files import replacing
from analytics.problems import Problem
from analytics.rules import RuleBook, load_rules
from analytics.settings import settings
from analytics.shell import FILES, existing, finish, language, tell


class DateQuestion(BaseModel):
    """One line: a text and the day it was published, if known; other keys are left alone."""

    model_config = ConfigDict(extra="ignore")

    text: str
    reference_date: date | None = None


class Dates:
    """Answers the lines of one run."""

    def __init__(self, book: RuleBook) -> None:
        self._reader = TimeReader(book)

    def answer(self, line: bytes, number: int) -> bytes:
        """The answer to a line as JSON without line break. Raises Problem with the line's number for a bad one."""
        return dumps({"dates": _answer(self._reader, _question(line, number))})


def dates_command(lines: Iterable[bytes], book: RuleBook) -> Iterator[bytes]:
    """The answer to each line that is not blank. Raises Problem at the first bad one."""
    dates = Dates(book)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield dates.answer(line, number)


def _question(line: bytes, number: int) -> DateQuestion:
    try:
        return DateQuestion.model_validate(orjson.loads(line))
    except orjson.JSONDecodeError as e:
        raise Problem.of("dates_json", str(number), line=number, detail=str(e)) from None
    except ValidationError as e:
        field = ".".join(map(str, e.errors()[0]["loc"])) or "-"
        raise Problem.of("dates_line", str(number), line=number, field=field, detail=e.errors()[0]["msg"]) from None


def _answer(reader: TimeReader, question: DateQuestion) -> list[dict[str, str | None]]:
    return [
        {
            "quote": found.span.quote,
            "edtf": found.date.edtf,
            "start": found.date.start.isoformat() if found.date.start else None,
            "end": found.date.end.isoformat() if found.date.end else None,
        }
        for found in reader.read(question.text, question.reference_date)
        if found.date.edtf
    ]


@click.command()
@click.argument("cases", type=FILES)
@click.option("-o", "--output", required=True, type=FILES, help="Dates, one JSON line a case.")
def dates(cases: Path, output: Path) -> None:
    """Read every time expression of CASES (JSON Lines of text and reference_date); a bad line is answered with none."""
    [path] = existing((cases,))
    reader = Dates(load_rules(settings().data / "rules"))
    reasons: list[str] = []
    done = 0
    with path.open("rb") as lines, replacing(output) as out:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                out.write(reader.answer(line, number) + b"\n")
                done += 1
            except Problem as problem:
                out.write(b'{"dates":[]}\n')
                reasons.append(problem.text(language()))
    tell("cli.dates_done", done=done, failed=len(reasons))
    finish(len(reasons), None, reasons)
