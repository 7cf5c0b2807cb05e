"""What a process tells those who watch it, in Prometheus' text format (version 0.0.4, prometheus.io/docs/instrumenting).

Counters begin at 0 with every process. It tells how much is done, never what: no name of a person, a collection or a link.
"""

from __future__ import annotations

import hmac
import ipaddress
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import psutil
from sqlalchemy import func, select
from starlette.requests import Request

from analytics import __version__
from analytics.api.asked import workspace
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.tables import Job, Version
from analytics.ui.sessions import sessions

FORMAT = "text/plain; version=0.0.4; charset=utf-8"
STATES = ("waiting", "running", "done", "stopped", "failed")
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")
"""What a proxy adds: who asks through one is not on this machine, though the proxy may be."""
Sample = tuple[Mapping[str, str], float]

_counted: Counter[tuple[str, int]] = Counter()
_seconds: defaultdict[str, float] = defaultdict(float)
_lock = threading.Lock()


def count(address: str, status: int, seconds: float) -> None:
    """Notes one answer of the API."""
    with _lock:
        _counted[address, status] += 1
        _seconds[address] += seconds


def check_watcher(request: Request) -> None:
    """Whoever asks knows ``JUSHI_METRICS_SECRET`` (a bearer token); while there is none, asks from this machine itself.

    Raises Problem no_address otherwise, as if there were nothing.
    """
    secret = settings().metrics_secret.get_secret_value()
    if secret:
        said = request.headers.get("authorization", "").encode()
        allowed = hmac.compare_digest(said, f"Bearer {secret}".encode())
    else:
        allowed = _local(request)
    if not allowed:
        raise Problem.of("no_address", request.url.path[:200])


def metrics() -> str:
    """All figures of this process, and of the workspace as it sees it."""
    with _lock:
        answers, seconds = dict(_counted), dict(_seconds)
    times: Counter[str] = Counter()
    for (address, _), number in answers.items():
        times[address] += number
    process = psutil.Process()
    lines = [
        *_told("jushi_info", "gauge", "version of the program", [({"version": __version__}, 1)]),
        *_told(
            "jushi_requests_total", "counter", "answers of the API",
            (({"address": a, "status": str(s)}, n) for (a, s), n in sorted(answers.items())),
        ),
        *_told(
            "jushi_answer_seconds_total", "counter", "time that the answers took, their measures in it",
            (({"address": a}, s) for a, s in sorted(seconds.items())),
        ),
        *_told(
            "jushi_answers_total", "counter", "how many answers that time is of",
            (({"address": a}, n) for a, n in sorted(times.items())),
        ),
        *_told("jushi_sessions", "gauge", "browsers that have a page open on this process", [({}, sessions())]),
        *_told("jushi_memory_bytes", "gauge", "resident memory of this process", [({}, process.memory_info().rss)]),
        *_told("jushi_cpu_seconds_total", "counter", "processor time of this process", [({}, sum(process.cpu_times()[:2]))]),
        *_told("jushi_started_seconds", "gauge", "when this process began, seconds since 1970", [({}, process.create_time())]),
        *_workspace(),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _workspace() -> Iterator[str]:
    """The same from every process; nothing of it while the database does not answer, which is a figure too."""
    try:
        with workspace().reading() as session:
            found = session.execute(select(Job.state, func.count()).group_by(Job.state))
            jobs = {row[0]: row[1] for row in found}
            versions = session.scalar(select(func.count()).select_from(Version)) or 0
    except Problem:
        yield from _told("jushi_workspace_up", "gauge", "whether the database answers", [({}, 0)])
        return
    yield from _told("jushi_workspace_up", "gauge", "whether the database answers", [({}, 1)])
    yield from _told(
        "jushi_imports", "gauge", "imports on the board", (({"state": s}, jobs.get(s, 0)) for s in STATES)
    )
    yield from _told("jushi_versions", "gauge", "versions of collections that are kept", [({}, versions)])


def _local(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _told(name: str, kind: str, about: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        marks = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        yield f"{name}{{{marks}}} {value:.15g}" if marks else f"{name} {value:.15g}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
