"""The parent's side of the parsing child: limits of time and memory, a new child after one that died."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any

import orjson

from analytics.problems import Problem
from analytics.settings import ROOT, settings


class Child:
    """Starts at the first request and serves one file after another; a file that kills it loses nothing but itself."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        if self._process:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    with suppress(OSError):
                        pipe.close()
        self._process = None

    def parse(self, op: str, data: bytes, codec: str = "") -> Iterator[Any]:
        """The parts that ``op`` (xlsx, json, html, xml) makes of ``data``.

        Raises Problem: what the parser says, ``read_parse_seconds`` when the child took too long,
        ``read_parse_memory`` when it died.
        """
        limits = settings()
        request = {
            "op": op,
            "codec": codec,
            "size": len(data),
            "memory": limits.parse_memory_bytes,
            "cells": limits.max_cells,
        }
        left = float(limits.parse_seconds)
        done = False
        try:
            while not done:
                began = time.monotonic()
                answer = self._within(left, request, data)
                left -= time.monotonic() - began
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

    def _within(self, seconds: float, request: dict[str, Any], data: bytes) -> dict[str, Any]:
        process = self._started()
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(max(seconds, 0.01), stop)
        timer.start()
        try:
            return _exchange(process, request, data)
        except (OSError, EOFError):
            self.close()
            code = "read_parse_seconds" if late.is_set() else "read_parse_memory"
            raise Problem.of(code, seconds=settings().parse_seconds) from None
        finally:
            timer.cancel()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
            self._process = subprocess.Popen(
                [sys.executable, "-m", "analytics.intake.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
            )
        return self._process


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
