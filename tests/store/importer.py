"""A process of its own that imports a file, slowly: the victim of the crash test. Arguments: home, file."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

from fakes import FakeMaker, read  # noqa: E402

from analytics.importing import import_files  # noqa: E402
from analytics.store.workspace import open_workspace  # noqa: E402

space = open_workspace(Path(sys.argv[1]))
print("ready", flush=True)
report = import_files([Path(sys.argv[2])], "试", workspace=space, maker=FakeMaker(slow=0.002), reader=read)
print("already" if report.already else "done", report.version, flush=True)
