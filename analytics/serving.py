"""Starts the dashboard's server and opens a browser on it once it answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
import webbrowser

from analytics.access.starting import check_start
from analytics.jobs import tend
from analytics.settings import ROOT
from analytics.store.workspace import open_workspace

WAIT = 60
"""Seconds to wait for the server before no browser is opened."""


def serve(port: int, opens: bool) -> int:
    """Runs until the server ends or is interrupted; its exit status. Imports that a crash cut short go on.

    Raises Problem team_… while something that team mode needs is missing.
    """
    check_start()
    space = open_workspace()
    tend(space)
    space.close()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT)
    signal.signal(signal.SIGTERM, lambda _signal, _frame: server.terminate())
    if opens and has_desktop():
        threading.Thread(target=_open_when_ready, args=(f"http://127.0.0.1:{port}",), daemon=True).start()
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        return server.wait()


def has_desktop() -> bool:
    """Whether a browser window could appear."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_when_ready(address: str) -> None:
    for _ in range(WAIT):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
                if answer.read() == b"ok":
                    webbrowser.open(address)
                    return
        except OSError:
            pass
        time.sleep(1)
