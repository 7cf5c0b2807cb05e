"""The server asks no host but this machine, even when a page of another site wants a session."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from access.team_server import free_port, team_server
from access.test_sign_in import _another_site
from support import ROOT

pytestmark = pytest.mark.sqlite  # no database is asked
GUARD = """
import os, socket, sys
def written(event, arguments):
    if event == "socket.getaddrinfo":
        told(arguments[0])
    elif event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[0].type & socket.SOCK_STREAM:
        told(arguments[1][0])
def told(host):
    host = host.decode() if isinstance(host, bytes) else str(host)
    if host in ("", "None", "localhost", "::1", "0.0.0.0") or host.startswith("127."):
        return
    with open(os.environ["GUARD_LOG"], "a") as log:
        log.write(host + "\\n")
    raise OSError("nobody outside is asked")
sys.addaudithook(written)
"""
"""Writes down and refuses every name and every connection outside; a datagram socket that only learns its own address sends
nothing."""


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Whom processes that this test starts would have asked, a line each."""
    (tmp_path / "sitecustomize.py").write_text(GUARD)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), str(ROOT))))
    monkeypatch.setenv("GUARD_LOG", str(tmp_path / "log"))
    (tmp_path / "log").touch()
    return tmp_path / "log"


def test_a_page_of_another_site_makes_the_server_ask_nobody(tmp_path: Path, watched: Path) -> None:
    port = free_port()
    with team_server(tmp_path / "home", {"JUSHI_MODE": "local"}, port):
        _another_site(port)
    assert watched.read_text() == ""


def test_the_guard_notices_it(watched: Path) -> None:
    """As Streamlit does it by itself."""
    asks = "from streamlit.net_util import get_external_ip; get_external_ip()"
    environment = os.environ | {"no_proxy": "*"}
    subprocess.run([sys.executable, "-c", asks], env=environment, check=True, capture_output=True, timeout=60)
    assert set(watched.read_text().split()) == {"checkip.amazonaws.com"}
