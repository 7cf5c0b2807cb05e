"""Datasette's facets beside our filters on the same activities, in the same run.

    python tests/bench/facets.py --datasette FOLDER/bin/datasette [--articles 333333] [--rounds 5] [--home FOLDER] [--keep]

``--datasette``: the program, out of an environment of its own (``python -m venv FOLDER`` and ``FOLDER/bin/pip install
datasette``): it is no part of the project. Without it ours alone are measured, and the table says so.

Datasette gets its best case: a SQLite file with one row an activity and an index on every column that is faceted, its time
limit for facets lifted, nothing suggested, no total, no page drawn (JSON), one row asked for, as many choices as we offer.
It counts four facets: type (the first of an activity), kind, organisation (the first) and source. Ours count all types, all
organisations with what is below them, and places besides, each under the other filters alone. Both are asked for the same
choices by turns: none, one of the types, one of the sources.
What Datasette counts is compared with a count of the file: an answer that was cut off does not stand.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from keeping import keep, ratio  # noqa: E402
from loaded import NAME, load  # noqa: E402
from queries import OFFERED, took  # noqa: E402

from analytics import measures  # noqa: E402
from analytics.measures import Collection  # noqa: E402
from analytics.measures.collection import reading  # noqa: E402
from analytics.views import View  # noqa: E402

FACETED = ("type", "kind", "organisation", "source")
AIM = 10.0
PATIENCE_MS = 120_000
"""What Datasette may take for one facet; by default it gives up after 200 ms."""
CHOICES: dict[str, tuple[str, View]] = {
    "none": ("", View(counting="reports")), "a type": ("type", View(counting="reports")),
    "a source": ("source", View(counting="reports")),
}  # fmt: skip


def written(collection: Collection, path: Path) -> None:
    """One row an activity, an index a column; events only, as our view counts them."""
    with reading(collection) as tables:
        acts = tables["activities"].filter(lambda t: t.kind == "event")[["id", "article_id", "kind"]]
        types = tables["activity_types"].group_by("activity_id").agg(type=lambda t: t.type.min())
        named = tables["organisations"].group_by("activity_id").agg(organisation=lambda t: t.name.min())
        about = tables["articles"].select(article_id="id", source="source")
        joined = acts.left_join(types, acts.id == types.activity_id).drop("activity_id")
        joined = joined.left_join(named, joined.id == named.activity_id).drop("activity_id")
        joined = joined.inner_join(about, "article_id")
        rows = tables.arrow(joined.select("id", *FACETED))
    with sqlite3.connect(path) as file:
        file.execute(f"CREATE TABLE activities (id TEXT PRIMARY KEY, {', '.join(f'{c} TEXT' for c in FACETED)})")
        columns = [rows[c].to_pylist() for c in ("id", *FACETED)]
        file.executemany(f"INSERT INTO activities VALUES (?{', ?' * len(FACETED)})", zip(*columns, strict=True))
        for column in FACETED:
            file.execute(f"CREATE INDEX by_{column} ON activities ({column})")
        file.execute("ANALYZE")
    file.close()


@contextmanager
def serving(program: Path, path: Path) -> Iterator[str]:
    """Datasette over the file, on loopback; its address of the table."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    limits = {
        "sql_time_limit_ms": PATIENCE_MS,
        "facet_time_limit_ms": PATIENCE_MS,
        "default_cache_ttl": 0,
        "suggest_facets": "off",
    }
    command = [str(program), "serve", "--immutable", str(path), "--host", "127.0.0.1", "--port", str(port)]
    command += [word for name, value in limits.items() for word in ("--setting", name, str(value))]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/-/versions.json").close()
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        yield f"{address}/{path.stem}/activities.json"
    finally:
        process.terminate()
        process.wait(timeout=20)


def asked(address: str, chosen: dict[str, str]) -> dict[str, Any]:
    """Its facets under what is chosen."""
    words = [("_facet", c) for c in FACETED] + [
        ("_size", "1"),
        ("_facet_size", str(OFFERED)),
        ("_nocount", "1"),
        *chosen.items(),
    ]
    with urllib.request.urlopen(f"{address}?{urllib.parse.urlencode(words)}") as answer:
        told: dict[str, Any] = json.load(answer)
    return told


def check(told: dict[str, Any], path: Path, chosen: dict[str, str]) -> None:
    """Its numbers against those of the file, type by type. Raises SystemExit where they differ."""
    where = " AND ".join(f"{c} = ?" for c in chosen) or "1"
    with sqlite3.connect(path) as file:
        counts = dict(
            file.execute(f"SELECT type, count(*) FROM activities WHERE {where} GROUP BY type", [*chosen.values()])
        )
    file.close()
    facets = told["facet_results"]  # what took too long is not in it
    answered = {one["value"]: one["count"] for one in facets["type"]["results"]} if "type" in facets else {}
    if not facets.keys() >= set(FACETED) or answered != {k: v for k, v in counts.items() if k is not None}:
        raise SystemExit("Datasette's answer is not whole: nothing is compared")


def measure(collection: Collection, program: Path | None, path: Path, rounds: int) -> dict[str, dict[str, list[float]]]:
    """Milliseconds by what is chosen, ours and theirs by turns; a choice of ours is new in every round."""
    usual = measures.facets(collection, View(), OFFERED)
    first = {"type": usual.types["value"].iloc[0], "source": usual.sources["value"].iloc[0]}
    found: dict[str, dict[str, list[float]]] = {name: {"ours": [], "Datasette": []} for name in CHOICES}
    with serving(program, path) if program else nowhere() as address:
        for number in range(rounds + 1):  # the first round warms both
            for name, (column, view) in CHOICES.items():
                chosen = {column: first[column]} if column else {}
                view = replace(
                    view, without_sources=(f"没有第{number}家",), **{f"{c}s": (v,) for c, v in chosen.items()}
                )
                ours = took(lambda view=view: measures.facets(collection, view, OFFERED))  # type: ignore[misc]
                theirs = took(lambda chosen=chosen: asked(address, chosen)) if address else 0.0  # type: ignore[misc]
                if number:
                    found[name]["ours"].append(ours)
                    found[name]["Datasette"] += [theirs] if address else []
                elif address:
                    check(asked(address, chosen), path, chosen)
    return found


@contextmanager
def nowhere() -> Iterator[str]:
    """No address: Datasette is not there."""
    yield ""


def main() -> None:
    """Builds what is missing, measures, prints a table."""
    cli = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    cli.add_argument("--datasette", type=Path, default=os.environ.get("DATASETTE") or shutil.which("datasette"))
    cli.add_argument("--articles", type=int, default=333_333)
    cli.add_argument("--rounds", type=int, default=5)
    cli.add_argument("--home", type=Path, help="keeps the collection for the next time")
    cli.add_argument("--keep", action="store_true", help="writes the table into docs/measured and the docs")
    args = cli.parse_args()
    if not args.datasette:
        print("Datasette is not here (--datasette PROGRAM, or DATASETTE=PROGRAM): ours alone, NOTHING IS COMPARED")
    with tempfile.TemporaryDirectory() as folder:
        home = (args.home or Path(folder)) / str(args.articles)
        home.mkdir(parents=True, exist_ok=True)
        collection = measures.open_collection(load(home, args.articles), NAME)
        path = Path(folder) / "peer.db"
        if args.datasette:
            written(collection, path)
        found = measure(collection, Path(args.datasette) if args.datasette else None, path, args.rounds)
    size = f"{3 * args.articles:,} activities"
    print(f"{size:24} {'ours ms':>9} {'Datasette ms':>13} {'ratio':>7}   median of {args.rounds}, aim {AIM:g}")
    for name, times in found.items():
        ours, theirs = (statistics.median(times[who]) if times[who] else None for who in ("ours", "Datasette"))
        assert ours is not None
        times_faster = f"{theirs / ours:.1f}" if theirs else "not measured"
        print(
            f"{f'chosen: {name}':24} {ours:>9.0f} {f'{theirs:.0f}' if theirs else '-':>13} {times_faster:>7}",
            flush=True,
        )
        if args.keep and theirs:
            row = {"activities": f"{3 * args.articles:,}", "chosen": name, "ours ms": f"{ours:.0f}",
                   "Datasette ms": f"{theirs:.0f}", "times faster": times_faster}  # fmt: skip
            keep("facets", ("activities", "chosen"), [row])
            ratio(
                f"facets beside Datasette's, chosen: {name}",
                size,
                f"{ours:.0f} ms",
                f"{theirs:.0f} ms",
                theirs / ours,
                AIM,
            )


if __name__ == "__main__":
    main()
