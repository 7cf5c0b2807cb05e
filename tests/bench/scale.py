"""How time and memory grow with a collection, on this machine and on Spark: what docs/scale.md shows.

    python tests/bench/scale.py [--articles 1000 10000 100000] [--extract 200 1000 2000] [--engines duckdb spark]
                                [--home FOLDER] [--keep]

Reading: a fresh process opens a collection of ``loaded.py``, builds what is kept of it (the index, once a version), and asks
for the headline of views that are new; another one finds the index ready. Extraction: ``corpus.py`` from file to file, two
workers or Spark with two cores of this machine (``local[2]``): what Spark costs before it gains anything. Wall clock.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT)]

from keeping import DOCS, keep, read  # noqa: E402

WORKERS = 2
VIEWS = 9
CORES = (2, 64, 1_000)
CHART = DOCS / "images" / "scale.svg"


def reading(home: Path) -> dict[str, float]:
    """In this process: seconds of the first answer, milliseconds of the next ones, megabytes held."""
    import psutil
    from loaded import NAME
    from queries import took, views

    from analytics import measures
    from analytics.store.workspace import open_workspace

    collection = measures.open_collection(open_workspace(home), NAME)
    before = psutil.Process().memory_info().rss
    began = time.perf_counter()
    endless = views(collection)
    measures.headline(collection, next(endless))
    first = time.perf_counter() - began
    times = [took(lambda view=view: measures.headline(collection, view)) for view in islice(endless, VIEWS)]  # type: ignore[misc]
    held = (psutil.Process().memory_info().rss - before) / 2**20
    return {"first": first, "next": statistics.median(times), "held": held}


def extracting(engine: str, count: int) -> float:
    """In this process: seconds from a file of articles to one of extractions, all that has to start included."""
    from corpus import corpus

    from analytics.batch import extract_command
    from analytics.batch.spark import cluster
    from analytics.contract import article_to, dumps

    with tempfile.TemporaryDirectory() as folder:
        given, done = Path(folder) / "articles.jsonl", Path(folder) / "out.jsonl"
        given.write_bytes(b"".join(dumps(article_to(a)) + b"\n" for a in corpus(count)))
        began = time.perf_counter()
        wanted = cluster(f"local[{WORKERS}]", Path(folder)) if engine == "spark" else None
        counts = extract_command(given, done, workers=WORKERS, engine=wanted)
        assert counts.done == count, counts
        return time.perf_counter() - began


def apart(*what: str, **env: str) -> Any:
    """This program in a process of its own; what it prints last."""
    spark = {"SPARK_LOCAL_IP": "127.0.0.1", "PYTHONPATH": f"{ROOT}:{HERE}", "PYSPARK_PYTHON": sys.executable}
    done = subprocess.run(
        [sys.executable, __file__, *what], capture_output=True, check=True, env=os.environ | spark | env
    )
    return json.loads(done.stdout.splitlines()[-1])


def read_one(home: Path, articles: int, engine: str) -> dict[str, object]:
    """A row of the table of reading."""
    shutil.rmtree(home / "indexes", ignore_errors=True)
    env = {"JUSHI_HOME": str(home), "JUSHI_ENGINE": engine, "JUSHI_SPARK_MASTER": f"local[{WORKERS}]"}
    fresh, again = (apart("--reading", str(home), **env) for _ in range(2))
    parts, indexes = (_megabytes(home / name) for name in ("snapshots", "indexes"))
    return {
        "engine": engine, "articles": f"{articles:,}", "activities": f"{3 * articles:,}", "parts MB": f"{parts:.0f}",
        "index on disk MB": f"{indexes:.0f}", "first reader s": f"{fresh['first']:.1f}",
        "first after a restart s": f"{again['first']:.1f}", "headline of a new view ms": f"{again['next']:.0f}",
        "memory MB": f"{again['held']:.0f}",
    }  # fmt: skip


def _megabytes(folder: Path) -> float:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 2**20


def sizing() -> None:
    """What 1, 10 and 100 million articles would take, in proportion to the largest collections measured."""
    if not (read("importing") and read("scale_reading")):
        return
    cost, held = (max(rows, key=lambda row: _number(row["articles"])) for rows in (
        read("importing"), [row for row in read("scale_reading") if row["engine"] == "duckdb"],
    ))  # fmt: skip
    of = _number(held["articles"])
    rows = []
    for count in (10**6, 10**7, 10**8):
        hours = count * float(cost["ms an article"]) / 3.6e6
        rows.append({
            "articles": f"{count:,}", "import, hours of a core": f"{hours:,.1f}",
            **{f"hours on {cores} cores": f"{hours / cores:,.2f}" for cores in CORES},
            "disk GB": f"{count * float(cost['kB on disk an article']) / 2**20:,.0f}",
            "index in memory GB": f"{count / of * _number(held['memory MB']) / 1024:,.1f}",
            "first reader, minutes": f"{count / of * float(held['first reader s']) / 60:,.1f}",
            "headline of a new view s": f"{count / of * float(held['headline of a new view ms']) / 1000:,.2f}",
        })  # fmt: skip
    keep("sizing", ("articles",), rows)


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def draw() -> None:
    """The curves of reading, both axes by powers of ten."""
    import plotly.graph_objects as go
    from playwright.sync_api import sync_playwright
    from plotly.offline import get_plotlyjs
    from serving import CHROMIUM, QUIET

    lines = {"first reader s": 1.0, "first after a restart s": 1.0, "headline of a new view ms": 1000.0}
    figure = go.Figure()
    for engine in dict.fromkeys(row["engine"] for row in read("scale_reading")):
        rows = [row for row in read("scale_reading") if row["engine"] == engine]
        for name, unit in lines.items():
            figure.add_scatter(
                x=[_number(row["activities"]) for row in rows], y=[float(row[name]) / unit for row in rows],
                name=f"{engine}: {name.removesuffix(' s').removesuffix(' ms')}",
                line={"dash": "dot" if engine == "spark" else "solid"},
            )  # fmt: skip
    axes = {
        axis: {"type": "log", "title": title, "dtick": 1}
        for axis, title in (("xaxis", "activities"), ("yaxis", "seconds"))
    }
    margin = {"l": 70, "r": 10, "t": 10, "b": 60}
    figure.update_layout(width=820, height=340, template="plotly_white", margin=margin, **axes)
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET)).new_page()
        page.set_content(f"<div id=a></div><script>{get_plotlyjs()}</script>")
        told = page.evaluate("f => Plotly.toImage(f, {format: 'svg'})", json.loads(figure.to_json()))
        CHART.write_text(page.evaluate("u => decodeURIComponent(u.split(',').slice(1).join(','))", told), "utf-8")


def main() -> None:
    """Builds what is missing, measures, prints."""
    from loaded import folders

    cli = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    cli.add_argument("--articles", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    cli.add_argument("--extract", type=int, nargs="*", default=[200, 1_000, 2_000])
    cli.add_argument("--engines", nargs="+", default=["duckdb", "spark"], choices=["duckdb", "spark"])
    cli.add_argument("--home", type=Path, help="keeps the collections for the next time")
    cli.add_argument("--keep", action="store_true", help="writes the tables and the chart into the docs")
    args = cli.parse_args()
    for articles, home in folders(args.articles, args.home):
        for engine in args.engines:
            row = read_one(home, articles, engine)
            print(row, flush=True)
            if args.keep:
                keep("scale_reading", ("engine", "articles"), [row])
    for count in args.extract:
        taken = {engine: apart("--extracting", engine, str(count)) for engine in args.engines}
        told = {"articles": f"{count:,}"} | {
            {"duckdb": f"{WORKERS} workers s", "spark": f"Spark local[{WORKERS}] s"}[e]: f"{s:.1f}"
            for e, s in taken.items()
        }
        print(told, flush=True)
        if args.keep:
            keep("scale_extraction", ("articles",), [told])
    if args.keep:
        sizing()
        draw()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--reading"]:
        print(json.dumps(reading(Path(sys.argv[2]))))
    elif sys.argv[1:2] == ["--extracting"]:
        print(json.dumps(extracting(sys.argv[2], int(sys.argv[3]))))
    else:
        main()
