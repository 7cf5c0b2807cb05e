"""The second half of an import: articles to parts of bounded size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from analytics.batch import Failure, run
from analytics.importing.spool import Spool
from analytics.importing.work import Work
from analytics.model import Extraction
from analytics.settings import settings
from analytics.store.schema import Origin
from analytics.store.snapshots import PartWriter, discard, keep_young
from analytics.store.tally import Tally
from analytics.store.workspace import Workspace

YOUNG = 500
"""Articles after which the parts written so far are shown to be alive, so that no sweep takes them for left behind."""


def extract(space: Workspace, work: Work, spool: Spool, tally: Tally) -> tuple[str, ...]:
    """Extracts what was read and writes it; the ids of the parts, which nobody lists yet."""
    with _parts(space) as parts:
        for answer in run(spool.articles(), work.maker, work.workers):
            if isinstance(answer, Failure):
                origin = spool.origin(answer.id)
                tally.fail(origin.file, origin.row, answer.problem)
            else:
                parts.add(answer, spool.origin(answer.article.id))
                tally.take(answer)
            work.progress("extracting", tally.added + tally.failed, tally.new)
        return parts.finish()


class _Parts:
    """Parts written one after another."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self._writer: PartWriter | None = None
        self._done: list[str] = []
        self._count = 0

    def add(self, extraction: Extraction, origin: Origin) -> None:
        if self._writer is None:
            self._writer = PartWriter(self._space.snapshots)
        self._writer.add(extraction, origin)
        self._count += 1
        if self._count % settings().part_articles == 0:
            self._close()
        if self._count % YOUNG == 0:
            keep_young(self._space, self._done)

    def finish(self) -> tuple[str, ...]:
        self._close()
        return tuple(self._done)

    def give_up(self) -> None:
        """Leaves nothing behind."""
        if self._writer is not None:
            self._writer.__exit__(None, None, None)
        discard(self._space, self._done)

    def _close(self) -> None:
        if self._writer is not None:
            self._done.append(self._writer.finish())
            self._writer = None


@contextmanager
def _parts(space: Workspace) -> Iterator[_Parts]:
    parts = _Parts(space)
    try:
        yield parts
    except BaseException:
        parts.give_up()
        raise
