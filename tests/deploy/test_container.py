"""The container file read line by line, since it is not built here: what it copies is there and let in, nothing secret is, and
it runs as nobody in particular."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from fnmatch import fnmatch
from typing import Any

from support import ROOT

from analytics.settings import Settings

LINES = [
    line
    for line in (ROOT / "Containerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    if line and not line.startswith("#")
]
LET_IN = [line[1:] for line in (ROOT / ".containerignore").read_text("utf-8").splitlines() if line.startswith("!")]
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==", re.M)
SECRET = re.compile(r"secret|password|token|key", re.I)


def told(word: str) -> list[str]:
    return [line.removeprefix(word).strip() for line in LINES if line.startswith(f"{word} ")]


def test_what_is_copied_is_there_and_let_in() -> None:
    sources = [one for line in told("COPY") if "--from" not in line for one in shlex.split(line)[:-1]]
    assert sources
    for one in sources:
        assert (ROOT / one).exists(), one
        assert any(fnmatch(one, pattern) for pattern in LET_IN), one
    assert sorted(sources) == sorted(LET_IN), "nothing more is let in than is copied"
    assert (ROOT / ".dockerignore").read_bytes() == (ROOT / ".containerignore").read_bytes()


def test_it_holds_no_secret_and_runs_without_root() -> None:
    assert not [line for line in (*told("ENV"), *told("ARG")) if SECRET.search(line)]
    assert told("USER")[-1].isdigit()
    assert int(told("USER")[-1]) > 0
    assert [line.split()[0] for line in told("FROM")] == ["docker.io/library/python:3.11-slim"] * 2
    assert len(told("HEALTHCHECK")) == 1
    assert "/api/v1/health" in told("HEALTHCHECK")[0]
    assert json.loads(told("CMD")[-1])[:2] == ["jushi", "serve"]


def test_what_is_installed_is_pinned_with_hashes() -> None:
    assert "--require-hashes -r requirements-team.lock" in " ".join(told("RUN"))
    lock = (ROOT / "requirements-team.lock").read_text("utf-8")
    base = (ROOT / "requirements.lock").read_text("utf-8")
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    team = {re.split(r"[\[>=]", one)[0].lower() for one in project["optional-dependencies"]["team"]}
    assert team <= set(PINNED.findall(lock))
    both, here = (set(re.findall(r"^([a-zA-Z0-9_.-]+)==(\S+)", one, re.M)) for one in (lock, base))
    assert here <= both, "the same releases as everywhere"
    assert "://" not in lock
    assert lock.count("--hash=sha256:") > len(both)


def test_every_variable_of_the_guide_is_a_setting() -> None:
    guide = (ROOT / "docs/deploy.md").read_text("utf-8")
    named = set(re.findall(r"\bJUSHI_([A-Z_]+[A-Z])\b", guide))
    assert named
    assert named <= {name.upper() for name in Settings.model_fields}
