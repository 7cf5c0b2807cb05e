"""The tables of a part: their columns, and the rows that one extraction gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson
import pyarrow as pa

from analytics.contract import activity_to, dumps
from analytics.model import Activity, Extraction
from analytics.problems import Problem
from analytics.store.places import by_level, county_of, keys_of, village_key
from analytics.store.tally import Told

TEXT, WHOLE, DAY, TEXTS = pa.string(), pa.int64(), pa.date32(), pa.list_(pa.string())

SCHEMAS: Mapping[str, Any] = {
    name: pa.schema(list(columns.items()))
    for name, columns in {
        "articles": {
            "id": TEXT, "title": TEXT, "published": DAY, "source": TEXT, "author": TEXT, "url": TEXT, "text": TEXT,
            "characters": WHOLE, "cuts": TEXT, "pairings": TEXT, "villages": TEXT, "file": TEXT, "row": WHOLE,
            "encoding": TEXT, "text_hash": TEXT, "signature": pa.binary(), "unsure": TEXT,
        },
        "activities": {
            "id": TEXT, "article_id": TEXT, "position": WHOLE, "kind": TEXT, "types": TEXTS, "repeated": pa.bool_(),
            "edtf": TEXT, "start": DAY, "end": DAY, "precision": TEXT, "date_from": TEXT, "organisations": TEXT,
            "places": TEXT, "people": WHOLE, "confidence": pa.float64(), "quote": TEXT, "rules": TEXTS, "json": TEXT,
        },
        "activity_types": {"activity_id": TEXT, "type": TEXT},
        "organisations": {"activity_id": TEXT, "name": TEXT, "role": TEXT},
        "places": {
            "activity_id": TEXT, "name": TEXT, "level": TEXT, "code": TEXT, "province": TEXT, "city": TEXT,
            "county": TEXT, "town": TEXT, "village": TEXT,
        },
        "place_keys": {
            "activity_id": TEXT, "key": TEXT, "level": TEXT, "name": TEXT, "within": TEXT, "chain": pa.bool_(),
        },
        "villages": {
            "article_id": TEXT, "activity_id": TEXT, "village_key": TEXT, "name": TEXT, "code": TEXT, "county": TEXT,
        },
        "pairings": {
            "article_id": TEXT, "activity_id": TEXT, "pair_key": TEXT, "a": TEXT, "b": TEXT, "kind": TEXT,
            "evidence": TEXT,
        },
    }.items()
}  # fmt: skip
"""The tables of a part. ``villages`` and ``pairings``: a row per activity they rest on (null: standing)."""

STATE_SCHEMAS: Mapping[str, Any] = {
    name: pa.schema(list(columns.items()))
    for name, columns in {
        "problems": {"kind": TEXT, "file": TEXT, "row": WHOLE, "code": TEXT, "where": TEXT, "values": TEXT},
        "reposts": {"a": TEXT, "b": TEXT, "similarity": pa.float64(), "reasons": TEXT},
        "echoes": {"a": TEXT, "b": TEXT},
        "same": {"a": TEXT, "b": TEXT, "score": pa.float64(), "reasons": TEXT},
        "names": {
            "name": TEXT, "target": TEXT, "relation": TEXT, "reasons": TEXT, "certainty": pa.float64(),
            "joined": pa.bool_(),
        },
    }.items()
}
"""The tables of a version as a whole: what its import refused, and what was found across its articles.

``reposts``: pairs of articles with the same text; ``echoes``: their activities; ``same``: activities that tell one
occasion in other words; ``names``: names that mean one organisation, or a part of one. ``reasons``: JSON.
"""

BETWEEN = "、"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article came from. ``cuts``: what was cut out of it, as dicts with text, rule, before.

    ``signature``: of its text, for finding reposts (``analytics.linking.shingles``).
    """

    file: str = ""
    row: int | None = None
    encoding: str | None = None
    cuts: Sequence[Mapping[str, object]] = ()
    text_hash: str = ""
    signature: bytes | None = None


Rows = dict[str, list[dict[str, Any]]]


def rows_of(extraction: Extraction, origin: Origin) -> Rows:
    """The rows of every table for one article."""
    article = extraction.article
    rows: Rows = {name: [] for name in SCHEMAS}
    rows["articles"].append({
        "id": article.id, "title": article.title, "published": article.published, "source": article.source,
        "author": article.author, "url": article.url, "text": article.text, "characters": len(article.text),
        "cuts": _json(list(origin.cuts)), "pairings": _json([asdict(p) for p in extraction.pairings]),
        "villages": _json([asdict(v) for v in extraction.villages]), "file": origin.file, "row": origin.row,
        "encoding": origin.encoding, "text_hash": origin.text_hash, "signature": origin.signature,
        "unsure": _json([asdict(span) for span in extraction.unsure]),
    })  # fmt: skip
    for position, activity in enumerate(extraction.activities):
        _activity(rows, article.id, position, activity)
    for village in extraction.villages:
        shared = {"village_key": village_key(village), "name": village.name, "code": village.code,
                  "county": county_of(village), "article_id": article.id}  # fmt: skip
        rows["villages"] += [shared | {"activity_id": a} for a in village.activities]
    for pairing in extraction.pairings:
        a, b = sorted((pairing.a, pairing.b))
        pair = {"article_id": article.id, "pair_key": f"{a}↔{b}", "a": a, "b": b, "kind": pairing.kind,
                "evidence": _json([asdict(e) for e in pairing.evidence])}  # fmt: skip
        rows["pairings"] += [pair | {"activity_id": i} for i in (pairing.activities or (None,))]
    return rows


def problem_row(kind: str, told: Told) -> dict[str, Any]:
    """The row of a refusal or warning."""
    problem = told.problem
    values = _json({name: value if isinstance(value, int | float) else str(value) for name, value in problem.values})
    return {"kind": kind, "file": told.file, "row": told.row, "code": problem.code, "where": problem.where,
            "values": values}  # fmt: skip


def problem_from(row: Mapping[str, Any]) -> Told:
    """The inverse of ``problem_row``."""
    return Told(row["file"], row["row"], Problem.of(row["code"], row["where"], **orjson.loads(row["values"])))


def _activity(rows: Rows, article_id: str, position: int, activity: Activity) -> None:
    when = activity.date
    own = {"activity_id": activity.id}
    rows["activities"].append({
        "id": activity.id, "article_id": article_id, "position": position, "kind": activity.kind,
        "types": list(activity.types), "repeated": activity.repeated, "edtf": when.edtf, "start": when.start,
        "end": when.end, "precision": when.precision, "date_from": activity.date_from,
        "organisations": BETWEEN.join(dict.fromkeys(o.name for o in activity.organisations)),
        "places": BETWEEN.join(dict.fromkeys(p.name for p in activity.places)), "people": activity.people,
        "confidence": activity.confidence, "quote": activity.evidence[0].quote if activity.evidence else "",
        "rules": list(activity.rules), "json": _json(activity_to(activity)),
    })  # fmt: skip
    rows["activity_types"] += [own | {"type": t} for t in dict.fromkeys(activity.types)]
    rows["organisations"] += [own | {"name": o.name, "role": o.role} for o in activity.organisations]
    for place in activity.places:
        chain = by_level(place.level, place.division, place.code)
        rows["places"].append(own | {"name": place.name, "level": place.level, "code": place.code} | dict(chain))
        rows["place_keys"] += [own | asdict(key) for key in keys_of(place)]


def _json(value: Any) -> str:
    return dumps(value).decode()
