"""An activity of the contract as a row of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from analytics.measures.streaming import Object
from analytics.messages import Language, say
from analytics.model import Span
from analytics.share.citing import date_text, one_line, quotation

BETWEEN = "、"


def activity_row(
    one: Object, villages: Sequence[str], reports: int, address: str, language: Language
) -> tuple[Any, ...]:
    """The values of the columns of ``activities``."""
    a, article = one.activity, one.article
    roles = {role: _names(o["name"] for o in a["organisations"] if o["role"] == role) for role in ROLES}
    return (
        a["id"], date_text(a["date"], language), a["date"], day(a["start"]), day(a["end"]), a["precision"],
        say(f"date_from.{a['date_from'] or 'none'}", language), _quote(a["date_evidence"]),
        say(f"kind.{a['kind']}", language), types_in_words(a["types"], language), ",".join(a["types"]), a["repeated"],
        roles["organiser"], roles["partner"], roles["beneficiary"], _names(p["name"] for p in a["places"]),
        BETWEEN.join(villages), a["people"], _quote(a["people_evidence"]), words_of(a), a["confidence"], reports,
        ",".join(a["rules"]), article.id, article.title, article.source, article.published, article.url, address,
    )  # fmt: skip


ROLES = ("organiser", "partner", "beneficiary")


def types_in_words(codes: Iterable[str], language: Language) -> str:
    """The types as a reader knows them."""
    return say("reading.join", language).join(say(f"type.{code}", language) for code in codes)


def words_of(activity: Mapping[str, Any]) -> str:
    """What an activity was read from, in one line, with dots where something lies between."""
    return quotation([Span(**span) for span in activity["evidence"]])


def day(text: str | None) -> date | None:
    """A day of the contract."""
    return date.fromisoformat(text) if text else None


def _names(names: Iterable[str]) -> str:
    return BETWEEN.join(dict.fromkeys(names))


def _quote(span: Mapping[str, Any] | None) -> str:
    return one_line(span["quote"]) if span else ""
