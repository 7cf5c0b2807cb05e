"""Brings a workspace up to the newest schema (Alembic), at once and safely when several processes open it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from analytics.problems import Problem

FOLDER = Path(__file__).parent / "migrations"
HEAD = "0008"
"""The newest revision; a test holds it against the scripts, so that opening need not read them."""
LOCK = 7_305_004_421
"""The advisory lock of those who bring a schema of PostgreSQL up; any number that nobody else takes."""


def upgrade(engine: Engine) -> None:
    """Applies what is missing. Raises Problem workspace_newer when this program does not know the schema."""
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":  # SQLite lets one at a time in here by itself
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        found = _revision(connection)
        if found not in known():
            raise Problem.of("workspace_newer", engine.url.render_as_string(), found=found, known=HEAD)
        bring_up(connection)


def bring_up(connection: Connection) -> None:
    """Applies what is missing, within the transaction of ``connection``."""
    configuration = Config()
    configuration.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, HEAD)


def known() -> frozenset[str | None]:
    """Every revision there is, None for an empty database."""
    return frozenset([None, *(s.revision for s in ScriptDirectory(str(FOLDER)).walk_revisions())])


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
