"""The parent's side of the parsing child: limits of time and memory, a new child after one that died."""

from __future__ import annotations

import math
import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import suppress
from types import TracebackType
from typing import Any

import orjson
import psutil

from analytics.problems import Problem
from analytics.settings import ROOT, settings

_LOOK_SECONDS = 0.05
# Address space is not memory: the JSON parser reserves 12 bytes for each byte and uses few of them.
_ADDRESS_FACTOR = 2
_ADDRESS_A_BYTE = 13


class Child:
    """Starts at the first request and serves one file after another; a file that kills it loses nothing but itself.

    ``module``: what runs in it; it calls ``worker.main``.
    """

    def __init__(self, module: str = "analytics.intake.worker") -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: _Watch | None = None

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        if self._watch:
            self._watch.end()
        if self._process:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    with suppress(OSError):
                        pipe.close()
        self._process = self._watch = None

    def parse(
        self, op: str, data: bytes, codec: str = "", folder: str = "", most: int | None = None, left: float = math.inf
    ) -> Generator[Any, None, None]:
        """The parts that ``op`` (package, workbook, pdf, json, html, html_tables, xml) makes of ``data``.

        ``folder``: where an archive may put its members; empty: archives are refused. ``most``: rows of each table and
        objects of a list that are wanted, None for all. ``left``: seconds that may pass if fewer than those that a
        file of this size has. Raises Problem: what the parser says, ``read_parse_seconds`` when the child took too
        long, ``read_parse_memory`` when it needed too much memory or died.
        """
        limits = settings()
        memory = limits.parse_memory_bytes + limits.parse_memory_a_byte * len(data)
        request = {
            "op": op,
            "codec": codec,
            "folder": folder,
            "most": most,
            "size": len(data),
            "memory": _ADDRESS_FACTOR * memory + _ADDRESS_A_BYTE * len(data),
            "cells": limits.max_cells,
            "pages": limits.max_pages,
            "chars": limits.max_article_chars,
            "archive": {
                "members": limits.max_members,
                "unpacked": limits.max_unpacked_bytes,
                "ratio": limits.max_ratio,
            },
        }
        allowed = _Allowed(min(left, seconds_for(len(data))), memory)
        done = False
        try:
            while not done:
                answer = self._within(allowed, request, data)
                request = {}
                if "problem" in answer:
                    done = answer["problem"][0] != "read_parse_memory"
                    raise Problem.of(answer["problem"][0], **answer["problem"][1])
                done = "end" in answer
                if not done:
                    yield answer["part"]
        finally:
            # A reader that stops early leaves frames in the pipe.
            if not done:
                self.close()

    def _within(self, allowed: _Allowed, request: dict[str, Any], data: bytes) -> dict[str, Any]:
        process, watch = self._started()
        began = time.monotonic()
        watch.allow(allowed.left, allowed.memory)
        try:
            return _exchange(process, request, data)
        except (OSError, EOFError):
            code = "read_parse_seconds" if watch.late else "read_parse_memory"
            self.close()
            raise Problem.of(code, seconds=round(allowed.seconds)) from None
        finally:
            watch.rest()
            allowed.left -= time.monotonic() - began

    def _started(self) -> tuple[subprocess.Popen[bytes], _Watch]:
        if self._process is None or self._watch is None or self._process.poll() is not None:
            self.close()
            paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
            )
            self._watch = _Watch(self._process)
        return self._process, self._watch


class _Allowed:
    """What one file may cost: seconds of the child's work, bytes of memory."""

    def __init__(self, seconds: float, memory: int) -> None:
        self.seconds = self.left = seconds
        self.memory = memory


class _Watch:
    """Looks at a working child every 50 ms and kills it when it is late or takes too much memory."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process, self.late = process, False
        self._until, self._memory = math.inf, 0
        self._working, self._over = threading.Event(), False
        threading.Thread(target=self._run, daemon=True).start()

    def allow(self, seconds: float, memory: int) -> None:
        """The child begins to work, for so many seconds and bytes of resident memory at most."""
        self._until, self._memory = time.monotonic() + seconds, memory
        self._working.set()

    def rest(self) -> None:
        """The child waits for its reader: that time is not counted."""
        self._working.clear()

    def end(self) -> None:
        """Stop looking."""
        self._over = True
        self._working.set()

    def _run(self) -> None:
        seen = None
        while self._working.wait() and not self._over:
            with suppress(psutil.Error, OSError):
                seen = seen or psutil.Process(self._process.pid)
                self.late = time.monotonic() > self._until
                if self.late or seen.memory_info().rss > self._memory:
                    self._process.kill()
                    return
            time.sleep(_LOOK_SECONDS)


def seconds_for(size: int, members: int = 0) -> float:
    """The seconds that a file of ``size`` bytes, or an archive that unpacks to it, may take to parse."""
    limits = settings()
    more = limits.parse_seconds_a_megabyte * size / 1e6 + limits.parse_seconds_a_member * members
    return limits.parse_seconds + more


def _exchange(process: subprocess.Popen[bytes], request: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Send the request, if there is one, and read the next frame. Raises OSError or EOFError when the child is gone."""
    assert process.stdin
    assert process.stdout
    if request:
        process.stdin.write(orjson.dumps(request) + b"\n")
        process.stdin.write(data)
        process.stdin.flush()
    head = process.stdout.read(8)
    if len(head) < 8:
        raise EOFError
    size = struct.unpack(">Q", head)[0]
    body = process.stdout.read(size)
    if len(body) < size:
        raise EOFError
    answer: dict[str, Any] = orjson.loads(body)
    return answer
