"""Articles in, extractions out, in the same order, over one or several processes and in flat memory."""

from __future__ import annotations

import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from types import ModuleType

from analytics.model import Article, Extraction
from analytics.problems import Problem

Extract = Callable[[Article], Extraction]
Maker = Callable[[], Extract]
"""Gives a worker its extract function; called once in each process, so it must be picklable (a module's function)."""

CHUNK = 32
"""Articles that go to a worker at a time: few enough to share the work evenly, enough to hide the way there."""
AHEAD = 4
"""Chunks in flight per worker; bounds the memory."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that could not be read, and why."""

    id: str
    problem: Problem


Answer = Extraction | Failure
Chunk = tuple[Article, ...]


def run(articles: Iterable[Article], maker: Maker, workers: int = 1) -> Iterator[Answer]:
    """One answer for each article, in the order of the articles.

    An article that makes extract raise, or its process die, becomes a Failure and costs only itself. What raises
    while the extractor is made (a faulty rule table) is raised here.
    """
    if workers <= 1:
        extract = maker()
        for article in articles:
            yield attempt(extract, article)
        return
    maker()  # a Problem of the rules comes up here, not as a dead worker
    with _Pool(maker, workers) as pool:
        yield from pool.run(articles)


def attempt(extract: Extract, article: Article) -> Answer:
    """What extract gives, or why it gives nothing."""
    try:
        return extract(article)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as e:  # a panic of a Rust library is no Exception
        return Failure(article.id, Problem.of("extract_failed", article.id, detail=type(e).__name__))


class _Pool:
    """A process pool that outlives its workers: when one dies, what was in flight is done again one by one."""

    def __init__(self, maker: Maker, workers: int) -> None:
        self._maker = maker
        self._workers = workers
        self._executor = self._start(workers)
        try:
            self._submit(()).result()
        except BrokenProcessPool:
            self._executor.shutdown(wait=True, cancel_futures=True)
            raise Problem.of("workers_dead") from None

    def run(self, articles: Iterable[Article]) -> Iterator[Answer]:
        source = iter(articles)
        flying: deque[tuple[Chunk, Future[list[Answer]]]] = deque()
        while True:
            while len(flying) < self._workers * AHEAD and (chunk := tuple(islice(source, CHUNK))):
                flying.append((chunk, self._submit(chunk)))
            if not flying:
                return
            chunk, future = flying.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                self._restart()
                yield from self._one_by_one(chunk)
                flying = deque((c, self._submit(c)) for c, _ in flying)

    def _one_by_one(self, chunk: Chunk) -> Iterator[Answer]:
        """Each article alone in the pool, so that a dying process names its cause."""
        for article in chunk:
            try:
                yield from self._submit((article,)).result()
            except BrokenProcessPool:
                self._restart()
                yield Failure(article.id, Problem.of("extract_died", article.id))

    def _submit(self, chunk: Chunk) -> Future[list[Answer]]:
        try:
            with _nothing_to_rerun():
                return self._executor.submit(_extract_chunk, chunk)
        except BrokenProcessPool as e:
            failed: Future[list[Answer]] = Future()
            failed.set_exception(e)
            return failed

    def _start(self, workers: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare, initargs=(self._maker,))

    def _restart(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._executor = self._start(self._workers)

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _nothing_to_rerun() -> Iterator[None]:
    """A new process runs its parent's main script again, and a page that Streamlit has run counts as that script.

    While processes may be started, the main module is an empty one.
    """
    held = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = held


_extract: Extract | None = None
"""The extract function of this worker process."""


def _prepare(maker: Maker) -> None:
    global _extract
    _extract = maker()


def _extract_chunk(chunk: Chunk) -> list[Answer]:
    assert _extract is not None
    return [attempt(_extract, article) for article in chunk]
