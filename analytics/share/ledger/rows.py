"""The activities of a View as rows of a ledger, oldest first, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analytics.measures.streaming import Object
from analytics.messages import say
from analytics.problems import Problem
from analytics.settings import settings
from analytics.share.citing import one_line
from analytics.share.exports.about import left_out, link
from analytics.share.exports.content import Content
from analytics.share.exports.records import BETWEEN, words_of
from analytics.share.exports.villages import VillagesOf
from analytics.share.ledger.dates import written
from analytics.share.ledger.settled import Settled

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ledger:
    """``rows``: field to value, one per counted activity; ``sources``: the sheet that names the report of each."""

    rows: tuple[Values, ...]
    sources: Mapping[str, Any]


def ledger_of(content: Content, settled: Settled) -> Ledger:
    """The rows of a View. Raises Problem ledger_rows (more than one form holds), export_unequal."""
    expected, most = content.headline.activities.value, settings().ledger_rows
    if expected > most:
        raise Problem.of("ledger_rows", count=f"{expected:,}", most=f"{most:,}")
    found: list[tuple[Object, list[str]]] = []
    villages = VillagesOf(content.villages)
    for batch in content.objects():
        found += zip(batch, villages.of([one.activity["id"] for one in batch]), strict=True)
    if len(found) != expected:
        raise Problem.of("export_unequal", "ledger", expected=expected, found=len(found))
    dated = [one for one in found if one[0].activity["start"]]
    ordered = [*reversed(dated), *(one for one in found if not one[0].activity["start"])]
    rows = tuple(_row(content, settled, number, *one) for number, one in enumerate(ordered, start=1))
    return Ledger(rows, _sources(content, rows))


def _row(content: Content, settled: Settled, number: int, one: Object, villages: list[str]) -> Values:
    a, article, language = one.activity, one.article, content.language
    names = {
        role: BETWEEN.join(dict.fromkeys(o["name"] for o in a["organisations"] if o["role"] == role))
        for role in ("organiser", "partner", "beneficiary")
    }
    published = written(article.published.isoformat(), settled.date, language) if article.published else ""
    title, media = one_line(article.title), one_line(article.source)
    return {
        "number": number, "date": written(a["date"], settled.date, language), "name": title,
        "types": say("reading.join", language).join(_type(settled, code, content) for code in a["types"]),
        "places": BETWEEN.join(dict.fromkeys(p["name"] for p in a["places"])), "villages": BETWEEN.join(villages),
        "organisers": names["organiser"], "partners": names["partner"], "beneficiaries": names["beneficiary"],
        "people": a["people"], "content": words_of(a), "title": title, "media": media, "published": published,
        "source": say("ledger.cited", language, title=title or say("cite.no_title", language),
                      source=media or say("reading.no_source", language),
                      published=published or say("cite.no_date", language)),
        "address": content.permanent(id=a["id"]),
    }  # fmt: skip


def _type(settled: Settled, code: str, content: Content) -> str:
    return settled.types.get(code) or say(f"type.{code}", content.language)


def _sources(content: Content, rows: tuple[Values, ...]) -> Mapping[str, Any]:
    language = content.language
    fields = ("number", "title", "media", "published", "address", "content")
    notes = [content.sentence, say("ledger.from", language, version=content.collection.version, link=link(content))]
    return {
        "title": say("ledger.sheet_sources", language),
        "heads": [say(f"ledger.field.{name}", language) for name in fields],
        "rows": [[row[name] for name in fields] for row in rows], "notes": [*notes, *left_out(content)],
    }  # fmt: skip
