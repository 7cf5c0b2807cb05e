"""How long each measure of a page and a search take for a view that nobody has asked for yet.

    python tests/bench/queries.py [--articles 100000 1000000] [--rounds 40] [--home FOLDER] [--keep]

Every call gets a view of its own (filters as people choose them, and a source left out that there is not), so that nothing
of it is cached; the index is read, as after the first reader. Wall clock, one thread asking. The aims are those for three
million activities: 150 ms for each chart, 50 ms for a search, at the 95th percentile.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from keeping import keep, ratio  # noqa: E402
from loaded import NAME, folders  # noqa: E402

from analytics import measures  # noqa: E402
from analytics.measures import Collection  # noqa: E402
from analytics.measures.by_dimension import SPLITS, Way, told, trend  # noqa: E402
from analytics.measures.calendar_days import days  # noqa: E402
from analytics.measures.collection import reading  # noqa: E402
from analytics.measures.matching import chosen  # noqa: E402
from analytics.measures.matrix import matrix  # noqa: E402
from analytics.measures.network import Network, kinds, network, partners  # noqa: E402
from analytics.measures.pair_years import years  # noqa: E402
from analytics.measures.partner_units import units_of  # noqa: E402
from analytics.measures.place_tree import place_tree  # noqa: E402
from analytics.measures.story import story  # noqa: E402
from analytics.measures.village_periods import periods  # noqa: E402
from analytics.settings import settings  # noqa: E402
from analytics.store.workspace import open_workspace  # noqa: E402
from analytics.views import View  # noqa: E402

Measure = Callable[[Collection, View], object]
CHART, SEARCH = 150.0, 50.0
"""Aims, in milliseconds."""
SEARCHED = "search"
OFFERED = 200
"""Choices of a filter that a page asks for (``ui.data.OFFERED``)."""


def asked() -> dict[str, Measure]:
    """What pages ask for, by the page and its chart."""
    trends: dict[str, Measure] = {
        f"trends: by {split}": lambda c, v, split=split: trend(c, v, Way(split))
        for split in SPLITS  # type: ignore[misc]
    }
    return {
        "the rows of a view (part of every other)": chosen,
        "overview: headline": measures.headline,
        "overview: over time": measures.over_time,
        "overview: story": story,
        "filters: choices": lambda c, v: measures.facets(c, v, OFFERED),
        **trends,
        "trends: number": told,
        "trends: calendar": days,
        "trends: who held what": lambda c, v: matrix(c, v, limit=30),
        "villages: table": measures.villages,
        "villages: tree": place_tree,
        "villages: new and again": periods,
        "pairings: table": measures.pairings,
        "pairings: network": _network,
        "pairings: organisations": _organisations,
        "pairings: by year": lambda c, v: years(c, v, _network(c, v).pairs["code"].to_numpy()),
        "activities: where they lie": measures.placed,
        "activities: a page of rows": lambda c, v: measures.rows(c, measures.placed(c, v).counted, 0, 25),
        "articles: a page": lambda c, v: measures.report_rows(c, v, measures.reports(c, v).page(0, 25)),
    }


def _network(collection: Collection, view: View) -> Network:
    return network(collection, measures.pairings(collection, view), units_of(settings().data), view.end)


def _organisations(collection: Collection, view: View) -> object:
    found = _network(collection, view)
    return partners(collection, view, found, found.pairs), kinds(collection, view, found.pairs)


def views(collection: Collection, seed: int = 1) -> Iterator[View]:
    """Views without end, none twice: what people choose, each without a source that there is not, which changes no figure."""
    found = measures.facets(collection, View(), 20)
    rng = random.Random(seed)

    def drawn(values: Any) -> tuple[str, ...]:
        return (rng.choice(values["value"].tolist()),)

    year = View(start=date(2023, 1, 1), end=date(2023, 12, 31), grain="month")
    bases: tuple[Callable[[], View], ...] = (
        View, lambda: year, lambda: View(types=drawn(found.types)), lambda: replace(year, types=drawn(found.types)),
        lambda: View(organisations=drawn(found.organisations)), lambda: View(places=drawn(found.places)),
        lambda: View(sources=drawn(found.sources), grain="quarter"), lambda: View(counting="distinct"),
        lambda: View(without_types=drawn(found.types), counting="reports"),
    )  # fmt: skip
    for number, base in enumerate(cycle(bases)):
        view = base()
        yield replace(view, without_sources=(f"没有第{number}家",))


def words(collection: Collection, count: int, seed: int = 1) -> list[str]:
    """What is searched: two to four characters out of the texts, frequent and rare ones as they fall."""
    rng = random.Random(seed)
    with reading(collection) as tables:
        texts = tables.arrow(tables["articles"].select("id", "text").order_by("id").limit(5_000))["text"].to_pylist()
    found = []
    while len(found) < count:
        text = rng.choice(texts)
        at, size = rng.randrange(max(len(text) - 4, 1)), rng.randrange(2, 5)
        if (piece := text[at : at + size]).isalnum():
            found.append(piece)
    return found


def took(work: Callable[[], object]) -> float:
    """Milliseconds of the wall clock."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


@dataclass(frozen=True)
class Took:
    """Milliseconds of a call on the wall, and of the processor (all threads): the neighbours make the one longer only."""

    wall: float
    spent: float


def both(work: Callable[[], object]) -> Took:
    """What a call takes."""
    used = time.process_time()
    wall = took(work)
    return Took(wall, 1000 * (time.process_time() - used))


def measure(collection: Collection, rounds: int) -> dict[str, list[Took]]:
    """What every call took; the measures by turns."""
    endless, work = views(collection), asked()
    found: dict[str, list[Took]] = {name: [] for name in work}
    for ask in work.values():  # what is read once a version
        ask(collection, next(endless))
    for _ in range(rounds):
        for name, ask in work.items():
            found[name].append(both(lambda ask=ask: ask(collection, next(endless))))  # type: ignore[misc]
    found[SEARCHED] = [both(lambda text=text: measures.search(collection, text)) for text in words(collection, rounds)]  # type: ignore[misc]
    searched = [replace(next(endless), text=text) for text in words(collection, rounds, seed=2)]
    found["overview: headline, with words"] = [
        both(lambda view=view: measures.headline(collection, view))
        for view in searched  # type: ignore[misc]
    ]
    return found


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=100, method="inclusive")[94]


def main() -> None:
    """Builds what is missing, measures, prints a table."""
    cli = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    cli.add_argument("--articles", type=int, nargs="+", default=[100_000])
    cli.add_argument("--rounds", type=int, default=40)
    cli.add_argument("--home", type=Path, help="keeps the collections for the next time")
    cli.add_argument("--keep", action="store_true", help="writes the table into docs/measured and the docs")
    args = cli.parse_args()
    for articles, home in folders(args.articles, args.home):
        found = measure(measures.open_collection(open_workspace(home), NAME), args.rounds)
        _tell(found, f"{3 * articles:,}", args.keep)


def _tell(found: dict[str, list[Took]], activities: str, wanted: bool) -> None:
    print(f"{f'{activities} activities, milliseconds':44} {'p50':>7} {'p95':>7} {'aim':>5}      of the processor")
    rows, longest = [], dict[str, float]()
    for name, calls in found.items():
        walls, aim = [one.wall for one in calls], SEARCH if name == SEARCHED else CHART
        longest[name] = p95(walls)
        rows.append({
            "activities": activities, "what": name, "p50 ms": f"{statistics.median(walls):.1f}", "p95 ms": f"{p95(walls):.1f}",
            "processor p50 ms": f"{statistics.median(one.spent for one in calls):.1f}", "aim": f"{aim:.0f}",
            "over": "over" if p95(walls) > aim else "",
        })  # fmt: skip
        told = rows[-1]
        print(
            f"{name:44} {told['p50 ms']:>7} {told['p95 ms']:>7} {aim:>5.0f} {told['over']:5} {told['processor p50 ms']:>7}",
            flush=True,
        )
    if wanted:
        keep("queries", ("activities", "what"), rows)
        search, size = longest.pop(SEARCHED), f"{activities} activities"
        slowest = max(longest, key=lambda name: longest[name])
        ratio("slowest chart's or list's p95 to its aim", size, f"{longest[slowest]:.0f} ms ({slowest})", f"{CHART:.0f} ms",
              longest[slowest] / CHART, 1, less=True)  # fmt: skip
        ratio("search p95 to its aim", size, f"{search:.1f} ms", f"{SEARCH:.0f} ms", search / SEARCH, 1, less=True)


if __name__ == "__main__":
    main()
