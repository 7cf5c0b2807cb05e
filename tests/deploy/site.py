"""A site as docs/deploy.md describes it, on loopback: PostgreSQL, two processes, nginx with the file of the docs."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from support import ROOT

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
START_SECONDS = 90
"""Two processes start on a machine that tests other things too."""


def port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Site:
    """``address``: of nginx; ``nodes``: of the processes behind it, which ``kill`` ends one by one."""

    def __init__(self, folder: Path, database: str) -> None:
        assert NGINX is not None
        self.home = folder / "home"
        self.environment = os.environ | {"JUSHI_HOME": str(self.home), "JUSHI_DATABASE_URL": database}
        ports = [port(), port()]
        self.nodes = [f"http://127.0.0.1:{one}" for one in ports]
        listen = f"127.0.0.1:{port()}"
        self.address = f"http://{listen}"
        run = folder / "run"
        run.mkdir()
        run.chmod(0o777)  # nginx's workers are nobody where it is started by root
        values = {"LISTEN": listen, "NAME": "localhost 127.0.0.1", "RUN": str(run)}
        values |= {name: f"127.0.0.1:{one}" for name, one in zip(("FIRST", "SECOND"), ports, strict=True)}
        told = (ROOT / "deploy/nginx.conf").read_text("utf-8")
        for name, value in values.items():
            told = told.replace(f"@{name}@", value)
        self.file = folder / "nginx.conf"
        self.file.write_text(told, "utf-8")
        self.run("demo")
        self.processes = [self._serve(one) for one in ports]
        self.nginx = subprocess.Popen([NGINX, "-e", str(run / "error.log"), "-c", str(self.file), "-g", "daemon off;"])
        for one in (*self.nodes, self.address):
            wait_for(one)

    def run(self, *arguments: str) -> str:
        """A command of the shell on the site's workspace."""
        return self._done("-m", "analytics", *arguments)

    def python(self, code: str, *arguments: str) -> str:
        """A program of its own on the site's workspace."""
        return self._done("-c", code, *arguments)

    def _done(self, *arguments: str) -> str:
        found = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert found.returncode == 0, found.stderr
        return found.stdout

    def kill(self, node: int) -> None:
        """A process ends without a word, with all that it started."""
        process = self.processes[node]
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        self.nginx.terminate()
        self.nginx.wait(30)
        for node in range(len(self.processes)):
            self.kill(node)

    def _serve(self, port: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "analytics", "serve", "--port", str(port), "--no-open"]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True
        )


def ask(address: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by their names in small letters, body; an error is an answer too."""
    request = urllib.request.Request(address, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


def wait_for(address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            if ask(f"{address}/api/v1/health")[0] == 200:
                return
        except OSError:
            pass
        assert time.monotonic() < until, f"no answer from {address}"
        time.sleep(0.2)
