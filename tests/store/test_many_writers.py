"""Eight processes write at once, on either database: nothing is lost, nobody is told of a lock. A server that goes away in the
middle is told, and leaves no half state."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from support import ROOT

from analytics.problems import Problem
from analytics.store.audit import record
from analytics.store.audit_log import faults
from analytics.store.statements import state_that, statements
from analytics.store.tables import Setting
from analytics.store.workspace import Workspace, open_workspace

WRITERS, TIMES = 8, 15
WRITES = """
import sys
from analytics.store.statements import state_that
from analytics.store.tables import Setting
from analytics.store.workspace import open_workspace
from pathlib import Path
space = open_workspace(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    with space.writing() as session:
        row = session.get(Setting, "count")
        row.value = row.value + 1
    state_that(space, "a", "cut", {"a": sys.argv[2], "b": str(number)}, sys.argv[2])
"""


def test_eight_processes_lose_nothing(tmp_path: Path) -> None:
    space = open_workspace(tmp_path)
    space.create("a")
    space.set("count", 0)
    command = [sys.executable, "-c", WRITES, str(tmp_path)]
    writers = [
        subprocess.Popen(
            [*command, f"w{one}", str(TIMES)], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE, text=True,
        )
        for one in range(WRITERS)
    ]  # fmt: skip
    told = [writer.communicate(timeout=300)[1] for writer in writers]
    assert told == [""] * WRITERS
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    assert space.setting("count") == WRITERS * TIMES
    said = [(s.who, s.payload["b"]) for s in statements(space, "a")]
    assert sorted(said) == sorted((f"w{w}", str(n)) for w in range(WRITERS) for n in range(TIMES))
    assert not faults(space), "the chain of the audit log has no two rows of one number"


def _half(space: Workspace) -> None:
    """Writes, and loses the server before it can commit."""
    with space.writing() as session:
        session.add(Setting(key="half", value=1))
        record(session, "王", "dataset.create", "dataset/9", None, {"label": "半"}, dataset="半")
        session.flush()
        other = open_workspace(space.home)
        with other.engine.connect() as link:
            query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            link.execute(text(f"{query} AND pid <> pg_backend_pid()"))
        other.close()
        session.get(Setting, "count")
        session.flush()
        session.execute(text("SELECT 1"))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.sqlite
def test_a_server_that_goes_away_is_told_and_nothing_is_half_done(tmp_path: Path, database: str) -> None:
    space = open_workspace(tmp_path)
    space.create("a")
    before = len(statements(space, "a"))
    with pytest.raises(Problem) as told:
        _half(space)
    assert told.value.code == "database_unreachable"
    for language in ("zh", "en"):
        assert "Traceback" not in told.value.text(language)
    assert space.setting("half") is None
    assert not faults(space)
    assert len(statements(space, "a")) == before
    state_that(space, "a", "cut", {"a": "x", "b": "y"}, "王")
    assert len(statements(space, "a")) == before + 1, "it goes on as soon as the server is there again"
