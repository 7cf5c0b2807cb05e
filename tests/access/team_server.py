"""A server in team mode on loopback, with an identity provider beside it; secrets are made for each run."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support import ROOT

ADMIN = "admin@team.example.org"
START_SECONDS = 90


@dataclass(frozen=True)
class Team:
    address: str
    cookie_secret: str
    environment: Mapping[str, str]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def oidc(port: int, metadata: str) -> dict[str, str]:
    return {
        "JUSHI_OIDC_CLIENT_ID": "the-dashboard", "JUSHI_OIDC_CLIENT_SECRET": secrets.token_urlsafe(32),
        "JUSHI_OIDC_METADATA_URL": metadata, "JUSHI_OIDC_REDIRECT_URI": f"http://localhost:{port}/oauth2callback",
        "JUSHI_COOKIE_SECRET": secrets.token_urlsafe(48),
    }  # fmt: skip


@contextmanager
def team_server(home: Path, settings: Mapping[str, str], port: int) -> Iterator[Team]:
    """``settings``: what stands in the environment besides mode, home and administrators."""
    environment = os.environ | {"JUSHI_HOME": str(home), "JUSHI_MODE": "team", "JUSHI_ADMINS": ADMIN} | settings
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://localhost:{port}"
        _wait_for(address, server)
        yield Team(address, settings.get("JUSHI_COOKIE_SECRET", ""), environment)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5) as answer:
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("no server")
