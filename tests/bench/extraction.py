"""The whole extraction, JSON out, beside ``jieba.lcut`` and other readers of the same text, in the same run on one core.

    python tests/bench/extraction.py [--articles N] [--rounds N] [--dense FOLDER] [--workers 2]

Two texts: articles dense with activities (the demonstration collection, or the annotated articles of ``--dense``) and general
news without any. Each is repeated with changed ids until there are N articles. Rounds go through all readers in turn, so that
a noisy machine disturbs them alike; the best round of each counts, in seconds of the processor. The ratio to ``jieba.lcut``
is the figure to quote: 2 is twice as fast.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import cycle, islice
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT)]

import jieba  # noqa: E402
import jieba.posseg  # noqa: E402
import orjson  # noqa: E402
import psutil  # noqa: E402
import rjieba  # noqa: E402
from keeping import keep, ratio  # noqa: E402

from analytics.batch import run  # noqa: E402
from analytics.batch.pool import AHEAD, CHUNK, Answer, attempt  # noqa: E402
from analytics.batch.rules import FromRules  # noqa: E402
from analytics.contract import article_from, dumps, extraction_to  # noqa: E402
from analytics.extract.cues import CueScan  # noqa: E402
from analytics.extract.pipeline import Extractor  # noqa: E402
from analytics.gazetteer import load_gazetteer  # noqa: E402
from analytics.model import Article  # noqa: E402
from analytics.rules import load_rules  # noqa: E402

PLACES = ROOT / "data" / "demo" / "places.csv"
AIMS = {"dense": 4.0, "general": 8.0}
SETTLED = 4
"""How many times what a pool has in flight it works on before its workers are all there."""
REST = 4.0
"""Seconds in which a pool ends what it has in flight."""


def lines(paths: Iterable[Path]) -> list[Article]:
    """The articles of JSON Lines files."""
    return [article_from(line) for path in paths for line in path.read_bytes().splitlines() if line.strip()]


def annotated(folder: Path) -> list[Article]:
    """The articles of annotated files (a JSON object each, the article in it or under its own key)."""
    found = [orjson.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))]
    return [article_from(orjson.dumps(one.get("article", one))) for one in found]


def repeated(articles: list[Article], size: int) -> list[Article]:
    """So many articles, each with an id of its own."""
    return [replace(a, id=f"{a.id}-{n}") for n, a in enumerate(islice(cycle(articles), size))]


def seconds(work: Callable[[], object]) -> float:
    """Seconds of the processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def readers(extractor: Extractor, scan: CueScan) -> dict[str, Callable[[Article], object]]:
    """What is measured, by name."""
    return {
        "jieba.lcut": lambda a: jieba.lcut(a.text),
        "extraction": lambda a: dumps(extraction_to(extractor.extract(a))),
        "jieba.posseg": lambda a: jieba.posseg.lcut(a.text),
        "rjieba.cut": lambda a: rjieba.cut(a.text, False),
        "rjieba.tag": lambda a: rjieba.tag(a.text, False),
        "cue words alone": lambda a: scan.read(a.text),
    }


def table(
    name: str, articles: list[Article], work: dict[str, Callable[[Article], object]], rounds: int, wanted: bool
) -> None:
    """Prints characters a second, milliseconds an article and the ratio of every reader."""
    characters = sum(len(a.text) for a in articles)
    found: dict[str, list[float]] = {reader: [] for reader in work}
    for _ in range(rounds):
        for reader, read in work.items():
            found[reader].append(seconds(lambda read=read: [read(a) for a in articles]))  # type: ignore[misc]
    print(f"\n{name}: {len(articles)} articles, {characters:,} characters, best of {rounds} (aim {AIMS[name]:.0f})")
    print(f"{'':18}{'characters/s':>14}{'ms an article':>16}{'ratio to jieba':>16}")
    base = min(found["jieba.lcut"])
    for reader, times in found.items():
        best = min(times)
        print(f"{reader:18}{characters / best:>14,.0f}{1000 * best / len(articles):>16.2f}{base / best:>16.2f}")
    if wanted:
        rows = [
            {"text": name, "reader": reader, "ms an article": f"{1000 * min(times) / len(articles):.3f}",
             "ratio to jieba.lcut": f"{base / min(times):.2f}"}
            for reader, times in found.items()
        ]  # fmt: skip
        keep("extraction", ("text", "reader"), rows)
        own = min(found["extraction"])
        ratio(f"extraction beside jieba.lcut, {name} text", f"{len(articles)} articles",
              *(f"{1000 * t / len(articles):.2f} ms" for t in (own, base)), base / own, AIMS[name])  # fmt: skip


def pooled(articles: list[Article], workers: int, rounds: int, wanted: bool) -> None:
    """Prints what several processes gain on the wall clock, by turns with one, and how large they get.

    The pool stays for all rounds and rests while one process works. What had been done ahead when it is asked again is
    not counted: it works on for as many articles as it may have in flight, and half as many again, before time is taken.
    """
    maker = FromRules((PLACES,))
    extract, answers = maker(), run(cycle(articles), maker, workers)
    ahead = workers * AHEAD * CHUNK
    written(islice(answers, SETTLED * ahead))  # every worker has loaded its rules
    pool = psutil.Process().children(recursive=True)
    one, several = Clock([]), Clock(pool)
    for _ in range(rounds):
        time.sleep(REST)
        one.time(lambda: written(attempt(extract, a) for a in articles))
        written(islice(answers, ahead + ahead // 2))
        several.time(lambda: written(islice(answers, len(articles))))
        sizes = [p.memory_info().rss / 2**20 for p in pool if p.memory_info().rss > 100 * 2**20]
        print(
            f"  one {one.wall[-1]:.1f} s, {workers} workers {several.wall[-1]:.1f} s, largest worker now {max(sizes):.0f} MB",
            flush=True,
        )
    gain = statistics.median(a / b for a, b in zip(one.wall, several.wall, strict=True))
    cost = statistics.median(b / a for a, b in zip(one.spent, several.spent, strict=True))
    peak = max(_peak(p) for p in pool)
    given = [statistics.median(s / w for s, w in zip(c.spent, c.wall, strict=True)) for c in (one, several)]
    print(f"\n{workers} workers: {gain:.2f} times one (median of {rounds} rounds of {len(articles)} articles)")
    print(f"the machine gave {given[0]:.2f} of its cores to the one, {given[1]:.2f} to the {workers}")
    print(
        f"processor time of an article {cost:.2f} times; largest worker {max(sizes):.0f} MB, at its peak {peak:.0f} MB"
    )
    if wanted:
        row = {
            "workers": workers, "articles a round": len(articles), "rounds": rounds, "times one process": f"{gain:.2f}",
            "all rounds": " ".join(f"{a / b:.2f}" for a, b in zip(one.wall, several.wall, strict=True)),
            "cores that one got": f"{given[0]:.2f}", "cores that all got": f"{given[1]:.2f}",
            "processor time of an article, times one process": f"{cost:.2f}", "MB of a worker": f"{max(sizes):.0f}",
            "MB at its peak": f"{peak:.0f}",
        }  # fmt: skip
        keep("workers", ("workers", "articles a round"), [row])
        ratio(f"{workers} workers beside one process", f"{len(articles)} articles", f"{statistics.median(several.wall):.1f} s",
              f"{statistics.median(one.wall):.1f} s", gain, 1.8)  # fmt: skip


@dataclass
class Clock:
    """Seconds on the wall, and of the processor in this process and in ``others``, of every piece of work."""

    others: list[psutil.Process]
    wall: list[float] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)

    def time(self, work: Callable[[], object]) -> None:
        """Takes the time of one."""
        began, used = time.perf_counter(), self._used()
        work()
        self.wall.append(time.perf_counter() - began)
        self.spent.append(self._used() - used)

    def _used(self) -> float:
        return time.process_time() + sum(sum(p.cpu_times()[:2]) for p in self.others)


def written(answers: Iterable[Answer]) -> None:
    """Makes the lines of output, as an extraction to a file does."""
    for answer in answers:
        dumps(extraction_to(answer))  # type: ignore[arg-type]


def _peak(process: psutil.Process) -> float:
    """Megabytes that a process has held at most."""
    told = Path(f"/proc/{process.pid}/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    """Measures and prints."""
    cli = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    cli.add_argument("--articles", type=int, default=200)
    cli.add_argument("--rounds", type=int, default=3)
    cli.add_argument("--dense", type=Path, help="folder of annotated articles to read instead of the demonstration")
    cli.add_argument("--workers", type=int, default=1, help="measure so many processes too")
    cli.add_argument("--keep", action="store_true", help="writes the tables into docs/measured and the docs")
    args = cli.parse_args()
    jieba.setLogLevel(60)
    jieba.initialize()
    book = load_rules(ROOT / "data" / "rules")
    extractor = Extractor(book, load_gazetteer(ROOT / "data" / "gazetteer", [PLACES]))
    work = readers(extractor, CueScan(book))
    demo = sorted((ROOT / "data" / "demo").glob("*.jsonl"))
    dense = repeated(annotated(args.dense) if args.dense else lines(demo), args.articles)
    general = repeated(lines([ROOT / "data" / "training" / "general.jsonl"]), args.articles)
    for read in work.values():
        read(dense[0])
    table("dense", dense, work, args.rounds, args.keep)
    table("general", general, work, args.rounds, args.keep)
    if args.workers > 1:
        pooled(repeated(dense, 5 * args.articles), args.workers, args.rounds, args.keep)


if __name__ == "__main__":
    main()
