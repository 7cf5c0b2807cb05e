"""What a process tells those who watch it: counted rightly, in the form that Prometheus reads, to nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from analytics.api import metrics as room
from analytics.api.asked import workspace
from analytics.api.routes import routes
from analytics.settings import settings

ADDRESS = "/api/v1/metrics"
SECRET = "k7Jm2xQ9wRt4vBn8yLp3zHd6cFs1gAe5"
LINE = re.compile(r'(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="[^"\n]*",?)+\})? [0-9.e+-]+)')


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("JUSHI_HOME", str(tmp_path / "home"))
    _forget()
    yield TestClient(Starlette(routes=routes()), base_url="http://127.0.0.1", client=("127.0.0.1", 5000))
    _forget()


def _forget() -> None:
    settings.cache_clear()
    workspace.cache_clear()


def value(text: str, name: str) -> float:
    return next((float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(f"{name} ")), 0)


def test_every_answer_is_counted_once_and_the_form_is_right(client: TestClient) -> None:
    before = client.get(ADDRESS)
    for _ in range(3):
        client.get("/api/v1/collections")
    client.get("/api/v1/overview?data=none")
    client.get('/api/v1/a"b%0Ac')
    text = client.get(ADDRESS).text
    good = 'jushi_requests_total{address="collections",status="200"}'
    bad = 'jushi_requests_total{address="overview",status="404"}'
    assert value(text, good) - value(before.text, good) == 3
    assert value(text, bad) - value(before.text, bad) == 1
    assert all(LINE.fullmatch(line) for line in text.splitlines())
    assert before.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert value(text, "jushi_workspace_up") == 1
    assert value(text, "jushi_memory_bytes") > 10_000_000
    assert value(text, 'jushi_answer_seconds_total{address="collections"}') > 0
    assert 'a"b' not in text, "what was asked for is told to nobody"
    names = [line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("header", room.FORWARDED)
def test_who_asks_through_a_proxy_is_told_nothing(client: TestClient, header: str) -> None:
    found = client.get(ADDRESS, headers={header: "127.0.0.1"})
    assert found.status_code == 404
    assert "jushi_" not in found.text


@pytest.mark.parametrize("where", ["192.0.2.7", "testclient", "::ffff:192.0.2.7"])
def test_another_machine_is_told_nothing(client: TestClient, where: str) -> None:
    other = TestClient(client.app, base_url="http://127.0.0.1", client=(where, 5000))
    assert other.get(ADDRESS).status_code == 404


def test_with_a_secret_only_who_knows_it(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUSHI_METRICS_SECRET", SECRET)
    _forget()
    assert client.get(ADDRESS).status_code == 404, "on this machine too"
    for wrong in (SECRET, f"Bearer {SECRET[:-1]}", f"bearer {SECRET}x", "Bearer ", "Bearer 密".encode()):
        assert client.get(ADDRESS, headers={"Authorization": wrong}).status_code == 404
    other = TestClient(client.app, base_url="http://127.0.0.1", client=("192.0.2.7", 5000))
    told = other.get(ADDRESS, headers={"Authorization": f"Bearer {SECRET}"})
    assert told.status_code == 200
    assert SECRET not in told.text


def test_a_database_that_does_not_answer_is_a_figure(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUSHI_DATABASE_URL", "postgresql://nobody@/none?host=/nowhere")
    _forget()
    text = client.get(ADDRESS).text
    assert value(text, "jushi_memory_bytes") > 0
    assert "jushi_workspace_up 0" in text
