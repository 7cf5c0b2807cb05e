"""A process of its own that imports a file, slowly: the victim of the crash tests.

Arguments: home, file and, if wanted, the bytes beyond which no file can be written (a disk that is full).
"""

from __future__ import annotations

import resource
import signal
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

from fakes import FakeMaker, read  # noqa: E402

from analytics.importing import import_files  # noqa: E402
from analytics.problems import Problem  # noqa: E402
from analytics.store.workspace import open_workspace  # noqa: E402

space = open_workspace(Path(sys.argv[1]))
print("ready", flush=True)
if len(sys.argv) > 3:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
slow = FakeMaker(slow=0.0 if len(sys.argv) > 3 else 0.002)
try:
    report = import_files([Path(sys.argv[2])], "试", workspace=space, maker=slow, reader=read)
except (Problem, OSError) as e:
    print("problem", e, flush=True)
    raise SystemExit(3) from None
print("already" if report.already else "done", report.version, flush=True)
