"""The process that does one job: ``python -m analytics.jobs.worker HOME ID``. It tells the board how far it is."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import OperationalError

from analytics.importing import Stage, Stopped, extract_again, import_files, load_demo
from analytics.importing.files import own_reader
from analytics.jobs.board import problem_to, tend
from analytics.jobs.incoming import incoming
from analytics.jobs.request import Request
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.tables import Job
from analytics.store.workspace import Workspace, open_workspace

TELL_SECONDS = 1.0
"""Seconds between two words to the board."""


class Teller:
    """Tells the board how far the work is, from a thread of its own, and hears when it is to stop."""

    def __init__(self, space: Workspace, job_id: str) -> None:
        self._space, self._id = space, job_id
        self._at: tuple[Stage, int, int] = ("reading", 0, 0)
        self._ended, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._tell, daemon=True)

    def __enter__(self) -> Callable[[Stage, int, int], None]:
        self._thread.start()
        return self._step

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _step(self, stage: Stage, done: int, total: int) -> None:
        self._at = (stage, done, total)
        if self._stop.is_set():
            raise Stopped

    def _tell(self) -> None:
        while not self._ended.wait(TELL_SECONDS):
            with suppress(OperationalError, Problem), self._space.writing() as session:
                row = session.get_one(Job, self._id)
                row.stage, row.done, row.total = self._at
                row.seen_at = datetime.now(UTC)
                if row.stop:
                    self._stop.set()


def main(home: str, job_id: str) -> int:
    """Does the job, if it is still to be done; the exit status."""
    with suppress(OSError, AttributeError):
        os.nice(5)  # pages come first
    space = open_workspace(Path(home))
    request = _claim(space, job_id)
    if request is None:
        return 1
    state, version, problem = _outcome(space, job_id, request)
    with space.writing() as session:
        row = session.get_one(Job, job_id)
        row.state, row.version, row.problem, row.ended_at = state, version, problem, datetime.now(UTC)
    if state == "stopped":
        incoming(space, job_id).remove()
    tend(space)
    return 0


def _claim(space: Workspace, job_id: str) -> Request | None:
    """Takes the job from the board; None when another worker has it."""
    with space.writing() as session:
        row = session.get(Job, job_id)
        if row is None or row.state != "waiting":
            return None
        row.state, row.tries, row.began_at = "running", row.tries + 1, datetime.now(UTC)
        row.stage, row.done, row.total = "", 0, 0  # a worker before this one may have left its own
        row.host, row.process, row.seen_at = socket.gethostname(), os.getpid(), datetime.now(UTC)
        return Request.model_validate(row.request)


def _outcome(space: Workspace, job_id: str, request: Request) -> tuple[str, int | None, dict[str, object] | None]:
    """How the job ended: its state, the version that it made, and what went wrong."""
    try:
        with Teller(space, job_id) as progress:
            return "done", _do(space, job_id, request, progress), None
    except Stopped:
        return "stopped", None, None
    except Problem as problem:
        return "failed", None, problem_to(problem)
    except OSError as e:
        return "failed", None, problem_to(Problem.of("not_writable", e.filename or "", detail=e.strerror or str(e)))
    except MemoryError:
        return "failed", None, problem_to(Problem.of("job_memory", request.dataset))
    except Exception as e:
        return "failed", None, problem_to(Problem.of("job_failed", request.dataset, detail=type(e).__name__))


def _do(
    space: Workspace, job_id: str, request: Request, progress: Callable[[Stage, int, int], None]
) -> int | None:  # fmt: skip
    folder = incoming(space, job_id)
    workers = settings().import_workers or max(1, (os.cpu_count() or 2) - 1)
    places = folder.paths(request.places)
    with space.reading() as session:
        who = session.get_one(Job, job_id).who
    if request.action == "demo":
        report = load_demo(space, workers, progress)
    elif request.action == "again":
        report = extract_again(
            request.dataset, places=places, workers=workers, progress=progress, note=request.note, who=who,
            workspace=space,
        )  # fmt: skip
    else:
        report = import_files(
            folder.paths(request.files), request.dataset, places=places, workers=workers, progress=progress,
            key=f"job/{job_id}", note=request.note, who=who, workspace=space, label=request.label,
            reader=own_reader(request.columns),
        )  # fmt: skip
    if report is None:
        return None
    folder.keep_report(report)
    return report.version


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2]))
