"""The tables of an export and their columns, in the words of Frictionless: what each is called and means stands in the
messages ``export.column.NAME`` and ``export.about.NAME``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from analytics.messages import Language, say
from analytics.model import TYPES

TableName = Literal[
    "activities", "apart", "articles", "organisations", "villages", "pairings", "over_time", "left_out", "behind"
]
TABLES: tuple[TableName, ...] = get_args(TableName)
SHEETS: tuple[TableName, ...] = TABLES[:-1]
"""What a workbook holds; ``behind`` would be longer than all the rest."""
Kind = Literal["string", "integer", "number", "boolean", "date"]

_ACTIVITY: Mapping[str, Kind] = {
    "id": "string", "date": "string", "edtf": "string", "start": "date", "end": "date", "precision": "string",
    "date_from": "string", "date_quote": "string", "kind": "string", "types": "string", "type_codes": "string",
    "repeated": "boolean", "organisers": "string", "partners": "string", "beneficiaries": "string", "places": "string",
    "villages": "string", "people": "integer", "people_quote": "string", "quote": "string", "confidence": "number",
    "reports": "integer", "rules": "string", "article_id": "string", "title": "string", "source": "string",
    "published": "date", "url": "string", "address": "string",
}  # fmt: skip

COLUMNS: Mapping[TableName, Mapping[str, Kind]] = {
    "activities": _ACTIVITY,
    "apart": _ACTIVITY,
    "articles": {
        "id": "string", "title": "string", "published": "date", "source": "string", "author": "string", "url": "string",
        "activities": "integer", "address": "string",
    },
    "organisations": {"name": "string", "activities": "integer"},
    "villages": {
        "key": "string", "name": "string", "code": "string", "county": "string", "activities": "integer",
        "first": "date", "last": "date",
    },
    "pairings": {
        "key": "string", "a": "string", "b": "string", "pairing_kind": "string", "activities": "integer",
        "standing": "integer", "first": "date", "last": "date",
    },
    "over_time": {"period": "string", "all": "integer", "unsure": "integer", **dict.fromkeys(TYPES, "integer")},
    "left_out": {"code": "string", "count": "integer", "told": "string"},
    "behind": {"table": "string", "key": "string", "column": "string", "activity_id": "string", "article_id": "string"},
}  # fmt: skip
TEXT_OF_ARTICLES: Mapping[str, Kind] = {"text": "string", "sha256": "string"}
"""Further columns of the articles in a package, so that every position can be checked."""
KEYS: Mapping[TableName, str] = {
    "activities": "id", "apart": "id", "articles": "id", "organisations": "name", "villages": "key", "pairings": "key",
    "over_time": "period", "left_out": "code",
}  # fmt: skip
"""The column that tells the rows of a table apart."""


def columns_of(table: TableName, *, with_text: bool = False) -> Mapping[str, Kind]:
    """The columns of a table and their kinds."""
    more = TEXT_OF_ARTICLES if with_text and table == "articles" else {}
    return {**COLUMNS[table], **more}


def heading(column: str, language: Language) -> str:
    """A column as a reader knows it."""
    return say(f"type.{column}", language) if column in TYPES else say(f"export.column.{column}", language)


def meaning(column: str, language: Language) -> str:
    """What stands in a column."""
    if column in TYPES:
        return say("export.about.type", language, type=say(f"type.{column}", language))
    return say(f"export.about.{column}", language)


def table_name(table: TableName, language: Language) -> str:
    """A table as a reader knows it."""
    return say(f"export.table.{table}", language)
