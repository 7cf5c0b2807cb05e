"""A workspace with N articles and 3N activities, built without reading each: for measuring pages, never for quality.

``python tests/bench/loaded.py FOLDER [N]``. A few hundred invented articles (``corpus``) are extracted; each article of the
collection takes the rows of one of them, with ids, days, organisations, villages, sources and numbers of its own. Seeded:
the same N and seed give the same collection. Texts are short; what is read out of them is that of the template.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT)]

import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.compute as pc  # noqa: E402
from corpus import UNITS, _name, corpus  # noqa: E402

from analytics.extract.pipeline import Extractor  # noqa: E402
from analytics.gazetteer import load_gazetteer  # noqa: E402
from analytics.model import Extraction, Place, Village  # noqa: E402
from analytics.rules import load_rules  # noqa: E402
from analytics.store.places import county_of, keys_of, village_key  # noqa: E402
from analytics.store.schema import SCHEMAS, Origin, rows_of  # noqa: E402
from analytics.store.snapshots import PartWriter, StateWriter  # noqa: E402
from analytics.store.workspace import Draft, Workspace, open_workspace  # noqa: E402

NAME = "bench"
TEMPLATES = 400
ORGANISATIONS, VILLAGES, SOURCES = 3_000, 6_000, 60
FIRST, DAYS = date(2019, 1, 1), 7 * 365
PART, BLOCK = 20_000, 5_000
"""Articles of a part, and of one batch of rows within it."""
UNPLACED, UNDATED, MONTHLY, ABOUT, LONG, UNPUBLISHED = 0.2, 0.04, 0.08, 0.05, 0.04, 0.03
AGAIN, SAME, ALIASES, PARTS = 0.03, 0.02, 150, 300
"""Shares of the activities that are told again, and names that mean another one or a part of one."""


def load(home: Path, articles: int, seed: int = 1) -> Workspace:
    """The workspace with the collection ``bench``; built unless the folder holds one already."""
    space = open_workspace(home)
    if not any(d.name == NAME for d in space.datasets()):
        _build(space, articles, seed)
    return space


def folders(sizes: Sequence[int], kept: Path | None) -> Iterator[tuple[int, Path]]:
    """Each size with the home that holds so many articles: below ``kept`` for the next time, else for this run."""
    with tempfile.TemporaryDirectory() as folder:
        for articles in sizes:
            home = (kept or Path(folder)) / str(articles)
            home.mkdir(parents=True, exist_ok=True)
            load(home, articles).close()
            yield articles, home


def _build(space: Workspace, articles: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    pools, templates = _pools(seed), _templates()
    chosen = _chosen(templates, articles, rng)
    parts, ids = [], []
    for start in range(0, articles, PART):
        with PartWriter(space.snapshots) as writer:
            for first in range(start, min(start + PART, articles), BLOCK):
                last = min(first + BLOCK, start + PART, articles)
                ids.append(_block(writer, templates, pools, chosen[first:last], first, rng))
            parts.append(writer.finish())
    every = np.concatenate(ids)
    with StateWriter(space.snapshots) as state:
        for name, share in (("echoes", AGAIN), ("same", SAME)):
            pairs = rng.choice(every, (int(share * len(every)), 2), replace=False)
            extra = {"score": 1.0, "reasons": "[]"} if name == "same" else {}
            state.add_rows(name, [{"a": min(a, b), "b": max(a, b)} | extra for a, b in pairs.tolist()])
        state.add_rows("names", _names(pools.organisations))
        found = state.finish()
    counts = {"added": articles, "total_articles": articles, "total_activities": len(every)}
    space.commit(Draft(NAME, 0, parts, "bench", "rules", "gazetteer", counts, state_id=found), label="基准")


@dataclass(frozen=True)
class Pools:
    """What names are drawn from; ``keys``: the rows of place_keys of every village, beginning at ``starts``."""

    organisations: Any
    villages: Any
    places: Any
    keys: Any
    starts: Any
    sources: Any


@dataclass(frozen=True)
class Templates:
    """The rows of the extracted articles: one Arrow table per table, ``starts`` of each template's rows in it."""

    tables: dict[str, Any]
    starts: dict[str, Any]
    local: dict[str, dict[str, Any]]
    """Table and column to small numbers: which name, or which activity, of its own article a row means."""
    sizes: Any


def _pools(seed: int) -> Pools:
    rng = random.Random(seed)
    units = (*UNITS, "党支部", "志愿服务队", "有限公司")
    organisations = _several(ORGANISATIONS, lambda: f"{_name(rng)}镇{rng.choice(units)}")
    sources = [f"{name}日报" for name in _several(SOURCES, lambda: _name(rng))]
    counties = [
        (f"3{n % 2}0000", f"3{n % 2}{n // 6:02}00", f"3{n % 2}{n // 6:02}{n % 6 + 10}", _name(rng)) for n in range(30)
    ]
    villages, places, keys, starts = [], [], [], [0]
    for n in range(VILLAGES):
        name = f"{_name(rng)}村"
        if rng.random() < UNPLACED:
            place = Place(name, "village", (), None, 0, 1)
        else:
            _, _, county, label = counties[n % 30]
            town = n // 30 % 10
            chain = (f"{county[1]}省", f"{county[:4]}市", f"{label}县", f"{label}{town}镇", name)
            place = Place(name, "village", chain, f"{county}{town:03}{200 + n // 300:03}", 0, 1)
        village = Village(name, place.code, place.division, (), ())
        villages.append({"village_key": village_key(village), "name": name, "code": place.code,
                         "county": county_of(village)})  # fmt: skip
        chain = dict(zip(("province", "city", "county", "town", "village"), place.division or ("",) * 5, strict=True))
        places.append({"name": name, "level": "village", "code": place.code} | {k: v or None for k, v in chain.items()})
        keys += [asdict(key) for key in keys_of(place)]
        starts.append(len(keys))
    return Pools(pa.array(organisations), pa.Table.from_pylist(villages), pa.Table.from_pylist(places),
                 pa.Table.from_pylist(keys), np.array(starts), pa.array(sources))  # fmt: skip


def _several(count: int, make: Any) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found[make()] = None
    return list(found)


def _templates() -> Templates:
    extractor = Extractor(
        load_rules(ROOT / "data" / "rules"),
        load_gazetteer(ROOT / "data" / "gazetteer", [ROOT / "data/demo/places.csv"]),
    )
    single = list(corpus(TEMPLATES))
    # Two reports in one: articles of four activities and more.
    double = [replace(a, text=f"{a.text}\n{b.text}") for a, b in zip(single[::2], single[1::2], strict=True)]
    found: list[Extraction] = [extractor.extract(a) for a in (*single, *double)]
    found = [e for e in found if 1 <= len(e.activities) <= 5]
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    starts: dict[str, list[int]] = {name: [0] for name in SCHEMAS}
    local: dict[str, dict[str, list[int]]] = {}
    for e in found:
        acts, names = {a.id: n for n, a in enumerate(e.activities)}, dict[str, int]()
        for table, own in rows_of(e, Origin()).items():
            for row in own:
                wanted = {"activity": acts.get(row.get("activity_id", ""), -1)}
                for column in {"organisations": ("name",), "places": ("name",), "villages": ("name",),
                               "pairings": ("a", "b")}.get(table, ()):  # fmt: skip
                    wanted[column] = names.setdefault(row[column], len(names))
                for column, number in wanted.items():
                    local.setdefault(table, {}).setdefault(column, []).append(number)
            rows[table] += own
            starts[table].append(len(rows[table]))
    tables = {name: pa.Table.from_pylist(rows[name], schema=SCHEMAS[name]) for name in SCHEMAS}
    return Templates(tables, {n: np.array(s) for n, s in starts.items()},
                     {t: {c: np.array(v) for c, v in columns.items()} for t, columns in local.items()},
                     np.diff(np.array(starts["activities"])))  # fmt: skip


def _chosen(templates: Templates, articles: int, rng: Any) -> Any:
    """A template for every article: three activities on the whole, exactly."""
    apart = rng.choice(3, articles // 2, p=(0.5, 0.35, 0.15))
    sizes = np.append(np.stack((3 - apart, 3 + apart), axis=1).ravel(), [3] * (articles % 2))
    found = np.zeros(articles, dtype=int)
    for size in range(1, 6):
        at = np.flatnonzero(sizes == size)
        found[at] = rng.choice(np.flatnonzero(templates.sizes == size), len(at))
    return found


def _block(writer: PartWriter, templates: Templates, pools: Pools, chosen: Any, first: int, rng: Any) -> Any:
    """Writes the articles from number ``first`` on; the ids of their activities."""
    count = len(chosen)
    at = {name: _ranges(templates.starts[name], chosen) for name in SCHEMAS}
    tables = {name: templates.tables[name].take(pa.array(at[name][0])) for name in SCHEMAS}
    sizes = templates.sizes[chosen]
    number = np.concatenate(([0], np.cumsum(sizes)))
    serial = 8 * (first + np.repeat(np.arange(count), sizes)) + _steps(sizes)
    ids = np.array([f"{n:016x}" for n in _mixed(serial).tolist()])
    articles = np.array([f"b{n}" for n in range(first, first + count)])
    # Few organisations, villages and sources are told of often, most seldom.
    favour = {"name": (rng.pareto(0.7, count) * 20).astype(int), "place": (rng.pareto(0.6, count) * 25).astype(int)}

    def named(table: str, column: str, pool: int, of: str) -> Any:
        rows, own = at[table]
        return (favour[of][own] + 37 * templates.local[table][column][rows]) % pool

    def of_activity(table: str) -> Any:
        rows, own = at[table]
        local = templates.local[table]["activity"][rows]
        return pa.array(ids[number[own] + np.maximum(local, 0)], mask=local < 0)

    days = rng.integers(0, DAYS, count)
    published = pa.array(days + (FIRST - date(1970, 1, 1)).days, pa.int32(), mask=rng.random(count) < UNPUBLISHED)
    titles = tables["articles"]["title"].to_pylist()
    texts = [text[:40] for text in tables["articles"]["text"].to_pylist()]
    source = pools.sources.take(pa.array((rng.pareto(0.8, count) * 3).astype(int) % SOURCES))
    tables["articles"] = _with(
        tables["articles"], id=pa.array(articles), published=published.cast(pa.date32()), text=pa.array(texts),
        source=pc.if_else(pa.array(rng.random(count) < 0.03), None, source),
    )  # fmt: skip
    writer.index(zip(articles.tolist(), titles, texts, strict=True))
    owner = np.repeat(np.arange(count), sizes)
    tables["activities"] = _with(
        tables["activities"], id=pa.array(ids), article_id=pa.array(articles[owner]),
        people=pc.if_else(pa.array(rng.random(len(ids)) < 0.4), pa.array(rng.integers(3, 400, len(ids))), None),
        confidence=pa.array(np.round(rng.uniform(0.4, 1, len(ids)), 2)), **_dates(days[owner], rng),
    )  # fmt: skip
    tables["activity_types"] = _with(tables["activity_types"], activity_id=of_activity("activity_types"))
    tables["organisations"] = _with(
        tables["organisations"], activity_id=of_activity("organisations"),
        name=pools.organisations.take(pa.array(named("organisations", "name", ORGANISATIONS, "name"))),
    )  # fmt: skip
    where = named("places", "name", VILLAGES, "place")
    acts = of_activity("places")
    tables["places"] = _with(pools.places.take(pa.array(where)), activity_id=acts)
    key_rows, key_owner = _ranges(pools.starts, where)
    tables["place_keys"] = _with(pools.keys.take(pa.array(key_rows)), activity_id=acts.take(pa.array(key_owner)))
    served = pools.villages.take(pa.array(named("villages", "name", VILLAGES, "place")))
    tables["villages"] = _with(
        served, activity_id=of_activity("villages"), article_id=pa.array(articles[at["villages"][1]])
    )
    tables["pairings"] = _pairs(tables["pairings"], pools, articles[at["pairings"][1]], of_activity("pairings"),
                                [named("pairings", c, ORGANISATIONS, "name") for c in ("a", "b")])  # fmt: skip
    for name, table in tables.items():
        writer.add_table(name, table)
    return ids


def _pairs(table: Any, pools: Pools, articles: Any, acts: Any, sides: Sequence[Any]) -> Any:
    names = pools.organisations.to_pylist()
    pairs = [sorted((names[a], names[b])) for a, b in zip(*sides, strict=True)]
    a, b = (pa.array([pair[n] for pair in pairs], pa.string()) for n in (0, 1))
    key = pa.array([f"{pair[0]}↔{pair[1]}" for pair in pairs], pa.string())
    return _with(table, article_id=pa.array(articles), activity_id=acts, a=a, b=b, pair_key=key)


def _dates(days: Any, rng: Any) -> dict[str, Any]:
    """Days of activities reported on ``days``: most to the day, some by month, about, longer or unknown."""
    count = len(days)
    start = np.datetime64(FIRST) + (days - rng.integers(0, 20, count))
    shares = np.cumsum([UNDATED, MONTHLY, ABOUT, LONG])
    kind = np.searchsorted(shares, rng.random(count))
    month = start.astype("datetime64[M]")
    start = np.where(kind == 1, month.astype("datetime64[D]"), start)
    end = np.where(kind == 1, (month + 1).astype("datetime64[D]") - 1, start)
    end = np.where(kind == 3, start + rng.integers(3, 60, count), end)
    first, last = pa.array(start.astype("datetime64[D]")), pa.array(end.astype("datetime64[D]"))
    text, to = first.cast(pa.string()), last.cast(pa.string())
    edtf = pc.choose(pa.array(kind), None, pc.utf8_slice_codeunits(text, 0, 7), pc.binary_join_element_wise(text, "~", ""),
                     pc.binary_join_element_wise(text, to, "/"), text)  # fmt: skip
    gone = pa.array(kind == 0)
    precision = pa.array(np.array(["unknown", "month", "approx", "range", "day"])[kind])
    blank = {"start": pc.if_else(gone, None, first), "end": pc.if_else(gone, None, last)}
    return {"edtf": edtf, "precision": precision, **blank}


def _names(organisations: Any) -> list[dict[str, Any]]:
    """Aliases and parts among the organisations."""
    names = organisations.to_pylist()
    pairs = [(n, ORGANISATIONS - 1 - n, "alias") for n in range(100, 100 + ALIASES)]
    pairs += [(n, n // 10, "part_of") for n in range(500, 500 + PARTS)]
    return [
        {"name": names[a], "target": names[b], "relation": relation, "reasons": "[]", "certainty": 1.0, "joined": True}
        for a, b, relation in pairs
    ]


def _with(table: Any, **columns: Any) -> Any:
    """The table with columns put in place of its own, or added."""
    for name, values in columns.items():
        at = table.column_names.index(name) if name in table.column_names else -1
        table = table.set_column(at, name, values) if at >= 0 else table.append_column(name, values)
    return table


def _ranges(starts: Any, chosen: Any) -> tuple[Any, Any]:
    """The rows of every chosen range, one after the other, and the position of the range in ``chosen``."""
    sizes = starts[chosen + 1] - starts[chosen]
    return np.repeat(starts[chosen], sizes) + _steps(sizes), np.repeat(np.arange(len(chosen)), sizes)


def _steps(sizes: Any) -> Any:
    """0, 1, 2 … within every range."""
    return np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def _mixed(numbers: Any) -> Any:
    """Other numbers, in no order, never two alike (splitmix64)."""
    z = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def main() -> None:
    """Builds one and says how large it is."""
    home, articles = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    began = time.monotonic()
    space = load(home, articles)
    version = space.version(NAME)
    print(f"{version.counts['total_articles']:,} articles, {version.counts['total_activities']:,} activities, "
          f"{len(version.parts)} parts, {time.monotonic() - began:.0f} s")  # fmt: skip


if __name__ == "__main__":
    main()
