"""The engines that measures run on: DuckDB in this process, or Apache Spark over the same Parquet files.

The expressions are written once, in Ibis, and give the same figures on either.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

import duckdb
import ibis
from ibis.expr.types import Table

from analytics.problems import Problem
from analytics.settings import settings


class Engine(Protocol):
    """One connection, for one thread at a time. ``backend``: the Ibis backend."""

    backend: Any

    def table(self, paths: Sequence[str], name: str) -> Table:
        """Parquet files as one table; a column that some of them lack is null there."""

    def close(self) -> None:
        """Gives the connection up."""


def open_engine() -> Engine:
    """A connection to the engine of the settings. Raises Problem spark_missing."""
    return Spark() if settings().engine == "spark" else Duck()


class Duck:
    """A cursor of the one engine of this process."""

    def __init__(self) -> None:
        self.backend: Any = ibis.duckdb.from_connection(_database().cursor())

    def table(self, paths: Sequence[str], name: str) -> Table:
        """Parquet files as one table."""
        return self.backend.read_parquet(list(paths), table_name=name, union_by_name=True)

    def close(self) -> None:
        """Closes the cursor."""
        self.backend.con.close()


class Spark:
    """The one session of this process at the master of the settings; its threads share it."""

    def __init__(self) -> None:
        self.backend: Any = ibis.pyspark.connect(_cluster())

    def table(self, paths: Sequence[str], name: str) -> Table:
        """Parquet files as one table."""
        _cluster().read.option("mergeSchema", "true").parquet(*paths).createOrReplaceTempView(name)
        return self.backend.table(name)

    def close(self) -> None:
        """Leaves the session to the others."""


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One engine per process, in memory: DuckDB would lock a file against all others."""
    wanted = settings()
    return duckdb.connect(":memory:", config={"memory_limit": wanted.query_memory, "threads": wanted.query_threads})


@cache
def _cluster() -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Problem.of("spark_missing") from None
    builder = SparkSession.builder.master(settings().spark_master).appName("jushi")
    for name, value in SPARK.items():
        builder = builder.config(name, value)
    found = builder.getOrCreate()
    found.sparkContext.setLogLevel("ERROR")
    return found


SPARK = {"spark.ui.enabled": "false", "spark.sql.session.timeZone": "UTC", "spark.ui.showConsoleProgress": "false"}
"""No page of its own, and days that are the same everywhere."""
