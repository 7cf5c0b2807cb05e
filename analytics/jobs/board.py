"""The board of jobs: put on, looked at, stopped, and started again after a crash."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import psutil
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analytics.jobs.incoming import incoming, sweep_incoming
from analytics.jobs.request import Request
from analytics.problems import Problem
from analytics.settings import ROOT, settings
from analytics.store.tables import Job
from analytics.store.workspace import Workspace, shown, utc

ACTIVE = ("waiting", "running")
TRIES = 3
"""How often a job is started; one that kills its process each time is given up."""
SILENT = timedelta(seconds=60)
"""How long a worker on another machine may say nothing before it counts as dead."""
STARTING = timedelta(seconds=20)
"""How long a worker may take from its start to its first word."""
KEPT = 30
"""Jobs that are listed."""

_started: list[subprocess.Popen[bytes]] = []
"""Workers of this process, to be reaped when they end."""


@dataclass(frozen=True, slots=True)
class JobInfo:
    """One job. ``state``: waiting, running, done, failed, stopped. ``version``: what it made, None for nothing new.

    ``stage``, ``done``, ``total``: how far it is (``total`` 0: not known). ``stopping``: it was told to stop.
    """

    id: str
    dataset: str
    action: str
    who: str
    request: Request
    state: str
    tries: int
    made_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    stage: str
    done: int
    total: int
    stopping: bool
    version: int | None
    problem: Problem | None


def submit(space: Workspace, request: Request, who: str = "", job_id: str | None = None) -> JobInfo:
    """Puts a request on the board and starts a worker. ``job_id``: the id of the incoming folder with its files.

    Once this returns, the request survives a crash of this process.
    """
    name = job_id or f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(6)}"
    with space.writing() as session:
        row = Job(
            id=name, dataset=request.dataset, action=request.action, who=who, request=request.model_dump(mode="json"),
            state="waiting", tries=0, made_at=datetime.now(UTC), host="", stop=False, stage="", done=0, total=0,
        )  # fmt: skip
        session.add(row)
        session.flush()
        found = _info(row)
    tend(space)
    return found


def jobs(space: Workspace, dataset: str | None = None) -> list[JobInfo]:
    """The latest jobs, those that are not over first, newest first."""
    with space.reading() as session:
        query = select(Job).order_by(Job.state.in_(ACTIVE).desc(), Job.made_at.desc(), Job.id).limit(KEPT)
        rows = session.scalars(query.where(Job.dataset == dataset) if dataset else query)
        return [_info(row) for row in rows if shown(session, row.dataset)]


def job(space: Workspace, job_id: str) -> JobInfo | None:
    """One job."""
    with space.reading() as session:
        row = session.get(Job, job_id)
        return _info(row) if row and shown(session, row.dataset) else None


def stop(space: Workspace, job_id: str) -> None:
    """Tells a job to stop: one that waits ends at once, one that runs as soon as its worker looks."""
    with space.writing() as session:
        row = session.get(Job, job_id)
        if row is None or row.state not in ACTIVE or not shown(session, row.dataset):
            return
        row.stop = True
        if row.state == "waiting":
            row.state, row.ended_at = "stopped", datetime.now(UTC)
            incoming(space, job_id).remove()


def try_again(space: Workspace, job_id: str) -> None:
    """Starts a failed job anew; its files are still there."""
    with space.writing() as session:
        row = session.get(Job, job_id)
        if row is not None and row.state == "failed" and shown(session, row.dataset):
            row.state, row.tries, row.stop, row.problem, row.process = "waiting", 0, False, None, None
    tend(space)


def dismiss(space: Workspace, job_id: str) -> None:
    """Takes an ended job off the board, and what it has left."""
    with space.writing() as session:
        row = session.get(Job, job_id)
        if row is not None and row.state not in ACTIVE and shown(session, row.dataset):
            session.delete(row)
            incoming(space, job_id).remove()


def tend(space: Workspace) -> None:
    """Puts jobs back whose worker is dead, gives up those that died too often, and starts what may start now."""
    _started[:] = [process for process in _started if process.poll() is None]
    with space.reading() as session:
        waiting = session.scalar(select(func.count()).select_from(Job).where(Job.state.in_(ACTIVE)))
    if not waiting:
        return
    with space.writing() as session:
        for row in session.scalars(select(Job).where(Job.state == "running")):
            if not _alive(row):
                _put_back(row)
                if row.state == "stopped":
                    incoming(space, row.id).remove()
        chosen = [row.id for row in _may_start(session)]
        used = set(session.scalars(select(Job.id)))
    for job_id in chosen:
        _start(space, job_id)
    sweep_incoming(space, used)


def _may_start(session: Session) -> list[Job]:
    """The oldest waiting jobs for which there is room; they are marked as being started."""
    running = session.scalar(select(func.count()).select_from(Job).where(Job.state == "running")) or 0
    now = datetime.now(UTC)
    waiting = list(session.scalars(select(Job).where(Job.state == "waiting").order_by(Job.made_at, Job.id)))
    starting = [row for row in waiting if row.seen_at and now - utc(row.seen_at) < STARTING]
    room = settings().jobs_at_once - running - len(starting)
    chosen = [row for row in waiting if row not in starting][: max(room, 0)]
    for row in chosen:
        row.seen_at = now
    return chosen


def _put_back(row: Job) -> None:
    row.process = None
    row.seen_at = None
    if row.stop:
        row.state, row.ended_at = "stopped", datetime.now(UTC)
    elif row.tries < TRIES:
        row.state = "waiting"
    else:
        row.state, row.ended_at = "failed", datetime.now(UTC)
        row.problem = problem_to(Problem.of("job_died", row.dataset, dataset=row.dataset, tries=row.tries))


def _alive(row: Job) -> bool:
    """Whether the worker of a running job is at work: its process where it can be seen, else its last word."""
    if row.host != socket.gethostname():
        return row.seen_at is not None and datetime.now(UTC) - utc(row.seen_at) < SILENT
    try:
        process = psutil.Process(row.process or 0)
        return process.status() != psutil.STATUS_ZOMBIE and row.id in process.cmdline()
    except psutil.Error:
        return False


def _start(space: Workspace, job_id: str) -> None:
    """A worker that does not end with this process."""
    command = [sys.executable, "-m", "analytics.jobs.worker", str(space.home), job_id]
    quiet = subprocess.DEVNULL
    here = os.environ | {"JUSHI_DATABASE_URL": space.engine.url.render_as_string(hide_password=False)}
    _started.append(
        subprocess.Popen(command, cwd=ROOT, env=here, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    )


def problem_to(problem: Problem) -> dict[str, Any]:
    """A Problem as JSON."""
    values = {k: v if isinstance(v, int | float) else str(v) for k, v in problem.values}
    return {"code": problem.code, "where": problem.where, "values": values}


def _info(row: Job) -> JobInfo:
    problem = row.problem
    return JobInfo(
        row.id, row.dataset, row.action, row.who, Request.model_validate_json(orjson.dumps(row.request)), row.state,
        row.tries, utc(row.made_at), utc(row.began_at) if row.began_at else None,
        utc(row.ended_at) if row.ended_at else None, row.stage, row.done, row.total, row.stop, row.version,
        Problem.of(problem["code"], problem["where"], **problem["values"]) if problem else None,
    )  # fmt: skip
