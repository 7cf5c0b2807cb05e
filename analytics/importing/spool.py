"""Readings on their way from intake to extraction: a nameless file, so that the work ahead is known and memory flat."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from types import TracebackType

import orjson

from analytics.contract import article_from, article_to, dumps
from analytics.intake.reading import Reading
from analytics.model import Article
from analytics.store.known import text_hash
from analytics.store.schema import Origin


class Spool:
    """Put readings in, then take out their articles in the same order; ``origin`` says where one came from."""

    def __init__(self, signature: Callable[[str], bytes] | None = None) -> None:
        self._signature = signature
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._flying: dict[str, Origin] = {}
        self.count = 0

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, reading: Reading) -> None:
        """Keeps a reading; its warnings were told already."""
        cuts = [{"text": c.text, "rule": c.rule, "before": c.before} for c in reading.cuts]
        origin = {"file": reading.file, "row": reading.row, "encoding": reading.encoding, "cuts": cuts}
        self._file.write(dumps({"article": article_to(reading.article), "origin": origin}) + b"\n")
        self.count += 1

    def articles(self) -> Iterator[Article]:
        """The articles, once."""
        self._file.seek(0)
        for line in self._file:
            found = orjson.loads(line)
            article = article_from(orjson.dumps(found["article"]))
            looks = self._signature(article.text) if self._signature else None
            self._flying[article.id] = Origin(**found["origin"], text_hash=text_hash(article), signature=looks)
            yield article

    def origin(self, article_id: str) -> Origin:
        """Where an article came from; asked once, when its answer is there."""
        return self._flying.pop(article_id)
