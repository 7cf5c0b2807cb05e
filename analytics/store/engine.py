"""The connection to the workspace's database: SQLite by default, PostgreSQL by URL; the same answers on both.

SQLite is used with the rollback journal, ``synchronous=FULL``, ``BEGIN IMMEDIATE`` and a busy timeout: what was acknowledged
survives a power loss, and writers queue up. On PostgreSQL every writer locks one row (``workspace.WRITER``), and whoever
reads sees one moment (``REPEATABLE READ``), as on SQLite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import JSON, Engine, String, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from analytics.problems import Problem

BUSY_SECONDS = 20
"""How long one try to get the database waits for others."""
TRIES = 3
"""How often a writer tries to get its turn before its user is told that all are busy."""
BUSY_STATES = ("55P03", "40001", "40P01")
"""PostgreSQL: lock not available, serialization failure, deadlock (Appendix A of its manual)."""
POSTGRESQL = ("postgres", "postgresql")
SHOWN = 20
"""Characters of a text that a message shows."""


def connect(url: str) -> Engine:
    """The engine of a URL. Raises Problem database_url, database_driver; nothing is opened yet."""
    try:
        found = make_url(url)
        if found.drivername in POSTGRESQL:
            found = found.set(drivername="postgresql+psycopg")
        engine = _sqlite(str(url)) if found.get_backend_name() == "sqlite" else create_engine(found, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise Problem.of("database_url") from None
    except ModuleNotFoundError as e:
        raise Problem.of("database_driver", module=e.name or "") from None
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _settle)
    event.listen(engine, "before_cursor_execute", _look_at_parameters)
    return engine


def for_readers(engine: Engine) -> Engine:
    """The same for whoever only reads: all that one session asks is of one moment."""
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def in_turn(attempt: Callable[[], None]) -> None:
    """Does ``attempt``, again and again while others hold the database, but not for ever."""
    for left in reversed(range(TRIES)):
        try:
            return attempt()
        except OperationalError as e:
            if not busy(e) or not left:
                raise


@contextmanager
def told() -> Iterator[None]:
    """Faults of the database as their user can act on them. Raises Problem workspace_busy, database_unreachable."""
    try:
        yield
    except PoolTimeout as e:
        raise Problem.of("workspace_busy") from e
    except OperationalError as e:
        if busy(e):
            raise Problem.of("workspace_busy") from e
        if e.connection_invalidated or getattr(e.orig, "sqlstate", "") is None:  # PostgreSQL did not answer at all
            raise Problem.of("database_unreachable") from e
        raise


def busy(error: OperationalError) -> bool:
    """Whether it only says that others were at it."""
    if (state := getattr(error.orig, "sqlstate", None)) is not None:
        return state in BUSY_STATES
    return getattr(error.orig, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def look_at_rows(session: Session, *_: object) -> None:
    """Before rows are written: SQLite would keep any text, PostgreSQL none that is too long for its column or holds a NUL.

    Raises Problem text_too_long, text_unstorable.
    """
    for row in (*session.new, *session.dirty):
        for column in inspect(cast(Any, row)).mapper.columns:
            value = getattr(row, column.key, None) if column.key in vars(row) else None
            if isinstance(value, str) and isinstance(column.type, String):
                most = column.type.length
                if most is not None and len(value) > most:
                    raise Problem.of("text_too_long", start=value[:SHOWN], most=most, length=len(value))
            if isinstance(column.type, JSON):
                _look_at(value)


def _look_at_parameters(
    _connection: Any, _cursor: Any, _statement: str, parameters: Any, _context: Any, many: bool
) -> None:  # fmt: skip
    for one in parameters if many else (parameters,):
        _look_at(one)


def _look_at(value: object) -> None:
    """Raises Problem text_unstorable for a NUL or half a character, wherever it stands."""
    if isinstance(value, str):
        if "\0" in value or not _whole(value):
            clean = value.replace("\0", " ").encode("utf-8", "replace").decode()
            raise Problem.of("text_unstorable", text=clean[:SHOWN])
    elif isinstance(value, Mapping):
        for key, one in value.items():
            _look_at(key)
            _look_at(one)
    elif isinstance(value, Iterable) and not isinstance(value, bytes | bytearray | memoryview):
        for one in value:
            _look_at(one)


def _whole(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _settle(connection: Any, _record: Any) -> None:
    """What holds for every session of PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
        cursor.execute("SET TIME ZONE 'UTC'")
    connection.commit()


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN is not IMMEDIATE: see _begin
        for pragma in ("journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON", "mmap_size=0"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
