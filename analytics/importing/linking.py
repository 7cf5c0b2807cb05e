"""Links across the articles of a version: reposts, the same activity told twice, names of one organisation.

Worked out anew over all parts at every commit, so that they depend on the set of articles alone; columns that are not
asked for stay on the disk.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa

from analytics.gazetteer import Gazetteer, load_gazetteer
from analytics.importing.texts import Texts
from analytics.linking.echoes import PASSAGES, echoes
from analytics.linking.names import NameLink, NameUse, propose
from analytics.linking.reposts import ARTICLES, originals, reposts
from analytics.linking.rules import LinkRules
from analytics.linking.same import ACTIVITIES, same
from analytics.linking.shingles import signature
from analytics.linking.tree import Names
from analytics.memory import give_back
from analytics.rules import RuleBook, load_rules
from analytics.settings import settings
from analytics.store.schema import STATE_SCHEMAS

MEMORY = "128MB"
"""Memory of the engine that joins the tables; beyond it, it spills to disk."""
SMALL = "64MB"
"""The same for a query that only goes through the activities once."""
BESIDE = 30
"""Other organisations of its articles that a name is read beside: those that stand there most often."""
BATCH = 2_000
"""Activities that are taken from the tables at a time."""


@dataclass(frozen=True)
class Linker:
    """What links go by: the rule tables and the gazetteer."""

    book: RuleBook
    gazetteer: Gazetteer

    @staticmethod
    def own(places: Sequence[Mapping[str, str]] = ()) -> Linker:
        """The project's own, with the rows of tables of places. Raises Problem when a table is unsound."""
        data = settings().data
        gazetteer = load_gazetteer(data / "gazetteer")
        return Linker(load_rules(data / "rules"), gazetteer.with_places(places) if places else gazetteer)

    @cached_property
    def rules(self) -> LinkRules:
        """The tables of linking."""
        return LinkRules.of(self.book)

    def signature(self, text: str) -> bytes:
        """The signature of a text, as the articles of a part carry it."""
        return signature(self.rules.simplified(text))

    def link(self, folders: Sequence[Path]) -> dict[str, Any]:
        """Table name of a state to its Arrow table: reposts, echoes, same, names."""
        if not folders:
            return no_links()
        parts = _Parts(folders)
        copies, told = self._texts(parts)
        table = _name_table(propose(parts.names(), self.book, self.gazetteer))
        # A few thousand links, scattered over the memory of all names, would keep the whole of it: they are made anew.
        give_back()
        links = _links_of(table)
        names = Names.of({n for link in links for n in (link.name, link.target)}, links)
        acts = parts.events(set(told["b"].to_pylist()), names)
        return {"reposts": copies, "echoes": told, "same": same(acts, self.rules), "names": table}

    def _texts(self, parts: _Parts) -> tuple[Any, Any]:
        """Articles with the same text, and what they tell again."""
        articles, texts = self._articles(parts), Texts(parts.folders)
        copies = reposts(articles, texts, self.rules)
        first = originals(articles, copies, texts, self.rules)
        return copies, echoes(parts.passages(_ends(copies)), copies, first, self.rules)

    def _articles(self, parts: _Parts) -> Any:
        """The articles as ``reposts`` wants them; parts of an older program have no signatures yet."""
        table = parts.articles()
        if table["signature"].null_count:
            texts = Texts(parts.folders)
            found = [
                given or self.signature(texts([name])[name])
                for name, given in zip(table["id"].to_pylist(), table["signature"].to_pylist(), strict=True)
            ]
            table = table.set_column(
                table.schema.get_field_index("signature"), "signature", pa.array(found, pa.binary())
            )
        return table.cast(ARTICLES)


@dataclass(frozen=True)
class _Parts:
    """The tables of some parts, for queries that leave what they do not need on the disk."""

    folders: Sequence[Path]

    def articles(self) -> Any:
        """Columns of ``ARTICLES``."""
        has = "signature" if self._has("articles", "signature") else "NULL::BLOB AS signature"
        query = f"SELECT id, text_hash, {has}, published, source, title, characters FROM $articles ORDER BY id"
        return self._table(query, SMALL)

    def passages(self, articles: Iterable[str]) -> Any:
        """Columns of ``PASSAGES`` for the activities of some articles."""
        rows = []
        for activity in self._of(articles, "id, article_id, kind, json", "activities"):
            quotes = [e["quote"] for e in orjson.loads(activity["json"])["evidence"]]
            rows.append({k: activity[k] for k in ("id", "article_id", "kind")} | {"quote": "\n".join(quotes)})
        return pa.Table.from_pylist(rows, schema=PASSAGES)

    def names(self) -> Iterator[NameUse]:
        """Every name of an organisation, how many articles have it, and the divisions that these are about."""
        query = f"""
        WITH used AS (SELECT DISTINCT o.name, a.article_id FROM $organisations o JOIN $activities a ON o.activity_id = a.id),
        counts AS (SELECT name, count(*) AS articles FROM used GROUP BY name),
        about AS (SELECT DISTINCT a.article_id, unnest([p.province, p.city, p.county]) AS division
                  FROM $places p JOIN $activities a ON p.activity_id = a.id),
        beside AS (
          SELECT name, near FROM (
            SELECT used.name, other.name AS near, count(*) AS often FROM used JOIN used other USING (article_id)
            WHERE other.name <> used.name GROUP BY used.name, other.name
          ) QUALIFY row_number() OVER (PARTITION BY name ORDER BY often DESC, near) <= {BESIDE}
        ), near AS (
          SELECT name, division AS near FROM used JOIN about USING (article_id) WHERE division IS NOT NULL
          UNION SELECT name, near FROM beside
        )
        SELECT name, articles, near FROM counts LEFT JOIN near USING (name) ORDER BY name, near
        """
        # The same few names stand near many: each is kept once, and so is each set of them.
        words: dict[str, str] = {}
        sets: dict[frozenset[str], frozenset[str]] = {}
        # Row by row: the engine sorts on the disk, but a list for every name it would hold in memory.
        for given, rows in groupby(self._rows(query), key=itemgetter("name", "articles")):
            near = frozenset(words.setdefault(n, n) for row in rows if (n := row["near"]) is not None)
            yield NameUse(words.setdefault(given[0], given[0]), given[1], sets.setdefault(near, near))

    def events(self, left_out: set[str], names: Names) -> Any:
        """Every event but those ``left_out``, as ``same`` wants them."""
        query = """
        SELECT a.id, a.article_id, a.kind, a.json, r.published, r.villages
        FROM $activities a JOIN $articles r ON a.article_id = r.id WHERE a.kind = 'event'
        """
        rows = (_event(row, names) for row in self._rows(query, SMALL) if row["id"] not in left_out)
        batches = [pa.RecordBatch.from_pylist(found, schema=ACTIVITIES) for found in batched(rows, BATCH)]
        return pa.Table.from_batches(batches, schema=ACTIVITIES)

    def _of(
        self, articles: Iterable[str], columns: str, table: str, order: str = "ORDER BY id", key: str = "article_id"
    ) -> Iterator[dict[str, Any]]:
        wanted = pa.table({"wanted_id": pa.array(sorted(set(articles)), pa.string())})
        query = f"SELECT {columns} FROM ${table} WHERE {key} IN (SELECT wanted_id FROM wanted) {order}"
        yield from self._rows(query, wanted=wanted)

    def _rows(self, query: str, memory: str = MEMORY, **beside: Any) -> Iterator[dict[str, Any]]:
        with self._run(query, memory, **beside) as found:
            for batch in found.to_arrow_reader(BATCH):
                yield from batch.to_pylist()

    def _table(self, query: str, memory: str = MEMORY) -> Any:
        with self._run(query, memory) as found:
            return found.to_arrow_table()

    @contextmanager
    def _run(self, query: str, memory: str = MEMORY, **beside: Any) -> Iterator[Any]:
        """An answer of an engine of its own, whose memory is free again when it has been read."""
        for name in ("activities", "articles", "organisations", "place_keys", "places"):
            files = ", ".join(_quoted(folder / f"{name}.parquet") for folder in self.folders)
            query = query.replace(f"${name}", f"read_parquet([{files}], union_by_name=true)")
        with tempfile.TemporaryDirectory(prefix="jushi-") as spill:
            config: dict[str, Any] = {
                "memory_limit": memory, "threads": 1, "temp_directory": spill, "preserve_insertion_order": False
            }  # fmt: skip
            with duckdb.connect(":memory:", config=config) as engine:
                for name, table in beside.items():
                    engine.register(name, table)
                yield engine.sql(query)
        give_back()

    def _has(self, table: str, column: str) -> bool:
        with self._run(f"SELECT * FROM ${table} LIMIT 0") as found:
            return column in found.columns


def no_links() -> dict[str, Any]:
    """The tables of a state in which nothing is linked."""
    return {n: s.empty_table() for n, s in STATE_SCHEMAS.items() if n != "problems"}


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _ends(pairs: Any) -> set[str]:
    return {*pairs["a"].to_pylist(), *pairs["b"].to_pylist()}


def _event(row: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """A row of ``ACTIVITIES`` out of the activity as it is stored."""
    told = orjson.loads(row["json"])
    served = [v for v in orjson.loads(row["villages"]) if row["id"] in v["activities"]]
    return {
        "id": row["id"], "article_id": row["article_id"], "kind": row["kind"], "start": _day(told["start"]),
        "end": _day(told["end"]), "precision": told["precision"], "date_from": told["date_from"], "types": told["types"],
        "organisations": [{"name": names.canonical(o["name"]), "role": o["role"]} for o in told["organisations"]],
        "places": sorted({_chain(p) for p in told["places"]}), "villages": sorted({_chain(v) for v in served}),
        "people": told["people"], "numbers": sorted({float(c["number"]) for c in told["claims"]}),
        "quote": "\n".join(e["quote"] for e in told["evidence"]), "published": row["published"],
    }  # fmt: skip


def _chain(place: Mapping[str, Any]) -> str:
    return "/".join(place["division"]) or str(place["name"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def batched(rows: Iterable[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    """Rows in lists of ``size``."""
    source = iter(rows)
    while found := list(islice(source, size)):
        yield found


def _name_table(links: Iterable[NameLink]) -> Any:
    rows: list[Mapping[str, Any]] = [
        {
            "name": link.name, "target": link.target, "relation": link.relation,
            "reasons": orjson.dumps(link.reasons).decode(), "certainty": link.certainty, "joined": link.joined,
        }
        for link in links
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=STATE_SCHEMAS["names"])


def _links_of(table: Any) -> list[NameLink]:
    return [
        NameLink(r["name"], r["target"], r["relation"], tuple(orjson.loads(r["reasons"])), r["certainty"], r["joined"])
        for r in table.to_pylist()
    ]
