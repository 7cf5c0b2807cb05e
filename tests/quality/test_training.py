"""The weights can be learned again: the script runs on a few annotated articles and prints what they reach, held out."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from support import ROOT


def test_the_script_cross_validates_and_writes_nothing(tmp_path: Path) -> None:
    for path in sorted((ROOT / "tests" / "gold").glob("web-a*.json"))[:12]:
        shutil.copy(path, tmp_path)
    before = {p: p.stat().st_mtime_ns for p in (ROOT / "data" / "rules").glob("*.csv")}
    done = subprocess.run(
        [sys.executable, "scripts/train", str(tmp_path), "--folds", "2"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    [found] = re.findall(r"^web-a +\(12\) events (\d\.\d+)", done.stdout, re.M)
    assert float(found) > 0.5
    assert {p: p.stat().st_mtime_ns for p in (ROOT / "data" / "rules").glob("*.csv")} == before
