"""All rows of a workspace from one database to another, of whatever kind: SQLite to PostgreSQL and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Integer, Row, Table, func, inspect, select, text

from analytics.store.engine import connect, for_readers, told
from analytics.store.migrate import bring_up, upgrade
from analytics.store.moments import utc
from analytics.store.tables import Base, Setting

ROWS = 500
"""Rows that are held in memory at once."""
EMPTY_BUT_FOR = Setting.__table__
"""The one table in which a fresh workspace has a row."""


def copied(engine: Engine, target: Path) -> None:
    """Writes all tables into a new file of SQLite, as they are at one moment while others write."""
    file = connect(f"sqlite:///{target}")
    try:
        with told():
            upgrade(file)
            with for_readers(engine).connect() as source, file.execution_options(writes=True).begin() as fresh:
                _pour(source, fresh)
    finally:
        file.dispose()


def put_back(source: Path, engine: Engine) -> None:
    """Puts all tables of a file of SQLite (newest schema) into a database of PostgreSQL in the place of what is there: one
    transaction, so that whoever looks, or a crash, finds the old or the new."""
    file = connect(f"sqlite:///{source}")
    try:
        with told(), file.connect() as old, engine.begin() as fresh:
            _cleared(fresh)
            bring_up(fresh)
            _pour(old, fresh)
            _count_on(fresh)
    finally:
        file.dispose()


def holds_rows(engine: Engine) -> bool:
    """Whether there is more in a database than a fresh workspace has."""
    with told(), engine.connect() as connection:
        there = set(inspect(connection).get_table_names())
        tables = [t for t in Base.metadata.sorted_tables if t.name in there and t is not EMPTY_BUT_FOR]
        return any(connection.execute(select(1).select_from(table).limit(1)).first() for table in tables)


def others(engine: Engine) -> int | None:
    """The process of the server for somebody else who is connected to the same database; None: nobody is."""
    query = "SELECT min(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with told(), engine.connect() as connection:
        found: int | None = connection.execute(text(query)).scalar()
        return found


def _cleared(connection: Connection) -> None:
    """Whole tables go: the audit log lets no row of its own be taken out."""
    names = [*(table.name for table in reversed(Base.metadata.sorted_tables)), "alembic_version"]
    for name in names:
        connection.execute(text(f'DROP TABLE IF EXISTS "{name}"'))


def _pour(source: Connection, fresh: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        if table is EMPTY_BUT_FOR:
            fresh.execute(table.delete())
        rows = source.execute(select(table).order_by(*table.primary_key.columns).execution_options(yield_per=ROWS))
        for some in rows.partitions():
            fresh.execute(table.insert(), list(_values(table, some)))


def _values(table: Table, rows: Sequence[Row[Any]]) -> Iterator[dict[str, Any]]:
    """Moments in UTC: SQLite keeps no zone, and the digests of the audit log are of moments in UTC."""
    for row in rows:
        yield {
            column.name: utc(value) if isinstance(value, datetime) else value
            for column, value in zip(table.columns, row, strict=True)
        }


def _count_on(connection: Connection) -> None:
    """The numbers that PostgreSQL gives next follow those that are there."""
    for table in Base.metadata.sorted_tables:
        for column in table.primary_key.columns:
            query = text("SELECT pg_get_serial_sequence(:name, :column)")
            sequence = connection.execute(query, {"name": table.name, "column": column.name}).scalar()
            if sequence and isinstance(column.type, Integer):
                last = connection.execute(select(func.max(column))).scalar()
                connection.execute(select(func.setval(sequence, last or 1, last is not None)))
