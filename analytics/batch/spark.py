"""Extraction on a cluster: the same function on Apache Spark, the same lines in the same order.

Needs the extra ``spark`` and Java on the machines, the project installed on each of them, and a folder that all of them see.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analytics.batch.command import Engine
from analytics.batch.pool import Extract, Failure, Maker, attempt
from analytics.contract import article_from, article_to, dumps, extraction_to
from analytics.model import Article
from analytics.problems import Problem
from analytics.settings import settings

GROUP = 1_000
"""Articles of one group of rows: what one task reads at least."""
TASKS_A_CORE = 4
"""Tasks per core, so that a slow one does not hold up the others."""
BATCH = 64
"""Articles that go to a Python worker at a time."""
GIVEN = pa.schema([("n", pa.int64()), ("line", pa.string())])
ANSWERED = "n long, line string, failed string"
SETTINGS = {
    "spark.ui.enabled": "false", "spark.sql.session.timeZone": "UTC", "spark.python.worker.reuse": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH), "spark.ui.showConsoleProgress": "false",
}  # fmt: skip


def cluster(master: str, shared: Path | None = None) -> Engine:
    """The engine for ``extract_command``; see ``spark_lines``."""
    return lambda articles, maker: spark_lines(articles, maker, master, shared)


def spark_lines(
    articles: Iterable[Article], maker: Maker, master: str, shared: Path | None = None
) -> Iterator[bytes | Failure]:
    """One answer for each article, in their order: its line of output, or why there is none.

    ``master``: the address of the cluster, "local[2]" for two cores of this machine. ``shared``: a folder that all
    machines of the cluster see; articles lie there while the work lasts. Raises Problem spark_missing, spark_failed.
    """
    with TemporaryDirectory(dir=shared) as folder:
        given, answered = Path(folder) / "articles.parquet", Path(folder) / "answers"
        _write(articles, given)
        with _session(master) as spark, _failing():
            tasks = max(spark.sparkContext.defaultParallelism * TASKS_A_CORE, 1)
            rows = spark.read.parquet(given.as_uri()).repartition(tasks)
            # Written, not fetched in order: an order would make Spark read every article twice, once to find its borders.
            rows.mapInPandas(Answering(maker), ANSWERED).write.parquet(answered.as_uri())
        yield from _in_order(answered)


@dataclass(frozen=True)
class Answering:
    """What a worker runs: frames of (n, line) in, frames of (n, line, failed) out. Sent to the machines by pickle."""

    maker: Maker

    def __call__(self, frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        """Answers every article of a task; one that cannot be read costs itself."""
        extract = _extract(self.maker)
        for frame in frames:
            told = [_answer(extract, line) for line in frame["line"]]
            yield pd.DataFrame({
                "n": frame["n"], "line": [line for line, _ in told], "failed": [failed for _, failed in told],
            })  # fmt: skip


@lru_cache(maxsize=1)
def _extract(maker: Maker) -> Extract:
    """Made once in each process of a worker: rules and gazetteer take seconds."""
    return maker()


def _answer(extract: Extract, line: str) -> tuple[str | None, str | None]:
    found = attempt(extract, article_from(line))
    if isinstance(found, Failure):
        told = {
            "id": found.id,
            "code": found.problem.code,
            "where": found.problem.where,
            "values": found.problem.values,
        }
        return None, dumps(told).decode()
    return dumps(extraction_to(found)).decode(), None


def _in_order(folder: Path) -> Iterator[bytes | Failure]:
    """The answers by their number; the engine sorts on disk where they are many."""
    wanted = settings()
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": wanted.query_memory,
        "threads": wanted.query_threads,
        "temp_directory": str(folder),
    }
    with duckdb.connect(":memory:", config=config) as engine:
        found = engine.execute("SELECT n, line, failed FROM read_parquet(?) ORDER BY n", [f"{folder}/*.parquet"])
        while rows := found.fetchmany(GROUP):
            for _, line, failed in rows:
                yield line.encode() if failed is None else _failure(failed)


def _failure(text: str) -> Failure:
    told = orjson.loads(text)
    values = tuple((name, value) for name, value in told["values"])
    return Failure(told["id"], Problem(told["code"], told["where"], values))


def _write(articles: Iterable[Article], path: Path) -> None:
    source = enumerate(articles)
    with pq.ParquetWriter(path, GIVEN) as writer:
        while group := list(islice(source, GROUP)):
            numbers = pa.array([n for n, _ in group], pa.int64())
            lines = pa.array([dumps(article_to(article)).decode() for _, article in group], pa.string())
            writer.write_table(pa.table([numbers, lines], schema=GIVEN))


@contextmanager
def _session(master: str) -> Iterator[Any]:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Problem.of("spark_missing") from None
    with _failing():
        # Workers run the Python that runs here, unless PYSPARK_PYTHON names that of the other machines.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.master(master).appName("jushi")
        for name, value in SETTINGS.items():
            builder = builder.config(name, value)
        spark = builder.getOrCreate()
        spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


@contextmanager
def _failing() -> Iterator[None]:
    """What Spark or Java raise becomes a Problem."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException, OSError) as e:
        first = str(e).strip().splitlines()[:1]
        raise Problem.of("spark_failed", detail=f"{type(e).__name__}: {first[0][:300] if first else ''}") from e
