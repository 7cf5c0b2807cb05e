"""The public interchange format (JSON Lines): articles in, extractions out, byte for byte the same for the same values."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from analytics.model import Activity, Article, Claim, EdtfDate, Extraction, Organisation, Pairing, Place, Span, Village
from analytics.problems import Problem


class ArticleLine(BaseModel):
    """One line of an articles file; keys beyond the contract are left alone."""

    model_config = ConfigDict(extra="ignore", strict=False)

    id: str
    title: str = ""
    published: date | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    text: str

    @field_validator("title", mode="before")
    @classmethod
    def _untitled(cls, value: object) -> object:
        return "" if value is None else value


def dumps(value: Any) -> bytes:
    """Compact JSON in UTF-8; floats as they are, keys in the order given. Lone surrogates cannot occur: see intake."""
    return orjson.dumps(value)


def article_from(line: bytes | str, where: str = "") -> Article:
    """The article of one JSON line. Raises Problem when the line is no JSON or lacks ``id`` or ``text``."""
    try:
        found = ArticleLine.model_validate(orjson.loads(line))
    except orjson.JSONDecodeError as e:
        raise Problem.of("json_line", where, detail=str(e)) from None
    except ValidationError as e:
        fault = e.errors()[0]
        raise Problem.of(
            "article_line", where, field=".".join(map(str, fault["loc"])) or "-", detail=fault["msg"]
        ) from None
    return Article(**found.model_dump())


def article_to(article: Article) -> dict[str, Any]:
    """The article as the contract writes it."""
    return {
        "id": article.id,
        "title": article.title,
        "published": _day(article.published),
        "source": article.source,
        "author": article.author,
        "url": article.url,
        "text": article.text,
    }


def extraction_to(extraction: Extraction) -> dict[str, Any]:
    """The extraction as the contract writes it: the article's keys, then activities, pairings, villages."""
    return article_to(extraction.article) | {
        "activities": [activity_to(a) for a in extraction.activities],
        "pairings": [_pairing_to(p) for p in extraction.pairings],
        "villages": [_village_to(v) for v in extraction.villages],
    }


def activity_to(activity: Activity) -> dict[str, Any]:
    """The activity as the contract writes it."""
    when = activity.date
    return {
        "id": activity.id, "kind": activity.kind, "types": activity.types, "repeated": activity.repeated,
        "date": when.edtf, "start": _day(when.start), "end": _day(when.end), "precision": when.precision,
        "date_from": activity.date_from, "date_evidence": _span_to(activity.date_evidence),
        "evidence": _spans_to(activity.evidence),
        "organisations": [
            {"name": o.name, "role": o.role, "start": o.start, "end": o.end} for o in activity.organisations
        ],
        "places": [
            {"name": p.name, "level": p.level, "division": p.division, "code": p.code, "start": p.start, "end": p.end}
            for p in activity.places
        ],
        "people": activity.people, "people_evidence": _span_to(activity.people_evidence),
        "claims": [
            {"number": c.number, "unit": c.unit, "bound": c.bound, "start": c.span.start, "end": c.span.end,
             "quote": c.span.quote}
            for c in activity.claims
        ],
        "rules": activity.rules, "confidence": activity.confidence,
    }  # fmt: skip


def _pairing_to(p: Pairing) -> dict[str, Any]:
    return {"a": p.a, "b": p.b, "kind": p.kind, "activities": p.activities, "evidence": _spans_to(p.evidence)}


def _village_to(v: Village) -> dict[str, Any]:
    evidence = _spans_to(v.evidence)
    return {"name": v.name, "code": v.code, "division": v.division, "activities": v.activities, "evidence": evidence}


def _span_to(span: Span | None) -> dict[str, Any] | None:
    return {"start": span.start, "end": span.end, "quote": span.quote} if span else None


def _spans_to(spans: tuple[Span, ...]) -> list[dict[str, Any]]:
    return [{"start": s.start, "end": s.end, "quote": s.quote} for s in spans]


def activity_from(value: dict[str, Any]) -> Activity:
    """The activity of a contract object; the inverse of ``activity_to``."""
    return Activity(
        id=value["id"], kind=value["kind"], types=tuple(value["types"]), repeated=value["repeated"],
        date=EdtfDate(value["date"], _date(value["start"]), _date(value["end"]), value["precision"]),
        date_from=value["date_from"], date_evidence=_span(value["date_evidence"]),
        evidence=tuple(Span(**e) for e in value["evidence"]),
        organisations=tuple(Organisation(**o) for o in value["organisations"]),
        places=tuple(Place(**(p | {"division": tuple(p["division"])})) for p in value["places"]),
        people=value["people"], people_evidence=_span(value["people_evidence"]),
        claims=tuple(Claim(c["number"], c["unit"], c["bound"], Span(c["start"], c["end"], c["quote"])) for c in value["claims"]),
        rules=tuple(value["rules"]), confidence=value["confidence"],
    )  # fmt: skip


def extraction_from(value: dict[str, Any]) -> Extraction:
    """The extraction of a contract object; the inverse of ``extraction_to``."""
    return Extraction(
        Article(**ArticleLine.model_validate(value).model_dump()),
        tuple(activity_from(a) for a in value["activities"]),
        tuple(
            Pairing(p["a"], p["b"], p["kind"], tuple(p["activities"]), _spans(p["evidence"])) for p in value["pairings"]
        ),
        tuple(
            Village(v["name"], v["code"], tuple(v["division"]), tuple(v["activities"]), _spans(v["evidence"]))
            for v in value["villages"]
        ),
    )


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _span(value: dict[str, Any] | None) -> Span | None:
    return Span(**value) if value else None


def _spans(values: list[dict[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(**v) for v in values)
