"""The ``dates`` command: lines ``{"text", "reference_date"}`` to ``{"dates": [{"quote", "edtf", "start", "end"}]}``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from analytics.contract import dumps
from analytics.extract.when import TimeReader
from analytics.problems import Problem
from analytics.rules import RuleBook


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
