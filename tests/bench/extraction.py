"""The whole extraction, JSON out, beside ``jieba.lcut`` and other readers of the same text, in the same run on one core.

    python tests/bench/extraction.py [--articles N] [--rounds N] [--dense FOLDER] [--workers 2]

Two texts: articles dense with activities (the demonstration collection, or the annotated articles of ``--dense``) and general
news without any. Each is repeated with changed ids until there are N articles. Rounds go through all readers in turn, so that
a noisy machine disturbs them alike; the best round of each counts, in seconds of the processor. The ratio to ``jieba.lcut``
is the figure to quote: 2 is twice as fast.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import jieba  # noqa: E402
import jieba.posseg  # noqa: E402
import orjson  # noqa: E402
import rjieba  # noqa: E402

from analytics.batch import run  # noqa: E402
from analytics.batch.rules import FromRules  # noqa: E402
from analytics.contract import article_from, dumps, extraction_to  # noqa: E402
from analytics.extract.cues import CueScan  # noqa: E402
from analytics.extract.pipeline import Extractor  # noqa: E402
from analytics.gazetteer import load_gazetteer  # noqa: E402
from analytics.model import Article  # noqa: E402
from analytics.rules import load_rules  # noqa: E402

PLACES = ROOT / "data" / "demo" / "places.csv"
AIMS = {"dense": 4.0, "general": 8.0}


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


def table(name: str, articles: list[Article], work: dict[str, Callable[[Article], object]], rounds: int) -> None:
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


def pooled(articles: list[Article], workers: int) -> None:
    """Prints what several processes gain on the wall clock, from the first answer on, and how large they get."""
    found = {}
    for count in (1, workers):
        answers = run(iter(articles), FromRules((PLACES,)), count)
        next(answers)  # the rules are loaded
        start = time.perf_counter()
        for answer in answers:
            dumps(extraction_to(answer))  # type: ignore[arg-type]
        found[count] = time.perf_counter() - start
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\n{workers} workers: {found[1] / found[workers]:.2f} times one; the largest worker {largest:.0f} MB")


def main() -> None:
    """Measures and prints."""
    cli = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    cli.add_argument("--articles", type=int, default=200)
    cli.add_argument("--rounds", type=int, default=3)
    cli.add_argument("--dense", type=Path, help="folder of annotated articles to read instead of the demonstration")
    cli.add_argument("--workers", type=int, default=1, help="measure so many processes too")
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
    table("dense", dense, work, args.rounds)
    table("general", general, work, args.rounds)
    if args.workers > 1:
        pooled(repeated(dense, 10 * args.articles), args.workers)


if __name__ == "__main__":
    main()
