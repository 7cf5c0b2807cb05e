"""What linking costs per article: ``python tests/linking/bench.py 1000 10000 100000`` (random invented text).

One article in five is a copy of another one with a line of its own; one activity in four is told twice. The span of days
and the number of units grow with the collection, as they do when a collection grows.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta

import pyarrow as pa

from analytics.linking import reposts
from analytics.linking.rules import LinkRules
from analytics.linking.same import ACTIVITIES, same
from analytics.linking.shingles import signature
from analytics.rules import load_rules
from analytics.settings import settings

LETTERS = [chr(c) for c in range(0x4E00, 0x4E00 + 2_000)]
START = date(2020, 1, 1)


def text(number: int) -> str:
    """The text of an article, 300 to 1,400 characters, out of its number alone."""
    rnd = random.Random(number - 1 if number % 5 == 4 else number)
    lines = ["".join(rnd.choices(LETTERS, k=rnd.randint(20, 50))) + "。" for _ in range(rnd.randint(10, 30))]
    if number % 5 == 4:
        lines.append("".join(random.Random(number).choices(LETTERS, k=30)) + "。")
    return "\n".join(lines)


def articles(count: int, rules: LinkRules) -> tuple[pa.Table, float]:
    rows, spent = [], 0.0
    for i in range(count):
        body = text(i)
        begin = time.process_time()
        mark = signature(rules.simplified(body))
        spent += time.process_time() - begin
        rows.append({"id": f"a{i:06}", "text_hash": str(i), "signature": mark, "source": "", "title": "",
                     "published": START + timedelta(days=i // 100), "characters": len(body)})  # fmt: skip
    return pa.Table.from_pylist(rows, schema=reposts.ARTICLES), spent


def activities(count: int) -> pa.Table:
    parts, rows = [], []
    for i in range(count):
        rnd = random.Random(i - 1 if i % 4 == 3 else i)
        day = START + timedelta(days=i // 100 + rnd.randrange(5))
        rows.append({
            "id": f"e{i:06}", "article_id": f"a{i:06}", "kind": "event", "start": day, "end": day,
            "precision": rnd.choice(["day", "day", "approx"]), "date_from": "text", "types": [rnd.choice(["visit", "study"])],
            "organisations": [{"name": "云岫县" + "".join(rnd.choices(LETTERS[:60], k=2)) + "局", "role": "organiser"}],
            "places": [], "villages": ["东屏省/澄州市/云岫县/" + "".join(rnd.choices(LETTERS[:40], k=2)) + "村"],
            "people": rnd.choice([None, rnd.randint(5, 90)]), "numbers": [], "published": day + timedelta(days=2),
            "quote": "".join(rnd.choices(LETTERS, k=60)),
        })  # fmt: skip
        if len(rows) == 5_000:
            parts.append(pa.Table.from_pylist(rows, schema=ACTIVITIES))
            rows = []
    return pa.concat_tables([*parts, pa.Table.from_pylist(rows, schema=ACTIVITIES)])


def texts(ids: Sequence[str]) -> dict[str, str]:
    return {i: text(int(i[1:])) for i in ids}


def timed(what: str, count: int, begin: float) -> None:
    spent = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count:>7} {what:<22} {spent:8.2f} s {1000 * spent / count:7.3f} ms each   peak {peak} MB", flush=True)


def main(counts: Sequence[int]) -> None:
    rules = LinkRules.of(load_rules(settings().data / "rules"))
    for count in counts:
        table, spent = articles(count, rules)
        timed("signatures", count, time.process_time() - spent)
        making = time.process_time()
        for i in range(0, count, 5):
            text(i), text(min(i + 4, count - 1))
        making = time.process_time() - making
        begin = time.process_time()
        edges = reposts.reposts(table, texts, rules)
        timed(f"reposts ({edges.num_rows})", count, begin + making)
        told = activities(count)
        begin = time.process_time()
        links = same(told, rules)
        timed(f"same ({links.num_rows})", count, begin)


if __name__ == "__main__":
    main([int(n) for n in sys.argv[1:]] or [1_000, 10_000])
