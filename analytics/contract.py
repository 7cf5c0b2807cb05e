"""The public interchange format (JSON Lines): articles in, extractions out, byte for byte the same for the same values."""

from __future__ import annotations

from dataclasses import asdict
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
        "pairings": [asdict(p) for p in extraction.pairings],
        "villages": [asdict(v) for v in extraction.villages],
    }


def activity_to(activity: Activity) -> dict[str, Any]:
    """The activity as the contract writes it."""
    out = asdict(activity)
    when = activity.date
    claims = [{"number": c.number, "unit": c.unit, "bound": c.bound, **asdict(c.span)} for c in activity.claims]
    dates = {"date": when.edtf, "start": _day(when.start), "end": _day(when.end), "precision": when.precision}
    keys = ("id", "kind", "types", "repeated", "date", "start", "end", "precision", "date_from", "date_evidence", "evidence",
            "organisations", "places", "people", "people_evidence", "claims", "rules", "confidence")  # fmt: skip
    return {key: (out | dates | {"claims": claims})[key] for key in keys}


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
