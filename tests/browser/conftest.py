"""A fresh server per test that asks for one, and a browser that notes every request."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
START_SECONDS = 20
Serve = Callable[[Path], str]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demonstration collection and nothing else."""
    folder = tmp_path_factory.mktemp("home")
    command = [sys.executable, "-m", "analytics", "demo"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"JUSHI_HOME": str(folder)}, check=True, capture_output=True)
    return folder


@pytest.fixture
def serve(home: Path) -> Iterator[Serve]:
    """Starts a script on a port of its own, in a process that nobody has asked yet; gives its address."""
    running = []

    def start(script: Path) -> str:
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
        env = os.environ | {"JUSHI_HOME": str(home), "PYTHONPATH": str(ROOT)}
        running.append(subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL))
        address = f"http://127.0.0.1:{port}"
        wait_for(address)
        return address

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=10)


def wait_for(address: str) -> None:
    """Waits for a healthy answer; unknown paths answer 200 too, so its text counts."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health") as answer:
                if answer.read() == b"ok":
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError(f"no server after {START_SECONDS} s")
