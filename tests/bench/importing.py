"""What an import costs per article, in time and memory, from a thousand to a hundred thousand articles.

``python tests/bench/importing.py [1000 10000 100000] [--keep]``: each size into a collection of its own, in a process of
its own, one worker. Seconds are of the processor (its own and its children's): the wall clock of a shared machine says little.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from keeping import keep, ratio  # noqa: E402

SIZES = (1_000, 10_000, 100_000)
ABOUT = ("articles", "wall", "peak_mb", "disk_mb")
"""What is told of a run beside its stages."""


def one(count: int, home: Path) -> dict[str, float]:
    """Imports so many articles in this process; seconds by stage and the peak of memory."""
    from corpus import corpus

    from analytics.contract import article_to, dumps
    from analytics.importing import import_files
    from analytics.store.workspace import open_workspace

    path = home / "articles.jsonl"
    with path.open("wb") as file:
        for article in corpus(count):
            file.write(dumps(article_to(article)) + b"\n")
    space = open_workspace(home)
    warm = home / "warm.jsonl"
    warm.write_bytes(b"".join(dumps(article_to(a)) + b"\n" for a in corpus(3, seed=2)))
    import_files([warm], "warm", workspace=space)  # rules, gazetteer and libraries are loaded once
    stages: dict[str, float] = {}
    last, began = _used(), time.monotonic()
    current = "reading"

    def step(stage: str, done: int, total: int) -> None:
        nonlocal last, current
        if stage != current:
            now = _used()
            stages[current] = stages.get(current, 0.0) + now - last
            last, current = now, stage

    report = import_files([path], "bench", workspace=space, progress=step)
    stages[current] = stages.get(current, 0.0) + _used() - last
    assert report.added == count, report.added
    disk = sum(p.stat().st_size for p in home.rglob("*") if p.is_file() and p not in (path, warm)) / 2**20
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    return {"articles": count, "wall": time.monotonic() - began, "peak_mb": peak, "disk_mb": disk, **stages}


def _used() -> float:
    own, below = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime


def main() -> None:
    """Runs every size and prints a table."""
    wanted = "--keep" in sys.argv
    sizes = tuple(int(word) for word in sys.argv[1:] if word != "--keep") or SIZES
    rows: list[dict[str, float]] = []
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, __file__, "--one", str(count), folder]
            done = subprocess.run(command, capture_output=True, check=True, env=os.environ | {"JUSHI_HOME": folder})
            rows.append(json.loads(done.stdout.splitlines()[-1]))
            print(_line(rows[-1]), flush=True)
            if wanted:
                keep("importing", ("articles",), [_told(rows[-1])])
    for before, after in pairwise(rows):
        times = _each(after) / _each(before)
        print(f"{before['articles']:,} → {after['articles']:,}: cost per article × {times:.2f}")
        if wanted:
            ratio(f"import, cost of an article beside that of {before['articles']:,}", f"{after['articles']:,} articles",
                  *(f"{_each(row):.2f} ms" for row in (after, before)), times, 1.1, less=True)  # fmt: skip


def _told(row: dict[str, float]) -> dict[str, object]:
    stages = {f"{name} ms": f"{1000 * value / row['articles']:.2f}" for name, value in row.items() if name not in ABOUT}
    return {
        "articles": f"{row['articles']:,}", "ms an article": f"{_each(row):.2f}", **stages, "wall s": f"{row['wall']:.0f}",
        "peak MB": f"{row['peak_mb']:.0f}", "kB on disk an article": f"{1024 * row['disk_mb'] / row['articles']:.2f}",
    }  # fmt: skip


def _each(row: dict[str, float]) -> float:
    """Milliseconds of the processor for an article."""
    return 1000 * _seconds(row) / row["articles"]


def _seconds(row: dict[str, float]) -> float:
    return sum(value for name, value in row.items() if name not in ABOUT)


def _line(row: dict[str, float]) -> str:
    stages = ", ".join(f"{n} {1000 * v / row['articles']:.2f}" for n, v in row.items() if n not in ABOUT)
    per = _each(row)
    return f"{row['articles']:>9,} articles: {per:.2f} ms each ({stages}), {row['wall']:.0f} s, peak {row['peak_mb']:.0f} MB"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(int(sys.argv[2]), Path(sys.argv[3]))))
    else:
        main()
