"""Extraction in characters a second beside ``jieba.lcut`` on the same text, in the same run, one process each.

    python tests/bench/extraction.py [--articles N] [--rounds N]

The text is the demonstration collection, repeated with changed ids until there are N articles. Rounds alternate between the
two, so that a noisy machine disturbs both alike; the best round of each counts. The ratio is the figure to quote.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import jieba  # noqa: E402

from analytics.contract import article_from, dumps, extraction_to  # noqa: E402
from analytics.extract.pipeline import Extractor  # noqa: E402
from analytics.gazetteer import load_gazetteer  # noqa: E402
from analytics.model import Article  # noqa: E402
from analytics.rules import load_rules  # noqa: E402


def corpus(size: int) -> list[Article]:
    lines = [
        x for p in sorted((ROOT / "data" / "demo").glob("*.jsonl")) for x in p.read_bytes().splitlines() if x.strip()
    ]
    articles = [article_from(line) for line in lines]
    return [replace(a, id=f"{a.id}-{n}") for n, a in enumerate(islice(cycle(articles), size))]


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    cli.add_argument("--articles", type=int, default=264)
    cli.add_argument("--rounds", type=int, default=3)
    args = cli.parse_args()
    jieba.initialize()
    articles = corpus(args.articles)
    characters = sum(len(a.text) for a in articles)
    gazetteer = load_gazetteer(ROOT / "data" / "gazetteer", [ROOT / "data" / "demo" / "places.csv"])
    extractor = Extractor(load_rules(ROOT / "data" / "rules"), gazetteer)
    extractor.extract(articles[0])
    ours, theirs = [], []
    for _ in range(args.rounds):
        theirs.append(seconds(lambda: [jieba.lcut(a.text) for a in articles]))
        ours.append(seconds(lambda: [dumps(extraction_to(extractor.extract(a))) for a in articles]))
    print(f"articles {len(articles)}, characters {characters:,}, rounds {args.rounds}, best of each")
    print(f"jieba.lcut   {characters / min(theirs):12,.0f} characters a second")
    print(f"extraction   {characters / min(ours):12,.0f} characters a second")
    print(f"ratio        {min(theirs) / min(ours):12.2f}  (extraction to jieba.lcut, 1 = as fast)")


if __name__ == "__main__":
    main()
