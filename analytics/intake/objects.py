"""JSON objects to articles: every object an article or a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from analytics.intake.columns import Choices
from analytics.intake.reading import Reading, Refusal
from analytics.intake.rows import SAMPLE, Origin, by_content, no_body, refused, row_article
from analytics.intake.understanding import Understood, understand_keys, with_choice
from analytics.problems import Problem
from analytics.rules import RuleBook
from analytics.settings import settings

_KINDS_OF_OBJECTS = 1000


class Objects:
    """JSON objects (contract keys, Chinese keys, usual English keys); ``text`` stays as it is.

    ``guessed``, ``understood`` and ``sample`` are those of the first object's keys.
    """

    def __init__(
        self, objects: Iterable[tuple[int, Any]], origin: Origin, book: RuleBook, chosen: Choices | None = None
    ) -> None:
        self._origin, self._book, self._chosen = origin, book, chosen
        self._rest = _first_objects(objects)
        self._first = list(islice(self._rest, SAMPLE))
        self._known: dict[tuple[str, ...], Understood | Problem] = {}
        shown = [value for _, value in self._first if isinstance(value, Mapping) and value]
        keys = tuple(map(str, shown[0])) if shown else ()
        alike = [value for value in shown if tuple(map(str, value)) == keys]
        self.sample = [_shown(value) for value in alike]
        self.guessed = understand_keys(keys, self.sample, book)
        self.understood = self._of(keys, self.sample)

    def _of(self, keys: tuple[str, ...], rows: Sequence[Sequence[str]]) -> Understood | Problem:
        if keys in self._known:
            return self._known[keys]
        found: Understood | Problem
        try:
            found = with_choice(understand_keys(keys, rows, self._book), rows, self._chosen)
        except Problem as e:
            found = e
        if len(self._known) < _KINDS_OF_OBJECTS:
            self._known[keys] = found
        return found

    def found(self) -> Iterator[Reading | Refusal]:
        """Every object as an article or a refusal."""
        origin, told = self._origin, set[str]()
        if not self._first:
            yield Refusal(origin.file, None, Problem.of("read_no_rows", origin.file))
        for number, value in chain(self._first, self._rest):
            if isinstance(value, Problem):
                yield refused(origin, number, value)
                continue
            if not isinstance(value, Mapping):
                yield Refusal(origin.file, number, Problem.of("read_no_object", origin.at(number)))
                continue
            keys = tuple(map(str, value))
            table = self._of(keys, [_shown(value)])
            if isinstance(table, Problem):
                yield refused(origin, number, table)
                continue
            if "text" not in table.columns:
                yield Refusal(origin.file, number, no_body([keys], origin, number))
                continue
            found = _from_object(list(value.values()), number, table, origin)
            if isinstance(found, Reading) and table.by("content") and table.signature not in told:
                told.add(table.signature)
                found = replace(found, warnings=(*by_content(table, origin), *found.warnings))
            yield found


def _first_objects(objects: Iterable[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
    """The objects up to the limit of rows, then a problem."""
    limits = settings()
    for count, (number, value) in enumerate(objects, start=1):
        if count > limits.max_rows:
            yield number, Problem.of("read_too_many_rows", rows=limits.max_rows, cells=limits.max_cells)
            return
        yield number, value


def _shown(value: Mapping[Any, Any]) -> list[str]:
    return [v if isinstance(v, str) else str(v) if isinstance(v, int | float) else "" for v in value.values()]


def _from_object(values: Sequence[Any], number: int, table: Understood, origin: Origin) -> Reading | Refusal:
    fields = {name: values[at] for name, at in table.columns.items()}
    if not isinstance(fields["text"], str):
        return Refusal(origin.file, number, Problem.of("read_no_text", origin.at(number)))
    plain = {name: v if isinstance(v, str) else "" if v is None else str(v) for name, v in fields.items()}
    return row_article(plain, fields["text"], number, origin)
